//! Values over time, and how two states of them differ.

use crate::model::{AreaRegister, MeasureValue, Timeline, ValueKey};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A value over time.
pub type ValueLine = Timeline<Arc<MeasureValue>>;

/// The moments at which a thing came (`true`) and went.
pub type PresenceChanges = Vec<(DateTime<Utc>, bool)>;

/// The values of a measure on one boundary over time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// As sources state them; only of measures that are not made of others.
    pub(super) stated: BTreeMap<ValueKey, ValueLine>,
    /// With what is worked out from them, where the measure asks for that: all values there are.
    pub(super) worked_out: BTreeMap<ValueKey, ValueLine>,
}

impl Values {
    /// All there are.
    pub(super) fn all(&self) -> &BTreeMap<ValueKey, ValueLine> {
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
