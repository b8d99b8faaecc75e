//! The run in hand: how it is begun, how it ends, and what is said of that.

use crate::app::daemon::alerts::Level;
use crate::app::daemon::log;
use crate::app::daemon::state::{Daemon, one_line};
use crate::error::RunError;
use crate::model::Severity;
use crate::pipeline::schedule::{Attempt, Started};
use crate::store::{Decision, ReleaseState, RunOutcome, Settled};
use std::sync::Arc;

impl Daemon {
    pub(super) fn begin(&mut self, started: Started) -> bool {
        self.log.say(
            Level::Info,
            &format!(
                "{}: begins ({})",
                log::name(&started.pipeline, started.due_at),
                started.reason
            ),
        );
        self.shared.begun(Some(&started));
        let (scheduler, project) = (Arc::clone(&self.scheduler), Arc::clone(&self.project));
        let (stop, progress, now) = (
            Arc::clone(&self.stop),
            self.log.of_run(&started),
            started.clone(),
        );
        let handle =
            tokio::task::spawn_blocking(move || scheduler.attempt(&project, now, &progress, &stop));
        self.in_hand = Some((started, handle));
        true
    }

    pub(super) fn done(&mut self, attempt: Result<Attempt, RunError>) {
        self.shared.begun(None);
        self.unwritten = true;
        let attempt = match attempt {
            Ok(attempt) => attempt,
            Err(error) => {
                self.log.say(
                    Level::Error,
                    &format!(
                        "the end of a run could not be recorded; it is taken up again: {error}"
                    ),
                );
                return;
            }
        };
        let name = log::name(&attempt.started.pipeline, attempt.started.due_at);
        if !attempt.recorded {
            self.log.say(
                Level::Error,
                &format!(
                    "{name}: the lease was lost, so its end is not \
                recorded; whoever holds it now will say"
                ),
            );
            return;
        }
        self.shared.metrics.attempted(&attempt);
        self.say_end(&name, &attempt);
    }

    fn say_end(&mut self, name: &str, attempt: &Attempt) {
        let errors = attempt.report.iter().flat_map(|r| &r.findings);
        for finding in errors.filter(|f| f.severity == Severity::Error) {
            self.log
                .say(Level::Warning, &format!("{name}: {}", one_line(finding)));
        }
        let reason = &attempt.reason;
        match &attempt.settled {
            Settled::Closed(Decision::Ran, outcome) => self.say_ran(name, attempt, *outcome),
            Settled::Closed(..) => {
                self.worst = self.worst.max(4);
                let level = Level::of_failed_run(attempt.failing_before);
                self.log.say(level, &format!("{name}: FAILED {reason}"));
            }
            Settled::Retry(next, _) => self.log.say(
                Level::Warning,
                &format!("{name}: tries again at {}: {reason}", next.format("%FT%TZ")),
            ),
            Settled::Waits(_) => self
                .log
                .say(Level::Info, &format!("{name}: waits: {reason}")),
            Settled::Stopped => self.log.say(Level::Info, &format!("{name}: {reason}")),
        }
    }

    fn say_ran(&mut self, name: &str, attempt: &Attempt, outcome: Option<RunOutcome>) {
        let release = attempt
            .report
            .as_ref()
            .map_or_else(String::new, |r| match r.state {
                ReleaseState::InForce => format!(", release {}", r.release),
                state => format!(", release {} ({})", r.release, state.as_str()),
            });
        if outcome == Some(RunOutcome::Partial) {
            self.worst = self.worst.max(3);
        }
        let outcome = outcome.map_or("", RunOutcome::as_str);
        self.log
            .say(Level::Info, &format!("{name}: ran, {outcome}{release}"));
        if attempt.failing_before {
            let level = Level::OF_RECOVERED_RUN;
            self.log
                .say(level, &format!("{name}: RECOVERED after a failure"));
        }
    }
}
