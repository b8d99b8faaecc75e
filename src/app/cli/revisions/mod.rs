//! `chiso revisions`: values and verdicts that changed, when, by which delivery and why; revision
//! triangles; statuses side by side.

mod asked;
mod triangle;

use crate::app::cli::lookup::text;
use crate::app::cli::revisions::asked::{Asked, By, time};
use crate::app::cli::table::{
    area_code, area_name, boundary_of, columns_of, known_kpi, known_measure, rows_with,
};
use crate::app::cli::{AsOf, Context, Failure};
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::output::{self, Format, Row};
use crate::config::Project;
use crate::governance::Registers;
use crate::governance::releases::open_release;
use crate::inspect::Past;
use crate::kpi::RevisionCode;
use crate::model::{Period, Verdict, start_of_day};
use crate::store::Lake;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;

/// Which changes to show; without any choice, all changes of KPIs on the default boundary.
#[derive(Debug, Args)]
pub struct RevisionsArgs {
    /// Only this KPI
    #[arg(long, value_name = "ID", conflicts_with = "measure")]
    kpi: Option<String>,
    /// Figures of this measure, not values and verdicts of KPIs
    #[arg(long, value_name = "ID")]
    measure: Option<String>,
    /// Only this area, by code or name
    #[arg(long, value_name = "CODE|NAME")]
    area: Option<String>,
    /// Only this period: 2020, 2020-Q3 or 2020-09
    #[arg(long)]
    period: Option<Period>,
    /// Only verdicts that became another one
    #[arg(long, conflicts_with_all = ["measure", "triangle", "statuses", "summary"])]
    flipped: bool,
    /// Only what became known from this day of the project's zone, or this RFC 3339 time, on
    #[arg(long, value_name = "DATE|TIME", conflicts_with_all = ["triangle", "statuses", "summary"])]
    since: Option<AsOf>,
    /// Units of this day, a published one [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    boundary: Option<NaiveDate>,
    /// As published in this release [default: the one in force]
    #[arg(long, value_name = "ID")]
    release: Option<String>,
    /// The revision triangle of a measure and area: a row a period, a column a vintage (first,
    /// second, …) or a day
    #[arg(long, value_name = "BY", value_enum, num_args = 0..=1, default_missing_value = "vintage", requires_all = ["measure", "area"])]
    triangle: Option<By>,
    /// Estimate, preliminary and final figure of a measure side by side
    #[arg(long, requires = "measure", conflicts_with = "triangle")]
    statuses: bool,
    /// How large revisions of measures are, by maturity
    #[arg(long, conflicts_with_all = ["kpi", "area", "period", "triangle", "statuses"])]
    summary: bool,
}

/// Shows changes.
pub fn revisions(context: &Context, args: &RevisionsArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = open_release(&project, args.release.as_deref())?;
    let past = args
        .release
        .as_deref()
        .map(|id| Past::open(&Lake::open_read(&project.lake)?, Some(id)))
        .transpose()?;
    let project = past.as_ref().map_or(&project, |p| &p.project);
    known_kpi(project, args.kpi.as_deref())?;
    known_measure(project, args.measure.as_deref())?;
    let registers = Registers::load(project);
    let boundary = boundary_of(project, args.boundary)?;
    let area = args
        .area
        .as_deref()
        .map(|a| area_code(&registers, a, boundary))
        .transpose()?;
    let asked = Asked {
        context,
        project,
        registers: &registers,
        release: &release,
        boundary,
    };
    if args.summary {
        return summary(&asked, args.measure.as_deref());
    }
    let period = args.period.map(|p| p.to_string());
    let (name, id, column) = match &args.measure {
        Some(id) => ("measures_history", Some(id.as_str()), "measure"),
        None => ("revisions", args.kpi.as_deref(), "kpi"),
    };
    let wanted = [
        (column, id),
        ("area_code", area.as_deref()),
        ("period", period.as_deref()),
    ];
    let mut rows = rows_with(&release, name, Some(boundary), &wanted)?;
    if let Some(by) = args.triangle {
        return triangle::triangle(&asked, &rows, by);
    }
    if args.statuses {
        return triangle::statuses(&asked, &rows);
    }
    // The first figure of a measure is no revision, nor is the first one to date, which is no
    // vintage.
    let is_first = |r: &Row| {
        text(r, "vintage") == "1"
            || (text(r, "vintage").is_empty() && text(r, "revision_code") == "new_figure")
    };
    rows.retain(|r| args.measure.is_none() || !is_first(r));
    rows.retain(|r| !args.flipped || r.get("flipped") == Some(&serde_json::Value::Bool(true)));
    if let Some(since) = args.since.map(|s| first_instant(s, project)) {
        rows.retain(|r| time(r).is_some_and(|t| t >= since));
    }
    rows.sort_by_cached_key(|r| std::cmp::Reverse(time(r)));
    list(&asked, &rows, name)
}

