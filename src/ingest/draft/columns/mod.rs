//! The columns of a table, each with its different texts, and what they seem to be.

mod areas;
mod figures;
mod names;
mod periods;
mod table;

pub(super) use table::{Columns, TYPED};
