//! The columns of a table, each with its different texts, and what they seem to be.

mod areas;
mod figures;
mod names;
mod periods;
mod rows;
mod table;
mod titles;

pub(super) use periods::SideBySide;
pub use rows::RowsFound;
pub(super) use table::{Columns, TYPED};
