//! The values of measures over time: as they were held, with what changed made again.

use crate::evaluate::incremental::kept::CachedState;
use crate::evaluate::inputs::Inputs;
use crate::model::{BoundaryKey, Measure, MeasureSource, MeasureSourceKey};
use crate::rollup::{Differences, RollupError};
use crate::series::{self, OverTime, Values, ValuesUpdated};
use chrono::NaiveDate;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The values of all measures over time, and what of them was made.
pub(super) fn values(
    inputs: Inputs<'_>,
    mut before: Option<&mut CachedState>,
) -> (
    BTreeMap<BoundaryKey, Values>,
    BTreeMap<BoundaryKey, ValuesUpdated>,
) {
    let mut tasks = Vec::new();
    for measure in inputs.measures {
        for boundary in inputs.boundaries {
            let held = before.as_mut().and_then(|b| {
                b.kept
                    .values
                    .remove(&BoundaryKey::new(&measure.id, *boundary))
            });
            tasks.push((measure, *boundary, held));
        }
    }
    let changed = before.map(|b| &b.changed);
    let made: Vec<_> = tasks
        .into_par_iter()
        .map(|(measure, boundary, held)| {
            let (values, what) = values_of_one(inputs, measure, boundary, held.zip(changed));
            (BoundaryKey::new(&measure.id, boundary), values, what)
        })
        .collect();
    let (mut all, mut mended) = (BTreeMap::new(), BTreeMap::new());
    for (key, values, what) in made {
        all.insert(key.clone(), values);
        mended.insert(key, what);
    }
    (all, mended)
}

/// The values of a measure on a boundary: those held, with what changed made again, else all of
/// them made.
fn values_of_one(
    inputs: Inputs<'_>,
    measure: &Measure,
    boundary: NaiveDate,
    before: Option<(Values, &BTreeMap<String, Differences>)>,
) -> (Values, ValuesUpdated) {
    if measure.is_made() {
        return made_of_others(inputs, measure, boundary, before);
    }
    let Some((mut held, changed)) = before else {
        return over_time(inputs, measure, boundary).all();
    };
    let of = |(place, s): (usize, &MeasureSource)| {
        changed
            .get(&s.dataset)?
            .get(&MeasureSourceKey::new(&measure.id, place))
    };
    let sources = measure.sources.iter().enumerate();
    let cells: Vec<_> = sources.filter_map(of).flatten().collect();
    let mended = if cells.is_empty() {
        ValuesUpdated::default()
    } else {
        over_time(inputs, measure, boundary).update(&mut held, cells)
    };
    (held, mended)
}

/// The cells of a measure over time, from all its sources.
fn over_time<'i>(
    inputs: Inputs<'i>,
    measure: &'i Measure,
    boundary: NaiveDate,
) -> OverTime<'i, RollupError> {
    let lines = measure.sources.iter().enumerate().filter_map(|(place, s)| {
        Some((
            s.dataset.as_str(),
            inputs.tables.get(&s.dataset)?.lines(&measure.id, place)?,
        ))
    });
    OverTime::new(
        measure,
        inputs.areas,
        boundary,
        lines
            .flat_map(|(dataset, lines)| lines.iter().map(move |(key, line)| (dataset, key, line))),
    )
}

/// The values of a measure that is made from others: as they were when no cell behind them changed,
/// else made again.
fn made_of_others(
    inputs: Inputs<'_>,
    measure: &Measure,
    boundary: NaiveDate,
    before: Option<(Values, &BTreeMap<String, Differences>)>,
) -> (Values, ValuesUpdated) {
    let sources = || {
        measure.behind(inputs.measures).into_iter().flat_map(|m| {
            m.sources
                .iter()
                .enumerate()
                .map(move |(place, s)| (m, place, s))
        })
    };
    let touched = |changed: &BTreeMap<String, Differences>| {
        sources().any(|(m, place, s)| {
            changed
                .get(&s.dataset)
                .is_some_and(|d| d.contains_key(&MeasureSourceKey::new(&m.id, place)))
        })
    };
    let held = match before {
        Some((held, changed)) if !touched(changed) => return (held, ValuesUpdated::default()),
        Some((held, _)) => held,
        None => Values::default(),
    };
    let lines = sources()
        .filter_map(|(m, place, s)| inputs.tables.get(&s.dataset)?.lines(&m.id, place))
        .flat_map(BTreeMap::values);
    let all = series::made_of_others(measure, inputs.measures, (inputs.areas, boundary), lines);
    let changed = all.differences(&held);
    let made = all.len();
    (all, ValuesUpdated { made, changed })
}
