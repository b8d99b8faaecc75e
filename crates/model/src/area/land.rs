//! The days through which a unit has the same land.

use super::register::AreaRegister;
use super::relation::{Relation, RelationKind};
use super::unit::UnitId;
use chrono::NaiveDate;
use std::collections::BTreeSet;

impl AreaRegister {
    /// Of the days on which a unit has the land that it has on `day`, the one nearest to `wanted`.
    /// Statements about the same land of one period have the same such day, on whichever day each
    /// of them says that its areas are.
    #[must_use]
    pub fn day_of_land(&self, unit: UnitId, day: NaiveDate, wanted: NaiveDate) -> NaiveDate {
        let (held, changes) = (self.unit(unit), self.land_changes(unit));
        let first = changes.range(..=day).next_back().copied();
        let first = first.map_or(held.valid_from, |change| change.max(held.valid_from));
        let last = changes.range(first..).find(|change| **change > day);
        let last = last.and_then(NaiveDate::pred_opt);
        let last = [last, held.valid_to].into_iter().flatten().min();
        let wanted = wanted.max(first);
        last.map_or(wanted, |last| wanted.min(last))
    }

    /// By unit, the days on which it gave land, or got some, though it went on.
    pub(super) fn all_land_changes(&self) -> Vec<BTreeSet<NaiveDate>> {
        let mut changes = vec![BTreeSet::new(); self.units().count()];
        let mut add = |unit: Option<UnitId>, day| {
            if let Some(of_unit) = unit.and_then(|unit| changes.get_mut(unit.0)) {
                of_unit.insert(day);
            }
        };
        let land = |r: &&Relation| r.kind != RelationKind::Rename;
        for relation in self.relations().iter().filter(land) {
            let eve = relation.date.pred_opt();
            add(
                eve.and_then(|eve| self.by_code(&relation.from_code, eve)),
                relation.date,
            );
            add(
                self.by_code(&relation.to_code, relation.date),
                relation.date,
            );
        }
        for day in self.days_of_change() {
            for (before, after) in self.regrouped_on(day) {
                add(Some(before), day);
                add(Some(after), day);
            }
        }
        changes
    }
}
