//! `chiso targets`: the target register, listed, held against a release, and checked.

use crate::app::cli::corrections::ApproveArgs;
use crate::app::cli::lookup::unknown;
use crate::app::cli::table::known_kpi;
use crate::app::cli::{AsOf, Context, Failure};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::governance::approvals::of_target;
use crate::governance::releases::open_release;
use crate::governance::targets::{Listed, listed, review, unbound};
use crate::governance::{Registers, TargetChange, opposite_plans, target_changes};
use crate::model::{Finding, Period, Place, Severity, day_of, fold_name};
use clap::{Args, Subcommand};
use serde_json::json;
use std::fmt::Write as _;

/// Which targets to show; without a subcommand they are listed.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct TargetsArgs {
    #[command(subcommand)]
    command: Option<TargetsCommand>,
    #[command(flatten)]
    filter: Filter,
}

#[derive(Debug, Subcommand)]
enum TargetsCommand {
    /// List targets: what they bind, what they replace, where they are declared
    List(Filter),
    /// Show what differs from the register that a release was made from, and which of its verdicts
    /// stand on that
    Diff {
        /// Release [default: the one in force]
        release: Option<String>,
    },
    /// Approve targets as they are declared now, for one person
    Approve(ApproveArgs),
    /// Check the register: overlaps, contradictions, gaps, missing documents, plans that disagree;
    /// exit code 6 on an error
    Check,
}

#[derive(Debug, Args)]
struct Filter {
    /// Only targets of this KPI
    #[arg(long, value_name = "ID")]
    kpi: Option<String>,
    /// Only targets of this area, by code or name
    #[arg(long, value_name = "CODE|NAME")]
    area: Option<String>,
    /// Only targets that bind this period: 2020, 2020-Q3 or 2020-09
    #[arg(long)]
    period: Option<Period>,
    /// As decided by then: a day of the project's zone, or an RFC 3339 time; targets without a day
    /// of decision count
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
}

/// Lists, compares, checks or approves.
pub fn targets(context: &Context, args: &TargetsArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let registers = Registers::load(&project);
    match &args.command {
        Some(TargetsCommand::Check) => check(context, &project, &registers.whole()),
        _ if !registers.sound() => Err(Failure::Faults(registers.findings)),
        Some(TargetsCommand::Diff { release }) => {
            diff(context, &project, &registers, release.as_deref())
        }
        Some(TargetsCommand::Approve(args)) => approve(context, &project, &registers, args),
        Some(TargetsCommand::List(filter)) => list(context, &project, &registers, filter),
        None => list(context, &project, &registers, &args.filter),
    }
}

const LIST: [&str; 19] = [
    "target_id",
    "kpi",
    "area_code",
    "area_name_vi",
    "area_name_en",
    "period_from",
    "period_to",
    "op",
    "target_value",
    "value_unit",
    "tolerance",
    "plan",
    "binding",
    "supersedes",
    "chain",
    "decided_on",
    "valid_from",
    "legal_basis",
    "declared_at",
];

fn list(
    context: &Context,
    project: &Project,
    registers: &Registers,
    filter: &Filter,
) -> Result<(), Failure> {
    known_kpi(project, filter.kpi.as_deref())?;
    if let Some(area) = filter
        .area
        .as_ref()
        .filter(|area| !registers.areas.knows(area))
    {
        let names = registers.areas.units().flat_map(|(_, unit)| {
            [
                unit.name_vi.as_str(),
                unit.name_en.as_str(),
                unit.code.as_str(),
            ]
        });
        return Err(Failure::Usage(unknown(
            "area",
            area,
            names.filter(|n| !n.is_empty()),
        )));
    }
    let day = filter
        .as_of
        .map(|a| day_of(a.instant(project.timezone), project.timezone));
    let wanted = |l: &Listed| {
        let area = filter.area.as_ref().map(|a| fold_name(a));
        filter.kpi.as_ref().is_none_or(|k| l.target.kpi == *k)
            && filter.period.is_none_or(|p| l.target.binds(p))
            && area.is_none_or(|a| {
                [&l.target.area_code, &l.area[0], &l.area[1]]
                    .iter()
                    .any(|n| fold_name(n) == a)
            })
    };
    let found: Vec<Listed> = listed(registers, day).into_iter().filter(wanted).collect();
    if context.common.format != Format::Table {
        output::rows(
            context.common.format,
            &LIST,
            &found.iter().map(row).collect::<Vec<_>>(),
        )?;
        return Ok(());
    }
    if found.is_empty() {
        output::line(context.lang.say("targets-none"))?;
        return Ok(());
    }
    show(context, project, &found)
}

