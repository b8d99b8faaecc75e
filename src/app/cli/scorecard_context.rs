//! What is shown with verdicts: how reliable those of a running year were, and what other figures
//! would have given.

use crate::app::cli::Failure;
use crate::app::cli::backtest::size;
use crate::app::cli::lookup::with_span;
use crate::app::cli::table::{rows_among, rows_there};
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::rows::{AlternativeRow, BacktestRow, Published, ScorecardRow};
use crate::evaluate::WhyNotUsed;
use crate::model::published::{Rows, TableSpec};
use crate::model::{Dec, Flag, Period, Span, shown_as};
use crate::store::{Record, ReleaseRef, cell, records};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// At most this many of the figures that differ are listed.
const MOST_SHOWN: usize = 20;

/// Rows of the tables that are shown with the scorecard.
pub struct ScorecardContext {
    backtests: Vec<Published<BacktestRow>>,
    alternatives: Vec<Published<AlternativeRow>>,
    /// How far a value may miss each target.
    tolerances: BTreeMap<String, Dec>,
}

/// Which row of the scorecard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct ScorecardKey<'r> {
    kpi: &'r str,
    area_code: &'r str,
    boundary: NaiveDate,
    period: Period,
    span: Span,
    target_id: &'r str,
}

fn key(row: &ScorecardRow) -> ScorecardKey<'_> {
    ScorecardKey {
        kpi: &row.kpi,
        area_code: &row.area_code,
        boundary: row.boundary,
        period: row.period,
        span: row.span,
        target_id: &row.target_id,
    }
}

/// The key of the score that a figure was not used for.
fn key_of_score(row: &AlternativeRow) -> ScorecardKey<'_> {
    ScorecardKey {
        kpi: &row.kpi,
        area_code: &row.area_code,
        boundary: row.boundary,
        period: row.period,
        span: row.span,
        target_id: &row.target_id,
    }
}

impl ScorecardContext {
    /// As published on a boundary, of one area where that is named by its code. A release of a program
    /// that had no such tables has nothing to show.
    pub fn published(
        release: &ReleaseRef,
        boundary: Option<NaiveDate>,
        kpi: Option<&str>,
        area: Option<&str>,
    ) -> Result<ScorecardContext, Failure> {
        Ok(ScorecardContext {
            backtests: rows_there(release, boundary, &[("kpi", kpi)])?,
            alternatives: rows_there(release, boundary, &[("kpi", kpi), ("area_code", area)])?,
            tolerances: BTreeMap::new(),
        })
    }

    /// As computed on request.
    pub fn computed(tables: &[(TableSpec, Rows)]) -> Result<ScorecardContext, Failure> {
        Ok(ScorecardContext {
            backtests: rows_among(tables)?,
            alternatives: rows_among(tables)?,
            tolerances: BTreeMap::new(),
        })
    }

    /// Reads how far a value may miss its target, where a row was met only thanks to that.
    pub fn with_tolerances(
        mut self,
        release: &ReleaseRef,
        rows: &[Published<ScorecardRow>],
    ) -> Result<ScorecardContext, Failure> {
        let tolerated = |row: &Published<ScorecardRow>| row.flags.contains(&Flag::WithinTolerance);
        if rows.iter().any(tolerated) {
            let targets = records(release, "targets")?;
            let of = |t: &Record| {
                // A list may be flagged for its parts, and have no tolerance itself.
                let size: Dec = cell(t, "tolerance").parse().ok()?;
                (size != Dec::ZERO).then_some((cell(t, "target_id").to_owned(), size))
            };
            self.tolerances = targets.iter().filter_map(of).collect();
        }
        Ok(self)
    }

    /// The verdict of a row, with the tolerance where it was met only thanks to that.
    pub fn verdict(&self, row: &ScorecardRow, lang: Lang) -> String {
        let unit = row.value_unit.as_deref().unwrap_or_default();
        let tolerance = self.tolerances.get(&row.target_id);
        let tolerance = tolerance.map(|size| lang.margin(size.to_f64(), unit));
        lang.verdict_flagged(row.verdict, &row.flags, tolerance)
    }

