//! Verdicts as the pages show them.

use crate::app::lang::Digits;
use crate::app::messages::say;
use crate::app::rows::ScorecardRow;
use crate::app::score_view::{ScoreView, title, unit_shown};
use crate::app::site::address::{Page, PageChoice};
use crate::app::site::chart::{Spark, spark};
use crate::app::site::visit::Visit;
use crate::model::{Period, Verdict, declared_id};

/// A verdict in a table or a list.
#[derive(Clone, Debug)]
pub struct ScoreLine {
    /// Title of the KPI.
    pub title: String,
    /// Name of the area.
    pub area: String,
    /// Period, with its span.
    pub period: String,
    /// What the span adds to the period; nothing where the value is of the period itself.
    pub span: &'static str,
    /// The page of the area.
    pub area_href: String,
    /// The page of the KPI, with this area and period.
    pub kpi_href: String,
    /// How the verdict came about.
    pub verdict_href: String,
    /// The verdict in words.
    pub verdict: &'static str,
    /// The verdict as published, which gives its sign.
    pub word: &'static str,
    /// The value.
    pub value: String,
    /// What the target asks.
    pub target: String,
    /// How far the value is from it.
    pub margin: String,
    /// The figure judged.
    pub current: String,
    /// The figure that it is compared with.
    pub base: String,
    /// What the value is projected to be at the end of the period, with its band; empty without one.
    pub projection: String,
    /// Status of the figures.
    pub status: &'static str,
    /// Reasons and flags in words.
    pub remarks: Vec<String>,
    /// The values up to this period.
    pub spark: Option<Spark>,
}

/// The members of the breakdown of a row; empty for the total.
pub fn members_of(row: &ScorecardRow) -> &str {
    declared_id(&row.kpi).1
}

/// Whether a target is due and there was something to judge.
pub fn assessed(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Met | Verdict::NotMet | Verdict::OnTrack | Verdict::OffTrack
    )
}

/// A row as a page shows it; `series` are rows of the same KPI and area, for the small picture.
pub fn line(visit: &Visit<'_>, row: &ScorecardRow, series: &[&ScorecardRow]) -> ScoreLine {
    let lang = visit.lang;
    let view = ScoreView::new(row, lang, Digits::Short);
    let (kpi, members) = declared_id(&row.kpi);
    let on = |page: Page, area: Option<String>| {
        visit.address.to(page).choosing(|c| {
            *c = PageChoice {
                period: Some(row.period),
                boundary: Some(row.boundary),
                breakdown: members.to_owned(),
                area,
                ..PageChoice::default()
            };
        })
    };
    let verdict = Page::Verdict(kpi.to_owned(), row.area_code.clone(), row.period);
    let verdict = on(verdict, None).choosing(|c| c.period = None);
    let scoreboard = on(Page::Area(row.area_code.clone()), None);
    ScoreLine {
        title: title(row, lang).to_owned(),
        area: area_name(row),
        period: visit.period(row.period, row.span),
        span: lang.span(row.span),
        area_href: scoreboard.choosing(|c| c.breakdown.clear()).href(),
        kpi_href: on(Page::Kpi(kpi.to_owned()), Some(row.area_code.clone())).href(),
        verdict_href: verdict.href(),
        verdict: lang.verdict(row.verdict),
        word: row.verdict.as_str(),
        value: view.value,
        target: view.target,
        margin: view.margin,
        current: view.current,
        base: view.base,
        projection: projection(visit, row),
        status: view.status,
        remarks: ScoreView::remarks(row, lang)
            .into_iter()
            .map(|(_, text)| meaning(&text))
            .collect(),
        spark: spark_of(visit, row, series),
    }
}

/// The value that is projected for the end of a period that still runs, with its band.
fn projection(visit: &Visit<'_>, row: &ScorecardRow) -> String {
    let (lang, unit) = (visit.lang, unit_shown(row));
    let shown = |value: f64| lang.value_against(value, &row.bounds(), &unit);
    let Some(value) = row.projection else {
        return String::new();
    };
    match row.projection_low.zip(row.projection_high) {
        Some((low, high)) => say!(
            lang,
            "site-projected",
            value = shown(value),
            low = shown(low),
            high = shown(high)
        ),
        None => shown(value),
    }
}

/// Areas go by the name their people use, in every language.
pub fn area_name(row: &ScorecardRow) -> String {
    name_of([&row.area_name_vi, &row.area_name_en, &row.area_code])
}

/// The first of some names that there is.
pub fn name_of(names: [&String; 3]) -> String {
    let name = names.into_iter().find(|name| !name.is_empty());
    name.cloned().unwrap_or_default()
}

/// What a published word means, without the word.
fn meaning(remark: &str) -> String {
    remark
        .split_once(": ")
        .map_or(remark, |(_, text)| text)
        .to_owned()
}

fn spark_of(visit: &Visit<'_>, row: &ScorecardRow, series: &[&ScorecardRow]) -> Option<Spark> {
    if visit.address.text {
        return None;
    }
    let shown = unit_shown(row);
    let alike = |other: &&&ScorecardRow| {
        (other.span, &other.target_id) == (row.span, &row.target_id) || other.period != row.period
    };
    let mut points: Vec<(Period, Option<f64>)> = series
        .iter()
        .filter(alike)
        .filter(|r| r.span == row.span && r.period <= row.period)
        .filter(|r| r.period.frequency() == row.period.frequency())
        .map(|r| (r.period, r.value))
        .collect();
    points.sort_by_key(|(period, _)| *period);
    points.dedup_by_key(|(period, _)| *period);
    spark(&points, |value| visit.lang.value(value, &shown))
}

/// The newest period in which something was judged, else in which there is a value, else the newest.
pub fn newest_judged(verdicts: impl Iterator<Item = (Period, Verdict)>) -> Option<Period> {
    let rank = |verdict| (assessed(verdict), verdict != Verdict::NotAssessable);
    let best = verdicts.max_by_key(|(period, verdict)| (rank(*verdict), *period));
    best.map(|(period, _)| period)
}

/// Rows in the order of the office's questions.
pub fn by_question<'r>(
    visit: &Visit<'_>,
    rows: impl Iterator<Item = &'r ScorecardRow>,
) -> Vec<&'r ScorecardRow> {
    let mut rows: Vec<&ScorecardRow> = rows.collect();
    rows.sort_by_cached_key(|r| {
        let (kpi, members) = declared_id(&r.kpi);
        let target = r.target_id.clone();
        (
            visit.place(kpi),
            kpi.to_owned(),
            members.to_owned(),
            r.span,
            target,
        )
    });
    rows
}
