//! What a look at a file finds odd in its cells and labels, so that it is known before a contract
//! is written.
//!
//! A run refuses or warns of the same things by the same remarks; here each kind is reported once a
//! table, with its first place.

use super::labels::Labels;
use crate::decode::cell::{self, Remark};
use crate::model::{Finding, Place};
use std::collections::BTreeMap;

/// The rule of a remark on a cell, and what is said of it; `None` where nothing is odd.
fn rule_and_message(remark: &Remark<'_>, text: &str) -> Option<(&'static str, String)> {
    Some(match *remark {
        Remark::Apart(apart) => (
            "note_set_apart",
            format!("`{text}` is followed by `{apart}` in the same cell, set apart from it"),
        ),
        Remark::Lines => (
            "note_set_apart",
            format!("`{text}` stands on several lines of one cell"),
        ),
        Remark::Uncomputed(formula) => (
            "formula_not_computed",
            format!("the cell holds the formula `={formula}` and no value saved for it"),
        ),
        Remark::Stale(formula) => (
            "formula_not_computed",
            format!(
                "the cell holds the formula `={formula}`, and the workbook is marked for \
                    recalculation: `{text}` may never have been computed"
            ),
        ),
        Remark::Percent(format) => (
            "shown_as_percent",
            format!("the cell holds `{text}` and shows it as a percentage ({format})"),
        ),
        Remark::Scaled(format) => (
            "shown_scaled",
            format!(
                "the cell holds `{text}` and shows it divided by a thousand or more \
                    ({format})"
            ),
        ),
        Remark::Shown(shown) => (
            if shown.trim_start_matches('0') == text {
                "shown_with_zeros"
            } else {
                "shown_with_text"
            },
            format!("the cell holds `{text}` and shows `{shown}`"),
        ),
        Remark::Invisible(format) => (
            "invisible_figure",
            format!("the cell holds `{text}` and its number format ({format}) shows no figure"),
        ),
        Remark::OtherSign(format) => (
            "other_sign",
            format!("the cell holds `{text}` and its number format ({format}) shows another sign"),
        ),
        Remark::OtherDigits(format) => (
            "other_digits",
            format!(
                "the cell holds `{text}` and its number format ({format}) shows other digits or \
                    another decimal sign"
            ),
        ),
        Remark::Hidden(what) => (
            "hidden_cells",
            format!("the cell stands in a hidden {what}"),
        ),
        Remark::Held(held) => (
            "ambiguous_letters",
            format!("the cell is `{text}` in the old encoding and `{held}` in Unicode"),
        ),
        Remark::Typed | Remark::Covered(_) | Remark::Within(_) => return None,
    })
}

/// Remarks on cells, by rule: the finding of the first, counted.
#[derive(Default)]
pub(super) struct Remarked {
    found: BTreeMap<&'static str, Finding>,
}

impl Remarked {
    pub(super) fn see(&mut self, part: &str, row: u64, column: usize, cell: &str) {
        for remark in cell::remarks(cell) {
            let text = cell::text(cell);
            let Some((rule, message)) = rule_and_message(&remark, text) else {
                continue;
            };
            let place = || Place {
                part: part.to_owned(),
                row,
                col: (column + 1).to_string(),
                ..Place::default()
            };
            if let Some(finding) = self.found.get_mut(rule) {
                finding.count += 1;
                continue;
            }
            let finding = Finding::warning(rule, place(), message)
                .raw(text)
                .hint(hint(rule));
            self.found.insert(rule, finding);
        }
    }

    /// What was found in cells and in labels.
    pub(super) fn findings(self, labels: &mut Labels) -> Vec<Finding> {
        let no_labels = labels.is_empty();
        self.found
            .into_values()
            .chain(std::mem::take(&mut labels.doubtful).findings(no_labels))
            .collect()
    }
}

fn hint(rule: &str) -> &'static str {
    match rule {
        "note_set_apart" => {
            "a figure with a note is quarantined; of names and labels the first text is read"
        }
        "formula_not_computed" => "open the workbook in a spreadsheet program and save it",
        "shown_with_zeros" => "a label is read as shown, a figure as held",
        "invisible_figure" | "other_sign" | "other_digits" => {
            "a figure that is not shown as held is quarantined"
        }
        "shown_with_text" => {
            "a label is read as shown; beside a figure the text is a mark, a sign of per cent, or \
                the unit declared"
        }
        "hidden_cells" => "hidden cells are read: look at the file with everything shown",
        _ => "the value held is read: check whether the unit is that of the value held",
    }
}
