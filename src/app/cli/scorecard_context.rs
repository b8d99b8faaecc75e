//! What is shown with verdicts: how far those of a running year were to be believed, and what other
//! figures would have given.

use crate::app::cli::Failure;
use crate::app::cli::backtest::size;
use crate::app::cli::lookup::text;
use crate::app::cli::table::rows_there;
use crate::app::frames;
use crate::app::lang::{Digits, Lang};
use crate::app::messages::say;
use crate::app::output::Row;
use crate::inspect::VerdictKey;
use crate::model::published::{Rows, TableSpec};
use crate::model::{Period, Verdict, shown_as};
use crate::store::ReleaseRef;
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Figures that differ are listed up to so many.
const MOST_SHOWN: usize = 20;

/// Rows of the tables that are shown beside the scorecard.
#[derive(Default)]
pub struct ScorecardContext {
    backtests: Vec<Row>,
    alternatives: Vec<Row>,
}

/// Which row of the scorecard.
fn key(row: &Row) -> (VerdictKey, String) {
    let verdict = VerdictKey {
        kpi: text(row, "kpi"),
        area_code: text(row, "area_code"),
        boundary: text(row, "boundary"),
        period: text(row, "period"),
        span: text(row, "span"),
    };
    (verdict, text(row, "target_id"))
}

impl ScorecardContext {
    /// As published on a boundary. A release of a program that had no such tables has nothing to
    /// show.
    pub fn published(
        release: &ReleaseRef,
        boundary: Option<NaiveDate>,
        kpi: Option<&str>,
    ) -> Result<ScorecardContext, Failure> {
        let read = |table: &str| rows_there(release, table, boundary, &[("kpi", kpi)]);
        Ok(ScorecardContext {
            backtests: read("backtests")?,
            alternatives: read("alternatives")?,
        })
    }

    /// As computed on request.
    pub fn computed(tables: &[(TableSpec, Rows)]) -> ScorecardContext {
        let of = |name: &str| {
            tables
                .iter()
                .find(|(spec, _)| spec.name == name)
                .map_or_else(Vec::new, |(_, rows)| frames::rows_of(rows))
        };
        ScorecardContext {
            backtests: of("backtests"),
            alternatives: of("alternatives"),
        }
    }

    /// The usual error of the year's projection at the month of a row that was judged by pace: of
    /// the area, else of all areas.
    pub fn usual_error(&self, row: &Row, lang: Lang) -> String {
        if text(row, "pace").is_empty() {
            return String::new();
        }
        let month = text(row, "period")
            .parse()
            .map_or(0, |p: Period| p.end().month())
            .to_string();
        let code = text(row, "area_code");
        let of = |area: &str| {
            let same = |t: &&Row| {
                ["kpi", "boundary"]
                    .iter()
                    .all(|c| text(t, c) == text(row, c))
                    && text(t, "month") == month
                    && text(t, "area_code") == area
            };
            self.backtests
                .iter()
                .find(same)
                .and_then(|t| Some((t, size(lang, t, "mean_absolute_error")?)))
        };
        let years = |t: &Row| say!(lang, "alternatives-years", number = text(t, "n_years"));
        match (of(&code), of("")) {
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
    pub fn lines(&self, rows: &[Row], lang: Lang, area: impl Fn(&Row) -> String) -> Vec<String> {
        let shown: BTreeMap<(VerdictKey, String), &Row> =
            rows.iter().map(|r| (key(r), r)).collect();
        let telling = |a: &&Row| {
            text(a, "choice") == "vintage"
                || a.get("differs") == Some(&serde_json::Value::Bool(true))
        };
        let found = self
            .alternatives
            .iter()
            .filter(telling)
            .filter_map(|a| Some((a, *shown.get(&key(a))?)));
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
fn line(a: &Row, row: &Row, lang: Lang, area: &str) -> String {
    let unit = text(row, "value_unit");
    let (kind, target) = (text(row, "kind"), text(row, "target_value").parse().ok());
    let value = a
        .get("kpi_value")
        .and_then(serde_json::Value::as_f64)
        .map(|v| lang.value_against(v, target, shown_as(&kind, &unit)));
    let verdict = text(a, "verdict")
        .parse()
        .map_or("", |v: Verdict| lang.verdict(v));
    let reason = Some(text(a, "reason"))
        .filter(|r| !r.is_empty())
        .map(|r| format!("({r})"));
    let gives = value
        .into_iter()
        .chain([verdict.to_owned()])
        .chain(reason)
        .collect::<Vec<_>>()
        .join(" ");
    let role = text(a, "role").parse().map_or("", |r| lang.role(r));
    let figure = lang.figure(&text(a, "value"), &text(a, "unit"), Digits::Short);
    let status = text(a, "status").parse().map_or("", |s| lang.status(s));
    let source = Some(text(a, "source_id"))
        .filter(|s| !s.is_empty())
        .unwrap_or_else(|| text(a, "dataset"));
    let vintage = if text(a, "choice") == "vintage" {
        lang.say("alternatives-vintage")
    } else {
        ""
    };
    format!(
        "  {} {area} {}: {gives}; {role} {} = {figure}, {status}{vintage}, {source}",
        text(a, "kpi"),
        text(a, "period"),
        text(a, "operand_period")
    )
}
