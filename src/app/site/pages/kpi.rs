//! A KPI: in one area over time, and in all areas in one period.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::rows::{CoverageRow, Published, ScorecardRow};
use crate::app::score_view::{title, unit_shown};
use crate::app::site::address::{FileForm, Sort};
use crate::app::site::alphabet;
use crate::app::site::answer::Answer;
use crate::app::site::chart::{Judged, Series, series};
use crate::app::site::dots::{RankedDots, ranked_dots};
use crate::app::site::frame::{Frame, Link};
use crate::app::site::map::{AreaMap, of_verdicts};
use crate::app::site::pages::choices::{boundaries, files, periods};
use crate::app::site::pages::compared::{ComparedAreas, compared};
use crate::app::site::pages::message;
use crate::app::site::pages::rows::{RowsWanted, best, covered, read};
use crate::app::site::pages::taken_along::{picture_as_svg, rows_as};
use crate::app::site::scores::{ScoreLine, area_name, line, members_of, newest_judged};
use crate::app::site::sentence::{Tally, of_areas};
use crate::app::site::similar::{SimilarAreas, similar};
use crate::app::site::units::Units;
use crate::app::site::visit::Visit;
use crate::model::{Period, Span, declared_id, id_of_breakdown};
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

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
    levels: Vec<Link>,
    sorts: Vec<Link>,
    /// Name of the area whose series is shown.
    area: String,
    picture: Option<Series>,
    over_time: Vec<ScoreLine>,
    similar: Option<SimilarAreas>,
    compared: ComparedAreas,
    map: Option<AreaMap>,
    dots: Option<RankedDots>,
    areas: Vec<ScoreLine>,
    left_out: usize,
    files: Vec<Link>,
}

/// The page of a KPI.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn kpi(visit: &Visit<'_>, id: &str) -> Result<Answer, Failure> {
    let places = covered(visit, Some(id), None)?;
    let here = |r: &&Published<CoverageRow>| r.boundary == visit.boundary();
    let (breakdown, chosen) = (&visit.address.choice.breakdown, visit.address.choice.period);
    let ours = |r: &&Published<CoverageRow>| here(r) && members(r) == breakdown;
    let judged = places.iter().filter(ours).map(|r| (r.period, best(r)));
    let chosen = chosen.filter(|p| judged.clone().any(|(period, _)| period == *p));
    let Some(period) = chosen.or_else(|| newest_judged(judged.clone())) else {
        return Ok(message(visit.lang, 404, visit.lang.say("site-no-kpi")));
    };
    let of_kpi = RowsWanted {
        kpi: Some(id),
        boundary: Some(visit.boundary()),
        ..RowsWanted::default()
    };
    let rows = read(
        visit,
        RowsWanted {
            period: Some(period),
            ..of_kpi
        },
    )?;
    let in_period = || rows.iter().filter(move |r| members_of(r) == breakdown);
    let all: Vec<&ScorecardRow> = in_period().map(|r| &**r).collect();
    let level = shown_level(visit, &all);
    let of_level = |r: &&ScorecardRow| r.area_level.as_deref() == level;
    let mut areas: Vec<&ScorecardRow> = all.iter().copied().filter(of_level).collect();
    sort(&mut areas, visit.address.choice.sort);
    let frame = frame(visit, period, &areas);
    if let Some(form) = visit.address.file.filter(|form| *form != FileForm::Svg) {
        let listed = in_period().filter(|r| of_level(&&***r));
        return rows_as(visit, (form, id), &frame, listed);
    }
    let code = shown_area(visit, &areas);
    let of_area = read(
        visit,
        RowsWanted {
            area: Some(&code),
            ..of_kpi
        },
    )?;
    let over_time = over_time(&of_area, (breakdown, period));
    let picture = picture(visit, &over_time);
    if visit.address.file.is_some() {
        return Ok(match picture {
            Some(picture) => picture_as_svg(&format!("{id}-{code}"), &frame, &picture),
            None => message(visit.lang, 404, visit.lang.say("site-no-verdict")),
        });
    }
    let beside = |code: &str| {
        let wanted = RowsWanted {
            area: Some(code),
            ..of_kpi
        };
        let rows = read(visit, wanted)?;
        let rows = self::over_time(&rows, (breakdown, period));
        let lines = rows.iter().map(|r| (r.period, line(visit, r, &[])));
        Ok(lines.collect())
    };
    let page = KpiPage {
        lang: visit.lang,
        compared: compared(visit, (&code, &all), beside)?,
        periods: periods(visit, judged.map(|(period, _)| period), Some(period)),
        boundaries: boundaries(visit, &places.iter().map(|r| r.boundary).collect()),
        members: breakdowns(
            visit,
            id,
            places.iter().filter(here).map(|r| members(r)).collect(),
        ),
        levels: levels(visit, &all, level),
        sorts: sorts(visit),
        area: over_time.first().map_or_else(String::new, |r| area_name(r)),
        over_time: lines(visit, over_time.iter().rev()),
        map: of_verdicts(visit, &*Units::of(visit.release())?, &areas),
        similar: similar(visit, &code, (&areas, period))?,
        dots: ranked_dots(visit, &areas),
        left_out: areas.len().saturating_sub(MOST),
        frame,
        areas: lines(visit, areas.iter().take(MOST)),
        files: files(visit, Some(period), picture.is_some()),
        picture,
    };
    Ok(Answer::page(200, &page))
}

