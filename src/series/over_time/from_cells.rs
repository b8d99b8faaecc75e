//! The values of measures that read sources, over time: all of them, or those that some cells are
//! part of.

use crate::model::{
    AreaRegister, Cell, CellKey, Measure, Period, Span, Timeline, UnitId, ValueKey,
};
use crate::series::combine::{BoundaryMapping, BySource};
use crate::series::over_time::lines::{ValuesUpdated, push_all, put_all};
use crate::series::over_time::values::{ValueLine, Values};
use crate::series::periods::derive_periods;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A measure on its way onto a boundary, with the cells of all its sources over time.
pub struct OverTime<'a, E> {
    measure: &'a Measure,
    rebase: BoundaryMapping<'a>,
    slices: BTreeMap<(Period, Span), Slice<'a, E>>,
    areas: &'a AreaRegister,
}

/// The cells of one period by rank of their source and day of their areas.
type Slice<'a, E> = BTreeMap<(usize, NaiveDate), BTreeMap<UnitId, &'a Timeline<Result<Cell, E>>>>;

impl<'a, E: 'a> OverTime<'a, E> {
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
            measure,
            rebase,
            slices,
            areas,
        }
    }

    /// Makes all values.
    #[must_use]
    pub fn all(&self) -> (Values, ValuesUpdated) {
        let mut values = Values::default();
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
        let updated = self.make(&mut values, all);
        (values, updated)
    }

    /// Makes again what some cells are part of.
    pub fn update<'k>(
        &self,
        values: &mut Values,
        changed: impl IntoIterator<Item = &'k CellKey>,
    ) -> ValuesUpdated {
        let mut wanted = BTreeSet::new();
        let changed: Vec<&CellKey> = changed.into_iter().collect();
        // Where the last cell of a day is gone, its map is needed all the same.
        let gone = BoundaryMapping::new(
            self.measure,
            self.areas,
            self.rebase.boundary(),
            changed.iter().map(|key| key.area_date),
        );
        for key in changed {
            let Some(part) = self.areas.by_code(&key.area_code, key.area_date) else {
                continue;
            };
            wanted.extend(gone.wholes(key.area_date, part).map(|area| ValueKey {
                area,
                period: key.period,
                span: key.span,
            }));
        }
        self.make(values, wanted)
    }

    fn make(&self, values: &mut Values, wanted: BTreeSet<ValueKey>) -> ValuesUpdated {
        let units: BTreeSet<UnitId> = wanted.iter().map(|key| key.area).collect();
        let stated: BTreeMap<ValueKey, ValueLine> = wanted
            .into_iter()
            .map(|key| (key, self.stated(key)))
            .collect();
        let mut updated = ValuesUpdated {
            made: stated.len(),
            changed: BTreeMap::new(),
        };
        if self.measure.periods.is_empty() {
            put_all(&mut values.stated, stated, &mut updated.changed);
            return updated;
        }
        put_all(&mut values.stated, stated, &mut BTreeMap::new());
        let worked_out = self.worked_out(values, &units);
        // Those that are stated are among them.
        updated.made = worked_out.len();
        put_all(&mut values.worked_out, worked_out, &mut updated.changed);
        updated
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
            value.push(
                moment,
                self.rebase.value(key.area, &known, None).map(Arc::new),
            );
        }
        value
    }

    /// The values of some areas over time with those that are worked out, and empty lines for those
    /// that are no more.
    fn worked_out(
        &self,
        values: &Values,
        units: &BTreeSet<UnitId>,
    ) -> BTreeMap<ValueKey, ValueLine> {
        let mut by_unit: BTreeMap<UnitId, Vec<&ValueLine>> =
            units.iter().map(|unit| (*unit, Vec::new())).collect();
        for (key, line) in &values.stated {
            if let Some(lines) = by_unit.get_mut(&key.area) {
                lines.push(line);
            }
        }
        let before = values
            .worked_out
            .keys()
            .filter(|key| units.contains(&key.area));
        let mut made: BTreeMap<ValueKey, ValueLine> =
            before.map(|key| (*key, ValueLine::default())).collect();
        for lines in by_unit.into_values() {
            let moments: BTreeSet<DateTime<Utc>> =
                lines.iter().flat_map(|line| line.moments()).collect();
            let mut of_unit = BTreeMap::new();
            for moment in moments {
                let known = lines
                    .iter()
                    .filter_map(|line| line.at(Some(moment)))
                    .map(|v| (**v).clone())
                    .collect();
                push_all(&mut of_unit, moment, derive_periods(self.measure, known));
            }
            made.extend(of_unit);
        }
        made
    }
}
