//! The rows of the tables, and the scores computed from them, compared with those made again.

use crate::inspect::explain::explanation::{ExplainedOperand, ExplainedRow, Explanation};
use crate::inspect::proof::step::{ProofStep, step};
use std::collections::BTreeMap;

/// Every row that bears on a verdict, once.
pub(super) fn all_rows(explanation: &Explanation) -> impl Iterator<Item = (&str, &ExplainedRow)> {
    explanation.operands.iter().flat_map(ExplainedOperand::rows)
}

pub(super) fn name(dataset: &str, row: &ExplainedRow) -> String {
    let r = &row.row;
    let part = if r.part.is_empty() {
        String::new()
    } else {
        format!("[{}] ", r.part)
    };
    format!(
        "{dataset}/{} {part}row {}, column `{}`",
        r.delivery, r.row, r.col
    )
}

/// The rows of the tables, and the scores computed from them, compared with those made again.
pub(super) fn rows(there: &[Explanation], again: &[Explanation]) -> Vec<ProofStep> {
    let mut steps = Vec::new();
    let mut made = by_name(again);
    for (subject, row) in by_name(there) {
        steps.push(match made.remove(&subject) {
            None => step(
                "row",
                subject,
                shown(&row),
                "landing gives no such row",
                false,
            ),
            Some(again) => {
                let same = again.row == row.row
                    && again.fate == row.fate
                    && again.correction == row.correction;
                step(
                    "row",
                    subject,
                    shown(&row),
                    format!("{} from landing", shown(&again)),
                    same,
                )
            }
        });
    }
    steps.extend(made.into_iter().map(|(subject, row)| {
        step(
            "row",
            subject,
            "not in the table",
            format!("{} from landing", shown(&row)),
            false,
        )
    }));
    if there.len() != again.len() || there.iter().zip(again).any(|(a, b)| a.score != b.score) {
        steps.push(step(
            "score",
            "computed from the tables",
            scores(there),
            format!("{} from landing", scores(again)),
            false,
        ));
    }
    steps
}

fn by_name(all: &[Explanation]) -> BTreeMap<String, ExplainedRow> {
    all.iter()
        .flat_map(all_rows)
        .map(|(dataset, row)| (name(dataset, row), row.clone()))
        .collect()
}

fn shown(row: &ExplainedRow) -> String {
    let value = row
        .row
        .value
        .map_or_else(|| "no figure".to_owned(), |v| v.to_string());
    format!(
        "{value} {} {} {}",
        row.row.unit,
        row.row.period,
        row.row.status.as_str()
    )
}

/// Value and verdict of each score.
fn scores(all: &[Explanation]) -> String {
    let one = |e: &Explanation| {
        let value = e.score.value.as_ref();
        format!(
            "{} {}",
            value.map_or_else(|| "none".to_owned(), ToString::to_string),
            e.score.verdict.as_str()
        )
    };
    all.iter().map(one).collect::<Vec<_>>().join("; ")
}
