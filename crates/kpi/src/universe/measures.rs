//! The values of measures on one boundary, found by what they are of.

use chiso_model::{MeasureValue, Period, Span, UnitId, ValueKey};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Measures of one boundary, found by name, area, period and span.
#[derive(Default)]
pub struct Measures<'a> {
    by_measure: BTreeMap<&'a str, BTreeMap<ValueKey, &'a Arc<MeasureValue>>>,
}

impl<'a> Measures<'a> {
    /// Indexes values that all stand on one boundary.
    pub fn new(values: impl IntoIterator<Item = &'a Arc<MeasureValue>>) -> Measures<'a> {
        let mut by_measure: BTreeMap<&str, BTreeMap<_, _>> = BTreeMap::new();
        for value in values {
            by_measure
                .entry(&value.measure)
                .or_default()
                .insert(value.key(), value);
        }
        Measures { by_measure }
    }

    /// A value.
    #[must_use]
    pub fn get(
        &self,
        measure: &str,
        area: UnitId,
        period: Period,
        span: Span,
    ) -> Option<&'a Arc<MeasureValue>> {
        self.by_measure
            .get(measure)?
            .get(&ValueKey { area, period, span })
            .copied()
    }

    /// Puts a value in its place, or removes it, and says whether there was one.
    pub fn set(
        &mut self,
        measure: &'a str,
        key: ValueKey,
        value: Option<&'a Arc<MeasureValue>>,
    ) -> bool {
        let cells = self.by_measure.entry(measure).or_default();
        match value {
            Some(value) => cells.insert(key, value).is_some(),
            None => cells.remove(&key).is_some(),
        }
    }

    /// Every value of a measure.
    pub fn of(&self, measure: &str) -> impl Iterator<Item = &'a MeasureValue> {
        self.by_measure
            .get(measure)
            .into_iter()
            .flat_map(BTreeMap::values)
            .map(|v: &&'a Arc<MeasureValue>| (*v).as_ref())
    }
}
