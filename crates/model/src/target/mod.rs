//! Targets: the value a KPI is compared with, who set it, and the exact comparison with it.

mod entry;
mod in_force;
mod op;
mod open;
mod path;
mod requirement;

pub use entry::{PLANS, Target};
pub use in_force::in_force;
pub use op::TargetOp;
pub use open::not_due_from;
pub use path::{PathRule, TargetPath};
pub use requirement::{Requirement, TargetOutcome};
