//! Scores, measures and registers as rows of the published tables.
//!
//! [`release`] says which rows a table has; every other file makes those of one subject.

mod alternatives;
mod associations;
mod backtests;
mod breaks;
mod compared;
mod coverage;
mod measures;
mod registers;
mod release;
mod revisions;
mod scores;

pub use release::publish;
