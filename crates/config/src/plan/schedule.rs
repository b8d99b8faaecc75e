//! When a pipeline runs by itself, and what is done about runs that are late, overlap or fail.

use crate::cron::Cron;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::time::Duration;

/// When a pipeline runs by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// When it is due.
    pub cron: Cron,
    /// Zone of the expression.
    pub timezone: Tz,
    /// Which missed runs are made up for.
    pub missed: Missed,
    /// How late a missed run may still be made up for.
    pub max_lateness: Duration,
    /// How many runs may wait at once, missed or queued.
    pub max_waiting: u32,
    /// What happens when the run before still goes on.
    pub overlap: Overlap,
    /// How a failed run is tried again.
    pub retries: Retries,
}

impl Schedule {
    /// The first instant after `after` at which it is due.
    #[must_use]
    pub fn next_after(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.cron.next_after(after, self.timezone)
    }
}

/// How a failed run is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// How often.
    pub attempts: u32,
    /// How long the first waits.
    pub delay: Duration,
    /// How many times longer each further one waits.
    pub backoff: u32,
    /// How long any waits at most.
    pub longest: Duration,
}

/// Which missed runs are made up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// Every one.
    All,
    /// The last.
    Last,
    /// None.
    None,
}

/// What happens when the run before still goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// The new run is left out.
    Skip,
    /// The new run waits.
    Queue,
}
