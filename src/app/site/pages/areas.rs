//! All areas of the boundaries of the page by level, with the map of them, and those that are no more.

use crate::app::cli::Failure;
use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::AreaRow;
use crate::app::site::alphabet;
use crate::app::site::answer::Answer;
use crate::app::site::frame::{Frame, Link};
use crate::app::site::map::{AreaMap, of_areas};
use crate::app::site::pages::choices::boundaries;
use crate::app::site::units::Units;
use crate::app::site::visit::Visit;
use askama::Template;
use std::collections::BTreeMap;

/// Most areas of a level that the page lists; the others are reached from the areas above them.
const MOST: usize = 1000;

#[derive(Template)]
#[template(path = "areas.html")]
struct AreasPage {
    frame: Frame,
    lang: Lang,
    boundaries: Vec<Link>,
    map: Option<AreaMap>,
    levels: Vec<LevelList>,
    former: Vec<FormerArea>,
}

struct LevelList {
    name: String,
    areas: Vec<Link>,
    left_out: usize,
}

struct FormerArea {
    link: Link,
    last: String,
}

/// The list of areas.
///
/// # Errors
/// When the registers of the release cannot be read.
pub fn areas(visit: &Visit<'_>) -> Result<Answer, Failure> {
    let units = Units::of(visit.release())?;
    let (lang, day) = (visit.lang, visit.boundary());
    let here = units.all().filter(|unit| unit.exists(day));
    let mut by_level: BTreeMap<&str, Vec<&AreaRow>> = BTreeMap::new();
    for unit in here {
        by_level
            .entry(unit.level.as_deref().unwrap_or_default())
            .or_default()
            .push(unit);
    }
    let number: usize = by_level.values().map(Vec::len).sum();
    // The level with the fewest areas is above the others.
    let mut by_level: Vec<(&str, Vec<&AreaRow>)> = by_level.into_iter().collect();
    by_level.sort_by_key(|(_, units)| units.len());
    let former = former(visit, &units);
    let sentence = say!(
        lang,
        "site-areas-count",
        count = number,
        day = day,
        former = former.len()
    );
    let page = AreasPage {
        lang,
        boundaries: boundaries(visit, &visit.boundaries().iter().copied().collect()),
        map: of_areas(visit, &units),
        levels: by_level
            .into_iter()
            .map(|(level, list)| level_list(visit, &units, level, list))
            .collect(),
        former,
        frame: Frame::of(visit, lang.say("site-areas").to_owned(), sentence),
    };
    Ok(Answer::page(200, &page))
}

fn level_list(visit: &Visit<'_>, units: &Units, level: &str, mut list: Vec<&AreaRow>) -> LevelList {
    list.sort_by_cached_key(|unit| alphabet::place(&unit.name()));
    let shown = list.iter().take(MOST);
    LevelList {
        name: visit.level(level).to_owned(),
        areas: shown.map(|unit| units.link(visit, unit)).collect(),
        left_out: list.len().saturating_sub(MOST),
    }
}

/// Units that ended before the day of the page, and no unit of their code and name goes on; the last
/// of each, by name.
fn former(visit: &Visit<'_>, units: &Units) -> Vec<FormerArea> {
    let day = visit.boundary();
    let goes_on = |unit: &AreaRow| {
        let mut later = units
            .of_code(&unit.area_code)
            .filter(|u| u.valid_from > unit.valid_from && u.valid_from <= day);
        later.any(|u| u.name() == unit.name())
    };
    let ended = |unit: &&AreaRow| unit.valid_to.is_some_and(|last| last < day) && !goes_on(unit);
    let mut ended: Vec<&AreaRow> = units.all().filter(ended).collect();
    ended.sort_by_cached_key(|unit| alphabet::place(&unit.name()));
    let one = |unit: &&AreaRow| FormerArea {
        link: units.link(visit, unit),
        last: unit
            .valid_to
            .map(|last| last.to_string())
            .unwrap_or_default(),
    };
    ended.iter().take(MOST).map(one).collect()
}
