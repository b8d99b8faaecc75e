//! How values over time are written down, moment after moment.

use crate::over_time::values::ValueLine;
use chiso_model::{MeasureValue, ValueKey};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What all values of one kind are at a moment; those that are not named are no more.
pub(super) fn push_all(
    lines: &mut BTreeMap<ValueKey, ValueLine>,
    moment: DateTime<Utc>,
    now: Vec<MeasureValue>,
) {
    let now: BTreeMap<ValueKey, MeasureValue> = now.into_iter().map(|v| (v.key(), v)).collect();
    for (_, line) in lines.iter_mut().filter(|(key, _)| !now.contains_key(*key)) {
        line.push(moment, None);
    }
    for (key, value) in now {
        push(lines.entry(key).or_default(), moment, Some(value));
    }
}

/// What a value is from a moment on; it is known since then, unless it says what it said before.
pub(super) fn push(line: &mut ValueLine, moment: DateTime<Utc>, mut now: Option<MeasureValue>) {
    if let Some(value) = &mut now {
        let before = line.at(None).map(|value| &value.figure);
        value.figure.follow(before, moment);
    }
    line.push(moment, now.map(Arc::new));
}