fn row(l: &Listed) -> Row {
    let t = &l.target;
    let text = |text: &str| {
        if text.is_empty() {
            json!(null)
        } else {
            json!(text)
        }
    };
    let values = [
        json!(t.id),
        json!(t.kpi),
        json!(t.area_code),
        text(&l.area[0]),
        text(&l.area[1]),
        json!(t.period_from.to_string()),
        json!(t.period_to.to_string()),
        json!(t.op.as_str()),
        json!(t.value.to_string()),
        json!(t.value_unit),
        json!(t.tolerance.to_string()),
        text(&t.plan),
        json!(l.binding.as_str()),
        text(&t.supersedes),
        if l.chain.len() > 1 {
            json!(l.chain.join(";"))
        } else {
            json!(null)
        },
        json!(t.decided_on),
        json!(t.valid_from),
        text(&t.legal_basis),
        json!(l.place.to_string()),
    ];
    LIST.iter().map(|c| (*c).to_owned()).zip(values).collect()
}

fn show(context: &Context, project: &Project, found: &[Listed]) -> Result<(), Failure> {
    let lang = context.lang;
    let headers = [
        lang.say("targets-target"),
        lang.say("targets-area"),
        lang.say("targets-period"),
        lang.say("targets-requirement"),
        lang.say("targets-state"),
        lang.say("targets-set-by"),
    ];
    let cells = |l: &Listed| {
        let t = &l.target;
        let period = if t.period_from == t.period_to {
            t.period_from.to_string()
        } else {
            format!("{} – {}", t.period_from, t.period_to)
        };
        let title = project
            .kpis
            .iter()
            .find(|k| k.id == t.kpi)
            .map_or("", |k| k.title.get(lang.is_vi()));
        let mut asked = format!(
            "{title}\n{} {}",
            t.op.sign(),
            context.lang.target(t.value.to_f64(), None, &t.value_unit)
        );
        if t.tolerance.is_positive() {
            let _ = write!(
                asked,
                " ({} {})",
                lang.say("targets-tolerance"),
                t.tolerance
            );
        }
        if !t.plan.is_empty() {
            let _ = write!(asked, ", {} {}", lang.say("targets-plan"), t.plan);
        }
        let mut standing = lang.binding(l.binding).to_owned();
        if l.chain.len() > 1 {
            let _ = write!(standing, ": {}", l.chain.join(" → "));
        }
        let mut basis = if t.legal_basis.is_empty() {
            lang.say("targets-no-document").to_owned()
        } else {
            t.legal_basis.clone()
        };
        for (word, day) in [
            (lang.say("targets-decided"), t.decided_on),
            (lang.say("targets-valid-from"), t.valid_from),
        ] {
            basis.push_str(&day.map_or_else(String::new, |d| format!("\n{word} {d}")));
        }
        let area = &l.area[usize::from(!lang.is_vi())];
        vec![
            format!("{}\n{}", t.id, l.place),
            format!("{area} ({})", t.area_code),
            period,
            asked,
            standing,
            basis,
        ]
    };
    output::line(&output::table(&headers, found.iter().map(cells).collect()))?;
    Ok(())
}

const DIFF: [&str; 6] = [
    "change",
    "target_id",
    "column",
    "before",
    "after",
    "verdicts",
];

