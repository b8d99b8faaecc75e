//! Governance: the registers a project stands on, what of them is approved and in force, and what
//! people decide about releases and ask of pipelines.

pub mod approvals;
pub mod jobs;
mod lost_approvals;
mod register_diff;
pub(crate) mod registers;
pub mod releases;
mod target_effect;
mod target_faults;
pub(crate) mod target_text;
pub mod targets;
mod targets_in_force;

pub use lost_approvals::lost;
pub use register_diff::{TargetChange, opposite_plans, target_changes};
pub use registers::Registers;
