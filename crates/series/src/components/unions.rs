//! The unions of two days, from what the register says happened between them.

use crate::components::component::{Component, Outcome};
use crate::components::ties::{Ties, changes, regrouped};
use chiso_model::{AreaRegister, Relation, RelationKind, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The unions of two days, by level and code on the later day.
#[must_use]
pub fn components(areas: &AreaRegister, from: NaiveDate, to: NaiveDate) -> Vec<Component> {
    let between = changes(areas, from, to);
    let ties = Ties::of(&between);
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
    for (one, other) in regrouped(areas, (from, to)) {
        exact_together(&mut found, ties.root(one), ties.root(other));
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

/// Notes on both sides that they would be exact together.
fn exact_together(found: &mut BTreeMap<UnitId, Component>, one: UnitId, other: UnitId) {
    for (own, strange) in [(one, other), (other, one)] {
        let theirs = found.get(&strange).map(|c| c.to.clone());
        if let Some(component) = found.get_mut(&own).filter(|_| own != strange) {
            component.exact_with.extend(theirs.into_iter().flatten());
        }
    }
}

/// Notes on both sides a part that came or went, and with whom each would be exact.
fn add_transfer(
    found: &mut BTreeMap<UnitId, Component>,
    relation: &Relation,
    one: UnitId,
    other: UnitId,
) {
    for side in BTreeSet::from([one, other]) {
        if let Some(component) = found.get_mut(&side) {
            component.transfers.push(relation.clone());
        }
    }
    exact_together(found, one, other);
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
