//! What people decide about releases: approve, reject, withdraw, propose again; and what of it is
//! allowed when.

mod allowed;
mod decide;
mod named;

pub use decide::{Decided, decide, publish_due, standing_of, standings};
pub(crate) use named::unless_damaged;
pub use named::{open_release, release};
