//! The first page: the questions and the areas that there are answers for.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::{Published, ScoreNamesRow};
use crate::app::site::address::Page;
use crate::app::site::alphabet;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link, titled};
use crate::app::site::pages::choices::boundaries;
use crate::app::site::pages::rows::names;
use crate::app::site::scores::name_of;
use crate::app::site::visit::Visit;
use crate::model::declared_id;
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

/// The first page.
///
/// # Errors
/// When the scorecard cannot be read.
pub fn home(visit: &Visit<'_>) -> Result<Answer, Failure> {
    let names = names(visit)?;
    let (kpis, areas) = (kpis(visit, &names), areas(visit, &names));
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
        headline: headline(visit, &names),
        kpis,
        areas,
        boundaries: boundaries(visit, &visit.boundaries().iter().copied().collect()),
        files: files(visit),
        frame,
    };
    Ok(Answer::page(200, &page))
}

/// The scoreboard that the project names first, where the release has it.
fn headline(visit: &Visit<'_>, names: &[Published<ScoreNamesRow>]) -> Option<Link> {
    let (code, period) = visit.project.headline.as_ref()?;
    let row = names.iter().find(|r| r.area_code == *code)?;
    let page = visit.address.to(Page::Area(code.clone()));
    let page = page.choosing(|c| c.period = Some(*period));
    Some(Link::to(format!("{} {period}", area(row)), &page))
}

fn area(row: &ScoreNamesRow) -> String {
    name_of([&row.area_name_vi, &row.area_name_en, &row.area_code])
}

/// The KPIs in the order of the office's questions, by the title of their total. One that has members
/// only goes by the title that the project declares.
fn kpis(visit: &Visit<'_>, names: &[Published<ScoreNamesRow>]) -> Vec<Link> {
    let mut by_id: BTreeMap<(usize, &str), Option<&ScoreNamesRow>> = BTreeMap::new();
    for row in names {
        let (id, members) = declared_id(&row.kpi);
        let total = by_id.entry((visit.place(id), id)).or_default();
        if members.is_empty() {
            *total = Some(row);
        }
    }
    let link = |((_, id), total): ((usize, &str), Option<&ScoreNamesRow>)| {
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

/// The areas by name.
fn areas(visit: &Visit<'_>, names: &[Published<ScoreNamesRow>]) -> Vec<Link> {
    let by_code: BTreeMap<&str, &ScoreNamesRow> =
        names.iter().map(|r| (r.area_code.as_str(), &**r)).collect();
    let link = |(code, row): (&&str, &&ScoreNamesRow)| {
        let page = visit.address.to(Page::Area((*code).to_owned()));
        Link::to(area(row), &page)
    };
    let mut links: Vec<Link> = by_code.iter().map(link).collect();
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
