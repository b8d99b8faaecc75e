//! One run: fetch and land, conform what is new or stale, compute, publish. Failures are kept
//! apart.
//!
//! Order of commits: landing, tables, release, link, ledger. A crash between any two is repaired by
//! running again.

mod compute;
mod conform;
mod intake;
mod last_release;
mod own_files;
mod publish;
mod report;
mod start;
mod steps;
mod stock;
mod work;

pub use report::RunReport;
pub use start::run;
pub(super) use start::standing;
