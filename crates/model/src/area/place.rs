//! Units that are the same place under another code or name, followed through renamings alone.

use super::register::AreaRegister;
use super::relation::{Relation, RelationKind};
use super::unit::UnitId;
use chrono::NaiveDate;

impl AreaRegister {
    /// The unit of a day that is the same place as a unit of another day: itself, or what it
    /// became, or had been, by renaming alone. `None` where anything else happened to it in
    /// between, or nothing is recorded.
    #[must_use]
    pub fn same_place(&self, unit: UnitId, day: NaiveDate) -> Option<UnitId> {
        let mut at = unit;
        for _ in 0..=self.relations().len() {
            let held = self.unit(at);
            if held.valid_on(day) {
                return Some(at);
            }
            at = if held.valid_from > day {
                self.renamed_on(held.valid_from, |_, to| to == at)?.0
            } else {
                self.renamed_after(at)?.1
            };
        }
        None
    }

    pub(super) fn last_of_place(&self, unit: UnitId) -> UnitId {
        let renamings =
            std::iter::successors(Some(unit), |at| self.renamed_after(*at).map(|(_, to)| to));
        renamings
            .take(self.relations().len() + 1)
            .last()
            .unwrap_or(unit)
    }

    fn renamed_after(&self, unit: UnitId) -> Option<(UnitId, UnitId)> {
        self.renamed_on(self.unit(unit).valid_to?.succ_opt()?, |from, _| {
            from == unit
        })
    }

    /// The renaming on a day that concerns a unit, before and after, where nothing else happened to
    /// either that day.
    fn renamed_on(
        &self,
        day: NaiveDate,
        wanted: impl Fn(UnitId, UnitId) -> bool,
    ) -> Option<(UnitId, UnitId)> {
        let eve = day.pred_opt()?;
        let units = |r: &Relation| {
            Some((
                self.by_code(&r.from_code, eve)?,
                self.by_code(&r.to_code, day)?,
            ))
        };
        let that_day: Vec<(RelationKind, UnitId, UnitId)> = self
            .relations()
            .iter()
            .filter(|r| r.date == day)
            .filter_map(|r| units(r).map(|(from, to)| (r.kind, from, to)))
            .collect();
        let (_, from, to) = *that_day
            .iter()
            .find(|(kind, from, to)| *kind == RelationKind::Rename && wanted(*from, *to))?;
        let concerned = that_day
            .iter()
            .filter(|(_, f, t)| [*f, *t].iter().any(|unit| [from, to].contains(unit)))
            .count();
        (concerned == 1).then_some((from, to))
    }
}