    /// The usual error of the year's projection at the month of a row that was judged by pace: of
    /// the area, else of all areas.
    pub fn usual_error(&self, row: &ScorecardRow, lang: Lang) -> String {
        if row.pace.is_none() {
            return String::new();
        }
        let (begins, month) = (row.period.year_begins(), row.period.month_of_year());
        let of = |area: &str| {
            let same = |t: &&Published<BacktestRow>| {
                (&t.kpi, t.boundary, t.month) == (&row.kpi, row.boundary, month)
                    && (&*t.area_code, t.year_begins) == (area, begins)
            };
            self.backtests
                .iter()
                .find(same)
                .and_then(|t| Some((t, size(lang, t, t.mean_absolute_error)?)))
        };
        let years = |t: &BacktestRow| say!(lang, "alternatives-years", number = t.n_years);
        match (of(&row.area_code), of("")) {
            (Some((t, error)), _) => format!("{error} ({})", years(t)),
            (None, Some((t, error))) => say!(
                lang,
                "alternatives-all-areas",
                error = error,
                years = years(t)
            ),
            (None, None) => lang.say("alternatives-unknown").to_owned(),
        }
    }

    /// A line for each figure that would have given a shown row another verdict, and for each
    /// vintage that is like for like.
    pub fn lines(
        &self,
        rows: &[Published<ScorecardRow>],
        lang: Lang,
        area: impl Fn(&ScorecardRow) -> String,
    ) -> Vec<String> {
        let shown: BTreeMap<ScorecardKey<'_>, &ScorecardRow> =
            rows.iter().map(|r| (key(r), &**r)).collect();
        let found = self
            .alternatives
            .iter()
            .filter(|a| a.choice == WhyNotUsed::Vintage || a.differs)
            .filter_map(|a| Some((a, *shown.get(&key_of_score(a))?)));
        let mut lines: Vec<String> = found
            .map(|(a, row)| line(a, row, lang, &area(row)))
            .collect();
        if lines.is_empty() {
            return lines;
        }
        let left = lines.len().saturating_sub(MOST_SHOWN);
        lines.truncate(MOST_SHOWN);
        if left > 0 {
            lines.push(format!(
                "  {}",
                say!(lang, "alternatives-more", number = left)
            ));
        }
        lines.insert(0, lang.say("alternatives-head").to_owned());
        lines
    }
}

/// One figure that was not used, with what it would have given.
fn line(a: &AlternativeRow, row: &ScorecardRow, lang: Lang, area: &str) -> String {
    let unit = row.value_unit.as_deref().unwrap_or_default();
    let shown_as = shown_as(row.kind.as_deref().unwrap_or_default(), unit);
    let bounds = row.bounds();
    let value = { a.kpi_value }.map(|v| lang.value_against(v, &bounds, shown_as));
    let reason = a.reason.map(|r| format!("({r})"));
    let gives = value
        .into_iter()
        .chain([lang.verdict(a.verdict).to_owned()])
        .chain(reason)
        .collect::<Vec<_>>()
        .join(" ");
    let figure = a.value.map_or_else(String::new, |v| v.to_string());
    let figure = lang.figure(&figure, &a.unit, Digits::Short);
    let source = if a.source_id.is_empty() {
        &a.dataset
    } else {
        &a.source_id
    };
    let vintage = if a.choice == WhyNotUsed::Vintage {
        lang.say("alternatives-vintage")
    } else {
        ""
    };
    format!(
        "  {} {area} {}: {gives}; {} {} = {figure}, {}{vintage}, {source}",
        a.kpi,
        with_span(a.period, row.span, lang),
        lang.role(a.role),
        a.operand_period,
        lang.status(a.status)
    )
}
