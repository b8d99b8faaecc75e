//! Table rows → cells of a measure. Knows the table's columns and nothing of paths or formats.
//!
//! [`Rows`] reads a table into typed rows and settles which of them are in force; corrections are
//! applied to those; [`Roller`] aggregates them, one cell after the other; [`trace`] says, for one
//! figure, which rows took part and why the others did not.

mod aggregate;
mod corrections;
mod figure;
mod force;
mod others;
mod records;
mod roll;
mod row;
mod rows;
mod select;
mod statements;
#[cfg(test)]
mod tests;
mod trace;
mod vintages;
mod whole_lists;

pub use aggregate::{RollupError, adds_up};
pub use force::InForce;
pub use others::AlternativeCell;
pub use records::{
    ArrivedRecords, RecordFile, RecordTrace, TracedPart, arrived_records, last_day,
    records_in_force, roll_records, trace_records,
};
pub use roll::{CellLine, CellLines, Rolled, Roller};
pub use row::{Row, Stream};
pub use rows::{KEY, Rows, TableError};
pub use select::{Fate, Traced, lacking_members, separate_extremes};
pub use statements::statement_key;
pub use trace::trace;
pub use vintages::{Known, Landings, Since, Streams};
pub use whole_lists::with_zero;
