//! Columns of a batch and the values in them, checked for their types.

use crate::model::Dec;
use arrow::array::{
    Array, AsArray, BooleanArray, Date32Array, Decimal128Array, Int32Array, Int64Array,
    RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};
use chrono::{DateTime, NaiveDate, Utc};
use std::fmt::Display;
use std::str::FromStr;

/// A table that does not hold what its contract says; only a damaged lake can cause it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "column `{column}` of the table {problem}; delete `tables/` in the lake and run again to \
        rebuild it from landing"
)]
pub struct TableError {
    /// Column.
    pub column: String,
    /// What is wrong.
    pub problem: String,
}

/// The columns of a batch by name, each of the type that a table has there.
#[derive(Clone, Copy)]
pub(super) struct TypedColumns<'a>(pub(super) &'a RecordBatch);

impl<'a> TypedColumns<'a> {
    pub(super) fn has(self, column: &str) -> bool {
        self.0.column_by_name(column).is_some()
    }

    fn found(self, column: &str, wanted: &DataType) -> Result<&'a dyn Array, TableError> {
        let array = self
            .0
            .column_by_name(column)
            .ok_or_else(|| fault(column, "is missing".into()))?;
        if array.data_type() == wanted {
            Ok(array.as_ref())
        } else {
            Err(fault(
                column,
                format!("is {} instead of {wanted}", array.data_type()),
            ))
        }
    }

    pub(super) fn text(self, column: &str) -> Result<&'a StringArray, TableError> {
        self.found(column, &DataType::Utf8)
            .map(AsArray::as_string::<i32>)
    }

    pub(super) fn date(self, column: &str) -> Result<&'a Date32Array, TableError> {
        self.found(column, &DataType::Date32)
            .map(AsArray::as_primitive::<Date32Type>)
    }

    pub(super) fn decimal(self, column: &str) -> Result<&'a Decimal128Array, TableError> {
        self.found(column, &DataType::Decimal128(38, 6))
            .map(AsArray::as_primitive::<Decimal128Type>)
    }

    pub(super) fn boolean(self, column: &str) -> Result<&'a BooleanArray, TableError> {
        self.found(column, &DataType::Boolean)
            .map(AsArray::as_boolean)
    }

    pub(super) fn rank(self, column: &str) -> Result<&'a Int32Array, TableError> {
        self.found(column, &DataType::Int32)
            .map(AsArray::as_primitive::<Int32Type>)
    }

    pub(super) fn number(self, column: &str) -> Result<&'a Int64Array, TableError> {
        self.found(column, &DataType::Int64)
            .map(AsArray::as_primitive::<Int64Type>)
    }

    pub(super) fn time(self, column: &str) -> Result<&'a TimestampMicrosecondArray, TableError> {
        let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        self.found(column, &utc)
            .map(AsArray::as_primitive::<TimestampMicrosecondType>)
    }
}

pub(super) fn text(array: &StringArray, i: usize) -> Option<&str> {
    array.is_valid(i).then(|| array.value(i))
}

pub(super) fn time(
    array: &TimestampMicrosecondArray,
    column: &str,
    i: usize,
) -> Result<DateTime<Utc>, TableError> {
    let micros = array.is_valid(i).then(|| array.value(i));
    micros
        .and_then(DateTime::from_timestamp_micros)
        .ok_or_else(|| fault(column, "holds no time".into()))
}

pub(super) fn day(array: &Date32Array, column: &str, i: usize) -> Result<NaiveDate, TableError> {
    array
        .is_valid(i)
        .then(|| array.value_as_date(i))
        .flatten()
        .ok_or_else(|| fault(column, "holds no date".into()))
}

pub(super) fn decimal(array: &Decimal128Array, i: usize) -> Option<Dec> {
    array
        .is_valid(i)
        .then(|| Dec::from_micros(array.value(i)))
        .flatten()
}

pub(super) fn is_true(array: &BooleanArray, i: usize) -> bool {
    array.is_valid(i) && array.value(i)
}

/// A word of a list; what is null is read as the empty word.
pub(super) fn word<T: FromStr<Err: Display>>(
    text: Option<&str>,
    column: &str,
) -> Result<T, TableError> {
    text.unwrap_or_default()
        .parse()
        .map_err(|e| fault(column, format!("holds a word that is not allowed: {e}")))
}

/// A word of a list, or null.
pub(super) fn word_if_any<T: FromStr<Err: Display>>(
    text: Option<&str>,
    column: &str,
) -> Result<Option<T>, TableError> {
    text.map(|text| word(Some(text), column)).transpose()
}

fn fault(column: &str, problem: String) -> TableError {
    TableError {
        column: column.to_owned(),
        problem,
    }
}
