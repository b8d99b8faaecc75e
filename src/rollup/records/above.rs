//! What data files give of areas above others: all records of the areas below them together, with those
//! that are booked on the areas above themselves, for what does not add up over areas.
//!
//! Each record belongs to the unit that its area was on its day, and that unit to the areas above it
//! on its last day in the period. So a merger within a year leaves no record out.

use super::known::{PartsByPeriod, last_day};
use crate::model::{AreaRegister, UnitId};
use crate::series::members;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// By area the areas above whose records its own are among.
type Above = BTreeMap<UnitId, BTreeSet<UnitId>>;

/// What the records of the areas of a level, and of the areas above these, give of the areas above.
pub(super) fn above(by_unit: &PartsByPeriod, areas: &AreaRegister, level: &str) -> PartsByPeriod {
    let mut of_day: BTreeMap<NaiveDate, Above> = BTreeMap::new();
    let mut found = PartsByPeriod::new();
    for ((area, period), parts) in by_unit {
        let day = last_day(areas.unit(*area), *period);
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

/// The areas above each area of a level on a day, and of each area above the level itself and those above
/// it.
fn areas_above(areas: &AreaRegister, level: &str, day: NaiveDate) -> Above {
    let members = members(areas, level, day);
    let mut found = Above::new();
    for (above, below) in &members {
        let mut of_above = areas.parents(*above, day);
        of_above.retain(|unit| members.contains_key(unit));
        found.entry(*above).or_default().extend(of_above);
        found.entry(*above).or_default().insert(*above);
        for area in below {
            found.entry(*area).or_default().insert(*above);
        }
    }
    found
}
