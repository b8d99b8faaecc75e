//! What values that came and went touch.

use crate::rank::MovedAreas;
use crate::reads::{Dependent, dependents};
use crate::verdict_history::asked::Asked;
use chiso_model::{Kpi, Period, Span, UnitId, ValueKey};
use std::collections::{BTreeMap, BTreeSet};

/// What values that came and went touch.
#[derive(Default)]
pub(super) struct Affected {
    pub(super) cells: BTreeSet<ValueKey>,
    pub(super) areas: BTreeSet<UnitId>,
    periods: BTreeSet<(Period, Span)>,
    /// Every cell.
    pub(super) all: bool,
}

impl Affected {
    /// The scores that look at a value.
    pub(super) fn by(&mut self, kpi: &Kpi, measure: &str, key: ValueKey) {
        for reader in dependents(kpi, measure, key) {
            match reader {
                Dependent::Cell(cell) => _ = self.cells.insert(cell),
                Dependent::Slice(period, span) => _ = self.periods.insert((period, span)),
                Dependent::Area(area) => _ = self.areas.insert(area),
                Dependent::All => self.all = true,
            }
        }
    }

    /// The periods of the cells, of those that are asked.
    pub(super) fn periods(&self, asked: &Asked) -> BTreeSet<(Period, Span)> {
        let mut periods = self.periods.clone();
        // Few periods of many areas: each is looked up, and none is sorted.
        for cell in &self.cells {
            periods.insert((cell.period, cell.span));
        }
        if self.all || !self.areas.is_empty() {
            periods.extend(asked.periods());
        }
        periods
    }

    /// The cells, of those that are asked and of those that were. Of a whole period those of the
    /// areas that moved in it.
    pub(super) fn touched(
        self,
        asked: &Asked,
        moved: &BTreeMap<(Period, Span), MovedAreas>,
    ) -> BTreeSet<ValueKey> {
        let mut touched = self.cells;
        if self.all {
            touched.extend(asked.all());
            return touched;
        }
        for period in self.periods {
            let moved = |key: &ValueKey| moved.get(&period).is_none_or(|m| m.has(key.area));
            touched.extend(asked.in_period(period).filter(moved));
        }
        touched.extend(asked.of_areas(&self.areas));
        touched
    }
}
