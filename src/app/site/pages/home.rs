//! The first page: the questions and the areas that there are answers for.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::ScorecardRow;
use crate::app::score_view::title;
use crate::app::site::address::Page;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::area::boundaries;
use crate::app::site::pages::rows::read;
use crate::app::site::scores::{area_name, by_question};
use crate::app::site::visit::Visit;
use crate::model::declared_id;
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    frame: Frame,
    lang: Lang,
    /// The scoreboard that the project names first.
    headline: Option<Link>,
    kpis: Vec<Link>,
    areas: Vec<Link>,
    boundaries: Vec<Link>,
    files: Vec<Link>,
}

/// The first page.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn home(visit: &Visit<'_>) -> Result<Answer, Failure> {
    let rows = read(visit, None, None, None)?;
    let kpis = kpis(visit, &by_question(visit, &rows));
    let areas = areas(visit, rows.iter().map(|r| &**r));
    let known = visit.release().manifest.known_day();
    let sentence = say!(
        visit.lang,
        "site-home-sentence",
        kpis = kpis.len(),
        areas = areas.len(),
        known = known
    );
    let mut frame = Frame::of(visit, String::new(), sentence);
    frame.title.clone_from(&frame.project);
    let page = HomePage {
        lang: visit.lang,
        headline: headline(visit, rows.iter().map(|r| &**r)),
        kpis,
        areas,
        boundaries: boundaries(visit),
        files: files(visit),
        frame,
    };
    Ok(Answer::page(200, &page))
}

fn headline<'r>(
    visit: &Visit<'_>,
    mut rows: impl Iterator<Item = &'r ScorecardRow>,
) -> Option<Link> {
    let (code, period) = visit.project.headline.as_ref()?;
    let row = rows.find(|r| r.area_code == *code && r.period == *period)?;
    let page = visit.address.to(Page::Area(code.clone()));
    let page = page.choosing(|c| c.period = Some(*period));
    Some(Link::to(
        format!("{} {period}", area_name(row, visit.lang)),
        &page,
    ))
}

fn kpis(visit: &Visit<'_>, rows: &[&ScorecardRow]) -> Vec<Link> {
    let mut seen = BTreeSet::new();
    let mut links = vec![];
    for row in rows {
        let (kpi, _) = declared_id(&row.kpi);
        if seen.insert(kpi) {
            let page = visit.address.to(Page::Kpi(kpi.to_owned()));
            links.push(Link::to(title(row, visit.lang), &page));
        }
    }
    links
}

fn areas<'r>(visit: &Visit<'_>, rows: impl Iterator<Item = &'r ScorecardRow>) -> Vec<Link> {
    let names: BTreeMap<&str, &ScorecardRow> = rows.map(|r| (r.area_code.as_str(), r)).collect();
    let mut links: Vec<Link> = { names.iter() }
        .map(|(code, row)| {
            let page = visit.address.to(Page::Area((*code).to_owned()));
            Link::to(area_name(row, visit.lang), &page)
        })
        .collect();
    links.sort_by_cached_key(|link| link.label.to_lowercase());
    links
}

fn files(visit: &Visit<'_>) -> Vec<Link> {
    let files = visit.release().manifest.files().iter();
    files
        .map(|f| {
            Link::to(
                f.name.as_str(),
                &visit.address.to(Page::File(f.name.clone())),
            )
        })
        .collect()
}
