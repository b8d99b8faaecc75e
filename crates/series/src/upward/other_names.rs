//! Figures of areas whose months are stated otherwise under another name: a year, and the year to date
//! of December. A sum is compared by one name of each part.

use chiso_model::{MeasureValue, UnitId, months};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Stated values, each with those of the same months and statement that differ from it.
pub(super) fn with_other_names(values: &[MeasureValue]) -> Cow<'_, [MeasureValue]> {
    let mut same: BTreeMap<(UnitId, (i32, i32)), Vec<&MeasureValue>> = BTreeMap::new();
    for value in values.iter().filter(|v| v.period.length() > 0) {
        let months = months(value.period, value.span);
        same.entry((value.area, months)).or_default().push(value);
    }
    let differing = |v: &MeasureValue| -> Vec<Arc<MeasureValue>> {
        let all = same.get(&(v.area, months(v.period, v.span)));
        let others = all.into_iter().flatten();
        let differs = |other: &&&MeasureValue| v.same_statement(other) && v.differs_from(other);
        let others = others.filter(differs);
        others.map(|other| Arc::new((**other).clone())).collect()
    };
    if values.iter().all(|v| differing(v).is_empty()) {
        return Cow::Borrowed(values);
    }
    let with = |v: &MeasureValue| MeasureValue {
        by_other_periods: differing(v),
        ..v.clone()
    };
    Cow::Owned(values.iter().map(with).collect())
}
