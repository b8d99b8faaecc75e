//! What happened between two days, and which units hang together by it.

use chiso_model::{AreaRegister, Relation, RelationKind, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A relation with the units that it is of.
pub(super) struct UnionChange<'a> {
    pub(super) relation: &'a Relation,
    pub(super) before: UnitId,
    pub(super) after: UnitId,
}

/// What happened after one day, up to another.
pub(super) fn changes(
    areas: &AreaRegister,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<UnionChange<'_>> {
    areas
        .relations()
        .iter()
        .filter(|r| from < r.date && r.date <= to)
        .filter_map(|relation| {
            Some(UnionChange {
                relation,
                before: areas.by_code(&relation.from_code, relation.date.pred_opt()?)?,
                after: areas.by_code(&relation.to_code, relation.date)?,
            })
        })
        .collect()
}

/// The units above between which areas below moved after one day, up to another.
pub(super) fn regrouped(
    areas: &AreaRegister,
    (from, to): (NaiveDate, NaiveDate),
) -> BTreeSet<(UnitId, UnitId)> {
    let between = { areas.days_of_change() }
        .into_iter()
        .filter(|d| from < *d && *d <= to);
    between.flat_map(|date| areas.regrouped_on(date)).collect()
}

/// Which units hang together: each points to another of its union, the last to none.
#[derive(Default)]
pub(super) struct Ties(BTreeMap<UnitId, UnitId>);

impl Ties {
    /// Of changes; a part that figures cannot separate ties nothing together.
    pub(super) fn of(changes: &[UnionChange<'_>]) -> Ties {
        let mut ties = Ties::default();
        let tying = |c: &&UnionChange<'_>| c.relation.kind != RelationKind::Transfer;
        for change in changes.iter().filter(tying) {
            ties.tie(change.before, change.after);
        }
        ties
    }

    pub(super) fn root(&self, mut unit: UnitId) -> UnitId {
        while let Some(next) = self.0.get(&unit) {
            unit = *next;
        }
        unit
    }

    fn tie(&mut self, a: UnitId, b: UnitId) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.0.insert(a.max(b), a.min(b));
        }
    }
}
