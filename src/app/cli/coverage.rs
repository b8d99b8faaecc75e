//! `chiso coverage`: how much of the areas, and of what they count, the values of KPIs speak for.

use crate::app::cli::as_of::known_by;
use crate::app::cli::asked_period::for_people;
use crate::app::cli::table::{
    for_programs, known_kpi, known_level, rows_computed, rows_in_order, rows_there,
};
use crate::app::cli::{AsOf, AskedPeriod, Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::app::rows::{CoverageRow, Published, ScorecardRow, TableRow};
use crate::config::Project;
use crate::governance::Registers;
use crate::governance::releases::open_release;
use crate::inspect::{Question, coverage_of};
use crate::model::{FiscalYear, Span, Verdict, is_asked};
use crate::store::ReleaseRef;
use chrono::NaiveDate;
use clap::Args;

/// Which rows to show; without any choice, all of the default boundary.
#[derive(Debug, Default, Args)]
pub struct CoverageArgs {
    /// Only this KPI
    #[arg(long, value_name = "ID")]
    kpi: Option<String>,
    /// Only this period: 2020, 2020-Q3, 2020-09, or 2020-04-01/P1Y for the fiscal year from April
    #[arg(long)]
    period: Option<AskedPeriod>,
    /// Only areas of this level, as in the register of areas
    #[arg(long)]
    level: Option<String>,
    /// Units of this day, any day [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    boundary: Option<NaiveDate>,
    /// Only what was known by then: a day of the project's zone, or an RFC 3339 time
    #[arg(long, value_name = "DATE|TIME")]
    as_of: Option<AsOf>,
    /// As published in this release [default: the one in force]
    #[arg(long, value_name = "ID")]
    release: Option<String>,
}

/// Shows the coverage.
pub fn coverage(context: &Context, args: &CoverageArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = open_release(&project, args.release.as_deref())?;
    let past = context.past_of(&project, &release, args.release.as_deref())?;
    let rows = select(
        past.as_ref().map_or(&project, |p| &p.project),
        &release,
        args,
    )?;
    if context.common.format != Format::Table {
        for_programs(context.common.format, &rows)?;
        return Ok(());
    }
    let known = known_by(context.lang, args.as_of, project.timezone);
    show(context, &rows, (known, project.fiscal_calendar()))
}

/// The chosen rows in the order of their key. What is not published, also because the release is
/// older than the table, is computed.
fn select(
    project: &Project,
    release: &ReleaseRef,
    args: &CoverageArgs,
) -> Result<Vec<Published<CoverageRow>>, Failure> {
    known_kpi(project, args.kpi.as_deref())?;
    if let Some(level) = &args.level {
        known_level(&Registers::load(project).areas, level)?;
    }
    let question = Question {
        boundary: args.boundary,
        as_of: args.as_of.map(|a| a.instant(project.timezone)),
    };
    let boundary = args
        .boundary
        .or_else(|| project.boundaries.first().copied());
    let asked = args.period.as_ref().map(|p| p.of(project)).transpose()?;
    let period = asked.map(|p| p.to_string());
    let file = release.path.join(format!("{}.parquet", CoverageRow::TABLE));
    if question.published(project) && file.exists() {
        let wanted = [
            ("kpi", args.kpi.as_deref()),
            ("period", period.as_deref()),
            ("area_level", args.level.as_deref()),
        ];
        let order = ["kpi", "boundary", "period", "span", "area_level"];
        return rows_in_order(release, boundary, (&wanted, None), order);
    }
    let mut rows = rows_computed(&coverage_of(project, release, question)?)?;
    rows.retain(|r: &Published<CoverageRow>| {
        boundary.is_none_or(|b| r.boundary == b)
            && args.kpi.as_ref().is_none_or(|kpi| is_asked(&r.kpi, kpi))
            && asked.is_none_or(|p| r.period == p)
            && args.level.as_ref().is_none_or(|l| r.area_level == *l)
    });
    Ok(rows)
}

fn show(
    context: &Context,
    rows: &[Published<CoverageRow>],
    (known, fiscal): (Option<String>, Option<FiscalYear>),
) -> Result<(), Failure> {
    let lang = context.lang;
    let Some(first) = rows.first() else {
        output::line(lang.say("coverage-no-rows"))?;
        return Ok(());
    };
    let of = say!(lang, "coverage-boundaries-of", boundary = first.boundary);
    let above: Vec<String> = [Some(of), known].into_iter().flatten().collect();
    output::line(&above.join(", "))?;
    let headers = [
        lang.say("coverage-kpi"),
        lang.say("coverage-period"),
        lang.say("coverage-level"),
        lang.say("coverage-areas"),
        lang.say("coverage-weight"),
        lang.say("coverage-values"),
        lang.say("coverage-verdicts-reasons"),
    ];
    let cells = rows.iter().map(|row| cells(lang, fiscal, row)).collect();
    output::line(&output::table(&headers, cells))?;
    Ok(())
}

fn cells(lang: Lang, fiscal: Option<FiscalYear>, row: &CoverageRow) -> Vec<String> {
    let told = [verdicts(lang, row), row.reasons.join(", ")];
    let told = told
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    vec![
        row.kpi.clone(),
        for_people(fiscal, (row.period, row.span), lang),
        row.area_level.clone(),
        areas(lang, row),
        share(lang, fiscal, row),
        sums(lang, row),
        told,
    ]
}

/// `58 of 63`.
fn areas(lang: Lang, row: &CoverageRow) -> String {
    say!(
        lang,
        "coverage-areas-of",
        number = lang.digits(&row.areas_with_value.to_string()),
        total = lang.digits(&row.areas_in_register.to_string())
    )
}

/// `97.10 % of revenue_plan_government 2019`; nothing where nothing says what areas count.
fn share(lang: Lang, fiscal: Option<FiscalYear>, row: &CoverageRow) -> String {
    let Some(share) = row.share_of_weight else {
        return String::new();
    };
    let of = |period| for_people(fiscal, (period, Span::Period), lang);
    let period = row.weight_period.map(of);
    say!(
        lang,
        "coverage-share-of",
        share = lang.value(share, "share"),
        measure = row.weight_measure.clone().unwrap_or_default(),
        period = period.unwrap_or_default()
    )
}

/// What the areas with a value and those without one count, and all of them; what is shown adds up.
fn sums(lang: Lang, row: &CoverageRow) -> String {
    let unit = row.weight_unit.as_deref().unwrap_or_default();
    let parts = row
        .weight_with_value
        .zip(row.weight_of_all)
        .and_then(|(part, whole)| Some([part, whole.checked_sub(part)?]));
    let shown = parts.and_then(|parts| lang.parts(&parts, unit));
    shown.map_or_else(String::new, |s| {
        format!("{} = {}", s.parts.join(" + "), s.total)
    })
}

fn verdicts(lang: Lang, row: &CoverageRow) -> String {
    Verdict::ALL
        .iter()
        .map(|v| (*v, count(row, *v)))
        .filter(|(_, n)| *n != 0)
        .map(|(v, n)| format!("{} {}", lang.digits(&n.to_string()), lang.verdict(v)))
        .collect::<Vec<_>>()
        .join(", ")
}

const fn count(row: &CoverageRow, verdict: Verdict) -> i64 {
    match verdict {
        Verdict::Met => row.met,
        Verdict::NotMet => row.not_met,
        Verdict::OnTrack => row.on_track,
        Verdict::OffTrack => row.off_track,
        Verdict::NotDue => row.not_due,
        Verdict::NoTarget => row.no_target,
        Verdict::NotAssessable => row.not_assessable,
    }
}

/// What a scorecard of one KPI and period says below its rows, where these are all of many areas.
pub fn remark(
    (lang, fiscal): (Lang, Option<FiscalYear>),
    release: &ReleaseRef,
    rows: &[Published<ScorecardRow>],
) -> Result<Vec<String>, Failure> {
    let of = |r: &ScorecardRow| (r.kpi.clone(), r.boundary, r.period, r.span);
    let Some(first) = rows.first().map(|r| of(r)) else {
        return Ok(vec![]);
    };
    if rows.len() < 2 || rows.iter().any(|r| of(r) != first) {
        return Ok(vec![]);
    }
    let (kpi, boundary, period, span) = first;
    let mut levels = rows_there(release, Some(boundary), &[("kpi", Some(kpi.as_str()))])?;
    // One area of one, as the country is, says nothing.
    levels.retain(|r: &Published<CoverageRow>| {
        r.kpi == kpi && (r.period, r.span) == (period, span) && r.areas_in_register != 1
    });
    let line = |row: &Published<CoverageRow>| {
        let level = say!(lang, "coverage-level-of", level = row.area_level);
        let share = Some(share(lang, fiscal, row))
            .filter(|s| !s.is_empty())
            .map_or_else(String::new, |s| format!(", {s}"));
        format!("{} {level}{share}", areas(lang, row))
    };
    Ok(levels.iter().map(line).collect())
}
