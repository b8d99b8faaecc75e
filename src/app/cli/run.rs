//! `chiso run`: everything that is missing or stale, then the headline scoreboard and where the
//! tables lie.

use crate::app::cli::scorecard::scoreboard;
use crate::app::cli::{Context, Failure, decide};
use crate::app::output::{self, Format, Row, complain};
use crate::app::progress::Shown;
use crate::config::Project;
use crate::env::{Files, RealDatabase, RealHttp, clock_from_env};
use crate::governance::Registers;
use crate::governance::releases::open_release;
use crate::model::Severity;
use crate::pipeline::{RunOptions, RunReport, World, run as execute};
use crate::store::{Lake, ReleaseState};
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
        return super::trial::plan(context, &project, options);
    }
    let report = done(context, &project, options)?;
    if context.common.format == Format::Table {
        if !context.common.quiet {
            summary(context, &report)?;
            if report.state == ReleaseState::InForce {
                let release = open_release(&project, None)?;
                if let Some((area, period)) = &project.headline {
                    scoreboard(context, &project, &release, area, *period)?;
                }
                next(context, &project)?;
            } else {
                decide::after_run(context, &project, &report)?;
            }
        }
    } else {
        let row: Row = [
            ("release", json!(report.release)),
            ("state", json!(report.state.as_str())),
            ("in_force", json!(report.in_force)),
            ("new_release", json!(report.new_release)),
            ("unchanged", json!(report.unchanged)),
            ("deliveries", json!(report.deliveries.len())),
            ("scores", json!(report.made.of_scores)),
            ("scores_made", json!(report.made.scores)),
            ("values", json!(report.made.of_values)),
            ("values_made", json!(report.made.values)),
            (
                "errors",
                json!(
                    report
                        .findings
                        .iter()
                        .filter(|f| f.severity == Severity::Error)
                        .count()
                ),
            ),
        ]
        .into_iter()
        .map(|(k, v)| (k.to_owned(), v))
        .collect();
        let columns: Vec<String> = row.keys().cloned().collect();
        output::rows(
            context.common.format,
            &columns.iter().map(String::as_str).collect::<Vec<_>>(),
            &[row],
        )?;
    }
    if report.partial() {
        Err(Failure::Code(3))
    } else {
        Ok(())
    }
}

/// Runs, and complains of what is wrong.
pub(super) fn done(
    context: &Context,
    project: &Project,
    options: RunOptions<'_>,
) -> Result<RunReport, Failure> {
    let registers = Registers::load(project);
    if !registers.sound() {
        return Err(Failure::Faults(registers.findings));
    }
    let lake = Lake::open(&project.lake, Files::from_env())?;
    let progress = Shown::new(context.common.quiet);
    let (clock, net, db) = (clock_from_env(), RealHttp::new(), RealDatabase::new());
    let world = World {
        clock: &*clock,
        net: &net,
        db: &db,
    };
    let report = execute(project, &registers, &lake, world, &progress, options)?;
    for finding in report.findings.iter().filter(|f| {
        f.severity > Severity::Info && !(context.common.quiet && f.severity < Severity::Error)
    }) {
        complain(&finding.to_string());
    }
    Ok(report)
}

fn summary(context: &Context, report: &RunReport) -> Result<(), Failure> {
    let lang = context.lang;
    if let Some(came) = &report.came {
        output::line(&format!(
            "{} {came}",
            lang.pick(
                "approved, and in force from now on: release",
                "đã duyệt, có hiệu lực từ bây giờ: bản"
            )
        ))?;
    }
    let count = |f: fn(&crate::store::DeliveryRecord) -> u64| {
        report.deliveries.iter().map(f).sum::<u64>().to_string()
    };
    if report.unchanged {
        let word = if report.state == ReleaseState::InForce {
            lang.pick(
                "nothing new; still in force: release",
                "không có gì mới; bản phát hành hiện hành:",
            )
        } else {
            lang.pick("nothing new since release", "không có gì mới kể từ bản")
        };
        output::line(&format!("{word} {}", report.release))?;
        return Ok(());
    }
    if !report.deliveries.is_empty() {
        output::line(&format!(
            "{} {}: {} {} = {} {} + {} {} + {} {}",
            report.deliveries.len(),
            lang.pick("deliveries", "lần giao số liệu"),
            lang.digits(&count(|r| r.read)),
            lang.pick("observations read", "quan sát đã đọc"),
            lang.digits(&count(|r| r.accepted)),
            lang.pick("accepted", "nhận"),
            lang.digits(&count(|r| r.quarantined)),
            lang.pick("quarantined", "cách ly"),
            lang.digits(&count(|r| r.ignored)),
            lang.pick("without a figure", "không có số"),
        ))?;
    }
    let word = match (report.new_release, report.state == ReleaseState::InForce) {
        (true, true) => lang.pick("published release", "đã phát hành"),
        (true, false) => lang.pick("made candidate release", "đã lập bản chờ duyệt"),
        (false, true) => lang.pick(
            "same content; still in force: release",
            "nội dung không đổi; bản hiện hành:",
        ),
        (false, false) => lang.pick("same figures as release", "số liệu trùng với bản"),
    };
    let made = report.made;
    let count = |n: usize| lang.digits(&n.to_string());
    output::line(&format!(
        "{word} {} ({} {})",
        report.release,
        count(made.of_scores),
        lang.pick("verdicts", "kết luận")
    ))?;
    if made.scores < made.of_scores || made.values < made.of_values {
        output::line(&format!(
            "{}: {} {} {} {}, {} {} {} {}",
            lang.pick(
                "computed anew, where something had changed",
                "chỉ tính lại phần có thay đổi"
            ),
            count(made.values),
            lang.pick("of", "trên"),
            count(made.of_values),
            lang.pick("figures", "số liệu"),
            count(made.scores),
            lang.pick("of", "trên"),
            count(made.of_scores),
            lang.pick("verdicts", "kết luận")
        ))?;
    }
    Ok(())
}

fn next(context: &Context, project: &Project) -> Result<(), Failure> {
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
    let Some(kpi) = project.kpis.first() else {
        return Ok(());
    };
    output::line(lang.pick("Next:", "Tiếp theo:"))?;
    output::line(&format!(
        "  chiso{option} explain {} --area {area} --period {period}",
        kpi.id
    ))?;
    output::line(&format!(
        "  chiso{option} scorecard --kpi {} --period {period}",
        kpi.id
    ))?;
    output::line(&format!("  chiso{option} status"))?;
    Ok(())
}
