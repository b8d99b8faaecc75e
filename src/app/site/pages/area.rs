//! The scoreboard: what an area came to in a period, KPI by KPI.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::rows::ScorecardRow;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::absent::absent;
use crate::app::site::pages::choices::{as_csv, boundaries, periods};
use crate::app::site::pages::rows::{RowsWanted, csv, read};
use crate::app::site::scores::{
    ScoreLine, area_name, by_question, line, members_of, newest_judged,
};
use crate::app::site::sentence::{Tally, of_area};
use crate::app::site::visit::Visit;
use crate::model::{Period, Span};
use askama::Template;

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
    let wanted = RowsWanted {
        area: Some(code),
        ..RowsWanted::default()
    };
    let rows = read(visit, wanted)?;
    let there = rows.iter().map(|r| r.boundary).collect();
    let total = |r: &ScorecardRow| r.boundary == visit.boundary() && members_of(r).is_empty();
    let all = by_question(visit, rows.iter().map(|r| &**r).filter(|r| total(r)));
    let Some(first) = all.first() else {
        return absent(visit, code, &there);
    };
    let period = chosen_period(visit, code, &all);
    let of_period = |r: &ScorecardRow| Some(r.period) == period;
    if visit.address.csv {
        return csv(code, rows.iter().filter(|r| total(r) && of_period(r)));
    }
    let shown: Vec<&ScorecardRow> = all.iter().copied().filter(|r| of_period(r)).collect();
    let area = area_name(first);
    let named = period.map_or_else(String::new, |p| visit.period(p, Span::Period));
    let sentence = of_area(visit.lang, &area, &named, Tally::of(shown.iter().copied()));
    let scores = shown.iter().map(|row| {
        let alike: Vec<&ScorecardRow> = all.iter().copied().filter(|r| r.kpi == row.kpi).collect();
        line(visit, row, &alike)
    });
    let page = AreaPage {
        lang: visit.lang,
        scores: scores.collect(),
        periods: periods(visit, all.iter().map(|r| r.period), period),
        boundaries: boundaries(visit, &there),
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
    let headline = headline.filter(|(area, _)| area == code);
    { visit.address.choice.period }
        .filter(there)
        .or_else(|| headline.map(|(_, period)| *period).filter(there))
        .or_else(|| newest_judged(rows.iter().map(|r| (r.period, r.verdict))))
}
