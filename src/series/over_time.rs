//! Cells over time → values over time, on one boundary: what was known of each figure from each
//! moment on.
//!
//! A value depends on the cells of its own parts only, and a period that is worked out on the
//! values of its own area only. So when cells change, no more is made again than the values they
//! are part of; the result is the same as when all of it is made.

use crate::model::{AreaRegister, Cell, Measure, MeasureValue, Period, Span, Timeline, UnitId};
use crate::series::combine::{BoundaryMapping, BySource};
use crate::series::periods::derive_periods;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which value of a measure on a boundary.
pub type ValueKey = (UnitId, Period, Span);
/// A value over time.
pub type ValueLine = Timeline<Arc<MeasureValue>>;
/// Which cell of a measure's source: area code, its day, period, span.
pub type CellKey = (String, NaiveDate, Period, Span);

/// The values of a measure on one boundary over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// As sources state them; only of measures that are not made of others.
    stated: BTreeMap<ValueKey, ValueLine>,
    /// With what is worked out from them, where the measure asks for that: all values there are.
    worked_out: BTreeMap<ValueKey, ValueLine>,
}

impl Values {
    /// All there are.
    fn all(&self) -> &BTreeMap<ValueKey, ValueLine> {
        if self.worked_out.is_empty() {
            &self.stated
        } else {
            &self.worked_out
        }
    }

    /// All of them, each with its key.
    pub fn lines(&self) -> impl Iterator<Item = (&ValueKey, &ValueLine)> {
        self.all().iter()
    }

    /// What each key was over time, whether stated or worked out.
    #[must_use]
    pub fn histories(
        &self,
    ) -> BTreeMap<ValueKey, BTreeMap<DateTime<Utc>, Option<&Arc<MeasureValue>>>> {
        self.lines()
            .map(|(key, line)| (*key, line.changes().collect()))
            .collect()
    }

    /// When there was a value of a key.
    #[must_use]
    pub fn presence(&self, key: &ValueKey) -> PresenceChanges {
        self.all()
            .get(key)
            .into_iter()
            .flat_map(Timeline::presence)
            .collect()
    }

