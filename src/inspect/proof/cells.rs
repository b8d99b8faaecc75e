//! The very cell of every row, found in its file, against the text that the row carries.

use crate::config::Project;
use crate::error::RunError;
use crate::ingest::{self, Delivery, DeliveryContent, Found};
use crate::inspect::explain::explanation::{ExplainedRow, Explanation};
use crate::inspect::proof::rows::{all_rows, name};
use crate::inspect::proof::step::{ProofStep, step};
use crate::model::{CELLS_JOINED, RepairAction};
use crate::pipeline::conform_context::bounds;
use crate::store::{Lake, LandedDelivery};
use std::collections::{BTreeMap, BTreeSet};

/// The very cell of every row, found in its file, against the text that the row carries.
pub(super) fn cells(
    lake: &Lake,
    project: &Project,
    explanation: &Explanation,
) -> Result<Vec<ProofStep>, RunError> {
    let mut landed: BTreeMap<String, Vec<LandedDelivery>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut steps = Vec::new();
    for (dataset, row) in all_rows(explanation) {
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
        let (Some(delivery), Some(source)) = (delivery, source) else {
            steps.push(step(
                "cell",
                subject,
                "its delivery is not in landing",
                format!("`{}`", row.row.raw),
                false,
            ));
            continue;
        };
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
        steps.push(
            match ingest::find(source, &delivered, (&row.row.part, row.row.row)) {
                Ok(Some(found)) => cell(subject, row, &found),
                Ok(None) => step(
                    "cell",
                    subject,
                    "the file has no such row",
                    format!("`{}`", row.row.raw),
                    false,
                ),
                Err(finding) => step(
                    "cell",
                    subject,
                    finding.to_string(),
                    format!("`{}`", row.row.raw),
                    false,
                ),
            },
        );
    }
    Ok(steps)
}

/// A cell as it stands, against what the row says; a repair is laid over it as it was when the
/// delivery was read.
fn cell(subject: String, row: &ExplainedRow, found: &Found) -> ProofStep {
    let stands = |col: &str| match col {
        "" => Some(found.cells.join(CELLS_JOINED)),
        col => found
            .columns
            .iter()
            .position(|c| c == col)
            .and_then(|i| found.cells.get(i).cloned()),
    };
    let of_cell = row.repairs.iter().find(|r| r.col == row.row.col);
    // A repair of another cell of the row leaves this one as it is, and must itself find what it
    // expected.
    if let Some(repair) = row
        .repairs
        .iter()
        .find(|r| stands(&r.col).as_deref() != Some(&r.expect))
    {
        let there = stands(&repair.col).unwrap_or_default();
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
    let Some(there) = stands(&row.row.col) else {
        return step(
            "cell",
            subject,
            "the file has no such column",
            format!("`{}`", row.row.raw),
            false,
        );
    };
    match of_cell.map(|r| &r.action) {
        Some(RepairAction::Value(value)) => step(
            "cell",
            subject,
            format!("`{there}`, repaired to `{value}`"),
            format!("`{}`", row.row.raw),
            *value == row.row.raw,
        ),
        _ => step(
            "cell",
            subject,
            format!("`{there}`"),
            format!("`{}`", row.row.raw),
            there == row.row.raw,
        ),
    }
}
