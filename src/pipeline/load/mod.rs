//! Tables of the lake as what measures make of them, or as typed rows, with what is needed to tell
//! which rows are in force.
//!
//! A table that is not small is never held: its data files, each in the order of the key, are read
//! side by side, and the rows of one area, day, period and span are gathered from all of them at a
//! time.

mod again;
mod ask;
mod cluster;
mod file_facts;
mod groups;
mod records;
mod table_files;
mod wanted;

pub use ask::{days_of_rows, load, roll, roll_again, stated_by};
pub use records::{arrived_records, records_in_force, trace_records};
pub use wanted::{DaysOfRows, Rolling, RowsWanted, TableState};
