//! The rows of a study: every score, outcome, lag, design and run of periods, shared out among
//! threads; then which rows count.

mod contradictions;
mod note;
mod primary;
mod rows;
mod runs;

pub use rows::correlate;
pub(super) use runs::runs;
