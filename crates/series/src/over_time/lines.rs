//! How values over time are written down, moment after moment.

use crate::existence::Existence;
use crate::over_time::values::ValueLine;
use crate::periods::{ByYear, TouchedYears, derive_touched, first_day};
use chiso_model::{MeasureValue, UnitId, ValueKey};
use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Values over time by what they are of.
pub(super) type ValueLines = BTreeMap<ValueKey, ValueLine>;

/// What all values of one kind are at a moment; those that are not named are no more.
pub(super) fn push_all(lines: &mut ValueLines, moment: DateTime<Utc>, now: Vec<MeasureValue>) {
    push_some(lines, moment, now, |_| true);
}

/// What some of all values are at a moment; those of them that are not named are no more.
pub(super) fn push_some(
    lines: &mut ValueLines,
    moment: DateTime<Utc>,
    now: Vec<MeasureValue>,
    some: impl Fn(&ValueKey) -> bool,
) {
    let now: BTreeMap<ValueKey, MeasureValue> = now.into_iter().map(|v| (v.key(), v)).collect();
    let gone = |(key, _): &(&ValueKey, &mut ValueLine)| some(key) && !now.contains_key(*key);
    for (_, line) in lines.iter_mut().filter(gone) {
        line.push(moment, None);
    }
    for (key, value) in now {
        push(lines.entry(key).or_default(), moment, Some(value));
    }
}

/// The values of areas over time with those that are worked out from them. Periods of one area are
/// worked out from that area alone, and again where something of their years changed.
pub(super) fn with_periods(existence: Existence<'_>, stated: &ValueLines) -> ValueLines {
    let mut by_unit: BTreeMap<UnitId, Vec<(&ValueKey, &ValueLine)>> = BTreeMap::new();
    for (key, line) in stated {
        by_unit.entry(key.area).or_default().push((key, line));
    }
    let by_unit: Vec<_> = by_unit.into_iter().collect();
    let made = by_unit
        .into_par_iter()
        .map(|(area, lines)| of_unit(existence, area, &lines));
    made.collect::<Vec<ValueLines>>()
        .into_iter()
        .flatten()
        .collect()
}

/// The same of one area.
fn of_unit(
    existence: Existence<'_>,
    area: UnitId,
    lines: &[(&ValueKey, &ValueLine)],
) -> ValueLines {
    let (mut by_year, mut events) = (ByYear::default(), BTreeMap::<_, Vec<_>>::new());
    for (key, line) in lines {
        let at = (key.period, key.span);
        by_year.insert((), at, *line);
        for (moment, state) in line.changes() {
            let changed = events.entry(moment).or_default();
            changed.push((at, state.is_some()));
        }
    }
    let (mut made, mut last, mut there) = (ValueLines::new(), None, BTreeSet::new());
    for (moment, changed) in events {
        for (at, is_there) in &changed {
            let begins = (first_day(std::iter::once(at.0)), *at);
            if *is_there {
                there.insert(begins);
            } else {
                there.remove(&begins);
            }
        }
        let begins = there.first().map_or(NaiveDate::MAX, |(begins, _)| *begins);
        // Since when an area has figures says which periods reach back before the first one.
        let years = if last.replace(begins) == Some(begins) {
            TouchedYears::of(changed.into_iter().map(|(at, _)| at))
        } else {
            TouchedYears::of(lines.iter().map(|(key, _)| (key.period, key.span)))
        };
        let near = by_year.of((), &years.with_neighbours()).into_iter();
        let near = near.filter_map(|line| line.at(Some(moment)).map(Arc::as_ref));
        let near: Vec<&MeasureValue> = near.collect();
        let now = derive_touched(existence, (area, &near), (&years, begins));
        push_some(&mut made, moment, now, |key| {
            years.has((key.period, key.span))
        });
    }
    made
}

/// What a value is from a moment on; it is known since then, unless it says what it said before.
pub(super) fn push(line: &mut ValueLine, moment: DateTime<Utc>, mut now: Option<MeasureValue>) {
    if let Some(value) = &mut now {
        let before = line.at(None).map(|value| &value.figure);
        value.figure.follow(before, moment);
    }
    line.push(moment, now.map(Arc::new));
}
