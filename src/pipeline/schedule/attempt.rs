//! An occurrence worked on, and what its end means.

use crate::config::{Project, Retries};
use crate::error::RunError;
use crate::governance::Registers;
use crate::pipeline::schedule::reconcile::retry_delay;
use crate::pipeline::schedule::scheduler::{Scheduler, Started};
use crate::pipeline::{Environment, Occasion, Progress, RunOptions, RunReport, run};
use crate::store::{Decision, Ledger, RunOutcome, Settled, StoreError};
use chrono::{DateTime, Duration, Utc};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;

/// How long an occurrence waits when another run holds the lake.
pub const LOCK_WAIT: Duration = Duration::seconds(5);

/// How an attempt ended.
#[derive(Debug)]
pub struct Attempt {
    /// What was attempted.
    pub started: Started,
    /// When it ended.
    pub finished_at: DateTime<Utc>,
    /// What the ledger says now.
    pub settled: Settled,
    /// Why, in words.
    pub reason: String,
    /// What the run did, when it ran.
    pub report: Option<RunReport>,
    /// The ledger took it; false when someone else holds the lease by now.
    pub recorded: bool,
    /// How the occurrence of this pipeline before it ended; an alarm is due when that changes.
    pub failing_before: bool,
}

impl Scheduler {
    /// Does the work of an occurrence and records how it ended.
    ///
    /// # Errors
    /// When the ledger cannot be written at the end; the next tick opens the occurrence again then.
    pub fn attempt(
        &self,
        project: &Project,
        started: Started,
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<Attempt, RunError> {
        let result = catch_unwind(AssertUnwindSafe(|| {
            self.work(project, &started, progress, stop)
        }))
        .unwrap_or(Err(RunError::Internal(
            "the run panicked; what it said is in the log",
        )));
        let finished_at = self.clock.now();
        let schedule = project
            .pipelines
            .iter()
            .find(|p| p.id == started.pipeline)
            .and_then(|p| p.schedule.as_ref());
        let retries = schedule.map(|s| s.retries);
        let (settled, reason) = judge(&result, &started, retries.as_ref(), finished_at);
        let mut ledger = Ledger::open(&self.lake)?;
        let before = ledger
            .last_attempted()?
            .into_iter()
            .find(|o| o.pipeline == started.pipeline);
        let lease = (started.pipeline.as_str(), started.due_at, started.token);
        let recorded = ledger.settle(lease, &settled, &reason, finished_at)?;
        let failing_before = before.is_some_and(|o| o.decision == Some(Decision::Failed));
        Ok(Attempt {
            started,
            finished_at,
            settled,
            reason,
            report: result.ok(),
            recorded,
            failing_before,
        })
    }

    fn work(
        &self,
        project: &Project,
        started: &Started,
        progress: &dyn Progress,
        stop: &AtomicBool,
    ) -> Result<RunReport, RunError> {
        let registers = Registers::load(project);
        if !registers.sound() {
            return Err(RunError::Registers(registers.findings));
        }
        let occasion = Occasion {
            due_at: started.due_at,
            decision: started.decision,
            reason: &started.reason,
        };
        let options = RunOptions {
            offline: false,
            afresh: false,
            files_only: false,
            pipeline: Some(&started.pipeline),
            occasion: Some(occasion),
            stop: Some(stop),
        };
        let world = Environment {
            clock: &*self.clock,
            net: &*self.net,
            db: &*self.db,
        };
        run(project, &registers, &self.lake, world, progress, options)
    }
}

/// What the end of a run means for its occurrence.
fn judge(
    result: &Result<RunReport, RunError>,
    started: &Started,
    retries: Option<&Retries>,
    now: DateTime<Utc>,
) -> (Settled, String) {
    let again = retries.filter(|r| started.failures < r.attempts);
    let next =
        |r: &Retries| now + retry_delay(r, &started.pipeline, started.due_at, started.failures + 1);
    match result {
        Ok(report) => {
            let outcome = report.outcome();
            // A source that was away may be back; what a delivery says will not change by asking
            // again.
            match again.filter(|_| report.source_faults > 0) {
                Some(r) => (
                    Settled::Retry(next(r), outcome),
                    format!("{} sources could not be read", report.source_faults),
                ),
                None => (
                    Settled::Closed(Decision::Ran, Some(outcome)),
                    started.reason.clone(),
                ),
            }
        }
        Err(RunError::Store(error @ StoreError::Locked { .. })) => (
            Settled::Waits(now + LOCK_WAIT),
            first_line(&error.to_string()),
        ),
        Err(RunError::Stopped) => (
            Settled::Stopped,
            "stopped with the process; the next one takes it up".to_owned(),
        ),
        Err(error) => {
            let why = first_line(&error.to_string());
            match again {
                Some(r) => (Settled::Retry(next(r), RunOutcome::Failed), why),
                None => (
                    Settled::Closed(Decision::Failed, Some(RunOutcome::Failed)),
                    format!("after {} retries: {why}", started.failures),
                ),
            }
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}
