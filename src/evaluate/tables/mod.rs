//! Scores, measures and registers as rows of the published tables.
//!
//! [`all_tables`] says which rows a table has; every other file makes those of one subject.

mod all_tables;
mod alternatives;
mod associations;
mod backtests;
mod breaks;
mod compared;
mod contributions;
mod coverage;
mod key_order;
mod measures;
mod registers;
mod revisions;
mod scores;

pub use all_tables::{fill_tables, table_rows};
