//! A statement in a process of its own, which is killed after the time allowed.

use crate::app::cli::{AsOf, Failure};
use crate::env::limited_again;
use clap::Args;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// What to ask.
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// One SQL statement; without it, a prompt (or statements from standard input, one after the
    /// other, each ended by `;`)
    pub(super) sql: Option<String>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    pub(super) as_of: Option<AsOf>,
    /// What this release published [default: the one in force]
    #[arg(long, value_name = "ID")]
    pub(super) release: Option<String>,
    /// Write the result to a file; its ending says how: .csv, .json or .parquet
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Seconds after which a statement is given up
    #[arg(long, default_value_t = 60, value_name = "SECONDS")]
    timeout: u64,
    /// MiB of memory that a statement may use
    #[arg(long, default_value_t = 4096, value_name = "MIB")]
    pub(super) memory: u64,
    /// List the tables and their columns
    #[arg(long, conflicts_with_all = ["sql", "output"])]
    pub(super) tables: bool,
}

/// Marks the process that is the one to run the statement.
pub(super) const CHILD: &str = "CHISO_QUERY_CHILD";

/// How often the statement's process is looked at.
const LOOK: Duration = Duration::from_millis(10);

/// Runs the statement in a process of its own and passes its exit code on.
pub(super) fn supervise(args: &QueryArgs, sql: &str) -> Result<(), Failure> {
    let failed =
        |e: std::io::Error| Failure::Usage(format!("the statement cannot be started: {e}"));
    let mut command = limited_again(CHILD).map_err(failed)?;
    command.stdin(Stdio::null());
    if args.sql.is_none() {
        command.arg("--").arg(sql);
    }
    let mut child = command.spawn().map_err(failed)?;
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            return match status.code() {
                Some(0) => Ok(()),
                Some(code) => Err(Failure::Code(u8::try_from(code).unwrap_or(1))),
                None => Err(Failure::Usage(format!(
                    "the statement was ended by the system, most likely because it needed more \
                        than {} MiB; allow more with --memory",
                    args.memory
                ))),
            };
        }
        if begun.elapsed() > Duration::from_secs(args.timeout) {
            _ = child.kill();
            _ = child.wait();
            return Err(Failure::Usage(format!(
                "the statement took longer than {} s and was given up; allow more with --timeout",
                args.timeout
            )));
        }
        std::thread::park_timeout(LOOK);
    }
}
