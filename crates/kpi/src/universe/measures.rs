//! The values of measures on one boundary, found by what they are of.

use chiso_model::{MeasureValue, Period, Span, UnitId, ValueKey};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The values of a measure in one period, by area.
type Slice = BTreeMap<UnitId, Arc<MeasureValue>>;

/// Measures of one boundary, found by name, period, span and area.
#[derive(Default)]
pub struct Measures {
    by_measure: BTreeMap<String, BTreeMap<(Period, Span), Slice>>,
}

impl Measures {
    /// Indexes values that all stand on one boundary.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a Arc<MeasureValue>>) -> Measures {
        let mut measures = Measures::default();
        for value in values {
            measures.set(&value.measure, value.key(), Some(value));
        }
        measures
    }

    /// A value.
    #[must_use]
    pub fn get(
        &self,
        measure: &str,
        area: UnitId,
        period: Period,
        span: Span,
    ) -> Option<&Arc<MeasureValue>> {
        self.by_measure
            .get(measure)?
            .get(&(period, span))?
            .get(&area)
    }

    /// Puts a value in its place, or removes it, and gives the one that was there.
    pub fn set(
        &mut self,
        measure: &str,
        key: ValueKey,
        value: Option<&Arc<MeasureValue>>,
    ) -> Option<Arc<MeasureValue>> {
        let at = (key.period, key.span);
        let slices = if let Some(slices) = self.by_measure.get_mut(measure) {
            slices
        } else {
            self.by_measure.entry(measure.to_owned()).or_default()
        };
        let slice = slices.entry(at).or_default();
        match value {
            Some(value) => slice.insert(key.area, Arc::clone(value)),
            None => slice.remove(&key.area),
        }
    }

    /// Every value of a measure.
    pub fn of(&self, measure: &str) -> impl Iterator<Item = &MeasureValue> {
        let slices = self.by_measure.get(measure).into_iter().flatten();
        slices.flat_map(|(_, slice)| slice.values().map(AsRef::as_ref))
    }

    /// The values of a measure in one period, by area.
    pub fn in_period(
        &self,
        measure: &str,
        (period, span): (Period, Span),
    ) -> impl Iterator<Item = &MeasureValue> {
        let slices = self.by_measure.get(measure);
        let slice = slices.and_then(|slices| slices.get(&(period, span)));
        slice
            .into_iter()
            .flat_map(|slice| slice.values().map(AsRef::as_ref))
    }
}
