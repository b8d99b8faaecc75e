//! A price index that falls by a fifth within a year was put on another reference year: prices do
//! not fall so. Growth at constant prices across such a step is none, and where no basis says which
//! reference year a figure has, nothing else shows it.

use crate::model::{
    AreaRegister, Dec, Finding, Measure, MeasureValue, Period, Place, Span, UnitId,
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What makes figures of an index comparable: measure, area, span, unit and basis.
type IndexKey<'v> = (&'v str, UnitId, Span, &'v str, &'v str);

/// One warning an index with the first such step on one boundary, and how many there are.
#[must_use]
pub(super) fn rebased(
    values: &[Arc<MeasureValue>],
    measures: &[Measure],
    areas: &AreaRegister,
    boundary: Option<NaiveDate>,
) -> Vec<Finding> {
    let indices: BTreeSet<&str> = measures
        .iter()
        .filter_map(|m| Some(m.real.as_ref()?.deflator.as_str()))
        .collect();
    let mut lines: BTreeMap<IndexKey<'_>, BTreeMap<Period, (&MeasureValue, Dec)>> = BTreeMap::new();
    for value in values
        .iter()
        .filter(|v| Some(v.boundary) == boundary && indices.contains(v.measure.as_str()))
    {
        if let Some(figure) = value.figure.value {
            let line = (
                value.measure.as_str(),
                value.area,
                value.span,
                value.figure.unit.as_str(),
                value.figure.basis.as_str(),
            );
            lines
                .entry(line)
                .or_default()
                .insert(value.period, (value, figure));
        }
    }
    let mut found: BTreeMap<&str, Finding> = BTreeMap::new();
    for ((measure, area, ..), line) in &lines {
        for (period, (value, figure)) in line {
            let before = period.year_before();
            let Some((_, from)) = line
                .get(&before)
                .filter(|(_, from)| falls_by_a_fifth(*from, *figure))
            else {
                continue;
            };
            if let Some(held) = found.get_mut(measure) {
                held.count += 1;
                continue;
            }
            let unit = areas.unit(*area);
            let message = format!(
                "index `{measure}` of {} ({}) falls from {from} in {before} to {figure} in \
                    {period}, as one does that was put on another reference year",
                unit.name(true),
                unit.code
            );
            let hint = "map the reference year to `basis`, so that figures of two reference years \
                are not compared; prices that did fall so need nothing";
            let place = Place {
                file: format!("tables/{}", value.dataset),
                ..Place::default()
            };
            found.insert(
                measure,
                Finding::warning("index_falls", place, message).hint(hint),
            );
        }
    }
    found.into_values().collect()
}

/// Whether a positive figure is less than four fifths of the one before.
fn falls_by_a_fifth(before: Dec, now: Dec) -> bool {
    let of = |n: i64| num_rational::BigRational::from_integer(n.into());
    before.is_positive() && now.is_positive() && now.ratio() * of(5) < before.ratio() * of(4)
}
