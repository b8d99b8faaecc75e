//! What became of areas within a year of which there are years to date.

use crate::components::components;
use chiso_model::{AreaRegister, CellKey, Span, UnitId};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Areas that were made of others on a day, with their years to date of the year of that day.
pub(super) struct UnitChange {
    /// The day.
    pub(super) day: NaiveDate,
    /// The areas that were before.
    pub(super) from: Vec<UnitId>,
    /// The areas that were made of them.
    pub(super) to: Vec<UnitId>,
    /// Years to date of the areas before, which end before the day.
    pub(super) before: Vec<(CellKey, UnitId)>,
    /// Years to date of the areas that were made, which end on the day or later.
    pub(super) after: Vec<(CellKey, UnitId)>,
}

impl UnitChange {
    /// All its years to date.
    pub(super) fn keys(&self) -> impl Iterator<Item = &CellKey> {
        self.before.iter().chain(&self.after).map(|(key, _)| key)
    }
}

/// The changes within years of which there are years to date of the areas that were made, in order.
pub(super) fn changes<'k>(
    keys: impl Iterator<Item = &'k CellKey>,
    areas: &AreaRegister,
) -> Vec<UnitChange> {
    let mut by_year: BTreeMap<i32, Vec<&CellKey>> = BTreeMap::new();
    for key in keys.filter(|key| is_to_date(key)) {
        by_year
            .entry(key.period.end().year())
            .or_default()
            .push(key);
    }
    if by_year.is_empty() {
        return Vec::new();
    }
    let within = |day: &NaiveDate| {
        let year = by_year.get(&day.year());
        year.filter(|keys| day.ordinal() > 1 && keys.iter().any(|key| *day <= key.period.end()))
    };
    let days: BTreeSet<NaiveDate> = areas.days_of_change();
    let days = days
        .into_iter()
        .filter_map(|day| Some((day, within(&day)?)));
    days.flat_map(|(day, keys)| of_day(areas, day, keys))
        .collect()
}

/// The changes of one day. A part that figures cannot separate, and an area below that went to
/// another one above, make no other area of those that went on.
fn of_day(areas: &AreaRegister, day: NaiveDate, keys: &[&CellKey]) -> Vec<UnitChange> {
    let Some(eve) = day.pred_opt() else {
        return Vec::new();
    };
    let changed = |key: &CellKey| {
        let unit = areas.by_code(&key.area_code, key.area_date);
        let unit = unit.filter(|unit| areas.unit(*unit).valid_on(day));
        unit.is_some_and(|unit| areas.day_of_land(unit, day, eve) != eve)
    };
    if !keys.iter().any(|key| changed(key)) {
        return Vec::new();
    }
    let united = components(areas, eve, day).into_iter();
    let united = united.filter(|c| !c.from.is_empty() && !c.to.is_empty());
    let mut found: Vec<UnitChange> = united
        .filter(|c| c.from.len() > 1 || c.to.len() > 1)
        .map(|c| UnitChange {
            day,
            from: c.from,
            to: c.to,
            before: vec![],
            after: vec![],
        })
        .collect();
    let places = |side: fn(&UnitChange) -> &Vec<UnitId>| -> BTreeMap<UnitId, usize> {
        let of = |(place, change)| side(change).iter().map(move |unit| (*unit, place));
        found.iter().enumerate().flat_map(of).collect()
    };
    let (from, to) = (places(|c| &c.from), places(|c| &c.to));
    // An area that has years to date of days before it was made is said to have its land's since the
    // beginning of the year.
    let mut of_whole_years = BTreeSet::new();
    for key in keys {
        let Some(unit) = areas.by_code(&key.area_code, key.area_date) else {
            continue;
        };
        // What an area that went on said of its old land is of that day.
        match (key.period.end() < day, key.area_date < day) {
            (true, true) => {
                if let Some(place) = from.get(&unit) {
                    found[*place].before.push(((*key).clone(), unit));
                }
            }
            (false, false) => {
                if let Some(place) = to.get(&unit) {
                    found[*place].after.push(((*key).clone(), unit));
                }
            }
            (true, false) => _ = of_whole_years.insert(unit),
            (false, true) => {}
        }
    }
    for change in &mut found {
        change
            .after
            .retain(|(_, unit)| !of_whole_years.contains(unit));
    }
    found.retain(|change| !change.after.is_empty());
    found
}

/// Whether a cell is a year to date.
fn is_to_date(key: &CellKey) -> bool {
    key.span == Span::Ytd
}
