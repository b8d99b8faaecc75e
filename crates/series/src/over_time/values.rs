//! Values over time.

use chiso_model::{MeasureValue, Timeline, ValueKey};
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

    /// The values as of a moment: those that sources state, then those that are worked out, each in
    /// the order of area, period and span. Areas are in the order of their codes.
    pub fn at(&self, as_of: Option<DateTime<Utc>>) -> impl Iterator<Item = &Arc<MeasureValue>> {
        let there = self.lines().filter_map(move |(_, line)| line.at(as_of));
        let (worked_out, stated): (Vec<_>, Vec<_>) = there.partition(|v| !v.pieces.is_empty());
        stated.into_iter().chain(worked_out)
    }
}
