//! The scoreboard: what an area came to in a period, KPI by KPI.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::rows::{Published, ScorecardRow};
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::message;
use crate::app::site::pages::rows::{csv, read};
use crate::app::site::scores::{
    ScoreLine, area_name, by_question, line, members_of, newest_judged,
};
use crate::app::site::sentence::{Tally, of_area};
use crate::app::site::visit::Visit;
use crate::model::Period;
use askama::Template;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "area.html")]
struct AreaPage {
    frame: Frame,
    lang: Lang,
    periods: Vec<Link>,
    boundaries: Vec<Link>,
    scores: Vec<ScoreLine>,
    csv: String,
}

/// The scoreboard of an area.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn area(visit: &Visit<'_>, code: &str) -> Result<Answer, Failure> {
    let rows = read(visit, None, Some(code), None)?;
    let totals = |r: &&ScorecardRow| members_of(r).is_empty();
    let all = by_question(visit, &rows);
    let Some(first) = all.first() else {
        return Ok(message(visit.lang, 404, visit.lang.say("site-no-area")));
    };
    let period = chosen_period(visit, code, &all);
    let shown: Vec<&ScorecardRow> = all
        .iter()
        .copied()
        .filter(totals)
        .filter(|r| Some(r.period) == period)
        .collect();
    if visit.address.csv {
        let of_period = |r: &&Published<ScorecardRow>| Some(r.period) == period && totals(&&***r);
        return csv(code, rows.iter().filter(of_period));
    }
    let area = area_name(first, visit.lang);
    let named = period.map_or_else(String::new, |p| p.to_string());
    let tally = Tally::of(shown.iter().copied());
    let sentence = of_area(visit.lang, &area, &named, tally);
    let scores = shown.iter().map(|row| {
        let alike: Vec<&ScorecardRow> = all.iter().copied().filter(|r| r.kpi == row.kpi).collect();
        line(visit, row, &alike)
    });
    let page = AreaPage {
        lang: visit.lang,
        scores: scores.collect(),
        periods: periods(visit, &all, period),
        boundaries: boundaries(visit),
        csv: as_csv(visit, period),
        frame: Frame::of(visit, format!("{area} {named}"), sentence),
    };
    Ok(Answer::page(200, &page))
}

/// The period of the page: the one chosen, else the project's headline, else the newest that was
/// judged.
fn chosen_period(visit: &Visit<'_>, code: &str, rows: &[&ScorecardRow]) -> Option<Period> {
    let there = |period: &Period| rows.iter().any(|r| r.period == *period);
    let headline = visit.project.headline.as_ref();
    let headline = headline
        .filter(|(area, _)| area == code)
        .map(|(_, period)| *period);
    { visit.address.choice.period }
        .filter(there)
        .or_else(|| headline.filter(there))
        .or_else(|| newest_judged(rows.iter().copied()))
}

/// The periods there are, the newest first, each as a link to the page of it.
pub fn periods(visit: &Visit<'_>, rows: &[&ScorecardRow], shown: Option<Period>) -> Vec<Link> {
    let there: BTreeSet<Period> = rows.iter().map(|r| r.period).collect();
    let link = |period: &Period| {
        let address = visit.address.choosing(|c| c.period = Some(*period));
        Link::choice(period.to_string(), &address, Some(*period) == shown)
    };
    there.iter().rev().map(link).collect()
}

/// The published boundaries, each as a link to the page on it; none where there is only one.
pub fn boundaries(visit: &Visit<'_>) -> Vec<Link> {
    let all = visit.boundaries();
    let link = |day: &chrono::NaiveDate| {
        let address = visit.address.choosing(|c| c.boundary = Some(*day));
        Link::choice(day.to_string(), &address, *day == visit.boundary())
    };
    all.iter().filter(|_| all.len() > 1).map(link).collect()
}

/// The rows of the page as a file.
pub fn as_csv(visit: &Visit<'_>, period: Option<Period>) -> String {
    let mut address = visit.address.choosing(|c| c.period = period);
    address.csv = true;
    address.href()
}
