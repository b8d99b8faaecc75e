//! Units that end or begin without a relation that says what became of them.

use crate::ingest::registers::sheet::Sheet;
use crate::model::{AreaUnit, Finding, Relation};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A unit that ends must become something, or its figures are lost on every later boundary. Where
/// its whole level ends with it there is no later unit that they could be missing from.
pub(super) fn check_ends(sheet: &mut Sheet, units: &[(u64, AreaUnit)], relations: &[Relation]) {
    let becomes: BTreeSet<(&str, NaiveDate)> = relations
        .iter()
        .map(|r| (r.from_code.as_str(), r.date))
        .collect();
    let goes_on = |level: &str, day: NaiveDate| {
        let mut of_level = units.iter().filter(|(_, u)| u.level == level);
        of_level.any(|(_, u)| u.valid_on(day))
    };
    // What begins again under the same code is for `check_continuity`.
    let begins_again = |unit: &AreaUnit, day: NaiveDate| {
        let mut of_code = units.iter().filter(|(_, u)| u.code == unit.code);
        of_code.any(|(_, u)| u.valid_from == day)
    };
    let lost = |u: &AreaUnit| {
        u.valid_to.and_then(|d| d.succ_opt()).is_some_and(|next| {
            let explained = becomes.contains(&(u.code.as_str(), next)) || begins_again(u, next);
            !explained && goes_on(&u.level, next)
        })
    };
    for (row, unit) in units.iter().filter(|(_, u)| lost(u)) {
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
/// relation. Where relations say what came to the new unit and do not name the old one, nobody
/// knows whether its figures belong to it.
pub(super) fn check_continuity(
    sheet: &mut Sheet,
    units: &[(u64, AreaUnit)],
    relations: &[Relation],
) {
    let ended: BTreeSet<(&str, NaiveDate)> = units
        .iter()
        .filter_map(|(_, u)| Some((u.code.as_str(), u.valid_to?.succ_opt()?)))
        .collect();
    let made: BTreeSet<(&str, NaiveDate)> = relations
        .iter()
        .map(|r| (r.to_code.as_str(), r.date))
        .collect();
    let became: BTreeSet<(&str, NaiveDate)> = relations
        .iter()
        .map(|r| (r.from_code.as_str(), r.date))
        .collect();
    for (row, unit) in units {
        let start = (unit.code.as_str(), unit.valid_from);
        if !ended.contains(&start) || (made.contains(&start) && became.contains(&start)) {
            continue;
        }
        let (code, day) = start;
        let place = sheet.place(*row, "valid_from");
        let finding = if made.contains(&start) {
            let message = format!(
                "`{code}` begins again on {day} with what others became, and no relation says \
                    what became of the unit before"
            );
            Finding::error("unit_without_relation", place, message)
                .hint(format!("add a relation of `{code}` of that date: `merge` to `{code}` if it went on with the others"))
        } else {
            let message = format!(
                "`{code}` begins again on {day}, and no relation says what became of the unit \
                    before"
            );
            Finding::warning("unit_without_relation", place, message)
                .hint("add a relation `merge`, `split`, `transfer` or `rename` of that date")
        };
        sheet.findings.push(finding.raw(&unit.code));
    }
}
