//! Table rows → cells of a measure. Knows the table's columns and nothing of paths or formats.
//!
//! [`Rows`] reads a table into typed rows and settles which of them are in force; corrections are applied to those;
//! [`cells`] aggregates them; [`trace`] says, for one figure, which rows took part and why the others did not.

mod aggregate;
mod corrections;
mod rows;
mod select;
#[cfg(test)]
mod tests;

pub use aggregate::{RollupError, cells, trace};
pub use corrections::misfits;
pub use rows::{Row, Rows, Stream, Streams, TableError};
pub use select::{Fate, Traced};
