//! What the scores of a KPI say of all areas together, so that those of one area can be made by
//! themselves, without the figures of the others.

use crate::universe::{Places, TargetCells};
use crate::unusual::Spreads;
use chiso_model::{AreaRegister, Kpi, Period, Score, Span, UnitId, ValueKey};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the scores of a KPI on a boundary say of all areas together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Population {
    places: Places,
    spreads: Spreads,
}

/// Of each KPI, by id, what its scores on a boundary say of all areas together.
pub type Populations = BTreeMap<String, Population>;

impl Population {
    /// The areas and periods that figures make it be asked for, and what is unusual in them.
    #[must_use]
    pub const fn new(places: Places, spreads: Spreads) -> Population {
        Population { places, spreads }
    }
}

/// Some of the scores that KPIs are asked for, and what is known of all of them together.
#[derive(Clone, Copy, Debug)]
pub struct AskedPart<'a> {
    /// What is known of all areas together. It has each KPI that is scored, and those behind them.
    pub populations: &'a Populations,
    /// The areas; all of them when `None`.
    pub areas: Option<&'a BTreeSet<UnitId>>,
    /// The periods; all of them when `None`.
    pub periods: Option<&'a BTreeSet<(Period, Span)>>,
}

impl AskedPart<'_> {
    /// Whether a cell is one of them.
    #[must_use]
    pub fn has(&self, key: ValueKey) -> bool {
        self.has_area(key.area) && self.has_period((key.period, key.span))
    }

    fn has_area(&self, area: UnitId) -> bool {
        self.areas.is_none_or(|areas| areas.contains(&area))
    }

    fn has_period(&self, period: (Period, Span)) -> bool {
        self.periods.is_none_or(|periods| periods.contains(&period))
    }

    /// The areas and periods among them that figures make a KPI be asked for.
    pub(crate) fn places(&self, kpi: &Kpi) -> Places {
        let all = self.populations.get(&kpi.id).map(|of| &of.places);
        let mut places = all.cloned().unwrap_or_default();
        places.units.retain(|area| self.has_area(*area));
        places.periods.retain(|period| self.has_period(*period));
        places
    }

    /// The cells among them of those that targets ask for.
    pub(crate) fn of_targets(&self, mut cells: TargetCells) -> TargetCells {
        cells.retain(|period, areas| {
            areas.retain(|area| self.has_area(*area));
            self.has_period(*period) && !areas.is_empty()
        });
        cells
    }

    /// Flags the values of a KPI that are unusual among those of all areas.
    pub fn mark_unusual(&self, kpi: &Kpi, scores: &mut [Score], areas: &AreaRegister) {
        if let Some(of) = self.populations.get(&kpi.id) {
            of.spreads.mark(kpi, scores, areas);
        }
    }
}
