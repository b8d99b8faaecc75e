//! Which units of one day make up the units of another day.
//!
//! Walks the recorded relations from day to day, forwards or backwards. A merged unit is the sum of
//! what was merged; a figure is never divided among parts, so a unit whose figure could only be had
//! by dividing is marked `divided`. So is a unit above that an area below left or came to: it is
//! another territory.

#[cfg(test)]
mod tests;

use crate::components::whole_unions;
use chiso_model::{AreaRegister, Relation, RelationKind, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// What a unit of the boundary day is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composition {
    /// Units of the other day whose figures are added up.
    pub parts: BTreeSet<UnitId>,
    /// A part that figures cannot separate came or went: the sum is near, not exact.
    pub approximate: bool,
    /// The parts hold more than this unit and cannot be divided: there is no figure.
    pub divided: bool,
}

impl Composition {
    fn absorb(&mut self, other: &Composition) {
        self.parts.extend(&other.parts);
        self.approximate |= other.approximate;
        self.divided |= other.divided;
    }
}

/// The units of one day in terms of the units of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundaryMap {
    compositions: BTreeMap<UnitId, Composition>,
}

impl BoundaryMap {
    /// Every unit of day `to` in terms of the units of day `from`.
    #[must_use]
    pub fn between(areas: &AreaRegister, from: NaiveDate, to: NaiveDate) -> BoundaryMap {
        let mut state: BTreeMap<UnitId, Composition> = areas
            .units_on(from)
            .map(|(id, _)| {
                (
                    id,
                    Composition {
                        parts: BTreeSet::from([id]),
                        ..Composition::default()
                    },
                )
            })
            .collect();
        let dates: BTreeSet<NaiveDate> = areas.relations().iter().map(|r| r.date).collect();
        if from <= to {
            for date in dates.into_iter().filter(|d| from < *d && *d <= to) {
                state = step(areas, &state, date, forwards);
            }
        } else {
            for date in dates.into_iter().rev().filter(|d| to < *d && *d <= from) {
                state = step(areas, &state, date, backwards);
            }
        }
        state.retain(|id, _| areas.unit(*id).valid_on(to));
        if state.values().any(|c| c.divided) {
            put_together_again(&mut state, &whole_unions(areas, from, to));
        }
        BoundaryMap {
            compositions: state,
        }
    }

    /// The units of the boundary day that can be expressed at all.
    pub fn iter(&self) -> impl Iterator<Item = (UnitId, &Composition)> {
        self.compositions.iter().map(|(id, c)| (*id, c))
    }

    /// What a unit of the boundary day is made of; `None` when nothing is known of its past or
    /// future.
    #[must_use]
    pub fn composition(&self, unit: UnitId) -> Option<&Composition> {
        self.compositions.get(&unit)
    }
}

/// A relation with its units looked up.
struct RelationStep {
    kind: RelationKind,
    from: UnitId,
    to: UnitId,
}

/// What happened on one day.
struct Change {
    steps: Vec<RelationStep>,
    /// Units that existed before and after.
    lasting: BTreeSet<UnitId>,
    /// Units above that an area below came to, or went from.
    regrouped: BTreeSet<UnitId>,
}

impl Change {
    /// A part that figures cannot separate came to the unit or went from it.
    fn approximate(&self, unit: UnitId) -> bool {
        self.steps
            .iter()
            .any(|s| s.kind == RelationKind::Transfer && (s.from == unit || s.to == unit))
    }

    /// After the change `whole` holds more than what `part` was.
    fn holds_more(&self, whole: UnitId, part: UnitId) -> bool {
        let takes_in_another = self
            .steps
            .iter()
            .any(|s| s.to == whole && s.from != part && s.kind != RelationKind::Transfer);
        takes_in_another || (whole != part && self.lasting.contains(&whole))
    }
}

type State = BTreeMap<UnitId, Composition>;

/// What was divided on the way, and is all that became of the units, is their sum.
fn put_together_again(state: &mut State, whole: &BTreeMap<UnitId, BTreeSet<UnitId>>) {
    for (unit, parts) in whole {
        if let Some(composition) = state.get_mut(unit).filter(|c| c.divided) {
            composition.parts.clone_from(parts);
            composition.divided = false;
        }
    }
}

/// Takes the state over the change on `date`; `rule` says what a unit of the far side is made of.
fn step(
    areas: &AreaRegister,
    state: &State,
    date: NaiveDate,
    rule: fn(&State, UnitId, &Change) -> Composition,
) -> State {
    let eve = date.pred_opt().unwrap_or(date);
    let look_up = |r: &Relation| {
        Some(RelationStep {
            kind: r.kind,
            from: areas.by_code(&r.from_code, eve)?,
            to: areas.by_code(&r.to_code, date)?,
        })
    };
    let steps = areas
        .relations()
        .iter()
        .filter(|r| r.date == date)
        .filter_map(look_up)
        .collect();
    let before: BTreeSet<UnitId> = areas.units_on(eve).map(|(id, _)| id).collect();
    let after: BTreeSet<UnitId> = areas.units_on(date).map(|(id, _)| id).collect();
    let change = Change {
        steps,
        lasting: before.intersection(&after).copied().collect(),
        regrouped: areas
            .regrouped_on(date)
            .into_iter()
            .flat_map(|(one, other)| [one, other])
            .collect(),
    };
    let made = before
        .union(&after)
        .map(|unit| (*unit, rule(state, *unit, &change)));
    made.filter(|(_, composition)| !composition.parts.is_empty())
        .collect()
}

/// A unit of the new day: itself if it went on, and all that was merged or renamed into it. What
/// was split cannot be divided.
fn forwards(state: &State, unit: UnitId, change: &Change) -> Composition {
    let mut made = if change.lasting.contains(&unit) {
        state.get(&unit).cloned().unwrap_or_default()
    } else {
        Composition::default()
    };
    made.approximate |= change.approximate(unit);
    made.divided |= change.regrouped.contains(&unit)
        || change
            .steps
            .iter()
            .any(|s| s.from == unit && s.to != unit && s.kind == RelationKind::Split);
    for s in change
        .steps
        .iter()
        .filter(|s| s.to == unit && s.from != unit && s.kind != RelationKind::Transfer)
    {
        let Some(part) = state.get(&s.from) else {
            continue;
        };
        made.absorb(part);
        made.approximate |= change.approximate(s.from);
        made.divided |= s.kind == RelationKind::Split || change.regrouped.contains(&s.from);
    }
    made
}

/// A unit of the old day: its successor if that holds nothing else, and all its parts if it was
/// split.
fn backwards(state: &State, unit: UnitId, change: &Change) -> Composition {
    let mut made = if change.lasting.contains(&unit) {
        state.get(&unit).cloned().unwrap_or_default()
    } else {
        Composition::default()
    };
    made.approximate |= change.approximate(unit);
    made.divided |= change.regrouped.contains(&unit)
        || (!made.parts.is_empty() && change.holds_more(unit, unit));
    for s in change
        .steps
        .iter()
        .filter(|s| s.from == unit && s.to != unit && s.kind != RelationKind::Transfer)
    {
        let Some(successor) = state.get(&s.to) else {
            continue;
        };
        made.absorb(successor);
        made.approximate |= change.approximate(s.to);
        made.divided |= change.holds_more(s.to, unit) || change.regrouped.contains(&s.to);
    }
    made
}
