//! Which units became which by renaming alone, looked up once for all units.

use super::relation::{Relation, RelationKind};
use super::unit::{AreaUnit, UnitId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What each unit became by renaming, where nothing else happened to either unit that day.
#[derive(Clone, Debug, Default)]
pub(super) struct Renamings {
    pub(super) after: BTreeMap<UnitId, UnitId>,
    pub(super) before: BTreeMap<UnitId, UnitId>,
}

impl Renamings {
    /// From relations in the order of their days, with the units of a code on a day.
    pub(super) fn new(
        units: &[AreaUnit],
        relations: &[Relation],
        by_code: impl Fn(&str, NaiveDate) -> Option<UnitId>,
    ) -> Renamings {
        let mut found = Renamings::default();
        for that_day in relations.chunk_by(|a, b| a.date == b.date) {
            let units_of = |r: &Relation| {
                let from = by_code(&r.from_code, r.date.pred_opt()?)?;
                Some((from, by_code(&r.to_code, r.date)?))
            };
            let steps = that_day.iter().filter_map(|r| Some((r, units_of(r)?)));
            let steps: Vec<(&Relation, (UnitId, UnitId))> = steps.collect();
            let mut concerned: BTreeMap<UnitId, usize> = BTreeMap::new();
            for (_, (from, to)) in &steps {
                *concerned.entry(*from).or_default() += 1;
                *concerned.entry(*to).or_default() += usize::from(from != to);
            }
            for (relation, (from, to)) in steps {
                let alone = [from, to]
                    .iter()
                    .all(|unit| concerned.get(unit) == Some(&1));
                if relation.kind != RelationKind::Rename || !alone {
                    continue;
                }
                let ended = units[from.0].valid_to.and_then(|day| day.succ_opt());
                if ended == Some(relation.date) {
                    found.after.insert(from, to);
                }
                if units[to.0].valid_from == relation.date {
                    found.before.insert(to, from);
                }
            }
        }
        found
    }
}