fn lines<'r>(
    visit: &Visit<'_>,
    rows: impl Iterator<Item = &'r &'r ScorecardRow>,
) -> Vec<ScoreLine> {
    rows.map(|row| line(visit, row, &[])).collect()
}

/// The title, and what the areas came to in a sentence.
fn frame(visit: &Visit<'_>, period: Period, areas: &[&ScorecardRow]) -> Frame {
    let codes: BTreeSet<&String> = areas.iter().map(|r| &r.area_code).collect();
    let tally = Tally::of(areas.iter().copied());
    let named = visit.period(period, Span::Period);
    let sentence = of_areas(visit.lang, &named, codes.len(), tally);
    // The title has the titles of the members shown.
    let title = areas.first().map_or("", |r| title(r, visit.lang));
    Frame::of(visit, title.to_owned(), sentence)
}

fn members(row: &CoverageRow) -> &str {
    declared_id(&row.kpi).1
}

/// The level whose areas are listed: the one chosen, else that of the area that the page is about,
/// else the one with the most areas.
fn shown_level<'r>(visit: &Visit<'_>, rows: &[&'r ScorecardRow]) -> Option<&'r str> {
    let choice = &visit.address.choice;
    let of = |row: &&'r ScorecardRow| row.area_level.as_deref();
    let chosen = rows
        .iter()
        .find(|r| choice.level.is_some() && of(r) == choice.level.as_deref());
    let headline = visit.project.headline.as_ref().map(|(area, _)| area);
    let about = choice.area.as_ref().or(headline);
    let about = rows.iter().find(|r| Some(&r.area_code) == about);
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(of(row)).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    chosen
        .or(about)
        .map_or_else(|| most.and_then(|(level, _)| level), of)
}

/// The levels of the areas, where there is more than one.
fn levels(visit: &Visit<'_>, rows: &[&ScorecardRow], shown: Option<&str>) -> Vec<Link> {
    let there: BTreeSet<&str> = rows
        .iter()
        .filter_map(|r| r.area_level.as_deref())
        .collect();
    if there.len() < 2 {
        return vec![];
    }
    let link = |level: &str| {
        let address = visit.address.choosing(|c| {
            c.level = Some(level.to_owned());
            c.area = None;
        });
        Link::choice(visit.level(level), &address, Some(level) == shown)
    };
    there.into_iter().map(link).collect()
}

/// The area whose series is shown: the one chosen, else the headline's, else the first of the table.
fn shown_area(visit: &Visit<'_>, areas: &[&ScorecardRow]) -> String {
    let headline = visit.project.headline.as_ref().map(|(area, _)| area);
    let headline = headline.filter(|code| areas.iter().any(|r| r.area_code == **code));
    let first = areas.first().map(|r| &r.area_code);
    let chosen = visit.address.choice.area.as_ref();
    chosen.or(headline).or(first).cloned().unwrap_or_default()
}

/// The rows of an area by period, of the length and span of the page.
fn over_time<'r>(
    rows: &'r [Published<ScorecardRow>],
    (breakdown, period): (&str, Period),
) -> Vec<&'r ScorecardRow> {
    let ours = rows
        .iter()
        .map(|r| &**r)
        .filter(|r| members_of(r) == breakdown);
    let of_page = ours.clone().find(|r| r.period == period);
    let span = of_page.map_or(Span::Period, |r| r.span);
    let mut rows: Vec<&ScorecardRow> = ours
        .filter(|r| r.span == span && r.period.frequency() == period.frequency())
        .collect();
    rows.sort_by_key(|r| r.period);
    rows
}

fn picture(visit: &Visit<'_>, rows: &[&ScorecardRow]) -> Option<Series> {
    if visit.address.text {
        return None;
    }
    let first = rows.first()?;
    let shown = unit_shown(first);
    let mut values: Vec<Judged> = { rows.iter() }
        .map(|r| Judged {
            period: r.period,
            label: visit.period(r.period, Span::Period),
            value: r.value,
            targets: r.bounds(),
            word: r.verdict.as_str(),
        })
        .collect();
    // One value of a period may be judged by several targets.
    values.dedup_by(|later, first| {
        let same = later.period == first.period;
        if same {
            first.targets.append(&mut later.targets);
        }
        same
    });
    series(&values, |value| visit.lang.value(value, &shown))
}

fn sort(rows: &mut [&ScorecardRow], by: Sort) {
    rows.sort_by_cached_key(|r| (alphabet::place(&area_name(r)), r.target_id.clone()));
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
fn breakdowns(visit: &Visit<'_>, id: &str, there: BTreeSet<&str>) -> Vec<Link> {
    if there.len() < 2 {
        return vec![];
    }
    // What a member adds to the title of the KPI is what people call it.
    let declared = |members: &str| {
        let id = id_of_breakdown(id, members)?;
        let kpi = visit.project.kpis.iter().find(|k| k.id == id)?;
        Some(kpi.title.get(visit.lang.is_vi()))
    };
    let of_total = declared("").unwrap_or_default();
    let named = |members: &str| {
        let title = declared(members)?.strip_prefix(of_total)?;
        Some(title.strip_prefix(": ")?.to_owned())
    };
    let link = |members: &str| {
        let address = visit
            .address
            .choosing(|c| members.clone_into(&mut c.breakdown));
        let label = if members.is_empty() {
            visit.lang.say("site-total").to_owned()
        } else {
            named(members).unwrap_or_else(|| members.to_owned())
        };
        Link::choice(label, &address, visit.address.choice.breakdown == members)
    };
    there.into_iter().map(link).collect()
}
