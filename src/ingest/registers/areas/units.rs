//! Units as the register writes them, and the days on which they exist.

use crate::ingest::registers::sheet::Sheet;
use crate::model::AreaUnit;

pub(super) fn read_units(sheet: &mut Sheet) -> Vec<(u64, AreaUnit)> {
    sheet.map(|line| {
        let (code, level) = (line.needed("code"), line.needed("level"));
        let (from, valid_to) = (line.day("valid_from"), line.day_if_given("valid_to"));
        let valid_from = from?;
        if let Some(to) = valid_to.filter(|to| *to < valid_from) {
            line.fault(
                "dates_reversed",
                "valid_to",
                format!("the last day, {to}, is before the first, {valid_from}"),
                "exchange the two days",
            );
        }
        Some(AreaUnit {
            code: code?,
            name_vi: line.text("name_vi"),
            name_en: line.text("name_en"),
            level: level?,
            parent_code: line.text("parent_code"),
            valid_from,
            valid_to,
            aliases: line
                .text("aliases")
                .split(';')
                .map(str::trim)
                .filter(|a| !a.is_empty())
                .map(str::to_owned)
                .collect(),
        })
    })
}

/// Whether two units exist on a common day.
pub(super) fn overlap(a: &AreaUnit, b: &AreaUnit) -> bool {
    a.valid_to.is_none_or(|end| b.valid_from <= end)
        && b.valid_to.is_none_or(|end| a.valid_from <= end)
}

pub(super) fn days(unit: &AreaUnit) -> String {
    match unit.valid_to {
        Some(end) => format!("{} to {end}", unit.valid_from),
        None => format!("{} on", unit.valid_from),
    }
}
