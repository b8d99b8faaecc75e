//! The target register of today against the one a release was made from: what was added, removed,
//! changed, superseded, and which verdicts of that release stand on it.

mod opposite_plans;
mod target_changes;
mod verdicts;

pub use opposite_plans::opposite_plans;
pub use target_changes::{TargetChange, target_changes};
