//! What an area is: its level, the area above it, since when it exists, what it came from and what it
//! became.

use crate::app::lang::Lang;
use crate::app::messages::say;
use crate::app::rows::AreaRow;
use crate::app::site::alphabet;
use crate::app::site::frame::Link;
use crate::app::site::units::{AreaChange, Units};
use crate::app::site::visit::Visit;
use crate::model::RelationKind;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Most areas below one that its page lists.
const MOST: usize = 1000;

/// What an area is.
pub struct AreaFacts {
    /// Its code.
    pub code: String,
    /// Its level.
    pub level: String,
    /// The area above it.
    pub above: Option<Link>,
    /// First day.
    pub first: String,
    /// Last day; empty while it exists.
    pub last: String,
    /// What it came from: day, what happened, the other area.
    pub came_from: Vec<(String, &'static str, Link)>,
    /// What it became.
    pub became: Vec<(String, &'static str, Link)>,
    /// The areas directly below it.
    pub below: Vec<Link>,
    /// Areas below it that are not listed.
    pub left_out: usize,
}

/// The facts of a unit.
pub fn area_facts(visit: &Visit<'_>, units: &Units, unit: &AreaRow) -> AreaFacts {
    let day = last_day(unit, visit.boundary());
    let above = unit.parent_code.as_deref();
    let above = above.and_then(|code| units.on(code, day));
    let mut below: Vec<&AreaRow> = units.below(unit, day).collect();
    below.sort_by_cached_key(|unit| alphabet::place(&unit.name()));
    let changes = |changes: Vec<AreaChange<'_>>| {
        let one = |c: AreaChange<'_>| {
            let link = units.link(visit, c.other);
            (c.date.to_string(), happened(visit.lang, c.kind), link)
        };
        changes.into_iter().map(one).collect()
    };
    AreaFacts {
        code: unit.area_code.clone(),
        level: { unit.level.as_deref() }
            .map(|level| visit.level(level).to_owned())
            .unwrap_or_default(),
        above: above.map(|unit| units.link(visit, unit)),
        first: unit.valid_from.to_string(),
        last: unit
            .valid_to
            .map(|last| last.to_string())
            .unwrap_or_default(),
        came_from: changes(units.came_from(unit)),
        became: changes(units.became(unit)),
        left_out: below.len().saturating_sub(MOST),
        below: { below.iter().take(MOST) }
            .map(|unit| units.link(visit, unit))
            .collect(),
    }
}

/// That an area is none on the boundaries of the page, and the areas to which its land belongs there;
/// nothing where it is one.
pub fn not_on_boundary(
    visit: &Visit<'_>,
    units: &Units,
    unit: &AreaRow,
) -> Option<(String, Vec<Link>)> {
    let (lang, day) = (visit.lang, visit.boundary());
    if unit.exists(day) {
        return None;
    }
    let name = unit.name();
    let Some(last) = unit.valid_to.filter(|last| *last < day) else {
        let text = say!(
            lang,
            "site-area-later",
            area = name,
            first = unit.valid_from
        );
        return Some((text, vec![]));
    };
    let after = units.successors(unit, day);
    let links: Vec<Link> = after.iter().map(|unit| units.link(visit, unit)).collect();
    let text = if links.is_empty() {
        say!(lang, "site-area-ended", area = name, last = last)
    } else {
        say!(lang, "site-area-became", area = name, last = last)
    };
    Some((text, links))
}

/// The boundaries on which the code of a unit means it, as days on which it has a page of its own.
pub fn days_of(visit: &Visit<'_>, unit: &AreaRow) -> BTreeSet<NaiveDate> {
    let days = visit.boundaries().iter().copied();
    days.filter(|day| unit.exists(*day)).collect()
}

/// The day of the page, or the last day of a unit that ended before it.
fn last_day(unit: &AreaRow, day: NaiveDate) -> NaiveDate {
    unit.valid_to
        .map_or(day, |last| last.min(day))
        .max(unit.valid_from)
}

fn happened(lang: Lang, kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::Merge => lang.say("site-merged"),
        RelationKind::Split => lang.say("site-split"),
        RelationKind::Transfer => lang.say("site-transferred"),
        RelationKind::Rename => lang.say("site-renamed"),
    }
}
