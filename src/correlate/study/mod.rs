//! The rows of a study: every score, outcome, lag, design and run of periods, shared out among
//! threads; then which rows count. Rows are kept from one run to the next.

mod contradictions;
mod correlate;
mod note;
mod primary;
mod rows;
mod runs;

pub use correlate::{StudyCache, StudyRows, correlate};
pub(super) use runs::runs;
