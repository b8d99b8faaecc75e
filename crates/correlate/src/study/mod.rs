//! The rows of a study: every score, outcome, lag, design and run of periods, shared out among
//! threads; then which rows count. Rows are kept from one run to the next.

mod cache;
mod contradictions;
mod primary;
mod remarks;
mod rows;
mod runs;
#[cfg(test)]
mod tests;

pub use cache::{StudyCache, StudyRows};
pub(super) use runs::runs;
