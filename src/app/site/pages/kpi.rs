//! A KPI: in one area over time, and in all areas in one period.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::rows::ScorecardRow;
use crate::app::score_view::title;
use crate::app::site::address::Sort;
use crate::app::site::answer::Answer;
use crate::app::site::chart::{Judged, Series, series};
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::area::{as_csv, boundaries, periods};
use crate::app::site::pages::message;
use crate::app::site::pages::rows::{csv, read};
use crate::app::site::scores::{ScoreLine, area_name, line, members_of, newest_judged};
use crate::app::site::sentence::{Tally, of_areas};
use crate::app::site::visit::Visit;
use crate::model::{Dec, Period, Span, shown_as};
use askama::Template;
use std::collections::BTreeSet;

/// Most areas that a page lists; the file has all.
const MOST: usize = 1000;

#[derive(Template)]
#[template(path = "kpi.html")]
struct KpiPage {
    frame: Frame,
    lang: Lang,
    periods: Vec<Link>,
    boundaries: Vec<Link>,
    members: Vec<Link>,
    sorts: Vec<Link>,
    /// Name of the area whose series is shown.
    area: String,
    picture: Option<Series>,
    over_time: Vec<ScoreLine>,
    areas: Vec<ScoreLine>,
    left_out: usize,
    csv: String,
}

/// The page of a KPI.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn kpi(visit: &Visit<'_>, id: &str) -> Result<Answer, Failure> {
    let rows = read(visit, Some(id), None, None)?;
    let breakdown = &visit.address.choice.breakdown;
    let all: Vec<&ScorecardRow> = rows
        .iter()
        .map(|r| &**r)
        .filter(|r| members_of(r) == breakdown)
        .collect();
    let Some(first) = all.first() else {
        return Ok(message(visit.lang, 404, visit.lang.say("site-no-kpi")));
    };
    let period = visit
        .address
        .choice
        .period
        .filter(|p| all.iter().any(|r| r.period == *p));
    let period = period.or_else(|| newest_judged(all.iter().copied()));
    if visit.address.csv {
        let shown = rows
            .iter()
            .filter(|r| members_of(r) == breakdown && Some(r.period) == period);
        return csv(id, shown);
    }
    let mut of_period: Vec<&ScorecardRow> = all
        .iter()
        .copied()
        .filter(|r| Some(r.period) == period)
        .collect();
    let tally = Tally::of(of_period.iter().copied());
    sort(&mut of_period, visit.address.choice.sort, visit.lang);
    let areas: BTreeSet<&str> = of_period.iter().map(|r| r.area_code.as_str()).collect();
    let named = period.map_or_else(String::new, |p| p.to_string());
    let sentence = of_areas(visit.lang, &named, areas.len(), tally);
    let over_time = of_area(visit, &all, &of_period, period);
    let name = over_time
        .first()
        .map_or_else(String::new, |r| area_name(r, visit.lang));
    let heading = if breakdown.is_empty() {
        title(first, visit.lang).to_owned()
    } else {
        format!("{} ({breakdown})", title(first, visit.lang))
    };
    let page = KpiPage {
        lang: visit.lang,
        periods: periods(visit, &all, period),
        boundaries: boundaries(visit),
        members: members(visit, rows.iter().map(|r| &**r)),
        sorts: sorts(visit),
        area: name,
        picture: picture(visit, &over_time),
        over_time: over_time
            .iter()
            .rev()
            .map(|r| line(visit, r, &[]))
            .collect(),
        left_out: of_period.len().saturating_sub(MOST),
        areas: of_period
            .iter()
            .take(MOST)
            .map(|r| line(visit, r, &[]))
            .collect(),
        csv: as_csv(visit, period),
        frame: Frame::of(visit, heading, sentence),
    };
    Ok(Answer::page(200, &page))
}

/// The rows of the area shown, by period, of the length and span of the page: the area chosen, else
/// the headline's, else the first of the table.
fn of_area<'r>(
    visit: &Visit<'_>,
    all: &[&'r ScorecardRow],
    of_period: &[&'r ScorecardRow],
    period: Option<Period>,
) -> Vec<&'r ScorecardRow> {
    let headline = visit
        .project
        .headline
        .as_ref()
        .map(|(area, _)| area.as_str());
    let chosen = visit.address.choice.area.as_deref();
    let there = |code: &&str| all.iter().any(|r| r.area_code == **code);
    let code = chosen
        .filter(there)
        .or_else(|| headline.filter(there))
        .or_else(|| of_period.first().map(|r| r.area_code.as_str()))
        .unwrap_or_default();
    let span = { of_period.iter() }
        .find(|r| r.area_code == code)
        .map_or(Span::Period, |r| r.span);
    let length = period.map(Period::frequency);
    let alike = |r: &&&ScorecardRow| {
        r.area_code == code && r.span == span && Some(r.period.frequency()) == length
    };
    let mut rows: Vec<&ScorecardRow> = all.iter().filter(alike).copied().collect();
    rows.sort_by_key(|r| r.period);
    rows
}

fn picture(visit: &Visit<'_>, rows: &[&ScorecardRow]) -> Option<Series> {
    if visit.address.text {
        return None;
    }
    let first = rows.first()?;
    let unit = first.value_unit.as_deref().unwrap_or_default();
    let shown = shown_as(first.kind.as_deref().unwrap_or_default(), unit);
    let mut values: Vec<Judged> = { rows.iter() }
        .map(|r| Judged {
            period: r.period,
            value: r.value,
            target: r.target_value.map(Dec::to_f64),
            word: r.verdict.as_str(),
        })
        .collect();
    values.dedup_by_key(|v| v.period);
    series(&values, |value| visit.lang.value(value, shown))
}

fn sort(rows: &mut [&ScorecardRow], by: Sort, lang: Lang) {
    let name = |r: &ScorecardRow| area_name(r, lang).to_lowercase();
    rows.sort_by_cached_key(|r| (name(r), r.target_id.clone()));
    match by {
        Sort::Name => {}
        Sort::Verdict => rows.sort_by_key(|r| r.verdict),
        // What has no value comes last, however the others are sorted.
        Sort::Value => rows.sort_by(|a, b| match (a.value, b.value) {
            (Some(a), Some(b)) => b.total_cmp(&a),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }),
    }
}

fn sorts(visit: &Visit<'_>) -> Vec<Link> {
    let lang = visit.lang;
    let by = [
        (lang.say("site-sort-value"), Sort::Value),
        (lang.say("site-sort-name"), Sort::Name),
        (lang.say("site-sort-verdict"), Sort::Verdict),
    ];
    let link = |(label, sort): (&str, Sort)| {
        let address = visit.address.choosing(|c| c.sort = sort);
        Link::choice(label, &address, visit.address.choice.sort == sort)
    };
    by.into_iter().map(link).collect()
}

/// The breakdowns of the KPI, the total first; none where there is only the total.
fn members<'r>(visit: &Visit<'_>, rows: impl Iterator<Item = &'r ScorecardRow>) -> Vec<Link> {
    let there: BTreeSet<&str> = rows.map(members_of).collect();
    let link = |members: &&str| {
        let address = visit
            .address
            .choosing(|c| (*members).clone_into(&mut c.breakdown));
        let label = if members.is_empty() {
            visit.lang.say("site-total")
        } else {
            members
        };
        Link::choice(label, &address, visit.address.choice.breakdown == **members)
    };
    there.iter().filter(|_| there.len() > 1).map(link).collect()
}
