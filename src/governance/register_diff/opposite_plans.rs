//! Plans that give opposite answers in a release.

use crate::error::RunError;
use crate::governance::register_diff::verdicts::{Verdicts, said};
use crate::governance::registers::Registers;
use crate::store::{ReleaseRef, cell};
use std::collections::BTreeMap;

/// Whether a verdict is a good one, its KPI and what is said of it.
type VerdictOutcome = (Option<bool>, String, String);

/// Plans that give opposite answers in a release: rows of one area, period and boundary whose
/// targets name different plans.
///
/// # Errors
/// When a table of the release cannot be read.
pub fn opposite_plans(
    registers: &Registers,
    release: &ReleaseRef,
) -> Result<Vec<[String; 2]>, RunError> {
    let plans: BTreeMap<&str, &str> = registers
        .targets
        .iter()
        .filter(|t| !t.plan.is_empty())
        .map(|t| (t.id.as_str(), t.plan.as_str()))
        .collect();
    let mut by_cell: BTreeMap<[String; 3], Vec<VerdictOutcome>> = BTreeMap::new();
    for row in Verdicts::of(release)?.0 {
        let Some(plan) = plans.get(cell(&row, "target_id")) else {
            continue;
        };
        let good = match cell(&row, "verdict") {
            "met" | "on_track" => Some(true),
            "not_met" | "off_track" => Some(false),
            _ => None,
        };
        let key = ["area_code", "period", "span"].map(|c| cell(&row, c).to_owned());
        let line = format!("{} ({plan}, `{}`)", said(&row), cell(&row, "target_id"));
        by_cell
            .entry(key)
            .or_default()
            .push((good, (*plan).to_owned(), line));
    }
    let mut found = Vec::new();
    for rows in by_cell.values() {
        for (i, (good, plan, line)) in rows.iter().enumerate() {
            let opposite = rows[i + 1..]
                .iter()
                .filter(|(g, p, _)| p != plan && g.is_some() && good.is_some() && g != good);
            found.extend(opposite.map(|(_, _, other)| [line.clone(), other.clone()]));
        }
    }
    Ok(found)
}
