//! What data files give of areas above others: all records of the areas below them together, for what
//! does not add up over areas.
//!
//! Each record belongs to the unit that its area was on its day, and that unit to the areas above it
//! on its last day in the period. So a merger within a year leaves no record out.

use super::known::{Parts, last_day};
use crate::model::{AreaRegister, Period, UnitId};
use crate::series::members;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What data files give of the areas above those of a level; nothing of one that has records of its
/// own in the period.
pub(super) fn above(
    by_unit: &BTreeMap<(UnitId, Period), Parts>,
    areas: &AreaRegister,
    level: &str,
) -> BTreeMap<(UnitId, Period), Parts> {
    let mut of_day: BTreeMap<NaiveDate, BTreeMap<UnitId, BTreeSet<UnitId>>> = BTreeMap::new();
    let mut found: BTreeMap<(UnitId, Period), Parts> = BTreeMap::new();
    for ((area, period), parts) in by_unit {
        let unit = areas.unit(*area);
        if unit.level != level {
            continue;
        }
        let day = last_day(unit, *period);
        let above = of_day
            .entry(day)
            .or_insert_with(|| members(areas, level, day));
        for (above, below) in above {
            if below.contains(area) && !by_unit.contains_key(&(*above, *period)) {
                let all = found.entry((*above, *period)).or_default();
                all.extend(parts.iter().cloned());
            }
        }
    }
    found
}
