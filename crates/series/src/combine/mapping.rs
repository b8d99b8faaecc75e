//! Which units of a boundary the figures of other days belong to.

use crate::existence::Existence;
use crate::{BoundaryMap, Composition};
use chiso_model::{AreaRegister, Cell, Measure, MeasureValue, Period, Span, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Cells of one period by rank of their source and day of their areas, then by unit.
pub type BySource<'a> = BTreeMap<(usize, NaiveDate), BTreeMap<UnitId, &'a Cell>>;

/// What a unit of a day has of a period by its shorter ones, from the dataset of a place: what is
/// whole, the best first.
pub type ByPeriods<'f> =
    dyn FnMut((usize, NaiveDate), UnitId, (Period, Span)) -> Vec<MeasureValue> + 'f;

/// Brings figures of a measure onto the units of a boundary, whatever the day of their own.
pub struct BoundaryMapping<'a> {
    pub(super) measure: &'a Measure,
    pub(super) existence: Existence<'a>,
    pub(super) boundary: NaiveDate,
    pub(super) maps: BTreeMap<NaiveDate, BoundaryMap>,
}

impl<'a> BoundaryMapping<'a> {
    /// From the units of some days.
    #[must_use]
    pub fn new(
        measure: &'a Measure,
        areas: &'a AreaRegister,
        boundary: NaiveDate,
        days: impl IntoIterator<Item = NaiveDate>,
    ) -> BoundaryMapping<'a> {
        let days: BTreeSet<NaiveDate> = days.into_iter().collect();
        BoundaryMapping {
            measure,
            existence: Existence { measure, areas },
            boundary,
            maps: days
                .into_iter()
                .map(|day| (day, BoundaryMap::between(areas, day, boundary)))
                .collect(),
        }
    }

    /// The place of a dataset among the measure's sources.
    #[must_use]
    pub fn rank(&self, dataset: &str) -> Option<usize> {
        self.measure
            .sources
            .iter()
            .position(|s| s.dataset == dataset)
    }

    /// The parts of a unit of the boundary, of the units of a day.
    #[must_use]
    pub fn parts(&self, day: NaiveDate, unit: UnitId) -> Option<&BTreeSet<UnitId>> {
        self.composition(day, unit).map(|c| &c.parts)
    }

    /// What a unit of the boundary is made of, of the units of a day.
    pub(super) fn composition(&self, day: NaiveDate, unit: UnitId) -> Option<&Composition> {
        self.maps.get(&day)?.composition(unit)
    }

    /// Every unit of the boundary that anything is known of.
    pub(super) fn units(&self) -> BTreeSet<UnitId> {
        self.maps
            .values()
            .flat_map(|map| map.iter().map(|(unit, _)| unit))
            .collect()
    }

    /// The units of the boundary that a unit of some day is part of.
    pub fn wholes(&self, day: NaiveDate, part: UnitId) -> impl Iterator<Item = UnitId> + '_ {
        let map = self.maps.get(&day).into_iter();
        map.flat_map(move |map| map.wholes(part))
    }
}
