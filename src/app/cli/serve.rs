//! `chiso serve`: runs pipelines when they are due, until it is stopped.

use crate::app::cli::{Context, Failure};
use crate::app::daemon;
use crate::app::daemon::Setup;
use crate::app::lake::lake_to_write;
use crate::config::access;
use crate::env::{Clock, RealDatabase, RealHttp, clock_from_env};
use crate::pipeline::schedule::Scheduler;
use clap::Args;
use std::net::SocketAddr;
use std::sync::Arc;

/// Where the site, `/healthz` and `/metrics` are served when nothing is said: on this machine only.
const LISTEN: &str = "127.0.0.1:8431";

/// Why what is not published is shown on this machine only.
const OPERATIONS_OPEN: &str = "`--operations` shows what is not published to who has not signed in, and other \
    machines would see it: leave `--operations` out and name persons in access.toml, or leave `--listen` out or \
    give it an address of this machine, such as 127.0.0.1:8431";

/// Why a header says nothing where other machines ask.
const PROXY_ELSEWHERE: &str = "`user_header` in access.toml lets in whom a proxy on this machine names, and \
    other machines could write the header themselves: leave `--listen` out or give it an address of this \
    machine, such as 127.0.0.1:8431";

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address of the site, /healthz and /metrics; port 0 takes a free one and says which [default:
    /// 127.0.0.1:8431, none with --once]
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Option<SocketAddr>,
    /// Also show /operations: arrivals, runs, faults, what is quarantined and what waits for approval.
    /// Only for an address of this machine
    #[arg(long)]
    operations: bool,
    /// Do what is due now, missed runs included, and end
    #[arg(long)]
    once: bool,
}

/// Serves; exit code 5 when another process serves the lake, 143 or 130 after a signal.
pub fn serve(context: &Context, args: &ServeArgs) -> Result<(), Failure> {
    let root = std::path::absolute(context.root()?)?;
    let project = context.project()?;
    let lake = lake_to_write(&project)?;
    let clock: Arc<dyn Clock> = Arc::from(clock_from_env());
    let scheduler = Scheduler::take(
        lake,
        Arc::clone(&clock),
        Arc::new(RealHttp::new()),
        Arc::new(RealDatabase::new()),
    )?;
    let listen = args
        .listen
        .or_else(|| if args.once { None } else { LISTEN.parse().ok() });
    let open = listen.is_some_and(|address| !address.ip().is_loopback());
    if args.operations && open {
        return Err(Failure::Usage(OPERATIONS_OPEN.to_owned()));
    }
    let access = access(&project.root, project.timezone).map_err(Failure::Faults)?;
    if access.user_header.is_some() && open {
        return Err(Failure::Usage(PROXY_ELSEWHERE.to_owned()));
    }
    daemon::serve(Setup {
        root,
        project,
        scheduler,
        clock,
        listen,
        operations: args.operations,
        once: args.once,
        quiet: context.common.quiet,
    })
}
