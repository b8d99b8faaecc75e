//! `chiso serve`: wakes the reconciler, has one occurrence at a time done on a thread of its own,
//! answers `/healthz` and `/metrics`, and stops in good order.
//!
//! Nothing that matters lives here: what is due, who works on it and how it ended is in the ledger.
//! A process that dies at any point loses nothing, and the next one goes on from the ledger.

mod http;
mod log;
mod metrics;
mod shared;

use crate::app::cli::Failure;
use crate::app::daemon::log::{Level, Log};
use crate::app::daemon::shared::Shared;
use crate::config::{self, Project};
use crate::env::Clock;
use crate::error::RunError;
use crate::model::Finding;
use crate::pipeline::schedule::{Attempt, Scheduler, Started, Tick};
use crate::store::{Decision, ReleaseState, RunOutcome, Settled};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_cron_scheduler::{Job, JobScheduler};

/// Time between two looks at the ledger and the configuration.
const TICK: Duration = Duration::from_secs(1);
/// How long answers to HTTP requests may still take when everything else has ended.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// What the daemon is started with.
pub struct Setup {
    /// Project folder.
    pub root: PathBuf,
    /// The project as it was read at the start.
    pub project: Project,
    /// The lake, taken to serve it.
    pub scheduler: Scheduler,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where HTTP is served; nowhere when `None`.
    pub listen: Option<SocketAddr>,
    /// Do what is due and end.
    pub once: bool,
    /// Say only what somebody should look at.
    pub quiet: bool,
}

/// Serves until a signal comes, or, with `once`, until nothing is left to do now.
///
/// # Errors
/// When the address cannot be bound. The exit code otherwise: 143 and 130 after a signal; with
/// `once` 4 when an occurrence failed and 3 when one was partial.
pub fn serve(setup: Setup) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let code = runtime.block_on(async { Daemon::new(setup)?.serve().await });
    runtime.shutdown_timeout(LAST_ANSWERS);
    match code? {
        0 => Ok(()),
        code => Err(Failure::Code(code)),
    }
}

struct Daemon {
    root: PathBuf,
    project: Arc<Project>,
    scheduler: Arc<Scheduler>,
    shared: Arc<Shared>,
    log: Log,
    listen: Option<SocketAddr>,
    once: bool,
    in_hand: Option<(Started, JoinHandle<Result<Attempt, RunError>>)>,
    stop: Arc<AtomicBool>,
    /// Decisions were taken that `ops/` does not show yet.
    unwritten: bool,
    worst: u8,
    terminate: Signal,
    interrupt: Signal,
}

/// Why the loop goes on.
enum Event {
    Wake,
    Done(Box<Result<Attempt, RunError>>),
    Signal(u8),
}

