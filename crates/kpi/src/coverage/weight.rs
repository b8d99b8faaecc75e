//! How much areas count, by the measure that says so for all of them.

use chiso_model::{BoundaryKey, Dec, Kpi, MeasureValue, Period, Span, UnitId};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::Signed;
use std::collections::{BTreeMap, BTreeSet};

/// How much areas count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weight {
    /// The measure.
    pub measure: String,
    /// The period of its figures.
    pub period: Period,
    /// Their unit.
    pub unit: String,
    /// Sum over the areas with a value.
    pub covered: Dec,
    /// Sum over all areas of the level.
    pub whole: Dec,
}

/// Figures of a measure for every area of a level in one period, with their unit.
pub(super) struct Whole {
    pub(super) unit: String,
    pub(super) figures: BTreeMap<UnitId, BigRational>,
}

pub(super) type Wholes = BTreeMap<Period, Whole>;

/// The measure by which the areas of a KPI count.
pub(super) fn weighs(kpi: &Kpi) -> Option<&str> {
    kpi.coverage.as_deref().or_else(|| kpi.kind.whole())
}

/// The figures of the measures by which areas count, by measure and boundary.
pub(super) fn stated<'a>(
    kpis: &[Kpi],
    values: impl Iterator<Item = &'a MeasureValue>,
) -> BTreeMap<BoundaryKey<&'a str>, Vec<&'a MeasureValue>> {
    let wanted: BTreeSet<&str> = kpis.iter().filter_map(weighs).collect();
    let mut stated: BTreeMap<BoundaryKey<&str>, Vec<&MeasureValue>> = BTreeMap::new();
    for value in values.filter(|v| {
        v.span == Span::Period && v.figure.value.is_some() && wanted.contains(v.measure.as_str())
    }) {
        stated
            .entry(BoundaryKey {
                id: value.measure.as_str(),
                boundary: value.boundary,
            })
            .or_default()
            .push(value);
    }
    stated
}

/// The periods in which every area of a level has a figure, and figures that can be added up.
pub(super) fn wholes(stated: &[&MeasureValue], units: &BTreeSet<UnitId>) -> Wholes {
    let mut periods: BTreeMap<Period, Vec<&MeasureValue>> = BTreeMap::new();
    for value in stated.iter().filter(|v| units.contains(&v.area)) {
        periods.entry(value.period).or_default().push(value);
    }
    let whole = |(period, values): (Period, Vec<&MeasureValue>)| {
        let kinds: BTreeSet<_> = values
            .iter()
            .map(|v| (v.figure.unit.as_str(), v.figure.basis.as_str()))
            .collect();
        let figures: BTreeMap<UnitId, BigRational> = values
            .iter()
            .filter_map(|v| Some((v.area, v.exact()?)))
            .collect();
        let adds_up = kinds.len() == 1
            && figures.len() == units.len()
            && !figures.values().any(Signed::is_negative);
        let unit = kinds.first().map(|(unit, _)| (*unit).to_owned())?;
        adds_up.then_some((period, Whole { unit, figures }))
    };
    periods.into_iter().filter_map(whole).collect()
}

/// What the areas count in the latest whole that is not after a day; of two that end on one day the
/// longer.
pub(super) fn weight(
    measure: &str,
    wholes: &Wholes,
    with_value: &BTreeSet<UnitId>,
    until: NaiveDate,
) -> Option<Weight> {
    let known = wholes.iter().filter(|(period, _)| period.end() <= until);
    let (period, whole) =
        known.max_by_key(|(period, _)| (period.end(), std::cmp::Reverse(period.start())))?;
    let all: BigRational = whole.figures.values().sum();
    let covered = whole.figures.iter();
    let covered = covered.filter(|(area, _)| with_value.contains(area));
    let covered: BigRational = covered.map(|(_, figure)| figure).sum();
    if !all.is_positive() {
        return None;
    }
    Some(Weight {
        measure: measure.to_owned(),
        period: *period,
        unit: whole.unit.clone(),
        covered: Dec::from_rational(&covered)?,
        whole: Dec::from_rational(&all)?,
    })
}
