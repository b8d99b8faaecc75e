//! Which units of one day make up the units of another day.
//!
//! Walks the recorded relations from day to day, forwards or backwards. A merged unit is the sum of
//! what was merged; a figure is never divided among parts, so a unit whose figure could only be had
//! by dividing is marked `divided`. So is a unit above that an area below left or came to: it is
//! another territory.

mod composition;
mod regrouped;
#[cfg(test)]
mod tests;

use crate::components::whole_unions;
use chiso_model::{AreaRegister, Relation, RelationKind, UnitId};
use chrono::NaiveDate;
pub use composition::Composition;
use std::collections::{BTreeMap, BTreeSet};

/// The units of one day in terms of the units of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundaryMap {
    compositions: BTreeMap<UnitId, Composition>,
    /// By unit of the other day, the units that it is part of.
    wholes: BTreeMap<UnitId, Vec<UnitId>>,
}

impl BoundaryMap {
    /// Every unit of day `to` in terms of the units of day `from`.
    #[must_use]
    pub fn between(areas: &AreaRegister, from: NaiveDate, to: NaiveDate) -> BoundaryMap {
        let mut state: BTreeMap<UnitId, Composition> = areas
            .units_on(from)
            .map(|(id, _)| (id, Composition::of(id)))
            .collect();
        let dates = areas.days_of_change();
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
        regrouped::settle(&mut state, areas, (from, to));
        if state.values().any(|c| c.divided) {
            put_together_again(&mut state, &whole_unions(areas, from, to));
        }
        let mut wholes: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
        for (whole, composition) in &state {
            for part in &composition.parts {
                wholes.entry(*part).or_default().push(*whole);
            }
        }
        BoundaryMap {
            compositions: state,
            wholes,
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

    /// The units of the boundary day that a unit of the other day is part of.
    pub fn wholes(&self, part: UnitId) -> impl Iterator<Item = UnitId> {
        self.wholes.get(&part).into_iter().flatten().copied()
    }
}

/// A relation with its units looked up, but for those that figures cannot separate.
#[derive(Clone, Copy)]
struct RelationStep {
    kind: RelationKind,
    from: UnitId,
    to: UnitId,
}

/// What happened on one day.
#[derive(Default)]
struct Change {
    /// What each unit became, or became part of.
    from: BTreeMap<UnitId, Vec<RelationStep>>,
    /// What each unit was made of.
    to: BTreeMap<UnitId, Vec<RelationStep>>,
    /// Units to which a part came that figures cannot separate, or from which it went.
    approximate: BTreeSet<UnitId>,
    /// Units that existed before and after.
    lasting: BTreeSet<UnitId>,
    /// Units above that an area below came to, or went from.
    regrouped: BTreeSet<UnitId>,
}

impl Change {
    fn new(
        steps: impl Iterator<Item = RelationStep>,
        lasting: BTreeSet<UnitId>,
        regrouped: BTreeSet<UnitId>,
    ) -> Change {
        let mut change = Change {
            lasting,
            regrouped,
            ..Change::default()
        };
        for step in steps {
            if step.kind == RelationKind::Transfer {
                change.approximate.extend([step.from, step.to]);
            } else {
                change.from.entry(step.from).or_default().push(step);
                change.to.entry(step.to).or_default().push(step);
            }
        }
        change
    }

    /// A part that figures cannot separate came to the unit or went from it.
    fn approximate(&self, unit: UnitId) -> bool {
        self.approximate.contains(&unit)
    }

    /// What a unit became, apart from itself.
    fn became(&self, unit: UnitId) -> impl Iterator<Item = &RelationStep> {
        let steps = self.from.get(&unit).into_iter().flatten();
        steps.filter(move |s| s.to != unit)
    }

    /// What a unit was made of.
    fn made_of(&self, unit: UnitId) -> impl Iterator<Item = &RelationStep> {
        self.to.get(&unit).into_iter().flatten()
    }

    /// After the change `whole` holds more than what `part` was.
    fn holds_more(&self, whole: UnitId, part: UnitId) -> bool {
        let takes_in_another = self.made_of(whole).any(|s| s.from != part);
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
    let that_day = areas.relations().iter().filter(|r| r.date == date);
    let before: BTreeSet<UnitId> = areas.units_on(eve).map(|(id, _)| id).collect();
    let after: BTreeSet<UnitId> = areas.units_on(date).map(|(id, _)| id).collect();
    let lasting = before.intersection(&after).copied().collect();
    let regrouped = areas.regrouped_on(date).into_iter();
    let regrouped = regrouped.flat_map(|(one, other)| [one, other]).collect();
    let change = Change::new(that_day.filter_map(look_up), lasting, regrouped);
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
    made.regrouped |= change.regrouped.contains(&unit);
    made.divided |= { change.became(unit) }.any(|s| s.kind == RelationKind::Split);
    for s in change.made_of(unit).filter(|s| s.from != unit) {
        let Some(part) = state.get(&s.from) else {
            continue;
        };
        made.absorb(part);
        made.approximate |= change.approximate(s.from);
        made.divided |= s.kind == RelationKind::Split;
        made.regrouped |= change.regrouped.contains(&s.from);
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
    made.regrouped |= change.regrouped.contains(&unit);
    made.divided |= !made.parts.is_empty() && change.holds_more(unit, unit);
    for s in change.became(unit) {
        let Some(successor) = state.get(&s.to) else {
            continue;
        };
        made.absorb(successor);
        made.approximate |= change.approximate(s.to);
        made.divided |= change.holds_more(s.to, unit);
        made.regrouped |= change.regrouped.contains(&s.to);
    }
    made
}
