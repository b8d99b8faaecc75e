//! What is to be decided now: a pure function of plan, account and instant, so that a test can
//! drive weeks of it in seconds.
//!
//! Every due time up to now becomes an occurrence. Those that nobody was there for are late: the
//! pipeline says which of them are made up for. Those that are on time wait, or are left out while
//! the one before goes on. One occurrence is worked on at a time, the earliest first, for a lake
//! has one writer.

mod account;
mod decide;
mod retry;

pub use account::{Account, Planned, Round};
pub use decide::{MOST_ABORTS, ON_TIME, reconcile};
pub use retry::retry_delay;
