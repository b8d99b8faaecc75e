//! The scores of a KPI over time: every one that changed, and when that became known.
//!
//! Walks the moments at which something became known, in order, and scores at each only what it
//! touches: cells that look at a value that changed, cells that came to be asked, targets that were
//! decided.

mod affected;
mod asked;
mod at_moment;
mod figures;
mod latest;
mod revision;
mod said;
mod walk;

pub use at_moment::HistoryInputs;
pub use latest::LatestScores;
pub use revision::{Revision, ScoreState};
pub use walk::{MeasureLine, VerdictHistory, ranked_histories, verdict_history};
