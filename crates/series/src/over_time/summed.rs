//! The values of sums over areas and of weighted means, over time.

use crate::before_periods;
use crate::existence::Existence;
use crate::over_time::lines::{ValueLines, push, with_periods};
use crate::over_time::slices::slices;
use crate::over_time::values::Values;
use chiso_model::{AreaRegister, Cell, CellKey, Measure, MeasureValue, Timeline, ValueKey};
use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A cell over time.
type CellLine<E> = Timeline<Result<Cell, E>>;

/// The values of a measure that is added up from other areas or weighted by another measure, over
/// time. What one area has depends on others, so all of a slice are made at each moment at which a
/// cell of that slice changed: of a period, or of its calendar years where other periods of these may
/// matter.
pub fn summed_over_time<'a, E: Sync + 'a>(
    measure: &Measure,
    declared: &[Measure],
    (areas, boundary): (&AreaRegister, NaiveDate),
    cells: impl Iterator<Item = (&'a CellKey, &'a CellLine<E>)>,
) -> Values {
    let cells: Vec<(&CellKey, &CellLine<E>)> = cells.collect();
    let times = cells.iter().map(|(key, _)| (key.period, key.span));
    let of_time = slices(measure, declared, &times.collect());
    let mut slices: BTreeMap<Option<usize>, Vec<&CellLine<E>>> = BTreeMap::new();
    for (key, line) in cells {
        let slice = of_time.get(&(key.period, key.span)).copied();
        slices.entry(slice).or_default().push(line);
    }
    let slices: Vec<Vec<&CellLine<E>>> = slices.into_values().collect();
    let stated = slices.into_par_iter().map(|cells| {
        let at = |known: &[Cell]| before_periods(measure, declared, known, areas, boundary);
        of_slice(&cells, at)
    });
    let stated: ValueLines = stated
        .collect::<Vec<ValueLines>>()
        .into_iter()
        .flatten()
        .collect();
    let existence = Existence { measure, areas };
    let lines = if measure.periods.is_empty() {
        since_known(&stated)
    } else {
        with_periods(existence, &stated)
    };
    Values { lines }
}

/// What is made of some cells at each moment at which one of them changed.
fn of_slice<E>(cells: &[&CellLine<E>], at: impl Fn(&[Cell]) -> Vec<MeasureValue>) -> ValueLines {
    let moments: BTreeSet<DateTime<Utc>> = cells.iter().flat_map(|line| line.moments()).collect();
    let mut made = ValueLines::new();
    for moment in moments {
        let known = { cells.iter() }.filter_map(|line| line.at(Some(moment))?.as_ref().ok());
        #[cfg(test)]
        known.clone().for_each(|_| crate::work::done());
        let now = at(&known.cloned().collect::<Vec<Cell>>()).into_iter();
        let now: BTreeMap<ValueKey, MeasureValue> = now.map(|v| (v.key(), v)).collect();
        let gone = made.iter_mut().filter(|(key, _)| !now.contains_key(*key));
        for (_, line) in gone {
            line.push(moment, None);
        }
        for (key, value) in now {
            let line = made.entry(key).or_default();
            line.push(moment, Some(Arc::new(value)));
        }
    }
    made
}

/// The same values, each known since it was said.
fn since_known(stated: &ValueLines) -> ValueLines {
    let mut lines = ValueLines::new();
    for (key, line) in stated {
        let known = lines.entry(*key).or_default();
        for (moment, value) in line.changes() {
            push(known, moment, value.map(|value| value.as_ref().clone()));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::over_time::test_measure::{cell, communes, measure};
    use crate::values;

    /// A year at a time, a figure of the year before revised, and one withdrawn.
    #[test]
    fn sums_over_time_are_those_of_what_was_known_at_each_moment() {
        let areas = communes();
        let day =
            |n: u32| -> DateTime<Utc> { format!("2020-01-{n:02}T00:00:00Z").parse().unwrap() };
        let said = [
            ("A", 2018, &[(1, Some(3)), (5, Some(4))][..]),
            ("B", 2018, &[(2, Some(10))]),
            ("A", 2019, &[(3, Some(5)), (6, None)]),
            ("B", 2019, &[(4, Some(20))]),
            ("01", 2019, &[(7, Some(99))]),
        ];
        let lines = said.map(|(code, year, states)| {
            let (key, of) = cell(&areas, code, year);
            let mut line: CellLine<()> = Timeline::default();
            for (moment, n) in states {
                line.push(day(*moment), n.map(|n| Ok(of(n))));
            }
            (key, line)
        });
        for periods in [vec![], vec![chiso_model::WorkedOut::Year]] {
            let measure = Measure {
                periods,
                ..measure()
            };
            let boundary = "2020-01-01".parse().unwrap();
            let cells = || lines.iter().map(|(key, line)| (key, line));
            let over_time = summed_over_time(&measure, &[], (&areas, boundary), cells());
            for moment in (1..9).map(day) {
                let known = cells().filter_map(|(_, line)| line.at(Some(moment))?.clone().ok());
                let known: Vec<Cell> = known.collect();
                let now = values(&measure, &[], &known, &areas, boundary);
                let shown = |v: &MeasureValue| {
                    let figure = &v.figure;
                    (
                        v.key(),
                        figure.value,
                        figure.reasons.clone(),
                        v.others.len(),
                    )
                };
                let then = over_time.at(Some(moment)).map(|v| shown(v));
                let now: BTreeSet<_> = now.iter().map(shown).collect();
                assert_eq!(then.collect::<BTreeSet<_>>(), now, "{moment}");
            }
            assert_eq!(over_time.lines().count(), 6);
        }
    }
}