/// From when on changes count: the beginning of a day, or the time itself.
fn first_instant(since: AsOf, project: &Project) -> DateTime<Utc> {
    match since {
        AsOf::Time(time) => time,
        AsOf::Day(day) => start_of_day(day, project.timezone),
    }
}

/// Changes as a list, the latest first.
fn list(asked: &Asked<'_>, rows: &[Row], table: &str) -> Result<(), Failure> {
    let lang = asked.context.lang;
    if asked.context.common.format != Format::Table {
        return asked.plain(&columns_of(table), rows);
    }
    if rows.is_empty() {
        return Ok(output::line(lang.say("revisions-none"))?);
    }
    let of_kpi = table == "revisions";
    let headers = [
        lang.say("revisions-known"),
        if of_kpi {
            lang.say("revisions-kpi")
        } else {
            lang.say("revisions-measure")
        },
        lang.say("revisions-area"),
        lang.say("revisions-period"),
        lang.say("revisions-before"),
        lang.say("revisions-after"),
        lang.say("revisions-why"),
        lang.say("revisions-delivery"),
    ];
    let cells = |row: &Row| {
        let [before, after] = if of_kpi {
            ["before", "after"].map(|side| score_side(asked, row, side))
        } else {
            figure_sides(lang, row)
        };
        let why = text(row, "revision_code")
            .parse()
            .map_or_else(|_| String::new(), |code| words(lang, code).to_owned());
        let span = text(row, "span").parse().map_or("", |s| lang.span(s));
        let id = text(row, if of_kpi { "kpi" } else { "measure" });
        let area = area_name(asked.registers, &text(row, "area_code"), asked.boundary);
        let period = format!("{} {span}", text(row, "period"))
            .trim_end()
            .to_owned();
        vec![
            asked.day(row),
            id,
            area,
            period,
            before,
            after,
            why,
            text(row, "delivery").replace(';', " "),
        ]
    };
    output::line(&say!(
        lang,
        "revisions-boundaries-of",
        boundary = asked.boundary
    ))?;
    Ok(output::line(&output::table(
        &headers,
        rows.iter().map(cells).collect(),
    ))?)
}

