//! `chiso serve`: wakes the reconciler, has one occurrence at a time done on a thread of its own,
//! answers `/healthz` and `/metrics`, and stops in good order.
//!
//! Nothing that matters lives here: what is due, who works on it and how it ended is in the ledger.
//! A process that dies at any point loses nothing, and the next one goes on from the ledger.

mod alerts;
mod attempt;
mod configuration;
mod http;
mod labels;
mod log;
mod metrics;
mod shared;
mod state;
mod stopping;
mod tick;

use crate::app::cli::Failure;
use crate::app::daemon::alerts::Level;
use crate::app::daemon::state::Daemon;
use crate::error::RunError;
use crate::pipeline::schedule::Attempt;
pub use state::Setup;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_cron_scheduler::{Job, JobScheduler};

/// Time between two looks at the ledger and the configuration.
const TICK: Duration = Duration::from_secs(1);

/// How long answers to HTTP requests may still take when everything else has ended.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

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

/// Why the loop goes on.
enum Event {
    Wake,
    Done(Box<Result<Attempt, RunError>>),
    Signal(u8),
}

impl Daemon {
    async fn serve(mut self) -> Result<u8, Failure> {
        self.greet();
        let (wake, mut woken) = mpsc::channel(1);
        let mut timer = timer(wake)
            .await
            .map_err(|e| Failure::Usage(format!("the timer cannot start: {e}")))?;
        let (no_more, last) = tokio::sync::oneshot::channel::<()>();
        let answers = match self.listen {
            Some(address) => {
                let answering = (Arc::clone(&self.shared), Arc::clone(&self.site));
                Some(http::serve(address, answering, last, &self.log).await?)
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
