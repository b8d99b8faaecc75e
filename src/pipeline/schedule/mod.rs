//! Scheduled runs: the ledger says what is due, this decides and does it.
//!
//! `reconcile` decides, a pure function; [`Scheduler`] reads the ledger, makes the decisions stick
//! and does one occurrence at a time by the same code as `chiso run`. Execution is at least once:
//! an occurrence in which the process ended is taken up again. Publication is exactly once: a
//! release is made of its inputs, so the second attempt at the same work finds it there.

mod attempt;
mod dropped_files;
mod embargo;
mod holder;
mod reconcile;
mod scheduler;
mod status;
#[cfg(test)]
mod tests;

pub use attempt::{Attempt, LOCK_WAIT};
pub use holder::Holder;
pub use reconcile::{Account, MOST_ABORTS, ON_TIME, Planned, Round, reconcile, retry_delay};
pub use scheduler::{LEASE, Scheduler, Started, Tick};
pub use status::{PipelineStatus, due_times, schedules};
