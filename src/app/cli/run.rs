//! `chiso run`: everything that is missing or stale, then the headline scoreboard and where the
//! tables lie.

use crate::app::cli::context::sound_registers;
use crate::app::cli::scorecard::scoreboard;
use crate::app::cli::{Context, Failure, decide};
use crate::app::lake::lake_to_write;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row, complain};
use crate::app::progress::StageDisplay;
use crate::config::Project;
use crate::env::{RealDatabase, RealHttp, clock_from_env};
use crate::error::RunError;
use crate::governance::releases::open_release;
use crate::model::{DeliveryOutcome, Severity};
use crate::pipeline::{Environment, RunOptions, RunReport, run as execute, unsettled};
use crate::store::{DeliveryRecord, ReleaseState};
use clap::Args;
use serde_json::json;

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Do not look at the sources; rebuild from what was landed
    #[arg(long)]
    offline: bool,
    /// Compute everything again, also what has not changed since the last run; the result is the
    /// same
    #[arg(long)]
    afresh: bool,
    /// Look only at the sources that this pipeline's KPIs need; computing and publishing stay the
    /// whole project's
    #[arg(long, value_name = "ID", conflicts_with = "offline")]
    pipeline: Option<String>,
    /// Say what a run would do and write nothing: files are read, addresses and databases are only
    /// listed. Exit code as of the run
    #[arg(long)]
    plan: bool,
}

/// Runs and reports; exit code 3 when something failed and the rest is published.
pub fn run(context: &Context, args: &RunArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let options = RunOptions {
        offline: args.offline,
        afresh: args.afresh,
        pipeline: args.pipeline.as_deref(),
        ..RunOptions::default()
    };
    if args.plan {
        return super::dry_run::plan(context, &project, options);
    }
    let report = done(context, &project, options)?;
    if context.common.format != Format::Table {
        let row = row(&report);
        let columns: Vec<&str> = row.keys().map(String::as_str).collect();
        output::rows(context.common.format, &columns, std::slice::from_ref(&row))?;
    } else if !context.common.quiet {
        summary(context, &project, &report)?;
        if report.state == ReleaseState::InForce {
            let release = open_release(&project, None)?;
            let shown = match &project.headline {
                Some((area, period)) => scoreboard(context, &project, &release, area, *period)?,
                None => None,
            };
            next(context, &project, shown.as_deref())?;
        } else {
            decide::after_run(context, &project, &report)?;
        }
    }
    Failure::code_if(report.partial(), 3)
}

/// A report for programs.
fn row(report: &RunReport) -> Row {
    let errors = report
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    [
        ("release", json!(report.release)),
        ("state", json!(report.state.as_str())),
        ("in_force", json!(report.in_force)),
        ("new_release", json!(report.new_release)),
        ("unchanged", json!(report.unchanged)),
        ("deliveries", json!(report.deliveries.len())),
        ("scores", json!(report.counts.scores)),
        ("values", json!(report.counts.values)),
        ("studies", json!(report.counts.studies)),
        ("studies_computed", json!(report.counts.studies_computed)),
        ("errors", json!(errors)),
    ]
    .into_iter()
    .map(|(k, v)| (k.to_owned(), v))
    .collect()
}

/// Runs, and complains of what is wrong.
pub(super) fn done(
    context: &Context,
    project: &Project,
    options: RunOptions<'_>,
) -> Result<RunReport, Failure> {
    let registers = sound_registers(project)?;
    let lake = lake_to_write(project)?;
    let progress = StageDisplay::new(context.common.quiet);
    let (clock, net, db) = (clock_from_env(), RealHttp::new(), RealDatabase::new());
    let world = Environment {
        clock: &*clock,
        net: &net,
        db: &db,
    };
    let unsettled = unsettled(&project.root, project.paths(), world.clock);
    if !unsettled.is_empty() {
        return Err(RunError::Registers(unsettled).into());
    }
    let report = execute(project, &registers, &lake, world, &progress, options)?;
    for finding in report.findings.iter().filter(|f| {
        f.severity > Severity::Info && !(context.common.quiet && f.severity < Severity::Error)
    }) {
        complain(&finding.to_string());
    }
    Ok(report)
}

