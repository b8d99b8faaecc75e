//! What values that came and went touch.

use crate::reads::{Dependent, dependents};
use crate::verdict_history::asked::Asked;
use chiso_model::{Kpi, Period, Span, UnitId, ValueKey};
use std::collections::BTreeSet;

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

    /// The cells, of those that are asked and of those that were.
    pub(super) fn touched(self, asked: &Asked) -> BTreeSet<ValueKey> {
        let mut touched = self.cells;
        if self.all {
            touched.extend(asked.all());
            return touched;
        }
        for period in self.periods {
            touched.extend(asked.in_period(period));
        }
        touched.extend(asked.of_areas(&self.areas));
        touched
    }
}
