//! Sums as they were on the days of the sources, where the land is the same.

use crate::upward::members::members;
use crate::upward::sums::{SummedMeasure, Sums, sums_of};
use crate::{BoundaryMap, Component, components};
use chiso_model::{AreaRegister, Cell, MeasureValue, UnitId, ValueKey};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Whether areas of two days are together the same land: whatever became of them happened among
/// them.
fn same_land(
    components: &[Component],
    earlier: &BTreeSet<UnitId>,
    later: &BTreeSet<UnitId>,
) -> bool {
    let touched = components.iter().filter(|c| {
        c.from.iter().any(|u| earlier.contains(u)) || c.to.iter().any(|u| later.contains(u))
    });
    let within = |c: &Component| {
        let known = !c.from.is_empty() && !c.to.is_empty();
        known
            && c.from.iter().all(|u| earlier.contains(u))
            && c.to.iter().chain(&c.exact_with).all(|u| later.contains(u))
    };
    touched.into_iter().all(within)
}

/// The sums as they were on the days of the sources, for areas whose land has not changed since; a
/// sum made there needs no figure of an area below to be brought onto the boundary. And the sums in
/// which an area below has a figure that no unit of the boundary holds.
pub(super) fn on_own_days(
    summed: SummedMeasure<'_>,
    level: &str,
    (cells, boundary): (&[Cell], NaiveDate),
    here: &BTreeMap<UnitId, BTreeSet<UnitId>>,
    values_on: impl Fn(&[Cell], NaiveDate) -> Vec<MeasureValue>,
) -> (Sums, BTreeSet<ValueKey>) {
    let areas = summed.areas;
    let is_stated = |c: &Cell| c.measure == summed.stated.id;
    let own = || cells.iter().filter(|c| is_stated(c));
    let days: BTreeSet<NaiveDate> = own()
        .map(|c| c.area_date)
        .filter(|day| *day != boundary)
        .collect();
    let (mut sums, mut left_out) = (Sums::new(), BTreeSet::new());
    for day in days {
        let of_day = cells.iter().filter(|c| c.area_date == day || !is_stated(c));
        let of_day: Vec<Cell> = of_day.cloned().collect();
        let then = members(areas, level, day);
        let below: Vec<&Cell> = of_day
            .iter()
            .filter(|c| is_stated(c) && areas.unit(c.area).level == level)
            .collect();
        left_out.extend(not_held(&below, &then, areas, (day, boundary)));
        let between = components(areas, day.min(boundary), day.max(boundary));
        let unchanged = |above: UnitId| {
            let (place, now) = (areas.same_place(above, boundary)?, then.get(&above)?);
            let (earlier, later) = if day < boundary {
                (now, here.get(&place)?)
            } else {
                (here.get(&place)?, now)
            };
            same_land(&between, earlier, later).then_some((place, boundary))
        };
        if then.keys().all(|above| unchanged(*above).is_none()) {
            continue;
        }
        // Periods of what is made from other measures were put together before it was made, so they
        // may have figures of other days.
        let made = summed.measure.derived.is_some();
        let values = values_on(if made { cells } else { &of_day }, day);
        for (key, found) in sums_of(summed, &values, &then, unchanged) {
            // Of several days the one that has the sum counts.
            if found.first().is_some_and(|sum| sum.figure.value.is_some()) {
                sums.entry(key).or_insert(found);
            }
        }
    }
    (sums, left_out)
}

/// The sums on the boundary of which a cell of a day would be part, were there a unit that holds
/// it.
fn not_held(
    cells: &[&Cell],
    then: &BTreeMap<UnitId, BTreeSet<UnitId>>,
    areas: &AreaRegister,
    (day, boundary): (NaiveDate, NaiveDate),
) -> BTreeSet<ValueKey> {
    let map = BoundaryMap::between(areas, day, boundary);
    let held: BTreeSet<UnitId> = map
        .iter()
        .flat_map(|(_, c)| c.parts.iter().copied())
        .collect();
    let of = |cell: &&Cell| {
        let (area, period, span) = (cell.area, cell.period, cell.span);
        then.iter()
            .filter(move |(_, units)| units.contains(&area))
            .filter_map(|(above, _)| areas.same_place(*above, boundary))
            .map(move |area| ValueKey { area, period, span })
            .collect::<Vec<_>>()
    };
    cells
        .iter()
        .filter(|c| !held.contains(&c.area))
        .flat_map(of)
        .collect()
}
