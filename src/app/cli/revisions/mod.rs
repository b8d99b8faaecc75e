//! `chiso revisions`: values and verdicts that changed, when, by which delivery and why; revision
//! triangles; statuses side by side.

mod figures;
mod list;
mod statuses;
mod summary;
mod triangle;
mod view;

use crate::app::cli::revisions::list::{of_kpis, of_measure};
use crate::app::cli::revisions::summary::summary;
use crate::app::cli::revisions::view::{By, RevisionsView};
use crate::app::cli::table::{area_code, boundary_of, known_kpi, known_measure, rows_with};
use crate::app::cli::{AsOf, AskedPeriod, Context, Failure};
use crate::app::rows::{MeasureHistoryRow, Published, RevisionRow};
use crate::config::Project;
use crate::governance::Registers;
use crate::governance::releases::open_release;
use crate::kpi::RevisionCode;
use crate::model::start_of_day;
use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
pub use list::revision_words;

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
    /// Only this period: 2020, 2020-Q3, 2020-09, or 2020-04-01/P1Y for the fiscal year from April
    #[arg(long)]
    period: Option<AskedPeriod>,
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
    /// The revision triangle of a measure and area: one row per period, one column per vintage
    /// (first, second, …) or day
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
    let past = context.past_of(&project, &release, args.release.as_deref())?;
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
    let view = RevisionsView {
        context,
        project,
        registers: &registers,
        release: &release,
        boundary,
    };
    if args.summary {
        return summary(&view, args.measure.as_deref());
    }
    let period = args.period.as_ref().map(|p| p.of(project)).transpose()?;
    let period = period.map(|p| p.to_string());
    let of = |column, id| {
        [
            (column, id),
            ("area_code", area.as_deref()),
            ("period", period.as_deref()),
        ]
    };
    let Some(measure) = &args.measure else {
        let wanted = of("kpi", args.kpi.as_deref());
        let mut rows: Vec<Published<RevisionRow>> = rows_with(&release, Some(boundary), &wanted)?;
        rows.retain(|r| !args.flipped || r.flipped);
        latest_first(&mut rows, args.since, project, |r| r.known_from);
        return of_kpis(&view, &rows);
    };
    let wanted = of("measure", Some(measure.as_str()));
    let mut rows: Vec<Published<MeasureHistoryRow>> = rows_with(&release, Some(boundary), &wanted)?;
    // The figures of one series: those of the total, or of the member that is named.
    rows.retain(|r| r.measure == *measure);
    if let Some(by) = args.triangle {
        return triangle::triangle(&view, &rows, by);
    }
    if args.statuses {
        return statuses::statuses(&view, &rows);
    }
    // The first figure of a measure is no revision, nor is the first one to date, nor that there is
    // none yet, which are no vintages.
    rows.retain(|r| match r.vintage {
        Some(vintage) => vintage != 1,
        None => r
            .revision_code
            .is_some_and(|code| code != RevisionCode::NewFigure),
    });
    latest_first(&mut rows, args.since, project, |r| r.known_from);
    of_measure(&view, &rows)
}

/// Keeps what became known since then, the latest first.
fn latest_first<T>(
    rows: &mut Vec<T>,
    since: Option<AsOf>,
    project: &Project,
    known_from: impl Fn(&T) -> DateTime<Utc>,
) {
    if let Some(since) = since.map(|s| first_instant(s, project)) {
        rows.retain(|r| known_from(r) >= since);
    }
    rows.sort_by_key(|r| std::cmp::Reverse(known_from(r)));
}

/// From when on changes count: the beginning of a day, or the time itself.
fn first_instant(since: AsOf, project: &Project) -> DateTime<Utc> {
    match since {
        AsOf::Time(time) => time,
        AsOf::Day(day) => start_of_day(day, project.timezone),
    }
}
