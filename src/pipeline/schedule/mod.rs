//! Scheduled runs: the ledger says what is due, this decides and does it.
//!
//! `reconcile` decides, a pure function; [`Scheduler`] reads the ledger, makes the decisions stick
//! and does one occurrence at a time by the same code as `chiso run`. Execution is at least once:
//! an occurrence in which the process ended is taken up again. Publication is exactly once: a
//! release is made of its inputs, so the second attempt at the same work finds it there.

mod dropped_files;
mod embargo;
mod holder;
mod reconcile;
mod status;
#[cfg(test)]
mod week;

use crate::config::{Project, Retries};
use crate::env::{Clock, Database, Http};
use crate::error::RunError;
use crate::governance::Registers;
use crate::pipeline::execute::standing;
use crate::pipeline::options::DROP_FOLDERS;
use crate::pipeline::{Environment, Occasion, Progress, RunOptions, RunReport, run};
use crate::store::{
    AccountChange, Decision, Lake, LakeLock, Ledger, Occurrence, RunOutcome, Settled, StoreError,
    write_ops,
};
use chrono::{DateTime, Duration, Utc};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use dropped_files::Drops;
use embargo::Embargoes;
pub use holder::Holder;
pub use reconcile::{Account, MOST_ABORTS, ON_TIME, Planned, Round, reconcile, retry_delay};
pub use status::{PipelineStatus, due_times, schedules};

/// How long a lease lasts; it is renewed at every tick while the work goes on.
pub const LEASE: Duration = Duration::minutes(2);
/// How long an occurrence waits when another run holds the lake.
pub const LOCK_WAIT: Duration = Duration::seconds(5);

/// Does what is due on one lake; there is one at a time.
pub struct Scheduler {
    lake: Lake,
    clock: Arc<dyn Clock>,
    net: Arc<dyn Http>,
    db: Arc<dyn Database>,
    me: Holder,
    drops: Mutex<Drops>,
    embargoes: Mutex<Embargoes>,
    _serving: LakeLock,
}

/// What a tick found and decided.
#[derive(Debug, Default)]
pub struct Tick {
    /// What was decided, as it stands in the ledger now.
    pub steps: Vec<AccountChange>,
    /// Occurrences that are open now, by pipeline and due time.
    pub open: Vec<Occurrence>,
    /// Release that came in force at this tick, because its embargo is over.
    pub came: Option<String>,
    /// The occurrence to be worked on now; its lease is taken.
    pub start: Option<Started>,
}

