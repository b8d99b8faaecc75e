//! The first page: the questions and the areas that there are answers for.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::{AreaRow, KpiNamesRow, Published};
use crate::app::site::address::Page;
use crate::app::site::alphabet;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link, titled};
use crate::app::site::pages::choices::boundaries;
use crate::app::site::pages::rows::kpi_names;
use crate::app::site::units::Units;
use crate::app::site::visit::Visit;
use crate::model::{Span, declared_id};
use askama::Template;
use std::collections::BTreeMap;

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
    let (kpis, units) = (
        kpis(visit, &kpi_names(visit)?),
        Units::read(visit.release())?,
    );
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

/// The KPIs in the order of the office's questions, by the title of their total. One that has members
/// only goes by the title that the project declares.
fn kpis(visit: &Visit<'_>, names: &[Published<KpiNamesRow>]) -> Vec<Link> {
    let mut by_id: BTreeMap<(usize, &str), Option<&KpiNamesRow>> = BTreeMap::new();
    for row in names {
        let (id, members) = declared_id(&row.kpi);
        let total = by_id.entry((visit.place(id), id)).or_default();
        if members.is_empty() {
            *total = Some(row);
        }
    }
    let link = |((_, id), total): ((usize, &str), Option<&KpiNamesRow>)| {
        let page = visit.address.to(Page::Kpi(id.to_owned()));
        let declared = { visit.project.kpis.iter() }
            .find(|k| k.id == id)
            .map(|k| k.title.get(visit.lang.is_vi()).to_owned());
        let title = total.map_or_else(
            || declared.unwrap_or_else(|| id.to_owned()),
            |row| {
                let titles = (row.kpi_title_vi.as_deref(), row.kpi_title_en.as_deref());
                titled(visit.lang, titles)
            },
        );
        Link::to(title, &page)
    };
    by_id.into_iter().map(link).collect()
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
