//! The figures behind the scores of a KPI at a moment, and the values of another KPI that are
//! ranked like figures.

use crate::kpi_value::kpi_values;
use crate::score::asked_with;
use crate::universe::{Measures, Places, Presence, Universe};
use crate::verdict_history::affected::Affected;
use crate::verdict_history::asked::Asked;
use chiso_model::{AreaRegister, Kpi, MeasureValue, Score, ValueKey};
use std::collections::BTreeSet;
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
        let (mut affected, mut turned) = (Affected::default(), BTreeSet::<Presence>::new());
        for (measure, key, state) in go.into_iter().chain(come) {
            let was = self.measures.set(measure, *key, *state).is_some();
            if was != state.is_some() {
                let there = state.is_some();
                turned.extend(self.universe.count(kpi, measure, *key, there));
            }
            affected.by(kpi, measure, *key);
        }
        let of_kpi = (kpi, areas);
        for key in self.places.follow(&self.universe, of_kpi, &turned) {
            asked.set(key, self.places.has(key));
            affected.cells.insert(key);
        }
        affected
    }
}

/// What a moment makes of a cell of a KPI that others rank.
struct NewValue {
    key: ValueKey,
    /// The KPI is asked there by its figures.
    asked: bool,
    value: Option<Arc<MeasureValue>>,
}

/// What a moment makes of the values of a KPI that others rank: of the cells that it touches, in
/// order.
#[derive(Default)]
pub(super) struct NewValues(Vec<NewValue>);

impl NewValues {
    /// From the scores of a KPI, which no target judges, where its figures make it be asked. Both
    /// come in the order of cells.
    pub(super) fn new(
        kpi: &Kpi,
        cells: impl Iterator<Item = (ValueKey, bool)>,
        scores: Vec<Score>,
    ) -> NewValues {
        let mut scores = kpi_values(kpi, scores).peekable();
        let of_cell = |(key, asked): (ValueKey, bool)| {
            let value = scores.next_if(|value| value.key() == key);
            let value = value.filter(|_| asked);
            NewValue { key, asked, value }
        };
        NewValues(cells.map(of_cell).collect())
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
        for new in &self.0 {
            let then = values.set(&item.id, new.key, new.value.as_ref());
            if then != new.value {
                affected.by(kpi, &item.id, new.key);
            }
            asked.set(new.key, new.asked && asked_with(kpi, areas, new.key));
            affected.cells.insert(new.key);
        }
        affected
    }
}
