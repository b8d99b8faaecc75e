//! How values over time are written down, moment after moment.

use crate::model::{MeasureValue, Timeline, ValueKey};
use crate::series::over_time::values::{PresenceChanges, ValueLine};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What making some values again came to.
#[derive(Clone, Debug, Default)]
pub struct ValuesUpdated {
    /// How many were made.
    pub made: usize,
    /// Those that came out differently, with when there was one before.
    pub changed: BTreeMap<ValueKey, PresenceChanges>,
}

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
        lines
            .entry(key)
            .or_default()
            .push(moment, Some(Arc::new(value)));
    }
}

/// Puts lines in their places, empty ones away, and says which differ from those before, with when
/// there was one then.
pub(super) fn put_all(
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
