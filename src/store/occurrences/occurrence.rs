//! Due times, who works on them, and what was decided, as the ledger knows them.

use crate::model::words;
use crate::store::ledger::RunOutcome;
use chrono::{DateTime, Utc};

/// What was decided about a due time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// It ran, and this is its outcome. Final.
    Ran,
    /// It was not run: too late, too many, or the pipeline does not make up for missed runs. Final.
    Missed,
    /// It was not run: the one before still went on. Final.
    SkippedOverlap,
    /// It was not run: a later one makes up for it. Final.
    Superseded,
    /// It failed as often as it may. Final.
    Failed,
    /// An attempt failed and another will be made.
    Retried,
    /// The process ended in it; it is taken up again.
    Aborted,
    /// Another run held the lake; it waits.
    Waited,
}

words!(Decision, "decision", {
    Ran => "ran", Missed => "missed", SkippedOverlap => "skipped_overlap", Superseded => "superseded", Failed => "failed",
    Retried => "retried", Aborted => "aborted", Waited => "waited",
});

/// Up to when the due times of a pipeline are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Pipeline.
    pub pipeline: String,
    /// Its expression, as it was when the times were found.
    pub cron: String,
    /// The zone of the expression.
    pub timezone: String,
    /// Since when this expression is watched; what was due before is not asked for.
    pub since: DateTime<Utc>,
    /// Every due time up to here has a row.
    pub until: DateTime<Utc>,
}

/// The right to work on an occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// Who works on it.
    pub holder: String,
    /// Grows with every lease of the occurrence.
    pub token: i64,
    /// When it ends unless it is renewed.
    pub expires_at: DateTime<Utc>,
}

/// A due time of a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Pipeline.
    pub pipeline: String,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// Nobody was there when it was due; it is made up for.
    pub late: bool,
    /// Attempts that failed.
    pub failures: u32,
    /// Attempts in which the process ended.
    pub aborts: u32,
    /// When the next attempt may begin, if not at once.
    pub not_before: Option<DateTime<Utc>>,
    /// Who is at work on it.
    pub lease: Option<Lease>,
    /// What was decided in the end; `None` while it is open.
    pub decision: Option<Decision>,
    /// How the last attempt ended.
    pub outcome: Option<RunOutcome>,
    /// Why, or what it waits for.
    pub reason: String,
    /// When it was closed.
    pub decided_at: Option<DateTime<Utc>>,
    /// Its last attempt.
    pub run: Option<String>,
}

impl Occurrence {
    /// One that is open and was never tried.
    #[must_use]
    pub fn new(pipeline: &str, due_at: DateTime<Utc>, late: bool) -> Occurrence {
        Occurrence {
            pipeline: pipeline.to_owned(),
            due_at,
            late,
            failures: 0,
            aborts: 0,
            not_before: None,
            lease: None,
            decision: None,
            outcome: None,
            reason: String::new(),
            decided_at: None,
            run: None,
        }
    }

    /// Whether an attempt was ever begun.
    #[must_use]
    pub const fn begun(&self) -> bool {
        self.lease.is_some() || self.failures > 0 || self.aborts > 0
    }
}

/// A decision as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRecord {
    /// Its place in the order of decisions.
    pub position: i64,
    /// Pipeline.
    pub pipeline: String,
    /// The due time that it is about.
    pub due_at: DateTime<Utc>,
    /// When it was taken.
    pub decided_at: DateTime<Utc>,
    /// The decision.
    pub decision: Decision,
    /// Why.
    pub reason: String,
}
