//! The first page: the questions and the areas that there are answers for.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::AreaRow;
use crate::app::site::address::Page;
use crate::app::site::alphabet;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::pages::choices::boundaries;
use crate::app::site::pages::rows::covered;
use crate::app::site::units::Units;
use crate::app::site::visit::Visit;
use crate::inspect::Past;
use crate::model::{Span, declared_id};
use askama::Template;
use std::collections::BTreeSet;

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

/// Most areas that the page lists; where there are more, the page of areas has them.
const MOST: usize = 200;

/// The first page.
///
/// # Errors
/// When the release cannot be read.
pub fn home(visit: &Visit<'_>) -> Result<Answer, Failure> {
    let (kpis, units) = (kpis(visit)?, Units::of(visit.release())?);
    let here = units.all().filter(|unit| unit.exists(visit.boundary()));
    let here: Vec<&AreaRow> = here.collect();
    let sentence = say!(
        visit.lang,
        "site-home-sentence",
        kpis = kpis.len(),
        areas = here.len(),
        known = visit.release().manifest.known_day()
    );
    let page = HomePage {
        lang: visit.lang,
        headline: headline(visit, &here),
        kpis,
        areas: areas(visit, &here),
        boundaries: boundaries(visit, &visit.boundaries().iter().copied().collect()),
        files: files(visit),
        frame: Frame::of(visit, String::new(), sentence),
    };
    Ok(Answer::page(200, &page))
}

/// The scoreboard that the project names first, where its area exists.
fn headline(visit: &Visit<'_>, here: &[&AreaRow]) -> Option<Link> {
    let (code, period) = visit.project.headline.as_ref()?;
    let unit = here.iter().find(|unit| unit.area_code == *code)?;
    let page = visit.address.to(Page::Area(code.clone()));
    let page = page.choosing(|c| c.period = Some(*period));
    let named = visit.period(*period, Span::Period);
    Some(Link::to(format!("{} {named}", unit.name()), &page))
}

/// The KPIs of which there are verdicts in the order of the office's questions, by the titles that they had
/// when the release was made.
fn kpis(visit: &Visit<'_>) -> Result<Vec<Link>, Failure> {
    let covered = covered(visit, None, Some(visit.boundary()))?;
    let ids = covered.iter().map(|row| declared_id(&row.kpi).0);
    let ids: BTreeSet<(usize, &str)> = ids.map(|id| (visit.place(id), id)).collect();
    let then = Past::declared(visit.project, visit.release()).unwrap_or_default();
    let project = then.as_ref().unwrap_or(visit.project);
    let link = |(_, id): &(usize, &str)| {
        let declared = project.kpis.iter().find(|k| k.id == *id);
        let title = declared.map_or(*id, |kpi| kpi.title.get(visit.lang.is_vi()));
        Link::to(title, &visit.address.to(Page::Kpi((*id).to_owned())))
    };
    Ok(ids.iter().map(link).collect())
}

/// The areas by name, where they are few enough to be looked through.
fn areas(visit: &Visit<'_>, here: &[&AreaRow]) -> Vec<Link> {
    let few = here.iter().filter(|_| here.len() <= MOST);
    let link = |unit: &&AreaRow| {
        let page = visit.address.to(Page::Area(unit.area_code.clone()));
        Link::to(unit.name(), &page)
    };
    let mut links: Vec<Link> = few.map(link).collect();
    links.sort_by_cached_key(|link| alphabet::place(&link.label));
    links
}

/// The published files; they are of no language and no boundary.
fn files(visit: &Visit<'_>) -> Vec<Link> {
    let link = |name: &str| {
        let mut address = visit.address.to(Page::File(name.to_owned()));
        (address.lang, address.text) = (None, false);
        Link::to(name, &address.choosing(|c| c.boundary = None))
    };
    { visit.release().manifest.files().iter() }
        .map(|f| link(&f.name))
        .collect()
}
