//! The registers that everything is judged by: areas with their relations, targets, and holidays.
//! All faults of a file are gathered, each with line, column, value and remedy; a row with a fault
//! is left out, so a caller that goes on in spite of errors goes on without it.
//!
//! Columns are found by header, in any order. A column that may be empty may also be absent.

mod areas;
mod columns;
mod holidays;
mod line;
mod sheet;
mod targets;

pub use areas::read_areas;
pub use columns::{AREAS, HOLIDAYS, RELATIONS, RegisterColumn, TARGETS};
pub use holidays::read_holidays;
pub use sheet::RegisterFile;
pub use targets::{VALUE_UNITS, read_targets};

/// The findings of a test, one a line.
#[cfg(test)]
fn shown(findings: &[crate::model::Finding]) -> Vec<String> {
    findings.iter().map(ToString::to_string).collect()
}
