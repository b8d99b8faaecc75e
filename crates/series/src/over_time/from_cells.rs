//! The values of measures that read sources, over time.

use crate::combine::{BoundaryMapping, BySource};
use crate::existence::Existence;
use crate::over_time::lines::{ValueLines, push, with_periods};
use crate::over_time::values::{ValueLine, Values};
use chiso_model::{AreaRegister, Cell, CellKey, Measure, Period, Span, Timeline, UnitId, ValueKey};
use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A measure on its way onto a boundary, with the cells of all its sources over time.
pub struct OverTime<'a, E> {
    existence: Existence<'a>,
    rebase: BoundaryMapping<'a>,
    slices: BTreeMap<(Period, Span), Slice<'a, E>>,
}

/// The cells of one period by rank of their source and day of their areas.
type Slice<'a, E> = BTreeMap<(usize, NaiveDate), BTreeMap<UnitId, &'a Timeline<Result<Cell, E>>>>;

impl<'a, E: Sync + 'a> OverTime<'a, E> {
    /// From the cells of each dataset.
    pub fn new(
        measure: &'a Measure,
        areas: &'a AreaRegister,
        boundary: NaiveDate,
        cells: impl Iterator<Item = (&'a str, &'a CellKey, &'a Timeline<Result<Cell, E>>)>,
    ) -> OverTime<'a, E> {
        let cells: Vec<_> = cells.collect();
        let rebase = BoundaryMapping::new(
            measure,
            areas,
            boundary,
            cells.iter().map(|(_, key, _)| key.area_date),
        );
        let mut slices: BTreeMap<(Period, Span), Slice<'a, E>> = BTreeMap::new();
        for (dataset, key, line) in cells {
            let unit = areas.by_code(&key.area_code, key.area_date);
            let (Some(rank), Some(unit)) = (rebase.rank(dataset), unit) else {
                continue;
            };
            slices
                .entry((key.period, key.span))
                .or_default()
                .entry((rank, key.area_date))
                .or_default()
                .insert(unit, line);
        }
        OverTime {
            existence: Existence { measure, areas },
            rebase,
            slices,
        }
    }

    /// Makes all values.
    #[must_use]
    pub fn all(&self) -> Values {
        let keys = |(slice, by_source): (&(Period, Span), &Slice<'_, E>)| {
            let cells = by_source
                .iter()
                .flat_map(|((_, day), by_unit)| by_unit.keys().map(|unit| (*day, *unit)));
            let (period, span) = *slice;
            cells
                .flat_map(|(day, unit)| self.rebase.wholes(day, unit))
                .map(|area| ValueKey { area, period, span })
                .collect::<BTreeSet<ValueKey>>()
        };
        let all: BTreeSet<ValueKey> = self.slices.iter().flat_map(keys).collect();
        let stated: ValueLines = all
            .into_par_iter()
            .map(|key| (key, self.stated(key)))
            .filter(|(_, line)| !line.is_empty())
            .collect();
        let lines = if self.existence.measure.periods.is_empty() {
            stated
        } else {
            with_periods(self.existence, &stated)
        };
        Values { lines }
    }

    /// One value over time.
    fn stated(&self, key: ValueKey) -> ValueLine {
        let Some(slice) = self.slices.get(&(key.period, key.span)) else {
            return ValueLine::default();
        };
        let mut parts = Vec::new();
        for (source, by_unit) in slice {
            let here = self
                .rebase
                .parts(source.1, key.area)
                .into_iter()
                .flatten()
                .filter_map(|part| Some((*part, *by_unit.get(part)?)));
            parts.extend(here.map(|(part, line)| (*source, part, line)));
        }
        let moments: BTreeSet<DateTime<Utc>> =
            parts.iter().flat_map(|(.., line)| line.moments()).collect();
        let mut value = ValueLine::default();
        for moment in moments {
            let mut known = BySource::new();
            for (source, part, line) in &parts {
                if let Some(Ok(cell)) = line.at(Some(moment)) {
                    known.entry(*source).or_default().insert(*part, cell);
                }
            }
            push(
                &mut value,
                moment,
                self.rebase.value(key.area, &known, None),
            );
        }
        value
    }
}
