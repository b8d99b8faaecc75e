//! What data files give of areas above others: all records of the areas below them together, for what
//! does not add up over areas.
//!
//! Each record belongs to the unit that its area was on its day, and that unit to the areas above it
//! on its last day in the period. So a merger within a year leaves no record out.

use super::known::{PartsByPeriod, last_day};
use crate::model::{AreaRegister, UnitId};
use crate::series::members;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What the records of the areas of a level give of the areas above these.
pub(super) fn above(by_unit: &PartsByPeriod, areas: &AreaRegister, level: &str) -> PartsByPeriod {
    let mut of_day: BTreeMap<NaiveDate, BTreeMap<UnitId, Vec<UnitId>>> = BTreeMap::new();
    let mut found = PartsByPeriod::new();
    for ((area, period), parts) in by_unit {
        let unit = areas.unit(*area);
        if unit.level != level {
            continue;
        }
        let day = last_day(unit, *period);
        let of_day = of_day
            .entry(day)
            .or_insert_with(|| areas_above(areas, level, day));
        for above in of_day.get(area).into_iter().flatten() {
            let all = found.entry((*above, *period)).or_default();
            all.extend(parts.iter().cloned());
        }
    }
    found
}

/// The areas above each area of a level, on a day.
fn areas_above(areas: &AreaRegister, level: &str, day: NaiveDate) -> BTreeMap<UnitId, Vec<UnitId>> {
    let mut found: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for (above, below) in members(areas, level, day) {
        for area in below {
            found.entry(area).or_default().push(above);
        }
    }
    found
}
