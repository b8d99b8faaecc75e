//! What a unit of another day has of a period that the units merged with it state, by its own shorter
//! periods.

use crate::combine::of_one_unit;
use crate::existence::Existence;
use crate::periods::{ByYear, PartPeriods};
use chiso_model::{Cell, MeasureValue, Period, Span, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What the cells of a unit from one dataset that touch the years of a period make of it, the best first,
/// of the land that the unit has on a day: what is whole only, or why nothing is
/// ([`PartPeriods::worked_out`]).
pub fn worked_out<'c>(
    existence: Existence<'_>,
    (unit, day): (UnitId, NaiveDate),
    cells: impl Iterator<Item = &'c Cell>,
    at: (Period, Span),
) -> Vec<MeasureValue> {
    let of_land = |c: &&Cell| existence.areas.day_of_land(unit, c.area_date, day) == day;
    let mut stated: BTreeMap<(Period, Span), Option<&Cell>> = BTreeMap::new();
    for cell in cells.filter(of_land) {
        let once = |held: &mut Option<&Cell>| {
            // What is said twice, by the areas of two days, counts where it is the same.
            *held = held.filter(|held| held.figure.value == cell.figure.value);
        };
        let of_time = stated.entry((cell.period, cell.span));
        of_time.and_modify(once).or_insert(Some(cell));
    }
    let stated = stated.into_values().flatten();
    let stated: Vec<MeasureValue> = stated.filter_map(|cell| of_one_unit(cell, day)).collect();
    PartPeriods::new(existence, &stated).worked_out(unit, at)
}

/// The cells of a measure that asks for periods, by the place of their dataset and unit.
pub fn by_unit<'c>(
    Existence { measure, .. }: Existence<'_>,
    cells: &'c [Cell],
) -> ByYear<(usize, UnitId), &'c Cell> {
    let asked = !measure.periods.is_empty();
    let mut found = ByYear::default();
    for cell in cells.iter().filter(|c| asked && c.measure == measure.id) {
        let mut places = measure.sources.iter();
        if let Some(rank) = places.position(|s| s.dataset == *cell.dataset) {
            found.insert((rank, cell.area), (cell.period, cell.span), cell);
        }
    }
    found
}
