//! Corrections brought to bear on the rows in force. Tables stay as published; only what is added
//! up differs.
//!
//! A correction is applied to the one row it matches, and only while that row says what the
//! correction expects. What does not fit is not applied; [`misfits`] tells it once for all
//! measures. As of an earlier day a correction may have nothing to correct yet, or nothing any
//! more, so there nothing is reported.

mod fit;
mod not_applied;
mod view;

pub use fit::{fitted, may_match, misfits, was_used_before};
pub use view::View;
