//! `chiso query`: SQL for analysts, read-only, bounded in time and memory.
//!
//! Each statement runs in a process of its own, so that a statement that takes too long or too much
//! ends alone: it is killed after the time allowed, and the system refuses it more memory than
//! allowed.

mod process;
mod prompt;
mod result;

use crate::app::cli::query::process::{CHILD, supervise};
use crate::app::cli::query::prompt::many;
use crate::app::cli::query::result::{save, show, tables};
use crate::app::cli::{Context, Failure};
use crate::config::Project;
use crate::inspect::{Past, askable, query as ask};
use crate::store::Lake;
pub use process::QueryArgs;

/// Runs a statement, or a prompt.
pub fn query(context: &Context, args: &QueryArgs) -> Result<(), Failure> {
    let project = context.project()?;
    if args.tables {
        return tables(context, &askable(&project));
    }
    let Some(sql) = &args.sql else {
        return many(context, &project, args);
    };
    if std::env::var_os(CHILD).is_some() {
        run(context, &project, args, sql)
    } else {
        supervise(args, sql)
    }
}

/// Runs the statement here, within the memory allowed.
fn run(context: &Context, project: &Project, args: &QueryArgs, sql: &str) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        let bytes = Some(args.memory.saturating_mul(1024 * 1024));
        // Where the system cannot limit memory, the statement runs without the limit.
        _ = rustix::process::setrlimit(
            rustix::process::Resource::As,
            rustix::process::Rlimit {
                current: bytes,
                maximum: bytes,
            },
        );
    }
    let as_of = args.as_of.map(|a| a.instant(project.timezone));
    let release = context.open(project, args.release.as_deref())?;
    let frame = match &args.release {
        Some(id) => ask(
            &Past::open(&Lake::open_read(&project.lake)?, Some(id))?.project,
            &release,
            as_of,
            sql,
        )?,
        None => ask(project, &release, as_of, sql)?,
    };
    match &args.output {
        Some(file) => save(file, frame),
        None => show(context, &frame),
    }
}
