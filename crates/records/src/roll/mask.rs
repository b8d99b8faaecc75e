//! Which records of a batch meet a condition. Each condition on one column is asked once for each
//! different text, day or truth value, and of numbers for each.

use super::columns::{named, numbers};
use crate::day::date;
use crate::error::RecordsError;
use crate::hash::QuickMap;
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int32Type};
use chiso_model::{Dec, Literal, Predicate, RecordLayout, SCALE};

/// Whether a record meets a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Met {
    No,
    Yes,
    Unknown,
}

impl From<Option<bool>> for Met {
    fn from(holds: Option<bool>) -> Met {
        match holds {
            Some(true) => Met::Yes,
            Some(false) => Met::No,
            None => Met::Unknown,
        }
    }
}

/// Which records of a batch meet a condition.
pub(super) fn mask(
    condition: &Predicate,
    batch: &RecordBatch,
    layout: &RecordLayout,
) -> Result<Vec<Met>, RecordsError> {
    match condition {
        Predicate::Not(inner) => {
            let mut all = mask(inner, batch, layout)?;
            for met in &mut all {
                *met = negated(*met);
            }
            Ok(all)
        }
        Predicate::And(parts) => fold(parts, batch, layout, Met::No),
        Predicate::Or(parts) => fold(parts, batch, layout, Met::Yes),
        Predicate::CompareColumns(one, _, other) => {
            let (a, b) = (named(batch, one)?, named(batch, other)?);
            let places = |name: &str| places(layout, name);
            let of_row = |row: usize| {
                let value = |name: &str| {
                    let column = if name == one { a } else { b };
                    literal(column, row, places(name))
                };
                Met::from(condition.holds(&value))
            };
            Ok((0..batch.num_rows()).map(of_row).collect())
        }
        Predicate::Compare(column, ..)
        | Predicate::In(column, _)
        | Predicate::Between(column, ..)
        | Predicate::IsNull(column) => Ok(of_column(
            condition,
            named(batch, column)?,
            places(layout, column),
        )),
    }
}

fn places(layout: &RecordLayout, column: &str) -> u32 {
    layout
        .column(column)
        .and_then(|c| c.kind.places())
        .unwrap_or_default()
}

fn negated(met: Met) -> Met {
    match met {
        Met::No => Met::Yes,
        Met::Yes => Met::No,
        Met::Unknown => Met::Unknown,
    }
}

/// `AND` (`decides` is [`Met::No`]) and `OR` (`decides` is [`Met::Yes`]).
fn fold(
    parts: &[Predicate],
    batch: &RecordBatch,
    layout: &RecordLayout,
    decides: Met,
) -> Result<Vec<Met>, RecordsError> {
    let mut all = vec![negated(decides); batch.num_rows()];
    for part in parts {
        for (own, other) in all.iter_mut().zip(mask(part, batch, layout)?) {
            *own = match (*own, other) {
                (one, other) if one == decides || other == decides => decides,
                (Met::Unknown, _) | (_, Met::Unknown) => Met::Unknown,
                (one, _) => one,
            };
        }
    }
    Ok(all)
}

/// A condition on one column.
fn of_column(condition: &Predicate, column: &ArrayRef, places: u32) -> Vec<Met> {
    let ask = |value: Option<Literal>| Met::from(condition.holds(&|_| value.clone()));
    let none = ask(None);
    let filled = |row: usize| column.is_valid(row);
    let rows = 0..column.len();
    if let Some(dictionary) = column.as_dictionary_opt::<Int32Type>() {
        let Some(texts) = dictionary.values().as_string_opt::<i32>() else {
            return rows.map(|_| Met::Unknown).collect();
        };
        let of_text: Vec<Met> = (0..texts.len())
            .map(|at| ask(Some(Literal::Text(texts.value(at).to_owned()))))
            .collect();
        let keys = dictionary.keys().values();
        let met = |row: usize| {
            let key = usize::try_from(keys[row]).unwrap_or(usize::MAX);
            let found = of_text.get(key).copied();
            found.filter(|_| filled(row)).unwrap_or(none)
        };
        return rows.map(met).collect();
    }
    if let Some(days) = column.as_primitive_opt::<Date32Type>() {
        let mut of_day: QuickMap<i32, Met> = QuickMap::default();
        let mut met = |day: i32| {
            let made = || ask(Some(Literal::Text(date(day).to_string())));
            *of_day.entry(day).or_insert_with(made)
        };
        let values = days.values();
        return rows
            .map(|row| if filled(row) { met(values[row]) } else { none })
            .collect();
    }
    if let Some(all) = numbers(column) {
        let met = |number: &i64| Met::from(condition.holds(&|_| decimal(*number, places)));
        return all
            .iter()
            .enumerate()
            .map(|(row, number)| if filled(row) { met(number) } else { none })
            .collect();
    }
    rows.map(|row| ask(literal(column, row, places))).collect()
}

fn decimal(number: i64, places: u32) -> Option<Literal> {
    let step = 10i128.pow(SCALE.saturating_sub(places));
    Dec::from_micros(i128::from(number) * step).map(Literal::Number)
}

/// The value of a cell.
fn literal(column: &ArrayRef, row: usize, places: u32) -> Option<Literal> {
    if column.is_null(row) {
        return None;
    }
    match column.data_type() {
        DataType::Boolean => Some(Literal::Bool(column.as_boolean().value(row))),
        DataType::Utf8 => {
            let texts = column.as_string_opt::<i32>()?;
            Some(Literal::Text(texts.value(row).to_owned()))
        }
        DataType::Date32 => {
            let days = column.as_primitive_opt::<Date32Type>()?;
            Some(Literal::Text(date(days.value(row)).to_string()))
        }
        DataType::Dictionary(..) => {
            let dictionary = column.as_dictionary_opt::<Int32Type>()?;
            let texts = dictionary.values().as_string_opt::<i32>()?;
            Some(Literal::Text(texts.value(dictionary.key(row)?).to_owned()))
        }
        _ => decimal(*numbers(column)?.get(row)?, places),
    }
}
