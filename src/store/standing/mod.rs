//! Where each release stands, worked out from its manifest, the journal and the clock; and the link
//! brought to where it should be.
//!
//! The order of writing is decision, then link, then tombstone. Whoever dies in between has
//! decided, and [`Releases::settle`](crate::store::Releases::settle), which every run begins with,
//! does the rest. Lakes in which nothing was ever decided have no journal, and there the link is
//! all there is.

mod bring;
mod in_force;
mod record;
mod replaced;
mod settle;
mod status;

pub(super) use in_force::in_force_by;
pub use status::{ReleaseState, ReleaseStatus};
