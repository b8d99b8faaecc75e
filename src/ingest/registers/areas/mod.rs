//! `areas.csv` and `relations.csv`: units with their days, and what became of them.
//!
//! A register in which one code means two places on one day, or in which a place ends without a
//! successor, would send figures to the wrong place without a sound, so both are looked for here.

mod codes;
mod ends;
mod names;
mod parents;
mod relations;
#[cfg(test)]
mod tests;
mod units;

use crate::ingest::registers::columns::{AREAS, RELATIONS};
use crate::ingest::registers::sheet::{RegisterFile, Sheet};
use crate::model::{AreaRegister, Finding};
use codes::{check_codes, check_overlaps};
use ends::{check_continuity, check_ends};
use names::{check_names, check_names_for_codes};
use parents::{check_parent_days, check_parents};
use relations::read_relations;
use units::read_units;

/// Reads the register of areas. Relations are optional: a country whose boundaries never change has
/// none.
#[must_use]
pub fn read_areas(
    areas: RegisterFile<'_>,
    relations: Option<RegisterFile<'_>>,
) -> (AreaRegister, Vec<Finding>) {
    let mut sheet = Sheet::read(areas, AREAS);
    let units = read_units(&mut sheet);
    check_overlaps(&mut sheet, &units);
    check_names(&mut sheet, &units);
    check_codes(&mut sheet, &units);
    check_names_for_codes(&mut sheet, &units);
    check_parents(&mut sheet, &units);
    check_parent_days(&mut sheet, &units);
    let register = AreaRegister::new(units.iter().map(|(_, u)| u.clone()).collect(), Vec::new());
    let mut findings = std::mem::take(&mut sheet.findings);
    let mut known = Vec::new();
    if let Some(file) = relations {
        let mut relation_sheet = Sheet::read(file, RELATIONS);
        known = read_relations(&mut relation_sheet, &register);
        findings.append(&mut relation_sheet.findings);
    }
    check_continuity(&mut sheet, &units, &known);
    check_ends(&mut sheet, &units, &known);
    findings.append(&mut sheet.findings);
    (
        AreaRegister::new(units.into_iter().map(|(_, unit)| unit).collect(), known),
        findings,
    )
}
