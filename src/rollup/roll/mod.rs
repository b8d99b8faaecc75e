//! The cells of all measures that read a table, made one cell at a time, so that a table may be
//! larger than memory.
//!
//! Rows of a table come in groups: all that any delivery says of one area on its day, one period
//! and span. Nothing that decides about a cell stands outside its group, save which row a
//! correction is for; that is settled first, over the few rows that corrections match. What a cell
//! was at each moment is kept as the list of its changes.

mod in_memory;
mod rolled;
mod roller;

pub use rolled::{CellLine, CellLines, Rolled};
pub use roller::Roller;
