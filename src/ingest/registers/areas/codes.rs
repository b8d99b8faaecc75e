//! Codes that mean two units on one day, and codes that a spreadsheet took for numbers.

use super::units::{days, overlap};
use crate::ingest::registers::sheet::Sheet;
use crate::model::{AreaUnit, Finding};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check_overlaps(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    let mut by_code: BTreeMap<&str, Vec<(u64, &AreaUnit)>> = BTreeMap::new();
    for (row, unit) in units {
        let same = by_code.entry(&unit.code).or_default();
        for (other_row, other) in same.iter().filter(|(_, other)| overlap(unit, other)) {
            let message = format!(
                "code `{}` is also another unit, of line {other_row}, from {}",
                unit.code,
                days(other)
            );
            let finding = Finding::error(
                "overlapping_units",
                sheet.place(*row, "valid_from"),
                message,
            )
            .raw(&unit.code);
            sheet
                .findings
                .push(finding.hint("end the earlier unit on the day before the later begins"));
        }
        same.push((*row, unit));
    }
}

/// Codes that a spreadsheet took for numbers: shorter than all others of their level, none of which
/// begins with a zero.
pub(super) fn check_codes(sheet: &mut Sheet, units: &[(u64, AreaUnit)]) {
    let numeric =
        |unit: &AreaUnit| !unit.code.is_empty() && unit.code.bytes().all(|b| b.is_ascii_digit());
    let mut longest: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, unit) in units.iter().filter(|(_, u)| numeric(u)) {
        let length = longest.entry(&unit.level).or_default();
        *length = (*length).max(unit.code.len());
    }
    let padded: BTreeSet<&str> = units
        .iter()
        .filter(|(_, u)| numeric(u) && u.code.starts_with('0'))
        .map(|(_, u)| u.level.as_str())
        .collect();
    let short = |u: &AreaUnit| {
        numeric(u)
            && !padded.contains(u.level.as_str())
            && longest
                .get(u.level.as_str())
                .is_some_and(|n| *n == u.code.len() + 1)
    };
    if let Some((row, unit)) = units.iter().find(|(_, u)| short(u)) {
        let count = units.iter().filter(|(_, u)| short(u)).count() as u64;
        let message = format!(
            "code `{0}` is a digit shorter than others of level `{1}`: should it be `0{0}`?",
            unit.code, unit.level
        );
        let finding =
            Finding::warning("code_lost_zero", sheet.place(*row, "code"), message).raw(&unit.code);
        let hint = "a spreadsheet drops leading zeros of codes: write them as text, here and in \
            the other registers";
        sheet.findings.push(Finding {
            count,
            ..finding.hint(hint)
        });
    }
}
