//! What was quarantined, as people look at it: which observations, what stands around them, what to
//! do.

mod delivery;
mod in_context;
mod kept_aside;
pub(super) mod observation;

pub use in_context::{QuarantinedInContext, cell, repairable, show_kept_aside};
pub use kept_aside::{find_kept_aside, kept_aside};
pub use observation::QuarantinedObservation;