/// An occurrence whose lease this process holds.
#[derive(Clone, Debug)]
pub struct Started {
    /// Pipeline.
    pub pipeline: String,
    /// When it was due.
    pub due_at: DateTime<Utc>,
    /// When it was begun.
    pub started_at: DateTime<Utc>,
    /// Failures before.
    failures: u32,
    /// Why it is done now, in words.
    pub reason: String,
    decision: Decision,
    token: i64,
}

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
    /// Takes the lake to serve it.
    ///
    /// # Errors
    /// When another process serves it, or it cannot be written.
    pub fn take(
        lake: Lake,
        clock: Arc<dyn Clock>,
        net: Arc<dyn Http>,
        db: Arc<dyn Database>,
    ) -> Result<Scheduler, RunError> {
        let serving = lake.lock_to_serve()?;
        // While a run goes on, that run has looked at the ledger.
        if let Ok(lock) = lake.lock() {
            Ledger::open_or_begin(&lake, &lock)?;
        }
        Ledger::open(&lake)?.check_writable()?;
        Ok(Scheduler {
            lake,
            clock,
            net,
            db,
            me: Holder::this_process(),
            drops: Mutex::default(),
            embargoes: Mutex::default(),
            _serving: serving,
        })
    }

    /// The lake.
    #[must_use]
    pub const fn lake(&self) -> &Lake {
        &self.lake
    }

    /// Takes in what came due, decides, and takes the lease of what is to be done now. `busy`: an
    /// attempt goes on.
    ///
    /// # Errors
    /// When the ledger cannot be read or written; nothing is decided then.
    pub fn tick(&self, project: &Project, busy: bool) -> Result<Tick, RunError> {
        let mut ledger = Ledger::open(&self.lake)?;
        ledger.check_writable()?;
        let plan: Vec<Planned<'_>> = project
            .pipelines
            .iter()
            .filter_map(|p| {
                p.schedule.as_ref().map(|schedule| Planned {
                    id: &p.id,
                    schedule,
                })
            })
            .collect();
        let mut tick = Tick::default();
        tick.steps.extend(self.look_at_drops(project, &mut ledger)?);
        if !busy {
            tick.came = self
                .embargoes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .came(&self.lake, self.clock.now())?;
        }
        loop {
            let now = self.clock.now();
            let account = Account {
                watches: ledger.watches()?,
                open: ledger.open_occurrences()?,
            };
            let round = reconcile(&plan, &account, now, &self.me, busy);
            ledger.apply(&round.steps, now)?;
            tick.steps.extend(round.steps);
            if round.more {
                continue;
            }
            tick.open = ledger.open_occurrences()?;
            if let Some((pipeline, due_at)) = round.start {
                tick.start = self.begin(&mut ledger, &tick.open, &pipeline, due_at, now)?;
            }
            return Ok(tick);
        }
    }

    /// Has a run done when complete files lie in a drop folder that no run has seen yet.
    fn look_at_drops(
        &self,
        project: &Project,
        ledger: &mut Ledger,
    ) -> Result<Vec<AccountChange>, RunError> {
        let now = self.clock.now();
        let came = self
            .drops
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .came(project, now);
        if !came {
            return Ok(vec![]);
        }
        if ledger
            .open_occurrences()?
            .iter()
            .any(|o| o.pipeline == DROP_FOLDERS && o.lease.is_none())
        {
            return Ok(vec![]);
        }
        let steps = vec![AccountChange::Expect {
            pipeline: DROP_FOLDERS.to_owned(),
            due_at: now,
            late: false,
        }];
        ledger.apply(&steps, now)?;
        Ok(steps)
    }

    fn begin(
        &self,
        ledger: &mut Ledger,
        open: &[Occurrence],
        pipeline: &str,
        due_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Option<Started>, RunError> {
        let Some(token) = ledger.lease(pipeline, due_at, &self.me.text, now + LEASE)? else {
            return Ok(None);
        };
        let known = open
            .iter()
            .find(|o| o.pipeline == pipeline && o.due_at == due_at);
        let (failures, aborts, late) =
            known.map_or((0, 0, false), |o| (o.failures, o.aborts, o.late));
        let (decision, reason) = match (failures, aborts) {
            (0, 0) if late => (Decision::Ran, "missed, made up for".to_owned()),
            (0, 0) => (Decision::Ran, "due".to_owned()),
            (0, n) => (
                Decision::Retried,
                format!("taken up again after the process ended in it ({n})"),
            ),
            (n, _) => (
                Decision::Retried,
                format!("attempt {} after {n} failed", n + 1),
            ),
        };
        Ok(Some(Started {
            pipeline: pipeline.to_owned(),
            due_at,
            started_at: now,
            failures,
            reason,
            decision,
            token,
        }))
    }

    /// Keeps the lease of what is being worked on. False when it was lost.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn renew(&self, started: &Started) -> Result<bool, RunError> {
        let mut ledger = Ledger::open(&self.lake)?;
        Ok(ledger.renew(
            &started.pipeline,
            started.due_at,
            started.token,
            self.clock.now() + LEASE,
        )?)
    }

    /// Does the work of an occurrence and records how it ended.
    ///
    /// # Errors
    /// When the ledger cannot be written at the end; the next tick takes the occurrence back then.
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

    /// Writes `ops/` from the ledger. Not while an attempt goes on: it writes them itself.
    ///
    /// # Errors
    /// When a file cannot be written; a run that sweeps at the same moment can be the reason, so
    /// try again.
    pub fn write_ops(&self, project: &Project) -> Result<(), RunError> {
        let ledger = Ledger::open(&self.lake)?;
        let stand = standing(
            project,
            &Registers::load(project),
            &self.lake,
            &ledger,
            self.clock.now(),
        )?;
        Ok(write_ops(&self.lake, &ledger, &stand)?)
    }

    /// When each pipeline last ran with success, by pipeline, and whether its last occurrence
    /// failed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn history(&self) -> Result<(Vec<Occurrence>, Vec<Occurrence>), RunError> {
        let ledger = Ledger::open(&self.lake)?;
        Ok((ledger.last_successes()?, ledger.last_attempted()?))
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
