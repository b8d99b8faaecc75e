//! Delta tables: which delivery's rows are live, committed atomically and readable at every older
//! version.
//!
//! One data file per delivery and contract, so a table is the list of files that its deliveries
//! gave. Tables are a pure function of `landing/` and the configuration: remove `tables/`, run
//! again, and every byte is the same.

mod commit;
mod data_file_place;
mod live;
mod log_entry;
mod open;
mod quarantine_table;
#[cfg(test)]
mod tests;

pub use commit::{CommitData, Committed, moments_of_records};
pub use open::Tables;
pub use quarantine_table::{QUARANTINE, quarantine_columns};
