//! The ledger's account of schedules: which due times are known, which are open, who is at work on
//! them, and what was decided.
//!
//! A due time of a pipeline is one row, `(pipeline, due_at)`, made once and closed once: the row is
//! the truth, not the timer. Whoever works on it holds a lease, which ends by itself, and a token,
//! which grows with every lease; a holder that was thought dead and comes back has an old token,
//! and what it says is refused. Attempts are the runs of the ledger that carry the due time.

mod changes;
mod leases;
mod occurrence;
mod read;

pub use changes::AccountChange;
pub use leases::Settled;
pub use occurrence::{Decision, DecisionRecord, Lease, Occurrence, Watch};
