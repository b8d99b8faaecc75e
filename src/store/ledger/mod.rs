//! The ledger: what was received, found and run. It never decides which data are current, so it may
//! be removed at any time.

mod connection;
mod deliveries;
mod findings;
mod open_or_begin;
mod runs;
#[cfg(test)]
pub(super) mod tests;
mod values;

pub use connection::Ledger;
pub use deliveries::DeliveryRecord;
pub use findings::FindingRecord;
pub use runs::{NewRun, RunOutcome, RunRecord};
pub(super) use values::{instant, parsed, required};
