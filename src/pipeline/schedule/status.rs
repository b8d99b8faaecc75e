//! Where the schedules stand, for those who ask: next due times, the last outcome, what waits.

use crate::config::{Pipeline, Project};
use crate::error::RunError;
use crate::governance::jobs::Jobs;
use crate::pipeline::schedule::Holder;
use crate::store::{Decision, Lake, Ledger, NewDecision, Occurrence, StoreError};
use chrono::{DateTime, Utc};

/// A pipeline as it stands.
#[derive(Clone, Debug)]
pub struct PipelineStatus {
    /// Pipeline.
    pub pipeline: Pipeline,
    /// Next due time after the instant asked about.
    pub next: Option<DateTime<Utc>>,
    /// Since when it is watched; nothing when no process ever served it.
    pub watched_since: Option<DateTime<Utc>>,
    /// The occurrence closed last after an attempt.
    pub last: Option<Occurrence>,
    /// Occurrences that are open, by due time.
    pub open: Vec<Occurrence>,
    /// The decision by which it is paused.
    pub paused: Option<NewDecision>,
}

impl PipelineStatus {
    /// What an open occurrence waits for, or who is at work on it; `running`: the lake is locked at
    /// this moment.
    #[must_use]
    pub fn state(occurrence: &Occurrence, running: bool) -> String {
        match (&occurrence.lease, occurrence.not_before) {
            (Some(lease), _) if running => format!("running ({})", Holder::process(&lease.holder)),
            (Some(_), _) => Decision::Aborted.as_str().to_owned(),
            (None, Some(next)) => format!(
                "waiting until {}: {}",
                next.format("%FT%TZ"),
                occurrence.reason
            ),
            (None, None) => "waiting".to_owned(),
        }
    }
}

/// Every pipeline, by id. A lake that is not there yet, or has no ledger, has no
/// past.
///
/// # Errors
/// When the ledger cannot be read.
pub fn schedules(project: &Project, now: DateTime<Utc>) -> Result<Vec<PipelineStatus>, RunError> {
    let (ledger, jobs) = match Lake::open_read(&project.lake) {
        Ok(lake) => (
            lake.ledger_path()
                .exists()
                .then(|| Ledger::open(&lake))
                .transpose()?,
            Jobs::of(&lake.journal()?),
        ),
        Err(StoreError::NoLake(_)) => (None, Jobs::default()),
        Err(error) => return Err(error.into()),
    };
    let (watches, last, open) = match &ledger {
        Some(ledger) => (
            ledger.watches()?,
            ledger.last_attempted()?,
            ledger.open_occurrences()?,
        ),
        None => (vec![], vec![], vec![]),
    };
    let standing = |pipeline: &Pipeline| PipelineStatus {
        next: pipeline.schedule.as_ref().and_then(|s| s.next_after(now)),
        watched_since: watches
            .iter()
            .find(|w| w.pipeline == pipeline.id)
            .map(|w| w.since),
        last: last.iter().find(|o| o.pipeline == pipeline.id).cloned(),
        open: open
            .iter()
            .filter(|o| o.pipeline == pipeline.id)
            .cloned()
            .collect(),
        paused: jobs.paused.get(&pipeline.id).cloned(),
        pipeline: pipeline.clone(),
    };
    Ok(project.pipelines.iter().map(standing).collect())
}

/// The next `count` due times of a pipeline after an instant.
#[must_use]
pub fn due_times(pipeline: &Pipeline, after: DateTime<Utc>, count: usize) -> Vec<DateTime<Utc>> {
    let next = |from: &DateTime<Utc>| pipeline.schedule.as_ref().and_then(|s| s.next_after(*from));
    std::iter::successors(next(&after), next)
        .take(count)
        .collect()
}
