//! Units above units.

use super::units::overlap;
use crate::ingest::registers::sheet::Sheet;
use crate::model::{AreaUnit, Finding};
use std::collections::BTreeMap;

/// Units above must exist, and no unit may stand above itself.
pub(super) fn check_parents(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    let parents: BTreeMap<&str, &str> = units
        .iter()
        .map(|(_, u)| (u.code.as_str(), u.parent_code.as_str()))
        .collect();
    for (row, unit) in units.iter().filter(|(_, u)| !u.parent_code.is_empty()) {
        if !parents.contains_key(unit.parent_code.as_str()) {
            let message = format!("`{}` is no area", unit.parent_code);
            sheet.findings.push(
                Finding::error("unknown_parent", sheet.place(*row, "parent_code"), message)
                    .hint("add it to the areas, or leave it empty"),
            );
            continue;
        }
        let above = std::iter::successors(Some(unit.parent_code.as_str()), |code| {
            parents.get(code).copied().filter(|p| !p.is_empty())
        });
        if above.take(units.len() + 1).any(|code| code == unit.code) {
            let message = format!("`{}` stands above itself", unit.code);
            sheet.findings.push(
                Finding::error("parent_circle", sheet.place(*row, "parent_code"), message)
                    .hint("correct the chain of parents"),
            );
        }
    }
}

/// A parent must exist on a day on which the unit does, or nothing is ever added up to it.
pub(super) fn check_parent_days(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    for (row, unit) in units.iter().filter(|(_, u)| !u.parent_code.is_empty()) {
        let mut parents = units
            .iter()
            .filter(|(_, u)| u.code == unit.parent_code)
            .peekable();
        if parents.peek().is_some() && !parents.any(|(_, parent)| overlap(parent, unit)) {
            let message = format!(
                "`{}` is an area, and on none of the days on which `{}` is one",
                unit.parent_code, unit.code
            );
            let finding = Finding::warning(
                "parent_other_days",
                sheet.place(*row, "parent_code"),
                message,
            )
            .raw(&unit.parent_code);
            sheet
                .findings
                .push(finding.hint("name the unit above that existed then"));
        }
    }
}
