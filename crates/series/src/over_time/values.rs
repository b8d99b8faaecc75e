//! Values over time.

use chiso_model::{AreaRegister, MeasureValue, Timeline, ValueKey};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value over time.
pub type ValueLine = Timeline<Arc<MeasureValue>>;

/// The values of a measure on one boundary over time: those that sources state, and those that are
/// worked out where the measure asks for that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    pub(super) lines: BTreeMap<ValueKey, ValueLine>,
}

impl Values {
    /// All of them, each with its key.
    pub fn lines(&self) -> impl Iterator<Item = (&ValueKey, &ValueLine)> {
        self.lines.iter()
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
        there.sort_by_cached_key(|(key, value)| {
            (
                !value.pieces.is_empty(),
                areas.unit(key.area).code.clone(),
                key.period,
                key.span,
            )
        });
        there.into_iter().map(|(_, value)| value)
    }
}
