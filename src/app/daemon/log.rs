//! Plain lines on standard error: instant, level, text. In English, for the person who operates the
//! machine.

use crate::app::daemon::alerts::Level;
use crate::app::output::complain;
use crate::env::Clock;
use crate::pipeline::Progress;
use crate::pipeline::schedule::Started;
use crate::store::{AccountChange, Decision};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most due times that are listed in one line.
const LISTED: usize = 12;

/// Writes lines.
#[derive(Clone)]
pub struct Log {
    clock: Arc<dyn Clock>,
    quiet: bool,
}

impl Log {
    /// Lines that bear the time of a clock; `quiet` leaves out what only happens.
    pub fn new(clock: Arc<dyn Clock>, quiet: bool) -> Log {
        Log { clock, quiet }
    }

    /// Writes a line.
    pub fn say(&self, level: Level, text: &str) {
        if self.quiet && level == Level::Info {
            return;
        }
        complain(&format!(
            "{} {} {text}",
            self.clock.now().format("%FT%TZ"),
            level.word()
        ));
    }

    /// Receives how far a run has come, one line per stage.
    pub fn of_run(&self, started: &Started) -> Stages {
        Stages {
            log: self.clone(),
            name: name(&started.pipeline, started.due_at),
        }
    }
}

/// The stages of a run as lines.
pub struct Stages {
    log: Log,
    name: String,
}

impl Progress for Stages {
    fn stage(&self, name: &str, steps: u64) {
        self.log
            .say(Level::Info, &format!("{}: {name} ({steps})", self.name));
    }
    fn step(&self, _item: &str) {}
    fn done(&self) {}
}

/// How an occurrence is called.
pub fn name(pipeline: &str, due_at: DateTime<Utc>) -> String {
    format!("{pipeline} due {}", due_at.format("%FT%TZ"))
}

/// What was decided in a tick, a line for each pipeline, decision and reason.
pub fn of_steps(steps: &[AccountChange]) -> Vec<(Level, String)> {
    let mut lines: Vec<(Level, String)> = steps.iter().filter_map(of_step).collect();
    let mut closed: BTreeMap<(&str, Decision, &str), Vec<DateTime<Utc>>> = BTreeMap::new();
    let mut late: BTreeMap<&str, Vec<DateTime<Utc>>> = BTreeMap::new();
    for step in steps {
        match step {
            AccountChange::Expect {
                pipeline,
                due_at,
                late: true,
            } => late.entry(pipeline).or_default().push(*due_at),
            AccountChange::Close {
                pipeline,
                due_at,
                decision,
                reason,
            } => closed
                .entry((pipeline, *decision, reason))
                .or_default()
                .push(*due_at),
            _ => {}
        }
    }
    lines.extend(late.iter().map(|(pipeline, due)| {
        let text = format!(
            "{pipeline}: nobody was there for {} due times: {}",
            due.len(),
            listed(due)
        );
        (Level::Warning, text)
    }));
    lines.extend(closed.iter().map(|((pipeline, decision, reason), due)| {
        let text = format!(
            "{pipeline}: {decision} ({reason}), {} due times: {}",
            due.len(),
            listed(due)
        );
        (Level::of_closed(*decision), text)
    }));
    lines
}

/// A change that has a line of its own.
fn of_step(step: &AccountChange) -> Option<(Level, String)> {
    match step {
        AccountChange::Watch(w) if w.since == w.until => Some((
            Level::Info,
            format!(
                "{}: `{}` in {} is watched from now on",
                w.pipeline, w.cron, w.timezone
            ),
        )),
        AccountChange::Unwatch { pipeline } => {
            Some((Level::Info, format!("{pipeline}: has no schedule any more")))
        }
        AccountChange::Abort {
            pipeline,
            due_at,
            reason,
        } => Some((
            Level::Warning,
            format!(
                "{}: aborted, taken up again: {reason}",
                name(pipeline, *due_at)
            ),
        )),
        AccountChange::Watch(_) | AccountChange::Expect { .. } | AccountChange::Close { .. } => {
            None
        }
    }
}

fn listed(due: &[DateTime<Utc>]) -> String {
    let shown: Vec<String> = due
        .iter()
        .take(LISTED)
        .map(|t| t.format("%FT%TZ").to_string())
        .collect();
    let more = due.len().saturating_sub(LISTED);
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}
