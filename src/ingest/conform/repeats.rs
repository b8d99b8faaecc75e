//! Keys that stand twice in one delivery.
//!
//! Rows that say the very same are one figure written twice: the first is used. Rows that differ contradict each other,
//! and which is right cannot be known, so none of them is used.

use super::row::Row;
use super::tally::Tally;

/// The rows sorted by key, without those whose key is repeated.
pub(super) fn set_aside(mut rows: Vec<Row>, value_label: &str, tally: &mut Tally<'_>) -> Vec<Row> {
    rows.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| (&a.part, a.line).cmp(&(&b.part, b.line))));
    let mut kept = Vec::with_capacity(rows.len());
    let mut rest = rows.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut others = Vec::new();
        while let Some(other) = rest.next_if(|row| row.key == first.key) {
            others.push(other);
        }
        if let Some(differs) = others.iter().find(|other| other.said != first.said) {
            let what = if differs.said.value == first.said.value { "other attributes" } else { "another figure" };
            let message = |here: &Row, there: &Row| format!("row {} has the same key ({}) and {what}; neither is used", place(there), key(here));
            let hint = "mend the source, or declare the column that tells the rows apart as a dimension";
            bad(tally, &first, value_label, message(&first, differs), hint);
            for other in &others {
                bad(tally, other, value_label, message(other, &first), hint);
            }
        } else {
            for other in &others {
                let message = format!("row {} says the same under the same key ({}); the first is used", place(&first), key(other));
                bad(tally, other, value_label, message, "remove the repeated row at the source");
            }
            kept.push(first);
        }
    }
    kept
}

fn bad(tally: &mut Tally<'_>, row: &Row, value_label: &str, message: String, hint: &str) {
    tally.bad_row(row, value_label, "duplicate_key", message, hint.to_owned());
}

fn place(row: &Row) -> String {
    if row.part.is_empty() { row.line.to_string() } else { format!("{} of `{}`", row.line, row.part) }
}

fn key(row: &Row) -> String {
    let key = &row.key;
    let mut texts = vec![key.area_code.as_str(), &key.period];
    if key.span != "period" {
        texts.push(&key.span);
    }
    texts.extend(key.dimensions.iter().map(String::as_str));
    texts.push(&key.source_id);
    texts.join(", ")
}
