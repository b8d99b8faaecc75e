//! Areas above that lost an area below to another one of their level, or gained one from it.

use super::register::AreaRegister;
use super::relation::{Relation, RelationKind};
use super::unit::UnitId;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl AreaRegister {
    /// The areas above between which areas below moved on a day: the one of the day before, and
    /// the one of the day. A region that a province left is another territory from then on, as is
    /// the one that it came to. What relations of the areas above say of that day is not repeated:
    /// only moves between areas that no relation connects are given.
    #[must_use]
    pub fn regrouped_on(&self, day: NaiveDate) -> BTreeSet<(UnitId, UnitId)> {
        let Some(eve) = day.pred_opt() else {
            return BTreeSet::new();
        };
        let units = |r: &Relation| {
            Some((
                self.by_code(&r.from_code, eve)?,
                self.by_code(&r.to_code, day)?,
            ))
        };
        let that_day = || self.relations().iter().filter(|r| r.date == day);
        let related: BTreeSet<(UnitId, UnitId)> = that_day().filter_map(units).collect();
        let whole = that_day().filter(|r| r.kind != RelationKind::Transfer);
        let mut moved = BTreeSet::new();
        for (from, to) in whole.filter_map(units) {
            let after = self.above(to, day);
            let there = |(level, one)| Some((one, *after.get(level)?));
            moved.extend(self.above(from, eve).into_iter().filter_map(there));
        }
        moved.retain(|pair| pair.0 != pair.1 && !related.contains(pair));
        moved
    }

    /// The areas above a unit on a day, by level.
    fn above(&self, unit: UnitId, day: NaiveDate) -> BTreeMap<&str, UnitId> {
        let mut found = BTreeMap::new();
        let mut at = unit;
        for _ in 0..=self.units().count() {
            let Some(parent) = self.by_code(&self.unit(at).parent_code, day) else {
                break;
            };
            found
                .entry(self.unit(parent).level.as_str())
                .or_insert(parent);
            at = parent;
        }
        found
    }
}
