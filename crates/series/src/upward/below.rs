//! What the areas below have of one period: what they state, and what those that do not state it while
//! others do have of it by their own shorter periods.

use chiso_model::{Measure, MeasureValue, Reason, UnitId};
use std::collections::{BTreeMap, BTreeSet};

/// The areas below of one area and period.
pub(super) struct Below<'a> {
    /// What each area states.
    stated: BTreeMap<UnitId, Option<&'a MeasureValue>>,
    /// Some others have nothing, which in a list is zero.
    zeros: bool,
    /// What shorter periods of an area give, the best first; where nothing is whole, why.
    worked_out: BTreeMap<UnitId, Vec<MeasureValue>>,
}

impl<'a> Below<'a> {
    /// Of areas with what they state, of which some lack nothing although they state nothing.
    pub(super) fn new(
        units: impl Iterator<Item = (UnitId, Option<&'a MeasureValue>)>,
        is_zero: impl Fn(&UnitId) -> bool,
        mut by_periods: impl FnMut(UnitId) -> Vec<MeasureValue>,
    ) -> Below<'a> {
        let mut stated: BTreeMap<UnitId, Option<&MeasureValue>> = units.collect();
        let number = stated.len();
        stated.retain(|unit, value| value.is_some() || !is_zero(unit));
        let zeros = stated.len() < number;
        let any = stated.values().any(Option::is_some);
        // An area that states a period in another statement may have it by its months in this one.
        let mut worked_out = BTreeMap::new();
        let several = is_of_several(stated.values().copied().flatten());
        for (unit, value) in stated.iter().filter(|_| any) {
            if value.is_none() || several {
                worked_out.insert(*unit, by_periods(*unit));
            }
        }
        Below {
            stated,
            zeros,
            worked_out,
        }
    }

    /// What areas state.
    pub(super) fn present(&self) -> impl Iterator<Item = &'a MeasureValue> {
        self.stated.values().copied().flatten()
    }

    /// Whether an area does not state the period.
    pub(super) fn lacks_some(&self) -> bool {
        self.stated.values().any(Option::is_none)
    }

    /// The figures of all areas in each statement that some of them state and the others have by
    /// their shorter periods, in order of dataset.
    pub(super) fn partly_stated(&self, measure: &Measure) -> Vec<Vec<&MeasureValue>> {
        let mut wanted: Vec<&MeasureValue> = Vec::new();
        for statement in self.present().flat_map(MeasureValue::statements) {
            if !wanted.iter().any(|held| held.same_statement(statement)) {
                wanted.push(statement);
            }
        }
        wanted.sort_by_key(|statement| place_of(measure, statement));
        let of = |statement: &&MeasureValue| {
            let mut some = false;
            let parts = self.stated.iter().map(|(unit, value)| {
                let is_it = |v: &&MeasureValue| v.same_statement(statement);
                let stated = value.and_then(|v| v.statements().find(is_it));
                let found = || self.worked_out.get(unit)?.iter().find(is_it);
                some |= stated.is_none();
                stated.or_else(found)
            });
            let parts: Option<Vec<&MeasureValue>> = parts.collect();
            parts.filter(|_| some)
        };
        wanted.iter().filter_map(of).collect()
    }
}

/// Why areas have no figure that a sum needs.
pub(super) struct Lacking {
    /// The reasons of those that do not state the period.
    pub(super) reasons: BTreeSet<Reason>,
    /// Some have nothing, which is zero in a list and nowhere else.
    pub(super) zeros: bool,
}

impl Lacking {
    /// A part of the figure is withheld or was not accepted, or it is not there. Where each has it by its
    /// shorter periods, none is there in the statement of the others.
    pub(super) fn new(below: &Below<'_>) -> Lacking {
        let lacking = below.stated.iter().filter(|(_, v)| v.is_none());
        let missing = || BTreeSet::from([Reason::ValueMissing]);
        let why = |(unit, _): (&UnitId, _)| {
            let found = below.worked_out.get(unit).and_then(|found| found.first());
            found.map_or_else(missing, |v| v.figure.reasons.clone())
        };
        let mut reasons: BTreeSet<Reason> = lacking.flat_map(why).collect();
        if reasons.is_empty() && below.lacks_some() {
            reasons = missing();
        }
        Lacking {
            reasons,
            zeros: below.zeros,
        }
    }

    /// Of a sum that has a figure of each area that is not nothing.
    pub(super) fn of_zeros(below: &Below<'_>) -> Lacking {
        Lacking {
            reasons: BTreeSet::new(),
            zeros: below.zeros,
        }
    }
}

/// Whether figures are of several statements, so that no one of them need have all.
fn is_of_several<'v>(mut values: impl Iterator<Item = &'v MeasureValue>) -> bool {
    let first = values.next();
    first.is_some_and(|first| values.any(|v| !v.same_statement(first)))
}

/// The place of the dataset of a figure among the sources of the measure.
pub(super) fn place_of(measure: &Measure, value: &MeasureValue) -> Option<usize> {
    let mut sources = measure.sources.iter();
    sources.position(|source| source.dataset == *value.dataset)
}
