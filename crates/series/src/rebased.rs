//! A price index that falls by a fifth within a year was put on another reference year: prices do
//! not fall so. Growth at constant prices across such a step is none, and where no basis says which
//! reference year a figure has, nothing else shows it.

use chiso_model::{AreaRegister, Dec, Finding, Measure, MeasureValue, Period, Place, Span, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What makes figures of an index comparable.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct IndexKey<'v> {
    measure: &'v str,
    area: UnitId,
    span: Span,
    unit: &'v str,
    basis: &'v str,
}

/// The figures of an index over time, by what makes them comparable.
type IndexLines<'v> = BTreeMap<IndexKey<'v>, BTreeMap<Period, (&'v MeasureValue, Dec)>>;

/// One warning an index with the first such step on one boundary, and how many there are.
#[must_use]
pub(super) fn rebased(
    values: &[Arc<MeasureValue>],
    measures: &[Measure],
    areas: &AreaRegister,
    boundary: Option<NaiveDate>,
) -> Vec<Finding> {
    let lines = index_lines(values, measures, boundary);
    let mut found: BTreeMap<&str, Finding> = BTreeMap::new();
    for (IndexKey { measure, .. }, line) in &lines {
        for (period, (value, figure)) in line {
            let before = period.year_before();
            let Some((before, from)) = before
                .and_then(|before| Some((before, line.get(&before)?.1)))
                .filter(|(_, from)| falls_by_a_fifth(*from, *figure))
            else {
                continue;
            };
            match found.get_mut(measure) {
                Some(held) => held.count += 1,
                None => _ = found.insert(measure, warning(value, (before, from, *figure), areas)),
            }
        }
    }
    found.into_values().collect()
}

/// The figures of all indices on a boundary.
fn index_lines<'v>(
    values: &'v [Arc<MeasureValue>],
    measures: &[Measure],
    boundary: Option<NaiveDate>,
) -> IndexLines<'v> {
    let indices: BTreeSet<&str> = measures
        .iter()
        .filter_map(|m| Some(m.real()?.deflator.as_str()))
        .collect();
    let mut lines = IndexLines::new();
    for value in values
        .iter()
        .filter(|v| Some(v.boundary) == boundary && indices.contains(v.measure.as_str()))
    {
        if let Some(figure) = value.figure.value {
            let key = IndexKey {
                measure: &value.measure,
                area: value.area,
                span: value.span,
                unit: &value.figure.unit,
                basis: &value.figure.basis,
            };
            lines
                .entry(key)
                .or_default()
                .insert(value.period, (value, figure));
        }
    }
    lines
}

fn warning(
    value: &MeasureValue,
    (before, from, to): (Period, Dec, Dec),
    areas: &AreaRegister,
) -> Finding {
    let unit = areas.unit(value.area);
    let message = format!(
        "index `{}` of {} ({}) falls from {from} in {before} to {to} in {}, as an index does that was \
            moved to another reference year",
        value.measure,
        unit.name(true),
        unit.code,
        value.period
    );
    let hint = "map the reference year to `basis`, so that figures of two reference years \
        are not compared; prices that did fall so need nothing";
    let place = Place {
        file: format!("tables/{}", value.dataset),
        ..Place::default()
    };
    Finding::warning("index_falls", place, message).hint(hint)
}

/// Whether a positive figure is less than four fifths of the one before.
fn falls_by_a_fifth(before: Dec, now: Dec) -> bool {
    let of = |n: i64| num_rational::BigRational::from_integer(n.into());
    before.is_positive() && now.is_positive() && now.ratio() * of(5) < before.ratio() * of(4)
}
