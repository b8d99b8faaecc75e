//! What stands around an observation: its row as delivered, its repairs, and what to do.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::ingest::{self, Found};
use crate::inspect::quarantine::delivery::{RepairInputs, declared};
use crate::inspect::quarantine::kept_aside::find_kept_aside;
use crate::inspect::quarantine::observation::QuarantinedObservation;
use crate::model::{Dataset, Place, Repair, nearest};

/// One of them with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedInContext {
    /// The observation.
    pub kept: QuarantinedObservation,
    /// What to do about it; empty when it is no longer quarantined under today's configuration.
    pub hint: String,
    /// Whether a repair of its cell is a remedy: a figure that was read and fails a check of the
    /// delivery is not mended by what is read in its place, and records have no repairs.
    pub repairable: bool,
    /// Its row, as delivered.
    pub found: Option<Found>,
    /// Repairs declared for its row.
    pub repairs: Vec<Repair>,
}

/// One of them with its row and what to do, found by conforming its delivery once more in memory.
///
/// # Errors
/// As [`find_kept_aside`]; when its delivery cannot be read.
pub fn show_kept_aside(
    project: &Project,
    registers: &Registers,
    id: &str,
) -> Result<QuarantinedInContext, RunError> {
    let kept = find_kept_aside(project, id)?;
    let dataset = declared(project, &kept.dataset)?;
    let bench = RepairInputs::open(project, dataset, &kept.delivery)?;
    let Place { part, row, .. } = &kept.place;
    let (delivered, areas) = (bench.delivered(), &registers.areas);
    let conformed = match &dataset.contract.records {
        Some(layout) => {
            ingest::records::conform((dataset, layout, bench.source), &delivered, areas)
        }
        None => ingest::conform(dataset, bench.source, &delivered, areas),
    };
    let now = conformed
        .quarantine
        .into_iter()
        .find(|q| (&q.place.part, q.place.row) == (part, *row));
    let repairs = dataset
        .repairs
        .iter()
        .filter(|r| r.delivery == kept.delivery && (&r.part, r.row) == (part, *row))
        .cloned()
        .collect();
    let found = bench.find(part, *row)?;
    let repairable = repairable(dataset, &kept.rule);
    let hint = now.map_or_else(|| hint_of_check(dataset, &kept.rule), |q| q.hint);
    Ok(QuarantinedInContext {
        kept,
        hint,
        repairable,
        found,
        repairs,
    })
}

/// Whether a repair of the cell is a remedy for an observation that breaks a rule.
#[must_use]
pub fn repairable(dataset: &Dataset, rule: &str) -> bool {
    dataset.contract.records.is_none() && !breaks_check(dataset, rule)
}

/// What to do about an observation that breaks a check and can be read alone. Read alone, a
/// delivery does not show what other deliveries state.
fn hint_of_check(dataset: &Dataset, rule: &str) -> String {
    if breaks_check(dataset, rule) {
        format!(
            "ask the provider; if they are right, name area and period in the check `{rule}` of \
                `datasets/{}.toml`: `confirmed = [{{ area_code = \"…\", period = \"…\" }}]`",
            dataset.id
        )
    } else {
        String::new()
    }
}

/// Whether a rule is one of the checks of a delivery's observations together.
fn breaks_check(dataset: &Dataset, rule: &str) -> bool {
    let mut checks = dataset.contract.checks.iter();
    checks.any(|c| c.rule.as_str() == rule)
}

/// The text of a cell as delivered; of the whole row, its cells joined, when no column is named.
///
/// # Errors
/// When there is no such dataset, delivery, row or column.
pub fn cell(
    project: &Project,
    dataset: &str,
    delivery: &str,
    place: &Place,
) -> Result<String, RunError> {
    let dataset = declared(project, dataset)?;
    let found = RepairInputs::open(project, dataset, delivery)?.find(&place.part, place.row)?;
    let Some(found) = found else {
        let part = if place.part.is_empty() {
            String::new()
        } else {
            format!(" of `{}`", place.part)
        };
        return Err(RunError::Unknown(format!(
            "delivery `{delivery}` has no row {}{part}",
            place.row
        )));
    };
    if place.col.is_empty() {
        return Ok(found.cells.join(crate::model::CELLS_JOINED));
    }
    let cell = found
        .columns
        .iter()
        .position(|c| *c == place.col)
        .and_then(|i| found.cells.get(i).cloned());
    cell.ok_or_else(|| {
        let near = nearest(&place.col, found.columns.iter().map(String::as_str));
        let hint = near.map_or_else(
            || format!("the columns are {}", found.columns.join(", ")),
            |n| format!("did you mean `{n}`?"),
        );
        RunError::Unknown(format!(
            "row {} of delivery `{delivery}` has no column `{}`; {hint}",
            place.row, place.col
        ))
    })
}