fn summary(context: &Context, project: &Project, report: &RunReport) -> Result<(), Failure> {
    let lang = context.lang;
    if let Some(came) = &report.came {
        output::line(&say!(lang, "run-came-in-force", id = came))?;
    }
    if report.unchanged {
        let id = &report.release;
        let line = if report.state == ReleaseState::InForce {
            say!(lang, "run-nothing-new", id = id)
        } else {
            say!(lang, "run-nothing-new-since", id = id)
        };
        output::line(&line)?;
        return Ok(());
    }
    let of_records = |r: &&DeliveryRecord| {
        let dataset = project.dataset(&r.dataset);
        dataset.is_some_and(|d| d.contract.records.is_some())
    };
    let (records, observations): (Vec<_>, Vec<_>) = report.deliveries.iter().partition(of_records);
    if !observations.is_empty() {
        output::line(&account(lang, &observations, false))?;
    }
    if !records.is_empty() {
        output::line(&account(lang, &records, true))?;
    }
    output::line(&published(lang, report))?;
    Ok(())
}

/// How many observations or records were read, and what became of them.
fn account(lang: Lang, deliveries: &[&DeliveryRecord], records: bool) -> String {
    let refused = |r: &DeliveryRecord| r.outcome != DeliveryOutcome::Accepted;
    let sum = |of: &dyn Fn(&DeliveryRecord) -> u64| deliveries.iter().map(|r| of(r)).sum::<u64>();
    let count = |of: &dyn Fn(&DeliveryRecord) -> u64| lang.digits(&sum(of).to_string());
    let read = count(&|r| r.read);
    let accepted = count(&|r| r.accepted);
    let quarantined = count(&|r| r.quarantined);
    let account = if records {
        say!(
            lang,
            "run-account-records",
            deliveries = deliveries.len(),
            read = read,
            accepted = accepted,
            quarantined = quarantined
        )
    } else {
        say!(
            lang,
            "run-account",
            deliveries = deliveries.len(),
            read = read,
            accepted = accepted,
            quarantined = quarantined,
            ignored = count(&|r| if refused(r) { 0 } else { r.ignored })
        )
    };
    let of_refused = |r: &DeliveryRecord| if refused(r) { r.ignored } else { 0 };
    if sum(&of_refused) == 0 {
        return account;
    }
    say!(
        lang,
        "run-account-refused",
        account = account,
        refused = count(&of_refused)
    )
}

/// The release that came of a run, and where it stands.
fn published(lang: Lang, report: &RunReport) -> String {
    let id = &report.release;
    let verdicts = lang.digits(&report.counts.scores.to_string());
    match (report.new_release, report.state == ReleaseState::InForce) {
        (true, true) => say!(lang, "run-published", id = id, verdicts = verdicts),
        (true, false) => say!(lang, "run-candidate", id = id, verdicts = verdicts),
        (false, true) => say!(lang, "run-same-content", id = id, verdicts = verdicts),
        (false, false) => say!(lang, "run-same-figures", id = id, verdicts = verdicts),
    }
}

/// What to look at next: the KPI that the scoreboard shows, where it shows one.
fn next(context: &Context, project: &Project, kpi: Option<&str>) -> Result<(), Failure> {
    let lang = context.lang;
    let here = std::env::current_dir().ok();
    let published = project.lake.join("published");
    let shown = here
        .and_then(|h| {
            published
                .strip_prefix(h)
                .map(std::path::Path::to_path_buf)
                .ok()
        })
        .unwrap_or(published);
    let option = context.option();
    output::line(&format!("\nParquet: {}/*.parquet", shown.display()))?;
    let Some((area, period)) = &project.headline else {
        return Ok(());
    };
    output::line(lang.say("run-next"))?;
    if let Some(kpi) = kpi {
        output::line(&format!(
            "  chiso{option} explain {kpi} --area {area} --period {period}"
        ))?;
        output::line(&format!(
            "  chiso{option} scorecard --kpi {kpi} --period {period}"
        ))?;
    } else {
        output::line(&format!("  chiso{option} scorecard"))?;
    }
    output::line(&format!("  chiso{option} status"))?;
    Ok(())
}
