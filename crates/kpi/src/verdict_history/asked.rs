//! Which cells a KPI is asked at a moment, found by period and by area.

use crate::universe::{TargetCells, at};
use chiso_model::{Period, Span, UnitId, ValueKey};
use std::collections::BTreeSet;

/// The cells that a KPI is asked, those of its targets at any time.
pub(super) struct Asked {
    by_targets: TargetCells,
    cells: TargetCells,
}

impl Asked {
    pub(super) fn new(by_targets: TargetCells) -> Asked {
        let cells = by_targets.clone();
        Asked { by_targets, cells }
    }

    pub(super) fn has(&self, key: ValueKey) -> bool {
        has(&self.cells, key)
    }

    /// Says of a cell whether it is asked apart from targets.
    pub(super) fn set(&mut self, key: ValueKey, asked: bool) {
        if asked {
            let areas = self.cells.entry((key.period, key.span)).or_default();
            areas.insert(key.area);
        } else if !has(&self.by_targets, key)
            && let Some(areas) = self.cells.get_mut(&(key.period, key.span))
        {
            areas.remove(&key.area);
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = ValueKey> {
        let cells = self.cells.iter();
        cells.flat_map(|(period, areas)| areas.iter().map(|area| at(*area, *period)))
    }

    /// Their periods.
    pub(super) fn periods(&self) -> impl Iterator<Item = (Period, Span)> {
        self.cells.keys().copied()
    }

    /// Those of a period.
    pub(super) fn in_period(&self, period: (Period, Span)) -> impl Iterator<Item = ValueKey> {
        let areas = self.cells.get(&period).into_iter().flatten();
        areas.map(move |area| at(*area, period))
    }

    /// Those of some areas.
    pub(super) fn of_areas(&self, areas: &BTreeSet<UnitId>) -> impl Iterator<Item = ValueKey> {
        areas.iter().flat_map(|area| {
            let cells = self.cells.iter().filter(|(_, areas)| areas.contains(area));
            cells.map(|(period, _)| at(*area, *period))
        })
    }
}

fn has(cells: &TargetCells, key: ValueKey) -> bool {
    let areas = cells.get(&(key.period, key.span));
    areas.is_some_and(|areas| areas.contains(&key.area))
}
