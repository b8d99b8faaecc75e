//! Which levels of areas lie below others: what is booked on a district among records of communes is
//! no list of districts.

use crate::model::{AreaRegister, CellKey, UnitId};
use crate::rollup::roll::CellLines;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Levels of listed areas, each with a level above it.
#[derive(Default)]
pub(super) struct LevelsBelow<'a>(BTreeSet<(&'a str, &'a str)>);

impl<'a> LevelsBelow<'a> {
    /// Of all areas that are listed in any period.
    pub(super) fn new(lines: &CellLines, areas: &'a AreaRegister) -> LevelsBelow<'a> {
        let unit = |key: &CellKey| areas.by_code(&key.area_code, key.area_date);
        let units: BTreeSet<UnitId> = lines.keys().filter_map(unit).collect();
        let mut found = BTreeSet::new();
        for unit in units {
            let listed = areas.unit(unit);
            let day = listed.valid_to.unwrap_or(NaiveDate::MAX);
            let above = areas.parents(unit, day).into_iter();
            let levels = above.map(|above| areas.unit(above).level.as_str());
            let levels = levels.filter(|level| *level != listed.level);
            found.extend(levels.map(|level| (listed.level.as_str(), level)));
        }
        LevelsBelow(found)
    }

    /// Whether areas of a level lie below those of another one.
    pub(super) fn is_below(&self, level: &str, above: &str) -> bool {
        self.0.contains(&(level, above))
    }
}
