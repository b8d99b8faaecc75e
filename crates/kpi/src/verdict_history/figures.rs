//! The figures behind the scores of a KPI at a moment, and the values of another KPI that are
//! ranked like figures.

use crate::kpi_value::kpi_value;
use crate::score::asked_with;
use crate::universe::{Measures, Places, Universe, at};
use crate::verdict_history::affected::Affected;
use crate::verdict_history::asked::Asked;
use chiso_model::{AreaRegister, Kpi, MeasureValue, Score, ValueKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A value of a measure that came or went.
pub(super) type Event<'a> = (&'a str, ValueKey, Option<&'a Arc<MeasureValue>>);

/// The cells that a moment touches, and the scores of those that are asked.
#[derive(Default)]
pub(super) struct Touched {
    pub(super) cells: BTreeSet<ValueKey>,
    pub(super) scores: Vec<Score>,
    /// The values, where others rank them.
    pub(super) values: NewValues,
}

/// Figures of measures, and where they make a KPI be asked.
#[derive(Default)]
pub(super) struct Figures {
    pub(super) measures: Measures,
    universe: Universe,
    pub(super) places: Places,
}

impl Figures {
    /// Takes in what came and went, and gives what it touches.
    pub(super) fn take_in(
        &mut self,
        (kpi, areas): (&Kpi, &AreaRegister),
        events: &[Event<'_>],
        asked: &mut Asked,
    ) -> Affected {
        let read = kpi.measures();
        let own = events.iter().filter(|(m, ..)| read.contains(m));
        // What goes before what comes: a figure may be worked out in the place of one that was
        // stated.
        let (come, go): (Vec<&Event<'_>>, Vec<&Event<'_>>) = own.partition(|e| e.2.is_some());
        let (mut affected, mut turned) = (Affected::default(), false);
        for (measure, key, state) in go.into_iter().chain(come) {
            let was = self.measures.set(measure, *key, *state).is_some();
            if was != state.is_some() {
                turned |= self.universe.count(kpi, measure, *key, state.is_some());
            }
            affected.by(kpi, measure, *key);
        }
        if turned {
            let now = self.universe.places(kpi, areas);
            for key in differing(&self.places, &now) {
                asked.set(key, now.has(key));
                affected.cells.insert(key);
            }
            self.places = now;
        }
        affected
    }
}

/// The cells that are asked by one of two and not by the other.
fn differing(one: &Places, other: &Places) -> BTreeSet<ValueKey> {
    let mut cells = BTreeSet::new();
    for (these, those) in [(one, other), (other, one)] {
        let units = these.units.difference(&those.units);
        cells.extend(units.flat_map(|area| these.periods.iter().map(|p| at(*area, *p))));
        let periods = these.periods.difference(&those.periods);
        cells.extend(periods.flat_map(|p| these.units.iter().map(|area| at(*area, *p))));
    }
    cells
}

/// What a moment makes of the values of a KPI that others rank.
#[derive(Default)]
pub(super) struct NewValues {
    /// The cells that it touches, each with whether the KPI is asked there by its figures.
    cells: BTreeMap<ValueKey, bool>,
    values: BTreeMap<ValueKey, Arc<MeasureValue>>,
}

impl NewValues {
    /// From the scores of a KPI, which no target judges, where its figures make it be asked.
    pub(super) fn new(
        kpi: &Kpi,
        cells: BTreeMap<ValueKey, bool>,
        scores: impl IntoIterator<Item = Score>,
    ) -> NewValues {
        let by_figures = |score: &Score| cells.get(&score.key()).is_some_and(|asked| *asked);
        let scores = scores.into_iter().filter(by_figures);
        let values = scores.filter_map(|score| kpi_value(kpi, score));
        let values = values.map(|v| (v.key(), v)).collect();
        NewValues { cells, values }
    }

    /// Takes them in, and gives what they touch in a KPI that ranks them.
    pub(super) fn take_in(
        &self,
        (kpi, areas): (&Kpi, &AreaRegister),
        values: &mut Measures,
        asked: &mut Asked,
    ) -> Affected {
        let mut affected = Affected::default();
        let Some(item) = kpi.kind.of_values() else {
            return affected;
        };
        for (key, by_figures) in &self.cells {
            let now = self.values.get(key);
            let then = values.set(&item.id, *key, now);
            if then.as_ref() != now {
                affected.by(kpi, &item.id, *key);
            }
            asked.set(*key, *by_figures && asked_with(kpi, areas, *key));
            affected.cells.insert(*key);
        }
        affected
    }
}
