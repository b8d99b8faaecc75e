//! Parts of the rows of published tables: keys, words, ratios, and values in the order of columns.

use crate::model::published::{ColumnSpec, TableSpec, Value};
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

/// A row of a table, whose values are put under the names of their columns; what is not named is
/// null. Values are mostly named in the order of the columns, so that each is looked for from the one
/// before on.
pub(super) struct NamedRow<'s> {
    columns: &'s [ColumnSpec],
    values: Vec<Value>,
    next: usize,
}

impl<'s> NamedRow<'s> {
    /// With the values of its first columns.
    pub(super) fn beginning(spec: &'s TableSpec, mut values: Vec<Value>) -> NamedRow<'s> {
        let next = values.len();
        values.reserve_exact(spec.columns.len().saturating_sub(next));
        values.resize_with(spec.columns.len(), || Value::Null);
        NamedRow {
            columns: &spec.columns,
            values,
            next,
        }
    }

    pub(super) fn put(&mut self, name: &str, value: impl Into<Value>) {
        let (before, after) = self.columns.split_at(self.next);
        let named = |column: &ColumnSpec| column.name == name;
        let ahead = after.iter().position(named).map(|at| self.next + at);
        let place = ahead.or_else(|| before.iter().position(named));
        debug_assert!(place.is_some(), "no such column: {name}");
        if let Some(place) = place {
            self.values[place] = value.into();
            self.next = place + 1;
        }
    }

    pub(super) fn values(self) -> Vec<Value> {
        self.values
    }
}

/// Puts named values in the order of a table's columns; what is not named is null.
pub fn arrange<'n>(
    spec: &TableSpec,
    values: impl IntoIterator<Item = (&'n str, Value)>,
) -> Vec<Value> {
    let mut row = NamedRow::beginning(spec, Vec::new());
    for (name, value) in values {
        row.put(name, value);
    }
    row.values()
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
