//! What was due from whom, what came, and when: the state of every expected area and period at an
//! instant.
//!
//! Worked out from the tables, the landing and the ledger before any figure is computed from, and
//! never kept: a state moves with the clock. A row is an arrival whether or not it holds a figure,
//! since one that was withheld has come as well; only a blank in a file from before the end of the
//! period says nothing. Rows that were withdrawn later have come all the same.

mod came;
mod due;
mod spoilt;
mod state;
mod succession;
#[cfg(test)]
mod tests;

pub use state::arrivals;
