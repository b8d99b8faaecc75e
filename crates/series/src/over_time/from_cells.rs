//! The values of measures that read sources, over time.

use crate::combine::{BoundaryMapping, BySource};
use crate::existence::Existence;
use crate::over_time::lines::{ValueLines, push, with_periods};
use crate::over_time::values::{ValueLine, Values};
use crate::periods::ByYear;
use crate::unit_periods;
use chiso_model::{AreaRegister, Cell, CellKey, Measure, Period, Span, Timeline, UnitId, ValueKey};
use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A measure on its way onto a boundary, with the cells of all its sources over time.
pub struct OverTime<'a, E> {
    existence: Existence<'a>,
    rebase: BoundaryMapping<'a>,
    slices: BTreeMap<(Period, Span), Slice<'a, E>>,
    /// Of a measure that asks for periods, by the place of their dataset and unit.
    by_unit: ByYear<(usize, UnitId), CellTimeline<'a, E>>,
}

/// A cell over time.
type CellTimeline<'a, E> = &'a Timeline<Result<Cell, E>>;

/// The cells of one period by rank of their source and day of their areas.
type Slice<'a, E> = BTreeMap<(usize, NaiveDate), BTreeMap<UnitId, CellTimeline<'a, E>>>;

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
        let mut by_unit = ByYear::default();
        for (dataset, key, line) in cells {
            let unit = areas.by_code(&key.area_code, key.area_date);
            let (Some(rank), Some(unit)) = (rebase.rank(dataset), unit) else {
                continue;
            };
            if !measure.periods.is_empty() {
                by_unit.insert((rank, unit), (key.period, key.span), line);
            }
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
            by_unit,
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
        let mut moments: BTreeSet<DateTime<Utc>> =
            parts.iter().flat_map(|(.., line)| line.moments()).collect();
        moments.extend(self.of_shorter_periods(key, slice));
        let mut value = ValueLine::default();
        for moment in moments {
            let mut known = BySource::new();
            for (source, part, line) in &parts {
                if let Some(Ok(cell)) = line.at(Some(moment)) {
                    known.entry(*source).or_default().insert(*part, cell);
                }
            }
            let mut by_periods = |(rank, day), unit, at| {
                let lines = self.by_unit.touching((rank, unit), at).into_iter();
                let cells = lines.filter_map(|line| line.at(Some(moment))?.as_ref().ok());
                unit_periods::worked_out(self.existence, (unit, day), cells, at)
            };
            let now = self.rebase.value(key.area, &known, None, &mut by_periods);
            push(&mut value, moment, now);
        }
        value
    }

    /// The moments of the shorter periods of a merged unit's parts, where some of these state a
    /// period and others do not, or did not at some time; none where it is no matter to them.
    fn of_shorter_periods(&self, key: ValueKey, slice: &Slice<'a, E>) -> BTreeSet<DateTime<Utc>> {
        let mut moments = BTreeSet::new();
        let asked = !self.existence.measure.periods.is_empty();
        for ((rank, day), by_unit) in slice.iter().filter(|_| asked) {
            let Some(parts) = self.rebase.parts(*day, key.area) else {
                continue;
            };
            // A part that states the period says so from its first moment on.
            let since = |part: &UnitId| {
                let line = by_unit.get(part)?;
                let mut changes = line.changes();
                let always = changes.all(|(_, cell)| matches!(cell, Some(Ok(_))));
                line.moments().next().filter(|_| always)
            };
            let begins: Option<BTreeSet<DateTime<Utc>>> = parts.iter().map(since).collect();
            let all_state = |moment: &DateTime<Utc>| {
                let begins = begins.as_ref().and_then(|b| b.first().zip(b.last()));
                begins.is_some_and(|(first, last)| moment < first || moment >= last)
            };
            let stated = |part: &UnitId| by_unit.contains_key(part);
            if parts.len() > 1 && parts.iter().any(stated) {
                let at = (key.period, key.span);
                let lines = { parts.iter() }.flat_map(|p| self.by_unit.touching((*rank, *p), at));
                let all = lines.flat_map(Timeline::moments);
                moments.extend(all.filter(|moment| !all_state(moment)));
            }
        }
        moments
    }
}
