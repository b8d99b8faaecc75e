//! What was known when: every value a measure has had, and every score that changed.
//!
//! It depends on what was published when, not on the order in which it arrived here.

mod changes;
mod large_revisions;

pub use changes::{History, MeasureChange, changes};
pub use large_revisions::large_revisions;
