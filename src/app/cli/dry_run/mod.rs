//! `chiso run --plan`: what a run would land, conform, publish, and which verdicts would change and
//! why, before anything is written.

mod rows;
mod text;

use crate::app::cli::context::sound_registers;
use crate::app::cli::dry_run::rows::{COLUMNS, rows};
use crate::app::cli::dry_run::text::show;
use crate::app::cli::{Context, Failure};
use crate::app::output::{self, Format, complain};
use crate::app::progress::StageDisplay;
use crate::config::Project;
use crate::env::{RealDatabase, RealHttp, clock_from_env};
use crate::inspect::plan as try_run;
use crate::model::Severity;
use crate::pipeline::{Environment, RunOptions};

/// Tries the run and reports what it would do; exit code 3 when the run would end with it.
pub fn plan(context: &Context, project: &Project, options: RunOptions<'_>) -> Result<(), Failure> {
    let registers = sound_registers(project)?;
    let progress = StageDisplay::new(context.common.quiet);
    let (clock, net, db) = (clock_from_env(), RealHttp::new(), RealDatabase::new());
    let plan = try_run(
        project,
        &registers,
        Environment {
            clock: &*clock,
            net: &net,
            db: &db,
        },
        &progress,
        options,
    )?;
    for finding in plan.report.findings.iter().filter(|f| {
        f.severity > Severity::Info && !(context.common.quiet && f.severity < Severity::Error)
    }) {
        complain(&finding.to_string());
    }
    if context.common.format == Format::Table {
        show(context, project, &plan)?;
    } else {
        output::rows(context.common.format, &COLUMNS, &rows(&plan))?;
    }
    Failure::code_if(plan.report.partial(), 3)
}
