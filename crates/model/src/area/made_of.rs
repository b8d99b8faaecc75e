//! Units that were made of whole others within a month, so that all that happened on their land in that
//! month is theirs: what was booked on the others before the change, and on them since.

use super::relation::{Relation, RelationKind};
use super::unit::{AreaUnit, UnitId};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// What each unit became as a whole, and since when each has the records of its whole land; looked up once
/// for all units.
#[derive(Clone, Debug, Default)]
pub(super) struct Wholes {
    /// By unit the one that was made of it and of other whole units, and of no part of one.
    pub(super) became: Vec<Option<UnitId>>,
    /// By unit the first of the month within which it was made so, else its own first day.
    pub(super) since: Vec<NaiveDate>,
}

impl Wholes {
    /// From relations, with the units of a code on a day.
    pub(super) fn new(
        units: &[AreaUnit],
        relations: &[Relation],
        by_code: impl Fn(&str, NaiveDate) -> Option<UnitId>,
    ) -> Wholes {
        let mut from: BTreeMap<(&str, NaiveDate), Vec<&Relation>> = BTreeMap::new();
        let mut into: BTreeMap<(&str, NaiveDate), Vec<&Relation>> = BTreeMap::new();
        for relation in relations {
            let (old, new) = (relation.from_code.as_str(), relation.to_code.as_str());
            from.entry((old, relation.date)).or_default().push(relation);
            into.entry((new, relation.date)).or_default().push(relation);
        }
        let only = |unit: &AreaUnit| {
            let day = unit.valid_to?.succ_opt()?;
            let [only] = from.get(&(unit.code.as_str(), day))?.as_slice() else {
                return None;
            };
            let whole = matches!(only.kind, RelationKind::Merge | RelationKind::Rename);
            whole.then(|| by_code(&only.to_code, day)).flatten()
        };
        let only: Vec<Option<UnitId>> = units.iter().map(only).collect();
        let made_of = |unit: usize| -> Option<Vec<UnitId>> {
            let held = &units[unit];
            let eve = held.valid_from.pred_opt()?;
            let all = into.get(&(held.code.as_str(), held.valid_from))?.iter();
            let part = |r: &&Relation| by_code(&r.from_code, eve);
            let whole = |part: &UnitId| only[part.0] == Some(UnitId(unit));
            all.map(|r| part(r).filter(whole)).collect()
        };
        let mut found = Wholes {
            became: vec![None; units.len()],
            since: units.iter().map(|unit| unit.valid_from).collect(),
        };
        let mut in_order: Vec<usize> = (0..units.len()).collect();
        in_order.sort_by_key(|unit| units[*unit].valid_from);
        for unit in in_order {
            let all = made_of(unit).unwrap_or_default();
            for part in &all {
                found.became[part.0] = Some(UnitId(unit));
            }
            let first = found.since[unit].with_day(1);
            let whole = |first: &NaiveDate| all.iter().all(|part| found.since[part.0] <= *first);
            if let Some(first) = first.filter(|first| !all.is_empty() && whole(first)) {
                found.since[unit] = first;
            }
        }
        found
    }
}
