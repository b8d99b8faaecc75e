//! An area: its scoreboard, which says what it came to in a period, KPI by KPI, and what it is.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::rows::{AreaRow, ScorecardRow};
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::area_facts::{AreaFacts, area_facts, days_of, not_on_boundary};
use crate::app::site::pages::choices::{boundaries, files, periods};
use crate::app::site::pages::message;
use crate::app::site::pages::rows::{RowsWanted, read};
use crate::app::site::pages::taken_along::rows_as;
use crate::app::site::scores::{
    ScoreLine, area_name, by_question, line, members_of, newest_judged,
};
use crate::app::site::sentence::{Tally, of_area};
use crate::app::site::units::Units;
use crate::app::site::visit::Visit;
use crate::model::{Period, Span};
use askama::Template;
use chrono::NaiveDate;
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "area.html")]
struct AreaPage {
    frame: Frame,
    lang: Lang,
    periods: Vec<Link>,
    boundaries: Vec<Link>,
    scores: Vec<ScoreLine>,
    files: Vec<Link>,
    /// Why there is no such area here, and what took its place.
    moved: Option<(String, Vec<Link>)>,
    facts: Option<AreaFacts>,
}

/// The scoreboard of an area.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn area(visit: &Visit<'_>, code: &str) -> Result<Answer, Failure> {
    let wanted = RowsWanted {
        area: Some(code),
        ..RowsWanted::default()
    };
    let rows = read(visit, wanted)?;
    let units = Units::of(visit.release())?;
    let unit = units.meant(code, visit.boundary());
    // Totals, and the members of which something is asked.
    let listed = |r: &ScorecardRow| {
        r.boundary == visit.boundary() && (members_of(r).is_empty() || r.target_op.is_some())
    };
    let all = by_question(visit, rows.iter().map(|r| &**r).filter(|r| listed(r)));
    let names = [
        all.first().map(|row| area_name(row)),
        unit.map(AreaRow::name),
    ];
    let Some(name) = names.into_iter().flatten().next() else {
        return Ok(message(visit.lang, 404, visit.lang.say("site-no-area")));
    };
    let period = chosen_period(visit, code, &all);
    let of_period = |r: &ScorecardRow| Some(r.period) == period;
    let shown: Vec<&ScorecardRow> = all.iter().copied().filter(|r| of_period(r)).collect();
    let frame = frame(visit, &name, period, &shown);
    if let Some(form) = visit.address.file {
        let rows = rows.iter().filter(|r| listed(r) && of_period(r));
        return rows_as(visit, (form, code), &frame, rows);
    }
    let mut there: BTreeSet<NaiveDate> = rows.iter().map(|r| r.boundary).collect();
    there.extend(unit.iter().flat_map(|unit| days_of(visit, unit)));
    let page = AreaPage {
        lang: visit.lang,
        scores: scores(visit, &shown, &all),
        periods: periods(visit, all.iter().map(|r| r.period), period),
        boundaries: boundaries(visit, &there),
        files: period.map_or_else(Vec::new, |period| files(visit, Some(period), false)),
        moved: unit.and_then(|unit| not_on_boundary(visit, &units, unit)),
        facts: unit.map(|unit| area_facts(visit, &units, unit)),
        frame,
    };
    Ok(Answer::page(200, &page))
}

fn frame(visit: &Visit<'_>, name: &str, period: Option<Period>, shown: &[&ScorecardRow]) -> Frame {
    let Some(period) = period else {
        let sentence = visit.lang.say("site-no-verdicts-here").to_owned();
        return Frame::of(visit, name.to_owned(), sentence);
    };
    let named = visit.period(period, Span::Period);
    let sentence = of_area(visit.lang, name, &named, Tally::of(shown.iter().copied()));
    Frame::of(visit, format!("{name} {named}"), sentence)
}

/// The verdicts shown, each with the values before it.
fn scores(visit: &Visit<'_>, shown: &[&ScorecardRow], all: &[&ScorecardRow]) -> Vec<ScoreLine> {
    let one = |row: &&ScorecardRow| {
        let alike: Vec<&ScorecardRow> = all.iter().copied().filter(|r| r.kpi == row.kpi).collect();
        line(visit, row, &alike)
    };
    shown.iter().map(one).collect()
}

/// The period of the page: the one chosen, else the project's headline, else the newest that was
/// judged.
fn chosen_period(visit: &Visit<'_>, code: &str, rows: &[&ScorecardRow]) -> Option<Period> {
    let there = |period: &Period| rows.iter().any(|r| r.period == *period);
    let headline = visit.project.headline.as_ref();
    let headline = headline.filter(|(area, _)| area == code);
    { visit.address.choice.period }
        .filter(there)
        .or_else(|| headline.map(|(_, period)| *period).filter(there))
        .or_else(|| newest_judged(rows.iter().map(|r| (r.period, r.verdict))))
}
