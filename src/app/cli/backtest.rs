//! `chiso backtest`: how reliable a rule of pace was, by month of the year, in years that are over.

use crate::app::cli::table::{
    area_code, area_name, boundary_of, for_programs, known_kpi, rows_with,
};
use crate::app::cli::{Context, Failure};
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::output::{self, Format};
use crate::app::rows::{BacktestRow, Published};
use crate::governance::Registers;
use crate::governance::releases::open_release;
use crate::model::PaceRule;
use chrono::NaiveDate;
use clap::Args;

/// Which back-tests to show; without an area, those over all areas.
#[derive(Debug, Args)]
pub struct BacktestArgs {
    /// Only this KPI
    #[arg(long, value_name = "ID")]
    kpi: Option<String>,
    /// Of this area alone, by code or name [default: over all areas]
    #[arg(long, value_name = "CODE|NAME")]
    area: Option<String>,
    /// Units of this day, a published one [default: the first boundary of chiso.toml]
    #[arg(long, value_name = "DATE")]
    boundary: Option<NaiveDate>,
    /// As published in this release [default: the one in force]
    #[arg(long, value_name = "ID")]
    release: Option<String>,
}

/// Shows back-tests.
pub fn backtest(context: &Context, args: &BacktestArgs) -> Result<(), Failure> {
    let project = context.project()?;
    let release = open_release(&project, args.release.as_deref())?;
    let past = context.past_of(&project, &release, args.release.as_deref())?;
    let project = past.as_ref().map_or(&project, |p| &p.project);
    known_kpi(project, args.kpi.as_deref())?;
    let registers = Registers::load(project);
    let boundary = boundary_of(project, args.boundary)?;
    let area = args
        .area
        .as_deref()
        .map(|a| area_code(&registers, a, boundary))
        .transpose()?
        .unwrap_or_default();
    let rows = rows_with(
        &release,
        Some(boundary),
        &[("kpi", args.kpi.as_deref()), ("area_code", Some(&area))],
    )?;
    if context.common.format != Format::Table {
        return Ok(for_programs(context.common.format, &rows)?);
    }
    let lang = context.lang;
    if rows.is_empty() {
        return Ok(output::line(lang.say("backtest-no-year"))?);
    }
    let of = if area.is_empty() {
        lang.say("backtest-all-areas").to_owned()
    } else {
        area_name(&registers, &area, boundary)
    };
    output::line(&say!(
        lang,
        "backtest-scope",
        areas = of,
        boundary = boundary
    ))?;
    show(lang, &rows)
}

/// The table, and how many years are needed for a usual error.
fn show(lang: Lang, rows: &[Published<BacktestRow>]) -> Result<(), Failure> {
    let headers = [
        lang.say("backtest-kpi"),
        lang.say("backtest-month"),
        lang.say("backtest-rule"),
        lang.say("backtest-tried"),
        lang.say("backtest-years"),
        lang.say("backtest-mean-error"),
        lang.say("backtest-usual-error"),
        lang.say("backtest-largest"),
        lang.say("backtest-band"),
        lang.say("backtest-verdicts-right"),
        lang.say("backtest-calibration"),
    ];
    let cells = rows.iter().map(|r| cells(lang, r)).collect();
    output::line(&output::table(&headers, cells))?;
    let needed = rows
        .first()
        .map_or_else(String::new, |r| r.n_needed.to_string());
    Ok(output::line(&say!(
        lang,
        "backtest-needed",
        number = needed
    ))?)
}

fn cells(lang: Lang, row: &BacktestRow) -> Vec<String> {
    let none = || "–".to_owned();
    let share = |share: Option<f64>, of: i64| {
        share.map_or_else(none, |v| format!("{} ({of})", lang.value(v, "share")))
    };
    let size = |error| size(lang, row, error).unwrap_or_else(none);
    let [from, to] =
        [row.first_year, row.last_year].map(|y| y.map_or_else(String::new, |y| y.to_string()));
    let odds = row
        .mean_probability
        .zip(row.share_met)
        .map_or_else(none, |(said, met)| {
            format!(
                "{} / {} ({})",
                lang.value(said, "share"),
                lang.value(met, "share"),
                row.n_probabilities
            )
        });
    vec![
        row.kpi.clone(),
        month(lang, row),
        rule(lang, row.rule).to_owned(),
        row.n.to_string(),
        if from == to {
            from
        } else {
            format!("{from}–{to}")
        },
        row.mean_error
            .map_or_else(none, |v| lang.value(v, error_unit(row))),
        size(row.mean_absolute_error),
        size(row.largest_absolute_error),
        share(row.share_inside_band, row.n_band),
        share(row.share_verdicts_right, row.n_verdicts),
        odds,
    ]
}

/// The months that the years to date cover; of a fiscal year with its first month.
fn month(lang: Lang, row: &BacktestRow) -> String {
    if row.year_begins == 1 {
        return row.month.to_string();
    }
    let (months, begins) = (row.month, row.year_begins);
    say!(
        lang,
        "backtest-month-from",
        months = months,
        begins = begins
    )
}

/// A rule in a few words.
fn rule(lang: Lang, rule: PaceRule) -> &'static str {
    match rule {
        PaceRule::Linear => lang.say("backtest-rule-linear"),
        PaceRule::Usual => lang.say("backtest-rule-seasonal"),
        PaceRule::Plan => lang.say("backtest-rule-plan"),
        PaceRule::SamePeriod => lang.say("backtest-rule-same-period"),
    }
}

fn error_unit(row: &BacktestRow) -> &str {
    row.error_unit.as_deref().unwrap_or_default()
}

/// The size of an error of a row: a share of what the year became, or points.
pub fn size(lang: Lang, row: &BacktestRow, error: Option<f64>) -> Option<String> {
    let unit = match error_unit(row) {
        "ratio" => "share",
        unit => unit,
    };
    let shown = lang.value(error?, unit);
    Some(format!("±{}", shown.trim_start_matches('+')))
}
