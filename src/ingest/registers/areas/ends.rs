//! Units that end or begin without a relation that says what became of them.

use crate::ingest::registers::sheet::Sheet;
use crate::model::{AreaUnit, Finding, Relation};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A unit that ends must become something, or its figures are lost on every later boundary.
pub(super) fn check_ends(sheet: &mut Sheet, units: &[(u64, AreaUnit)], relations: &[Relation]) {
    let becomes: BTreeSet<(&str, NaiveDate)> = relations
        .iter()
        .map(|r| (r.from_code.as_str(), r.date))
        .collect();
    let related: BTreeSet<&str> = units
        .iter()
        .filter(|(_, u)| relations.iter().any(|r| r.to_code == u.code))
        .map(|(_, u)| u.level.as_str())
        .collect();
    let lost = |u: &AreaUnit| {
        u.valid_to
            .and_then(|d| d.succ_opt())
            .is_some_and(|next| !becomes.contains(&(u.code.as_str(), next)))
    };
    for (row, unit) in units
        .iter()
        .filter(|(_, u)| related.contains(u.level.as_str()) && lost(u))
    {
        let message = format!(
            "`{}` ends on {}, and no relation says what it became",
            unit.code,
            unit.valid_to.unwrap_or_default()
        );
        let finding = Finding::warning(
            "unit_without_successor",
            sheet.place(*row, "valid_to"),
            message,
        )
        .raw(&unit.code);
        sheet.findings.push(
            finding
                .hint("add a relation `merge`, `split`, `transfer` or `rename` of the day after"),
        );
    }
}

/// A code that goes on as a new unit the day after the old one ended must be explained by a
/// relation.
pub(super) fn check_continuity(
    sheet: &mut Sheet,
    units: &[(u64, AreaUnit)],
    relations: &[Relation],
) {
    let ended: BTreeSet<(&str, NaiveDate)> = units
        .iter()
        .filter_map(|(_, u)| Some((u.code.as_str(), u.valid_to?.succ_opt()?)))
        .collect();
    let related: BTreeSet<(&str, NaiveDate)> = relations
        .iter()
        .map(|r| (r.to_code.as_str(), r.date))
        .collect();
    for (row, unit) in units {
        let start = (unit.code.as_str(), unit.valid_from);
        if ended.contains(&start) && !related.contains(&start) {
            let message = format!(
                "`{}` begins again on {}, and no relation says what became of the unit before",
                unit.code, unit.valid_from
            );
            let finding = Finding::warning(
                "unit_without_relation",
                sheet.place(*row, "valid_from"),
                message,
            )
            .raw(&unit.code);
            sheet.findings.push(
                finding
                    .hint("add a relation `merge`, `split`, `transfer` or `rename` of that date"),
            );
        }
    }
}
