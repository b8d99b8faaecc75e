//! `chiso coverage`: how much of the areas, and of what they count, the values of KPIs speak for.

use crate::app::cli::context::past_of;
use crate::app::cli::lookup::{period, text, unreadable};
use crate::app::cli::table::{for_programs, keep, known_kpi, rows_in_order};
use crate::app::cli::{AsOf, Context, Failure};
use crate::app::frames;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::governance::releases::open_release;
use crate::inspect::{Question, coverage_of};
use crate::model::{Dec, Period, Verdict};
use crate::store::{ReleaseRef, scan};
use chrono::NaiveDate;
use clap::Args;
use polars::prelude::{col, lit};

/// Which rows to show; without any choice, all of the default boundary.
#[derive(Debug, Default, Args)]
pub struct CoverageArgs {
    /// Only this KPI
    #[arg(long, value_name = "ID")]
    kpi: Option<String>,
    /// Only this period: 2020, 2020-Q3 or 2020-09
    #[arg(long)]
    period: Option<Period>,
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

const TABLE: &str = "coverage";

const FILE: &str = "coverage.parquet";

/// Shows the coverage.
pub fn coverage(context: &Context, args: &CoverageArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = open_release(&project, args.release.as_deref())?;
    let past = past_of(&project, args.release.as_deref())?;
    let rows = select(
        past.as_ref().map_or(&project, |p| &p.project),
        &release,
        args,
    )?;
    if context.common.format != Format::Table {
        for_programs(context.common.format, TABLE, &rows)?;
        return Ok(());
    }
    show(context, &rows)
}

/// The chosen rows in the order of their key. What is not published, also because the release is
/// older than the table, is computed.
fn select(
    project: &Project,
    release: &ReleaseRef,
    args: &CoverageArgs,
) -> Result<Vec<Row>, Failure> {
    known_kpi(project, args.kpi.as_deref())?;
    let question = Question {
        boundary: args.boundary,
        as_of: args.as_of.map(|a| a.instant(project.timezone)),
    };
    let boundary = args
        .boundary
        .or_else(|| project.boundaries.first().copied());
    let period = args.period.map(|p| p.to_string());
    let wanted = [
        ("kpi", args.kpi.as_deref()),
        ("period", period.as_deref()),
        ("area_level", args.level.as_deref()),
    ];
    if question.published(project) && release.path.join(FILE).exists() {
        let order = ["kpi", "boundary", "period", "span", "area_level"];
        return rows_in_order(release, TABLE, boundary, &wanted, order);
    }
    let mut rows = frames::rows_of(&coverage_of(project, release, question)?);
    keep(&mut rows, boundary, &wanted);
    Ok(rows)
}

fn show(context: &Context, rows: &[Row]) -> Result<(), Failure> {
    let lang = context.lang;
    let Some(first) = rows.first() else {
        output::line(lang.say("coverage-no-rows"))?;
        return Ok(());
    };
    output::line(&say!(
        lang,
        "coverage-boundaries-of",
        boundary = text(first, "boundary")
    ))?;
    let headers = [
        lang.say("coverage-kpi"),
        lang.say("coverage-period"),
        lang.say("coverage-level"),
        lang.say("coverage-areas"),
        lang.say("coverage-weight"),
        lang.say("coverage-values"),
        lang.say("coverage-verdicts-reasons"),
    ];
    let cells = rows.iter().map(|row| cells(lang, row)).collect();
    output::line(&output::table(&headers, cells))?;
    Ok(())
}

fn cells(lang: Lang, row: &Row) -> Vec<String> {
    let told = [verdicts(lang, row), text(row, "reasons").replace(';', ", ")];
    let told = told
        .into_iter()
        .filter(|t| !t.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    vec![
        text(row, "kpi"),
        period(row, lang),
        text(row, "area_level"),
        areas(lang, row),
        share(lang, row),
        sums(lang, row),
        told,
    ]
}

/// `58 of 63`.
fn areas(lang: Lang, row: &Row) -> String {
    let number = |column: &str| lang.digits(&text(row, column));
    say!(
        lang,
        "coverage-areas-of",
        number = number("areas_with_value"),
        total = number("areas_in_register")
    )
}

/// `97.10 % of revenue_plan_government 2019`; nothing where nothing says what areas count.
fn share(lang: Lang, row: &Row) -> String {
    let Some(share) = row
        .get("share_of_weight")
        .and_then(serde_json::Value::as_f64)
    else {
        return String::new();
    };
    let (measure, period) = (text(row, "weight_measure"), text(row, "weight_period"));
    say!(
        lang,
        "coverage-share-of",
        share = lang.value(share, "share"),
        measure = measure,
        period = period
    )
}

/// What the areas with a value and those without one count, and all of them; what is shown adds up.
fn sums(lang: Lang, row: &Row) -> String {
    let figure = |column: &str| text(row, column).parse::<Dec>().ok();
    let parts = figure("weight_with_value")
        .zip(figure("weight_of_all"))
        .and_then(|(part, whole)| Some([part, whole.checked_sub(part)?]));
    let shown = parts.and_then(|parts| lang.parts(&parts, &text(row, "weight_unit")));
    shown.map_or_else(String::new, |s| {
        format!("{} = {}", s.parts.join(" + "), s.total)
    })
}

fn verdicts(lang: Lang, row: &Row) -> String {
    let count = |v: &Verdict| Some((*v, text(row, v.as_str()))).filter(|(_, n)| n != "0");
    Verdict::ALL
        .iter()
        .filter_map(count)
        .map(|(v, n)| format!("{} {}", lang.digits(&n), lang.verdict(v)))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What a scorecard of one KPI and period says below its rows, where these are all of many areas.
pub fn remark(lang: Lang, release: &ReleaseRef, rows: &[Row]) -> Result<Vec<String>, Failure> {
    let of = |r: &Row| ["kpi", "boundary", "period", "span"].map(|c| text(r, c));
    let Some(first) = rows.first().map(of) else {
        return Ok(vec![]);
    };
    if rows.len() < 2 || rows.iter().any(|r| of(r) != first) || !release.path.join(FILE).exists() {
        return Ok(vec![]);
    }
    let frame = scan(&release.path.join(FILE))?
        .filter(col("kpi").eq(lit(first[0].as_str())))
        .collect();
    let all = frames::rows(&frame.map_err(|e| unreadable(FILE, &e))?);
    let line = |row: &Row| {
        let level = say!(lang, "coverage-level-of", level = text(row, "area_level"));
        let share = Some(share(lang, row))
            .filter(|s| !s.is_empty())
            .map_or_else(String::new, |s| format!(", {s}"));
        format!("{} {level}{share}", areas(lang, row))
    };
    // One area of one, as the country is, says nothing.
    Ok(all
        .iter()
        .filter(|r| of(r) == first && text(r, "areas_in_register") != "1")
        .map(line)
        .collect())
}
