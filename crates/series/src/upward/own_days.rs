//! Sums as they were on the days of the sources, where the land is the same.

use crate::upward::booked_above::BookedAbove;
use crate::upward::days::CellsByTime;
use crate::upward::members::members;
use crate::upward::sums::{SummedMeasure, Sums, sums_of};
use crate::{BoundaryMap, Component, components};
use chiso_model::{AreaRegister, Cell, MeasureValue, Reason, UnitId, ValueKey};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What became of areas between the boundary and another day.
struct LandThen<'a> {
    /// By area of the boundary, the union it is part of.
    unions: BTreeMap<UnitId, &'a Component>,
    /// The boundary is the later of the two days.
    boundary_is_later: bool,
}

impl<'a> LandThen<'a> {
    fn new(components: &'a [Component], boundary_is_later: bool) -> LandThen<'a> {
        let here = |c: &'a Component| if boundary_is_later { &c.to } else { &c.from };
        let unions = components
            .iter()
            .flat_map(|c| here(c).iter().map(move |unit| (*unit, c)))
            .collect();
        LandThen {
            unions,
            boundary_is_later,
        }
    }

    /// The areas of the other day that were together the land of areas of the boundary, whatever
    /// became of them among themselves; `None` where land came from others or went to them.
    fn of(&self, here: &BTreeSet<UnitId>) -> Option<BTreeSet<UnitId>> {
        let unions = here.iter().map(|unit| self.unions.get(unit).copied());
        let unions: Vec<&Component> = unions.collect::<Option<_>>()?;
        let sides = |c: &'a Component| {
            if self.boundary_is_later {
                (&c.to, &c.from)
            } else {
                (&c.from, &c.to)
            }
        };
        let mut then = BTreeSet::new();
        for union in &unions {
            let (now, before) = sides(union);
            if before.is_empty() || !now.iter().all(|unit| here.contains(unit)) {
                return None;
            }
            then.extend(before);
        }
        let later = if self.boundary_is_later { here } else { &then };
        let exact = |c: &&Component| c.exact_with.iter().all(|unit| later.contains(unit));
        unions.iter().all(exact).then_some(then)
    }
}

/// The sums of areas as they were on the days of the sources, where areas of that day are together
/// the land of an area on the boundary; a sum made there needs no figure of an area below to be brought
/// onto the boundary. And the sums in which an area below has a figure that no unit of the boundary
/// holds.
pub(super) fn on_own_days(
    summed: SummedMeasure<'_>,
    level: &str,
    (cells, boundary): (&[Cell], NaiveDate),
    (here, has_sum): (
        &BTreeMap<UnitId, BTreeSet<UnitId>>,
        impl Fn(&ValueKey) -> bool,
    ),
    values_on: impl Fn(&[Cell], NaiveDate) -> Vec<MeasureValue>,
) -> (Sums, BTreeSet<ValueKey>) {
    let areas = summed.areas;
    let is_stated = |c: &Cell| c.measure == summed.stated.id;
    let by_time = CellsByTime::new(cells.iter().filter(|c| is_stated(c)));
    let (mut sums, mut left_out) = (Sums::new(), BTreeSet::new());
    // Where periods are worked out, parts of them may be of areas that ended within them.
    let asked = !summed.measure.periods.is_empty();
    let ended = asked.then(|| by_time.days_ended(areas));
    let days = { by_time.days().into_iter() }.chain(ended.into_iter().flatten());
    for (day, times) in days.filter(|(day, _)| *day != boundary) {
        let of_day = by_time.with_parts(&times);
        let is_below = |c: &&&Cell| c.area_date == day && areas.unit(c.area).level == level;
        let below: Vec<&Cell> = of_day.iter().filter(is_below).copied().collect();
        let then = members(areas, level, day);
        left_out.extend(not_held(&below, &then, areas, (day, boundary)));
        let between = components(areas, day.min(boundary), day.max(boundary));
        let land = LandThen::new(&between, day < boundary);
        let of_level =
            |units: &BTreeSet<UnitId>| { units.iter() }.all(|u| areas.unit(*u).level == level);
        let summed_then: BTreeMap<UnitId, BTreeSet<UnitId>> = { here.iter() }
            .filter_map(|(above, units)| Some((*above, land.of(units).filter(of_level)?)))
            .collect();
        if summed_then.is_empty() {
            continue;
        }
        // Periods of what is made from other measures were put together before it was made, so they
        // may have figures of other days.
        let made = summed.measure.derived.is_some();
        let (values, times) = if made {
            let values = values_on(cells, day);
            let times = values.iter().map(|v| (v.period, v.span)).collect();
            (values, times)
        } else {
            let others = cells.iter().filter(|c| !is_stated(c));
            let of_day: Vec<Cell> = of_day.into_iter().chain(others).cloned().collect();
            (values_on(&of_day, day), times)
        };
        let booked = BookedAbove::new((summed.stated, areas), &values, (&then, day));
        let into = |above| Some((above, boundary));
        let of_then = (&summed_then, &booked);
        for (key, found) in sums_of(summed, (&values, &times), of_then, into) {
            // What is put together from figures of other days alone is on the boundary as well.
            if made && has_sum(&key) && !by_time.has_within((key.period, key.span), day) {
                continue;
            }
            // Of several days the one that has the sum counts, else one that knows of a part that is
            // withheld or was not accepted.
            let is_there = |sums: &[MeasureValue]| sums.first().is_some_and(has_value);
            let held = sums.get(&key);
            let better = held.is_none_or(|held| !is_there(held) && is_there(&found));
            if better && (is_there(&found) || found.first().is_some_and(is_set_aside)) {
                sums.insert(key, found);
            }
        }
    }
    (sums, left_out)
}

pub(super) fn has_value(sum: &MeasureValue) -> bool {
    sum.figure.value.is_some()
}

/// Whether a part of a sum is withheld or was not accepted.
fn is_set_aside(sum: &MeasureValue) -> bool {
    let mut reasons = sum.figure.reasons.iter();
    reasons.any(|r| matches!(r, Reason::Suppressed | Reason::Quarantined))
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
