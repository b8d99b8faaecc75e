//! One lake served: what came due is taken in, decided, and begun.

use crate::config::Project;
use crate::env::{Clock, Database, Http};
use crate::error::RunError;
use crate::governance::Registers;
use crate::governance::jobs::Jobs;
use crate::pipeline::execute::standing;
use crate::pipeline::options::DROP_FOLDERS;
use crate::pipeline::schedule::dropped_files::Drops;
use crate::pipeline::schedule::embargo::Embargoes;
use crate::pipeline::schedule::holder::Holder;
use crate::pipeline::schedule::reconcile::{Account, Planned, reconcile};
use crate::pipeline::source_content::unsettled;
use crate::store::{
    AccountChange, Decision, Lake, LakeLock, Ledger, NewDecision, Occurrence, write_ops,
};
use chrono::{DateTime, Duration, Utc};
use std::sync::{Arc, Mutex, PoisonError};

/// How long a lease lasts; it is renewed at every tick while the work goes on.
pub const LEASE: Duration = Duration::minutes(2);

/// Does what is due on one lake; there is one at a time.
pub struct Scheduler {
    pub(super) lake: Lake,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) net: Arc<dyn Http>,
    pub(super) db: Arc<dyn Database>,
    me: Holder,
    drops: Mutex<Drops>,
    embargoes: Mutex<Embargoes>,
    /// What operators asked for, and how many decisions there were when that was read.
    jobs: Mutex<(usize, Jobs)>,
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
    pub(super) failures: u32,
    /// Why it is done now, in words.
    pub reason: String,
    pub(super) decision: Decision,
    pub(super) token: i64,
}

impl Scheduler {
    /// Whether nobody writes the configuration that was read.
    #[must_use]
    pub fn settled(&self, project: &Project) -> bool {
        unsettled(&project.root, project.paths(), &*self.clock).is_empty()
    }

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
            jobs: Mutex::default(),
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
                jobs: self.jobs()?,
            };
            let round = reconcile(&plan, &account, now, &self.me, busy);
            ledger.apply(&round.steps, now)?;
            tick.steps.extend(round.steps);
            if round.more {
                continue;
            }
            tick.open = ledger.open_occurrences()?;
            if let Some((pipeline, due_at)) = round.start {
                let asked = account.jobs.asked.get(&(pipeline.clone(), due_at));
                tick.start =
                    self.begin(&mut ledger, &tick.open, (&pipeline, due_at, asked), now)?;
            }
            return Ok(tick);
        }
    }

    /// What operators asked for; the journal is read only when something was decided.
    fn jobs(&self) -> Result<Jobs, RunError> {
        let mut held = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let count = self.lake.decisions_count()?;
        if held.0 != count {
            *held = (count, Jobs::of(&self.lake.journal()?));
        }
        Ok(held.1.clone())
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
        (pipeline, due_at, asked): (&str, DateTime<Utc>, Option<&NewDecision>),
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
            (0, 0) => (Decision::Ran, asked.map_or_else(|| "due".to_owned(), words)),
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

/// Why a run is made that a person asked for.
fn words(asked: &NewDecision) -> String {
    let why = if asked.why.is_empty() {
        String::new()
    } else {
        format!(": {}", asked.why)
    };
    format!("asked for by {}{why}", asked.by)
}