    /// The values as of a moment: those that sources state, then those that are worked out, each in
    /// the order of code, period and span.
    pub fn at<'a>(
        &'a self,
        areas: &AreaRegister,
        as_of: Option<DateTime<Utc>>,
    ) -> impl Iterator<Item = &'a Arc<MeasureValue>> {
        let mut there: Vec<_> = self
            .lines()
            .filter_map(|(key, line)| Some((key, line.at(as_of)?)))
            .collect();
        there.sort_by_cached_key(|((unit, period, span), value)| {
            (
                !value.pieces.is_empty(),
                areas.unit(*unit).code.clone(),
                *period,
                *span,
            )
        });
        there.into_iter().map(|(_, value)| value)
    }

    /// The keys that another state of the same values has otherwise, with when there was one in
    /// that.
    #[must_use]
    pub fn differences(&self, before: &Values) -> BTreeMap<ValueKey, PresenceChanges> {
        let keys: BTreeSet<ValueKey> = self
            .lines()
            .chain(before.lines())
            .map(|(key, _)| *key)
            .collect();
        let differs = keys
            .into_iter()
            .filter(|key| self.all().get(key) != before.all().get(key));
        differs.map(|key| (key, before.presence(&key))).collect()
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all().len()
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The moments at which a thing came (`true`) and went.
pub type PresenceChanges = Vec<(DateTime<Utc>, bool)>;

/// What making some values again came to.
#[derive(Clone, Debug, Default)]
pub struct ValuesUpdated {
    /// How many were made.
    pub made: usize,
    /// Those that came out differently, with when there was one before.
    pub changed: BTreeMap<ValueKey, PresenceChanges>,
}

/// The values of a measure that is made from other measures or areas, over time. What one area has
/// may depend on another, as where an index is the country's, so all of them are made at each
/// moment at which any cell behind them changed.
pub fn made_of_others<'a, E: 'a>(
    measure: &Measure,
    declared: &[Measure],
    (areas, boundary): (&AreaRegister, NaiveDate),
    cells: impl Iterator<Item = &'a Timeline<Result<Cell, E>>>,
) -> Values {
    let cells: Vec<_> = cells.collect();
    let moments: BTreeSet<DateTime<Utc>> = cells.iter().flat_map(|line| line.moments()).collect();
    let mut made = Values::default();
    for moment in moments {
        let known: Vec<Cell> = cells
            .iter()
            .filter_map(|line| line.at(Some(moment))?.as_ref().ok().cloned())
            .collect();
        let now = super::values(measure, declared, &known, areas, boundary);
        push_all(&mut made.worked_out, moment, now);
    }
    made
}

/// What all values of one kind are at a moment; those that are not named are no more.
fn push_all(
    lines: &mut BTreeMap<ValueKey, ValueLine>,
    moment: DateTime<Utc>,
    now: Vec<MeasureValue>,
) {
    let now: BTreeMap<ValueKey, MeasureValue> = now
        .into_iter()
        .map(|v| ((v.area, v.period, v.span), v))
        .collect();
    for (_, line) in lines.iter_mut().filter(|(key, _)| !now.contains_key(*key)) {
        line.push(moment, None);
    }
    for (key, value) in now {
        lines
            .entry(key)
            .or_default()
            .push(moment, Some(Arc::new(value)));
    }
}

/// Puts lines in their places, empty ones away, and says which differ from those before, with when
/// there was one then.
fn put_all(
    lines: &mut BTreeMap<ValueKey, ValueLine>,
    made: BTreeMap<ValueKey, ValueLine>,
    changed: &mut BTreeMap<ValueKey, PresenceChanges>,
) {
    for (key, line) in made {
        let before = if line.is_empty() {
            lines.remove(&key)
        } else {
            lines.insert(key, line)
        };
        if before.as_ref() != lines.get(&key) {
            changed.insert(key, before.iter().flat_map(Timeline::presence).collect());
        }
    }
}

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
            cells.iter().map(|(_, key, _)| key.1),
        );
        let mut slices: BTreeMap<(Period, Span), Slice<'a, E>> = BTreeMap::new();
        for (dataset, (code, day, period, span), line) in cells {
            let (Some(rank), Some(unit)) = (rebase.rank(dataset), areas.by_code(code, *day)) else {
                continue;
            };
            slices
                .entry((*period, *span))
                .or_default()
                .entry((rank, *day))
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
                .map(|unit| (unit, period, span))
                .collect::<BTreeSet<ValueKey>>()
        };
        let all: BTreeSet<ValueKey> = self.slices.iter().flat_map(keys).collect();
        let mended = self.make(&mut values, all);
        (values, mended)
    }

    /// Makes again what some cells are part of.
    pub fn mend<'k>(
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
            changed.iter().map(|key| key.1),
        );
        for (code, day, period, span) in changed {
            let Some(part) = self.areas.by_code(code, *day) else {
                continue;
            };
            wanted.extend(gone.wholes(*day, part).map(|unit| (unit, *period, *span)));
        }
        self.make(values, wanted)
    }

    fn make(&self, values: &mut Values, wanted: BTreeSet<ValueKey>) -> ValuesUpdated {
        let units: BTreeSet<UnitId> = wanted.iter().map(|(unit, ..)| *unit).collect();
        let stated: BTreeMap<ValueKey, ValueLine> = wanted
            .into_iter()
            .map(|key| (key, self.stated(key)))
            .collect();
        let mut mended = ValuesUpdated {
            made: stated.len(),
            changed: BTreeMap::new(),
        };
        if self.measure.periods.is_empty() {
            put_all(&mut values.stated, stated, &mut mended.changed);
            return mended;
        }
        put_all(&mut values.stated, stated, &mut BTreeMap::new());
        let worked_out = self.worked_out(values, &units);
        // Those that are stated are among them.
        mended.made = worked_out.len();
        put_all(&mut values.worked_out, worked_out, &mut mended.changed);
        mended
    }

    /// One value over time.
    fn stated(&self, (unit, period, span): ValueKey) -> ValueLine {
        let Some(slice) = self.slices.get(&(period, span)) else {
            return ValueLine::default();
        };
        let mut parts = Vec::new();
        for (source, by_unit) in slice {
            let here = self
                .rebase
                .parts(source.1, unit)
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
            value.push(moment, self.rebase.value(unit, &known, None).map(Arc::new));
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
        for ((unit, ..), line) in &values.stated {
            if let Some(lines) = by_unit.get_mut(unit) {
                lines.push(line);
            }
        }
        let before = values
            .worked_out
            .keys()
            .filter(|(unit, ..)| units.contains(unit));
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