impl Daemon {
    fn new(setup: Setup) -> Result<Daemon, Failure> {
        let log = Log::new(Arc::clone(&setup.clock), setup.quiet);
        Ok(Daemon {
            root: setup.root,
            project: Arc::new(setup.project),
            scheduler: Arc::new(setup.scheduler),
            shared: Arc::new(Shared::new(setup.clock)),
            log,
            listen: setup.listen,
            once: setup.once,
            in_hand: None,
            stop: Arc::default(),
            unwritten: false,
            worst: 0,
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn serve(mut self) -> Result<u8, Failure> {
        self.greet();
        let (wake, mut woken) = mpsc::channel(1);
        let mut timer = timer(wake)
            .await
            .map_err(|e| Failure::Usage(format!("the timer cannot start: {e}")))?;
        let (no_more, last) = tokio::sync::oneshot::channel::<()>();
        let answers = match self.listen {
            Some(address) => {
                Some(http::serve(address, Arc::clone(&self.shared), last, &self.log).await?)
            }
            None => None,
        };
        let mut code = None;
        while code.is_none() {
            if !self.tick().await && self.in_hand.is_none() && self.once {
                code = Some(self.worst);
                break;
            }
            match self.event(&mut woken).await {
                Event::Wake => {}
                Event::Done(attempt) => self.done(*attempt),
                Event::Signal(signal) => code = Some(self.stop(signal).await),
            }
        }
        self.write_ops().await;
        // A timer that cannot be stopped ends with the process.
        _ = timer.shutdown().await;
        _ = no_more.send(());
        if let Some(answers) = answers {
            _ = tokio::time::timeout(LAST_ANSWERS, answers).await;
        }
        Ok(code.unwrap_or(self.worst))
    }

    fn greet(&self) {
        let scheduled = self
            .project
            .pipelines
            .iter()
            .filter(|p| p.schedule.is_some())
            .count();
        self.log.say(
            Level::Info,
            &format!(
                "serving {}: {scheduled} scheduled, pid {}",
                self.root.display(),
                std::process::id()
            ),
        );
        let drops = self
            .project
            .datasets
            .iter()
            .flat_map(|d| &d.sources)
            .filter(|s| s.drop.is_some())
            .count();
        if drops > 0 {
            self.log
                .say(Level::Info, &format!("looking at {drops} drop folders"));
        } else if scheduled == 0 {
            self.log.say(
                Level::Warning,
                "no pipeline has a `schedule`, so nothing will run by itself",
            );
        }
        match self.scheduler.history() {
            Ok((successes, attempts)) => self.shared.metrics.remember(&successes, &attempts),
            Err(error) => self.log.say(Level::Error, &error.to_string()),
        }
    }

    async fn event(&mut self, woken: &mut mpsc::Receiver<()>) -> Event {
        let attempt = async {
            match &mut self.in_hand {
                Some((_, handle)) => Pin::new(handle).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            _ = self.terminate.recv() => Event::Signal(143),
            _ = self.interrupt.recv() => Event::Signal(130),
            done = attempt => {
                self.in_hand = None;
                Event::Done(Box::new(done.unwrap_or(Err(RunError::Internal("the thread of a run \
                    ended by itself")))))
            }
            _ = woken.recv() => Event::Wake,
        }
    }

    /// Reads the configuration again, takes in what came due and begins what is to be done. Says
    /// whether an attempt was begun.
    async fn tick(&mut self) -> bool {
        self.reread().await;
        let (scheduler, project) = (Arc::clone(&self.scheduler), Arc::clone(&self.project));
        let held = self.in_hand.as_ref().map(|(started, _)| started.clone());
        let looked = tokio::task::spawn_blocking(move || {
            let kept = held
                .as_ref()
                .map_or(Ok(true), |started| scheduler.renew(started));
            kept.and_then(|kept| {
                scheduler
                    .tick(&project, held.is_some())
                    .map(|tick| (tick, kept))
            })
        });
        let looked = looked
            .await
            .unwrap_or(Err(RunError::Internal("the reconciler panicked")));
        match looked {
            Ok((tick, kept)) => {
                if self.shared.ticked(&tick, None) {
                    self.log.say(Level::Info, "the ledger can be written again");
                }
                if !kept {
                    self.log.say(
                        Level::Error,
                        "the lease of the run in hand was lost; what it \
                        says at its end will not be recorded",
                    );
                }
                if let Some(release) = &tick.came {
                    self.log.say(
                        Level::Info,
                        &format!(
                            "release {release} is approved, its embargo is over, and it is in force"
                        ),
                    );
                }
                self.tell(&tick);
                self.unwritten |= !tick.steps.is_empty();
                if self.in_hand.is_none() && self.unwritten {
                    self.write_ops().await;
                }
                tick.start.is_some_and(|started| self.begin(started))
            }
            Err(error) => {
                if self
                    .shared
                    .ticked(&Tick::default(), Some(error.to_string()))
                {
                    self.log
                        .say(Level::Error, &format!("nothing can be decided: {error}"));
                }
                false
            }
        }
    }

    fn tell(&self, tick: &Tick) {
        for line in log::of_steps(&tick.steps) {
            self.log.say(line.0, &line.1);
        }
        self.shared.metrics.decided(&tick.steps);
        self.shared.metrics.waiting(&self.project, &tick.open);
    }

    fn begin(&mut self, started: Started) -> bool {
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

    fn done(&mut self, attempt: Result<Attempt, RunError>) {
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
        if let Some(report) = &attempt.report {
            for finding in report
                .findings
                .iter()
                .filter(|f| f.severity == crate::model::Severity::Error)
            {
                self.log
                    .say(Level::Warning, &format!("{name}: {}", one_line(finding)));
            }
        }
        let release = attempt
            .report
            .as_ref()
            .map_or_else(String::new, |r| match r.state {
                ReleaseState::InForce => format!(", release {}", r.release),
                state => format!(", release {} ({})", r.release, state.as_str()),
            });
        match &attempt.settled {
            Settled::Closed(Decision::Ran, outcome) => {
                let outcome = outcome.map_or("", RunOutcome::as_str);
                self.worst = self.worst.max(if outcome == RunOutcome::Partial.as_str() {
                    3
                } else {
                    0
                });
                self.log
                    .say(Level::Info, &format!("{name}: ran, {outcome}{release}"));
                if attempt.failing_before {
                    self.log
                        .say(Level::Alert, &format!("{name}: RECOVERED after a failure"));
                }
            }
            Settled::Closed(..) => {
                self.worst = self.worst.max(4);
                let level = if attempt.failing_before {
                    Level::Error
                } else {
                    Level::Alert
                };
                self.log
                    .say(level, &format!("{name}: FAILED {}", attempt.reason));
            }
            Settled::Retry(next, _) => self.log.say(
                Level::Warning,
                &format!(
                    "{name}: tries again at {}: {}",
                    next.format("%FT%TZ"),
                    attempt.reason
                ),
            ),
            Settled::Waits(_) => self
                .log
                .say(Level::Info, &format!("{name}: waits: {}", attempt.reason)),
            Settled::Stopped => self
                .log
                .say(Level::Info, &format!("{name}: {}", attempt.reason)),
        }
    }

    /// Ends in good order: the run in hand stops between two pieces of work. A second signal does
    /// not wait for that.
    async fn stop(&mut self, code: u8) -> u8 {
        self.stop.store(true, Ordering::Relaxed);
        let Some((started, mut handle)) = self.in_hand.take() else {
            self.log.say(Level::Info, "stops");
            return code;
        };
        self.log.say(
            Level::Info,
            &format!(
                "{}: stops at the next safe step",
                log::name(&started.pipeline, started.due_at)
            ),
        );
        tokio::select! {
            done = &mut handle => self.done(done.unwrap_or(Err(RunError::Internal("the thread of a \
                run ended by itself")))),
            _ = self.terminate.recv() => self.leave(code),
            _ = self.interrupt.recv() => self.leave(code),
        }
        self.log.say(Level::Info, "stops");
        code
    }

    /// Ends at once. What was being written is not seen by anyone until it is whole, and the next
    /// process takes the occurrence up.
    fn leave(&self, code: u8) -> ! {
        self.log.say(
            Level::Warning,
            "stops at once, in the middle of a run; the next process takes it up again",
        );
        std::process::exit(i32::from(code))
    }

    /// Takes an edit of the configuration over, or says loudly why it cannot be used.
    async fn reread(&mut self) {
        let root = self.root.clone();
        let read = tokio::task::spawn_blocking(move || config::load(&root)).await;
        let fault = match read {
            Ok(Ok((project, _))) if project.lake != self.project.lake => {
                Some("the lake has moved; start the program again to serve it".to_owned())
            }
            Ok(Ok((project, _))) => {
                if project.config_hash != self.project.config_hash {
                    self.project = Arc::new(project);
                    self.log.say(
                        Level::Info,
                        "the configuration was edited and is in use now",
                    );
                }
                None
            }
            Ok(Err(faults)) => Some(faults.iter().map(one_line).collect::<Vec<_>>().join("; ")),
            Err(_) => Some("reading it panicked".to_owned()),
        };
        if !self.shared.configured(fault.as_deref()) {
            return;
        }
        match fault {
            Some(fault) => {
                self.log.say(
                    Level::Alert,
                    &format!(
                        "the configuration was edited and CANNOT BE \
                    USED, the plan before goes on: {fault}"
                    ),
                );
            }
            None => self
                .log
                .say(Level::Info, "the configuration is sound again"),
        }
    }

    async fn write_ops(&mut self) {
        if !std::mem::take(&mut self.unwritten) {
            return;
        }
        let (scheduler, project) = (Arc::clone(&self.scheduler), Arc::clone(&self.project));
        let written = tokio::task::spawn_blocking(move || scheduler.write_ops(&project)).await;
        if !matches!(written, Ok(Ok(()))) {
            // A run by hand that sweeps at this moment can be the reason; the next tick tries
            // again.
            self.unwritten = true;
        }
    }
}

/// Wakes the loop at every tick; one that is not heard because the loop is busy is not missed.
async fn timer(
    wake: mpsc::Sender<()>,
) -> Result<JobScheduler, tokio_cron_scheduler::JobSchedulerError> {
    let timer = JobScheduler::new().await?;
    let tick = Job::new_repeated(TICK, move |_, _| _ = wake.try_send(()))?;
    timer.add(tick).await?;
    timer.start().await?;
    Ok(timer)
}

fn one_line(finding: &Finding) -> String {
    finding.to_string().replace('\n', " ")
}