fn diff(
    context: &Context,
    project: &Project,
    registers: &Registers,
    release: Option<&str>,
) -> Result<(), Failure> {
    let release = open_release(project, release)?;
    let changes = target_changes(registers, &release)?;
    let lang = context.lang;
    if context.common.format != Format::Table {
        let row = |c: &TargetChange| -> Row {
            let values = [
                json!(c.change),
                json!(c.target_id),
                json!(c.column),
                json!(c.before),
                json!(c.after),
                json!(c.verdicts.join(";")),
            ];
            DIFF.iter().map(|c| (*c).to_owned()).zip(values).collect()
        };
        output::rows(
            context.common.format,
            &DIFF,
            &changes.iter().map(row).collect::<Vec<_>>(),
        )?;
        return Ok(());
    }
    if changes.is_empty() {
        output::line(&say!(lang, "targets-unchanged", id = release.id))?;
        return Ok(());
    }
    let headers = [
        lang.say("targets-change"),
        lang.say("targets-target"),
        lang.say("targets-column"),
        lang.say("targets-before"),
        lang.say("targets-now"),
        lang.say("targets-verdicts"),
    ];
    let cells = |c: &TargetChange| {
        let none = lang.say("targets-no-verdicts").to_owned();
        let verdicts = if c.verdicts.is_empty() {
            none
        } else {
            c.verdicts.join("\n")
        };
        vec![
            lang.target_change(c.change).to_owned(),
            c.target_id.clone(),
            c.column.clone(),
            c.before.clone(),
            c.after.clone(),
            verdicts,
        ]
    };
    output::line(&say!(lang, "targets-against-release", id = release.id))?;
    output::line(&output::table(
        &headers,
        changes.iter().map(cells).collect(),
    ))?;
    Ok(())
}

fn approve(
    context: &Context,
    project: &Project,
    registers: &Registers,
    args: &ApproveArgs,
) -> Result<(), Failure> {
    let all = || {
        registers
            .targets
            .iter()
            .chain(registers.waiting_targets.iter().map(|(target, _)| target))
    };
    let found = |id: &String| {
        let target = all()
            .find(|t| t.id == *id)
            .ok_or_else(|| Failure::Usage(unknown("target", id, all().map(|t| t.id.as_str()))))?;
        Ok(of_target(target))
    };
    let contents = args
        .ids
        .iter()
        .map(found)
        .collect::<Result<Vec<_>, Failure>>()?;
    super::corrections::approved(context, project, &contents, args)
}

/// Faults of the target register, and what it leaves open; exit code 6 if there is an error among
/// them.
fn check(context: &Context, project: &Project, registers: &Registers) -> Result<(), Failure> {
    let file = project
        .targets
        .as_ref()
        .map_or_else(String::new, |r| format!("datasets/{}/targets.csv", r.id));
    let mut findings: Vec<Finding> = registers
        .findings
        .iter()
        .filter(|f| f.place.file == file)
        .cloned()
        .collect();
    findings.extend(review(project, registers));
    findings.extend(unbound(registers, &project.boundaries));
    // Before the first run there is no verdict that could disagree.
    if let Ok(release) = open_release(project, None) {
        let said = |[one, other]: [String; 2]| {
            let place = Place {
                file: file.clone(),
                col: "plan".into(),
                ..Place::default()
            };
            let message = format!(
                "in release {} two plans give opposite answers: {one}; {other}",
                release.id
            );
            Finding::warning("plans_disagree", place, message)
                .hint("say which plan is meant wherever the figure is quoted")
        };
        findings.extend(opposite_plans(registers, &release)?.into_iter().map(said));
    }
    findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
    let errors = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    if context.common.format == Format::Table {
        let lang = context.lang;
        for finding in &findings {
            output::line(&finding.to_string())?;
        }
        let count = registers.targets.len();
        output::line(&say!(
            lang,
            "targets-count",
            number = count,
            faults = super::check::verdict(lang, errors, findings.len())
        ))?;
    } else {
        output::rows(
            context.common.format,
            &super::check::COLUMNS,
            &findings.iter().map(super::check::row).collect::<Vec<_>>(),
        )?;
    }
    if errors > 0 {
        Err(Failure::Code(6))
    } else {
        Ok(())
    }
}
