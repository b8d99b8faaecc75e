//! Deliveries into tables: read as their contract says, committed, and what is bad quarantined.
//!
//! Datasets have tables of their own, so they are worked on side by side; the deliveries of one in
//! the order in which they came, because each version of a table builds on the one before. The
//! quarantine is one table for all: its rows are committed last, in that same order, so that making
//! a lake again gives the same versions. A crash in between is repaired by conforming again, for
//! the ledger does not know a delivery before both are there.

mod all_deliveries;
mod before;
mod commit;
mod concepts_before;
mod one_delivery;
mod output;
mod retire;

pub use retire::{retire, retire_unknown};
