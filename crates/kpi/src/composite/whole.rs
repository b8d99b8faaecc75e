//! A composite KPI on one boundary: its parts in each place, and what they add up to.

use crate::composite::components::Components;
use crate::composite::criteria::criteria;
use crate::composite::targets::targets;
use crate::setting::Setting;
use chiso_model::kind::Parts as PartsOf;
use chiso_model::{Dec, Figure, Item, Kpi, MeasureValue, Operand, Role, Score, ValueKey};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The parts of a composite KPI on one boundary.
pub struct Composite {
    cells: BTreeMap<ValueKey, Components>,
    unit: &'static str,
}

impl Composite {
    /// The parts of a KPI that is made of others; `None` for one that is made of measures.
    pub fn new(
        kpi: &Kpi,
        setting: Setting<'_>,
        score_all: impl Fn(&Kpi) -> Vec<Score>,
    ) -> Option<Composite> {
        let parts = kpi.kind.parts()?;
        let cells = match parts {
            PartsOf::Targets(items) => targets(items, setting, score_all),
            PartsOf::Criteria { schemes, field } => criteria(schemes, field, score_all),
        };
        let unit = parts.unit();
        Some(Composite { cells, unit })
    }

    /// Where there is anything to put together.
    pub fn cells(&self) -> impl Iterator<Item = ValueKey> + '_ {
        self.cells.keys().copied()
    }

    /// The parts in one place.
    pub fn items(&self, at: ValueKey) -> Vec<Item> {
        self.cells
            .get(&at)
            .map_or_else(Vec::new, |parts| parts.items.clone())
    }

    /// What is reached, of what could have been: numbers of targets, or points.
    pub fn operands(&self, kpi: &Kpi, at: ValueKey, setting: Setting<'_>) -> Vec<Operand> {
        let ValueKey { area, period, span } = at;
        let parts = self.cells.get(&at);
        let value = |figure: Figure| MeasureValue {
            measure: kpi.id.as_str().into(),
            dataset: "".into(),
            area,
            boundary: setting.boundary,
            period,
            span,
            figure,
            parts: vec![],
            pieces: vec![],
            made: None,
            series: chiso_model::Series::default(),
            others: vec![],
            by_other_periods: vec![],
        };
        let operand = |role: Role, of_item: fn(&Item) -> Option<Dec>| Operand {
            role,
            measure: kpi.id.as_str().into(),
            period,
            span,
            found: parts
                .and_then(|parts| parts.total(self.unit, of_item))
                .map(|figure| Arc::new(value(figure))),
        };
        vec![
            operand(Role::Part, |item| item.points),
            operand(Role::Whole, |item| item.maximum),
        ]
    }
}
