//! What the daemon is started with and what it holds while it serves.

use crate::app::cli::Failure;
use crate::app::daemon::log::Log;
use crate::app::daemon::shared::Shared;
use crate::app::site::{Shows, Site};
use crate::config::Project;
use crate::env::Clock;
use crate::error::RunError;
use crate::model::Finding;
use crate::pipeline::schedule::{Attempt, Scheduler, Started};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinHandle;

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
    /// Whether the site shows what is not published: the page of operations.
    pub operations: bool,
    /// Do what is due and end.
    pub once: bool,
    /// Say only what somebody should look at.
    pub quiet: bool,
}

pub(super) struct Daemon {
    pub(super) root: PathBuf,
    pub(super) project: Arc<Project>,
    pub(super) scheduler: Arc<Scheduler>,
    pub(super) shared: Arc<Shared>,
    pub(super) site: Arc<Site>,
    pub(super) log: Log,
    pub(super) listen: Option<SocketAddr>,
    pub(super) once: bool,
    pub(super) in_hand: Option<(Started, JoinHandle<Result<Attempt, RunError>>)>,
    pub(super) stop: Arc<AtomicBool>,
    /// Decisions were taken that `ops/` does not show yet.
    pub(super) unwritten: bool,
    pub(super) worst: u8,
    pub(super) terminate: Signal,
    pub(super) interrupt: Signal,
}

impl Daemon {
    pub(super) fn new(setup: Setup) -> Result<Daemon, Failure> {
        let log = Log::new(Arc::clone(&setup.clock), setup.quiet);
        let project = Arc::new(setup.project);
        let site = Site::new(
            Arc::clone(&project),
            Arc::clone(&setup.clock),
            Shows {
                operations: setup.operations,
                local: setup
                    .listen
                    .is_none_or(|address| address.ip().is_loopback()),
                quiet: setup.quiet,
            },
        );
        Ok(Daemon {
            root: setup.root,
            site: Arc::new(site),
            project,
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

    pub(super) async fn write_ops(&mut self) {
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

pub(super) fn one_line(finding: &Finding) -> String {
    finding.to_string().replace('\n', " ")
}
