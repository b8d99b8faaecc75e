//! Figures that are the largest or smallest of their months: none within the period is beyond them.

use chiso_model::{Measure, MeasureValue, OverTime, Span, UnitId, days};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The figure within a period that is furthest beyond the extreme of that period, by more than
/// their rounding: one of the two is wrong.
pub(super) fn beyond<'v>(
    over_time: Option<OverTime>,
    extreme: &MeasureValue,
    stated: impl Iterator<Item = &'v MeasureValue>,
) -> Option<&'v MeasureValue> {
    let largest = match over_time {
        Some(OverTime::Max) => true,
        Some(OverTime::Min) => false,
        _ => return None,
    };
    let value = extreme
        .figure
        .value
        .filter(|_| extreme.span == Span::Period)?;
    let (first, last) = days(extreme.period, Span::Period);
    let inside = |part: &&MeasureValue| {
        let (from, to) = days(part.period, part.span);
        part.span == Span::Period && first <= from && to <= last && to - from < last - first
    };
    let alike = |part: &&MeasureValue| {
        let (a, b) = (&part.figure, &extreme.figure);
        let series = part.dataset == extreme.dataset
            && part.series.statement == extreme.series.statement
            && part.series.summed == extreme.series.summed;
        series && a.unit == b.unit && a.basis == b.basis
    };
    let over = |part: &'v MeasureValue| {
        let own = part.figure.value?;
        let distance = if largest {
            own.checked_sub(value)?
        } else {
            value.checked_sub(own)?
        };
        let width = part.figure.rounding.checked_add(extreme.figure.rounding)?;
        (distance > width).then_some((distance, part))
    };
    let found = stated.filter(inside).filter(alike).filter_map(over);
    found
        .max_by_key(|(distance, _)| *distance)
        .map(|(_, part)| part)
}

/// The stated figures of measures whose figures are extremes of their months, by measure and area.
pub(super) struct StatedExtremes<'v> {
    over_time: BTreeMap<&'v str, OverTime>,
    stated: BTreeMap<(&'v str, UnitId), Vec<&'v MeasureValue>>,
}

impl<'v> StatedExtremes<'v> {
    /// Those on one boundary.
    pub(super) fn new(
        values: &'v [Arc<MeasureValue>],
        measures: &'v [Measure],
        boundary: Option<NaiveDate>,
    ) -> StatedExtremes<'v> {
        let extreme = |m: &&Measure| matches!(m.over_time, Some(OverTime::Max | OverTime::Min));
        let ways = measures.iter().filter(extreme);
        let over_time: BTreeMap<&str, OverTime> = ways
            .filter_map(|m| Some((m.id.as_str(), m.over_time?)))
            .collect();
        let mut stated: BTreeMap<(&str, UnitId), Vec<&MeasureValue>> = BTreeMap::new();
        for value in values.iter().filter(|v| Some(v.boundary) == boundary) {
            if value.pieces.is_empty() && over_time.contains_key(value.measure.as_str()) {
                let of_area = stated.entry((&value.measure, value.area));
                of_area.or_default().push(value);
            }
        }
        StatedExtremes { over_time, stated }
    }

    /// The stated figure within the period of another one that contradicts it.
    pub(super) fn beyond(&self, value: &'v MeasureValue) -> Option<&'v MeasureValue> {
        let stated = self.stated.get(&(value.measure.as_str(), value.area))?;
        let over_time = self.over_time.get(value.measure.as_str()).copied();
        let value = Some(value).filter(|v| v.pieces.is_empty())?;
        beyond(over_time, value, stated.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chiso_model::{Dec, Figure, Series, SharedIds, Status, UnitId};
    use std::collections::BTreeSet;

    fn stated(period: &str, n: i64, rounding: i64) -> MeasureValue {
        let day: NaiveDate = "2025-06-30".parse().unwrap();
        let figure = Figure {
            value: Some(Dec::from_int(n)),
            unit: "n".into(),
            basis: "".into(),
            scheme: "".into(),
            plan_stage: None,
            status: Status::Final,
            rounding: Dec::from_int(rounding),
            known_from: "2025-05-01T00:00:00Z".parse().unwrap(),
            source_ids: SharedIds::default(),
            deliveries: SharedIds::default(),
            flags: BTreeSet::new(),
            reasons: BTreeSet::new(),
        };
        MeasureValue {
            measure: "m".into(),
            dataset: "d".into(),
            area: UnitId(0),
            boundary: day,
            period: period.parse().unwrap(),
            span: Span::Period,
            figure,
            parts: vec![(UnitId(0), day)],
            pieces: vec![],
            made: None,
            series: Series::default(),
            others: vec![],
            by_other_periods: vec![],
        }
    }

    #[test]
    fn a_month_above_the_largest_of_its_quarter_contradicts_it() {
        let quarter = stated("2023-Q2", 20, 0);
        let found =
            |way, part: &MeasureValue| beyond(Some(way), &quarter, std::iter::once(part)).is_some();
        assert!(found(OverTime::Max, &stated("2023-05", 90, 0)));
        assert!(!found(OverTime::Min, &stated("2023-05", 90, 0)));
        assert!(found(OverTime::Min, &stated("2023-05", 19, 0)));
        assert!(
            !found(OverTime::Max, &stated("2023-05", 20, 0)),
            "it is the largest"
        );
        assert!(
            !found(OverTime::Max, &stated("2023-07", 90, 0)),
            "of another quarter"
        );
        assert!(
            !found(OverTime::Max, &stated("2023", 90, 0)),
            "the quarter lies in the year"
        );
        assert!(
            !found(OverTime::Max, &stated("2023-05", 21, 1)),
            "within its rounding"
        );
        assert!(
            !found(OverTime::Mean, &stated("2023-05", 90, 0)),
            "a mean has months above it"
        );
    }
}
