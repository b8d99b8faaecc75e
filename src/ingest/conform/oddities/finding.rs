//! What is said of an oddity, and what to do about it.

use super::kind::{OddityKind, Tallied};
use crate::model::Finding;

/// The finding of an oddity in a column of which `numbers` figures are held as numbers.
pub(super) fn finding(kind: OddityKind, seen: Tallied, numbers: u64) -> Option<Finding> {
    // A column of nothing but texts is read by the number format, and nothing is odd about it.
    if kind == OddityKind::Typed && numbers == 0 {
        return None;
    }
    let message = message(kind, &seen, numbers);
    let (rule, hint) = rule_and_hint(kind);
    let Tallied {
        place, raw, count, ..
    } = seen;
    let finding = Finding::warning(rule, place, message).raw(raw).hint(hint);
    Some(Finding { count, ..finding })
}

fn message(kind: OddityKind, seen: &Tallied, numbers: u64) -> String {
    let Tallied { raw, detail, .. } = seen;
    match kind {
        OddityKind::Percent => {
            format!("the cell holds `{raw}` and shows it as a percentage ({detail})")
        }
        OddityKind::Scaled => {
            format!("the cell holds `{raw}` and shows it divided by a thousand or more ({detail})")
        }
        OddityKind::Typed => {
            format!("`{raw}` is a text in a column in which {numbers} figures are numbers")
        }
        OddityKind::Hidden => format!("the cell stands in a hidden {detail}, and is read"),
        OddityKind::Partial => format!(
            "the file says `{detail}`: it adds to what was sent before, and says nothing of the \
                rest"
        ),
        OddityKind::Note => format!(
            "`{raw}` is followed by `{detail}` in the same cell, set apart from it: the first text \
                is read"
        ),
    }
}

const fn rule_and_hint(kind: OddityKind) -> (&'static str, &'static str) {
    match kind {
        OddityKind::Percent => (
            "shown_as_percent",
            "the value held is read, 0.125 where the sheet shows 12.5%: declare `number = { percent = \
                \"sign\" }` if the unit is per cent, so that what is shown is read",
        ),
        OddityKind::Scaled => (
            "shown_scaled",
            "the value held is read: check whether the unit printed in the table is that of the \
                value held",
        ),
        OddityKind::Typed => (
            "text_among_numbers",
            "it is read by the number format of the source: check whether `number` says what a \
                point and a comma mean",
        ),
        OddityKind::Hidden => (
            "hidden_cells",
            "look at the file with everything shown; a row that does not belong to the table can \
                be dropped by a repair",
        ),
        OddityKind::Partial => (
            "partial_update",
            "a delivery here is all that its source says, so figures that it leaves out are \
                withdrawn: ask the service for the whole data set",
        ),
        OddityKind::Note => (
            "note_set_apart",
            "check what the note says: it may qualify the figures of the row",
        ),
    }
}