/// Value, verdict and reason of a score before or after.
fn score_side(asked: &Asked<'_>, row: &Row, side: &str) -> String {
    let lang = asked.context.lang;
    let unit = asked
        .project
        .kpis
        .iter()
        .find(|k| k.id == text(row, "kpi"))
        .map_or("", |k| k.kind.shown_as());
    let value = row
        .get(&format!("value_{side}"))
        .and_then(serde_json::Value::as_f64)
        .map(|v| lang.value(v, unit));
    let verdict = text(row, &format!("verdict_{side}"))
        .parse()
        .map_or("", |v: Verdict| lang.verdict(v));
    let reason = Some(text(row, &format!("reason_{side}")))
        .filter(|r| !r.is_empty())
        .map(|r| format!("({r})"));
    value
        .into_iter()
        .chain([verdict.to_owned()])
        .chain(reason)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Figure and status before and after.
fn figure_sides(lang: Lang, row: &Row) -> [String; 2] {
    let side = |value: &str, status: &str| {
        let figure = text(row, value);
        let figure = if figure.is_empty() {
            "–".to_owned()
        } else {
            lang.figure(&figure, &text(row, "unit"), Digits::Short)
        };
        let status = text(row, status).parse().map_or("", |s| lang.status(s));
        format!("{figure} {status}").trim_end().to_owned()
    };
    let withdrawn = row.get("withdrawn") == Some(&serde_json::Value::Bool(true));
    let after = if withdrawn {
        lang.say("revisions-withdrawn").to_owned()
    } else {
        side("value", "status")
    };
    [side("value_before", "status_before"), after]
}

/// A revision code in a few words.
fn words(lang: Lang, code: RevisionCode) -> &'static str {
    match code {
        RevisionCode::Withdrawn => lang.say("revisions-withdrawn"),
        RevisionCode::Conflict => lang.say("revisions-code-conflict"),
        RevisionCode::Definition => lang.say("revisions-code-definition"),
        RevisionCode::OtherSource => lang.say("revisions-code-source"),
        RevisionCode::Correction => lang.say("revisions-code-correction"),
        RevisionCode::StatusAdvanced => lang.say("revisions-code-status"),
        RevisionCode::Revised => lang.say("revisions-code-revised"),
        RevisionCode::NewFigure => lang.say("revisions-code-new"),
        RevisionCode::PeriodEnded => lang.say("revisions-code-period-ended"),
        RevisionCode::Reassessed => lang.say("revisions-code-reassessed"),
    }
}

/// How large revisions are, by measure and maturity.
fn summary(asked: &Asked<'_>, measure: Option<&str>) -> Result<(), Failure> {
    let lang = asked.context.lang;
    let rows = rows_with(
        asked.release,
        "revision_summary",
        Some(asked.boundary),
        &[("measure", measure)],
    )?;
    if asked.context.common.format != Format::Table {
        return asked.plain(&columns_of("revision_summary"), &rows);
    }
    let Some(first) = rows.first() else {
        return Ok(output::line(lang.say("revisions-none-known"))?);
    };
    let headers = [
        lang.say("revisions-measure"),
        lang.say("revisions-figures"),
        lang.say("revisions-revised"),
        "n",
        lang.say("revisions-unchanged"),
        lang.say("revisions-mean-bias"),
        lang.say("revisions-mean-size"),
        lang.say("revisions-median"),
        lang.say("revisions-nine-in-ten"),
        lang.say("revisions-largest"),
    ];
    let cells = |row: &Row| {
        let unit = text(row, "revision_unit");
        let number = |column: &str| row.get(column).and_then(serde_json::Value::as_f64);
        let revision = |column: &str, signed: bool| {
            number(column).map_or_else(|| "–".to_owned(), |v| lang.revision(v, &unit, signed))
        };
        let maturity = text(row, "maturity");
        let maturity = maturity.parse().map_or_else(
            |_| say!(lang, "revisions-vintage", number = maturity),
            |s| lang.status(s).to_owned(),
        );
        let span = text(row, "span").parse().map_or("", |s| lang.span(s));
        vec![
            text(row, "measure"),
            format!("{} {span}", text(row, "frequency"))
                .trim_end()
                .to_owned(),
            maturity,
            text(row, "n"),
            text(row, "n_zero"),
            revision("mean_revision", true),
            revision("mean_absolute_revision", false),
            revision("median_revision", true),
            revision("p90_absolute_revision", false),
            revision("largest_absolute_revision", false),
        ]
    };
    let needed = text(first, "n_needed");
    output::line(&say!(
        lang,
        "revisions-boundaries-of",
        boundary = asked.boundary
    ))?;
    output::line(&output::table(&headers, rows.iter().map(cells).collect()))?;
    Ok(output::line(&say!(
        lang,
        "revisions-needed",
        number = needed
    ))?)
}
