//! The unions of two days, from what the register says happened between them.

use crate::components::component::{Component, Outcome};
use chiso_model::{AreaRegister, Relation, RelationKind, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The unions of two days, by level and code on the later day.
#[must_use]
pub fn components(areas: &AreaRegister, from: NaiveDate, to: NaiveDate) -> Vec<Component> {
    let between = changes(areas, from, to);
    let mut ties = Ties::default();
    for change in between
        .iter()
        .filter(|c| c.relation.kind != RelationKind::Transfer)
    {
        ties.tie(change.before, change.after);
    }
    let mut found = unions(areas, (from, to), &ties);
    for change in between {
        let (one, other) = (ties.root(change.before), ties.root(change.after));
        if change.relation.kind == RelationKind::Transfer {
            add_transfer(&mut found, change.relation, one, other);
        } else {
            found
                .entry(one)
                .and_modify(|c| c.relations.push(change.relation.clone()));
        }
    }
    let mut all: Vec<Component> = found
        .into_values()
        .map(|c| Component {
            outcome: outcome(areas, &c),
            ..c
        })
        .collect();
    let place = |c: &Component| {
        c.to.first()
            .or_else(|| c.from.first())
            .map(|id| (areas.unit(*id).level.clone(), areas.unit(*id).code.clone()))
    };
    all.sort_by_cached_key(place);
    all
}

/// A relation with the units that it is of.
struct UnionChange<'a> {
    relation: &'a Relation,
    before: UnitId,
    after: UnitId,
}

/// What happened after one day, up to another.
fn changes(areas: &AreaRegister, from: NaiveDate, to: NaiveDate) -> Vec<UnionChange<'_>> {
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

/// The units of both days by the union that they are tied to.
fn unions(
    areas: &AreaRegister,
    (from, to): (NaiveDate, NaiveDate),
    ties: &Ties,
) -> BTreeMap<UnitId, Component> {
    let mut found: BTreeMap<UnitId, Component> = BTreeMap::new();
    let empty = || Component {
        from: vec![],
        to: vec![],
        outcome: Outcome::Same,
        relations: vec![],
        transfers: vec![],
        exact_with: BTreeSet::new(),
    };
    for (id, unit) in areas.units() {
        let (before, after) = (unit.valid_on(from), unit.valid_on(to));
        if before || after {
            let component = found.entry(ties.root(id)).or_insert_with(empty);
            component.from.extend(before.then_some(id));
            component.to.extend(after.then_some(id));
        }
    }
    found
}

/// Notes on both sides a part that came or went, and with whom each would be exact.
fn add_transfer(
    found: &mut BTreeMap<UnitId, Component>,
    relation: &Relation,
    one: UnitId,
    other: UnitId,
) {
    for (own, strange) in [(one, other), (other, one)] {
        let theirs: Vec<UnitId> = found
            .get(&strange)
            .map(|c| c.to.clone())
            .unwrap_or_default();
        if let Some(component) = found.get_mut(&own) {
            component.transfers.push(relation.clone());
            component
                .exact_with
                .extend(theirs.into_iter().filter(|_| own != strange));
        }
        if one == other {
            break;
        }
    }
}

fn outcome(areas: &AreaRegister, component: &Component) -> Outcome {
    match (component.from.as_slice(), component.to.as_slice()) {
        ([before], [after]) => {
            let named = |id: &UnitId| {
                (
                    &areas.unit(*id).code,
                    &areas.unit(*id).name_vi,
                    &areas.unit(*id).name_en,
                )
            };
            if named(before) == named(after) {
                Outcome::Same
            } else {
                Outcome::Renamed
            }
        }
        ([], _) => Outcome::Begun,
        (_, []) => Outcome::Ended,
        (_, [_]) => Outcome::Merged,
        ([_], _) => Outcome::Split,
        _ => Outcome::Regrouped,
    }
}

/// Which units hang together: each points to another of its union, the last to none.
#[derive(Default)]
struct Ties(BTreeMap<UnitId, UnitId>);

impl Ties {
    fn root(&self, mut unit: UnitId) -> UnitId {
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
