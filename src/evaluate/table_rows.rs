//! Parts of the rows of published tables: keys, words, ratios, and values in the order of columns.

use crate::model::published::{TableSpec, Value};
use crate::model::{AreaRegister, Kpi, Measure, Score, Target, ValueKey};
use chrono::NaiveDate;
use compact_str::ToCompactString;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::fmt::Display;

/// The registers and declarations that give names to what was computed.
#[derive(Clone, Copy)]
pub struct LabelSources<'a> {
    /// Measures.
    pub measures: &'a [Measure],
    /// KPIs.
    pub kpis: &'a [Kpi],
    /// Areas.
    pub areas: &'a AreaRegister,
    /// Targets.
    pub targets: &'a [Target],
}

/// Puts named values in the order of a table's columns; what is not named is null. Values are
/// mostly named in that order, so that each is looked for from the one before on.
pub fn arrange<'n>(
    spec: &TableSpec,
    values: impl IntoIterator<Item = (&'n str, Value)>,
) -> Vec<Value> {
    let columns = &spec.columns;
    let mut row = vec![Value::Null; columns.len()];
    let mut next = 0;
    for (name, value) in values {
        let places = (next..columns.len()).chain(0..next);
        let place = places.into_iter().find(|at| columns[*at].name == name);
        debug_assert!(place.is_some(), "no such column: {name}");
        if let Some(place) = place {
            row[place] = value;
            next = place + 1;
        }
    }
    row
}

/// Words joined as published; nothing is null.
pub fn words<T: Display>(list: impl IntoIterator<Item = T>) -> Value {
    let mut list = list.into_iter();
    let mut text = list.next().map(|word| word.to_compact_string());
    for word in list {
        let joined = text.get_or_insert_default();
        joined.push(';');
        joined.push_str(&word.to_compact_string());
    }
    text.filter(|text| !text.is_empty())
        .map_or(Value::Null, Value::Text)
}

/// A text; nothing is null.
pub fn not_empty(text: &str) -> Value {
    if text.is_empty() {
        Value::Null
    } else {
        text.into()
    }
}

/// A count.
pub(super) fn number(n: usize) -> Value {
    Value::Int(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A ratio as it is published.
pub fn double(ratio: &BigRational) -> Value {
    ratio
        .to_f64()
        .filter(|f| f.is_finite())
        .map_or(Value::Null, |f| {
            Value::Double(if f == 0.0 { 0.0 } else { f })
        })
}

/// The key of a score, in the order of its columns.
pub fn score_key(score: &Score, names: LabelSources<'_>) -> Vec<Value> {
    key_of(&score.kpi, score.boundary, score.key(), score.target, names)
}

/// The key of a score, each value with the name of its column in a table.
pub(super) fn key_columns<'s>(
    spec: &'s TableSpec,
    score: &Score,
    names: LabelSources<'_>,
) -> impl Iterator<Item = (&'s str, Value)> {
    let keys = spec
        .columns
        .iter()
        .filter(|c| c.key)
        .map(|c| c.name.as_str());
    keys.zip(score_key(score, names))
}

/// The key; its breakdown is told apart from the KPI where all rows of a table are there.
pub(super) fn key_of(
    kpi: &str,
    boundary: NaiveDate,
    cell: ValueKey,
    target: Option<usize>,
    names: LabelSources<'_>,
) -> Vec<Value> {
    let target = target.map_or("", |i| names.targets[i].id.as_str());
    vec![
        kpi.into(),
        names.areas.unit(cell.area).code.as_str().into(),
        boundary.into(),
        cell.period.into(),
        cell.span.into(),
        target.into(),
        Value::Null,
    ]
}
