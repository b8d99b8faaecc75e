//! The very cell of every row, found in its file and compared with the text that the row carries.

use crate::config::Project;
use crate::error::RunError;
use crate::ingest::{self, Delivery, DeliveryContent, Found};
use crate::inspect::explain::explanation::{ExplainedRow, Explanation};
use crate::inspect::proof::rows::{all_rows, name};
use crate::inspect::proof::step::{ProofStep, step};
use crate::model::{CELLS_JOINED, RepairAction, Source};
use crate::pipeline::conform_context::bounds;
use crate::store::{Lake, LandedDelivery};
use std::collections::{BTreeMap, BTreeSet};

/// The very cell of every row, found in its file and compared with the text that the row carries.
pub(super) fn cells(
    lake: &Lake,
    project: &Project,
    explanation: &Explanation,
) -> Result<Vec<ProofStep>, RunError> {
    let mut landed: BTreeMap<String, Vec<LandedDelivery>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut steps = Vec::new();
    // Where records stand is found again when they are made again from landing.
    let of_records = |id: &str| {
        let dataset = project.dataset(id);
        dataset.is_some_and(|d| d.contract.records.is_some())
    };
    let rows = all_rows(explanation);
    for (dataset, row) in rows.filter(|(dataset, _)| !of_records(dataset)) {
        let subject = name(dataset, row);
        if !seen.insert(subject.clone()) {
            continue;
        }
        if !landed.contains_key(dataset) {
            landed.insert(dataset.to_owned(), lake.landed(dataset)?);
        }
        let delivery = landed
            .get(dataset)
            .and_then(|all| all.iter().find(|l| l.delivery == row.row.delivery));
        let source = delivery.and_then(|l| {
            project
                .dataset(dataset)?
                .sources
                .iter()
                .find(|s| s.id == l.receipt.source_id)
        });
        steps.push(match (delivery, source) {
            (Some(delivery), Some(source)) => {
                in_file(lake, project, (delivery, source), (subject, row))?
            }
            _ => lacks(subject, row, "its delivery is not in landing"),
        });
    }
    Ok(steps)
}

/// A cell that cannot be found.
fn lacks(subject: String, row: &ExplainedRow, found: impl Into<String>) -> ProofStep {
    step("cell", subject, found, format!("`{}`", row.row.raw), false)
}

/// The row as it is found in its file.
fn in_file(
    lake: &Lake,
    project: &Project,
    (delivery, source): (&LandedDelivery, &Source),
    (subject, row): (String, &ExplainedRow),
) -> Result<ProofStep, RunError> {
    let (bytes, pages) = (lake.read(delivery)?, delivery.receipt.pages());
    let delivered = Delivery {
        id: &delivery.delivery,
        file_name: &delivery.receipt.path,
        content: DeliveryContent::Held(&bytes),
        pages: &pages,
        published_at: delivery.receipt.published_at,
        fetched_at: delivery.receipt.fetched_at,
        bounds: bounds(project),
    };
    let found = ingest::find(source, &delivered, (&row.row.part, row.row.row));
    Ok(match found {
        Ok(Some(found)) => cell(subject, row, &found),
        Ok(None) => lacks(subject, row, "the file has no such row"),
        Err(finding) => lacks(subject, row, finding.to_string()),
    })
}

/// A cell as it stands, compared with what the row says; a repair is laid over it as it was when
/// the delivery was read.
fn cell(subject: String, row: &ExplainedRow, found: &Found) -> ProofStep {
    let of_cell = row.repairs.iter().find(|r| r.col == row.row.col);
    // A repair of another cell of the row leaves this one as it is, and must itself find what it
    // expected.
    if let Some(repair) = row
        .repairs
        .iter()
        .find(|r| stands(found, &r.col).as_deref() != Some(&r.expect))
    {
        let there = stands(found, &repair.col).unwrap_or_default();
        return step(
            "cell",
            subject,
            format!("`{there}`"),
            format!(
                "`{}`, which the repair of `{}` expects",
                repair.expect, repair.col
            ),
            false,
        );
    }
    let Some(there) = stands(found, &row.row.col) else {
        return lacks(subject, row, "the file has no such column");
    };
    let (found, holds) = match of_cell.map(|r| &r.action) {
        Some(RepairAction::Value(value)) => (
            format!("`{there}`, repaired to `{value}`"),
            *value == row.row.raw,
        ),
        _ => (format!("`{there}`"), there == row.row.raw),
    };
    step("cell", subject, found, format!("`{}`", row.row.raw), holds)
}

/// The text of a column, or of the whole row where none is named.
fn stands(found: &Found, col: &str) -> Option<String> {
    if col.is_empty() {
        return Some(found.cells.join(CELLS_JOINED));
    }
    let column = found.columns.iter().position(|c| c == col)?;
    found.cells.get(column).cloned()
}
