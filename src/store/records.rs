//! Rows of published tables as exact text, for whoever compares them.

use super::{ReleaseRef, StoreError, frame, frame_of, frame_of_columns};
use crate::model::id_of_breakdown;
use polars::prelude::{AnyValue, Column, DataFrame};
use std::collections::BTreeMap;

/// A row of a published table: the exact text of every column, empty when null.
pub type Record = BTreeMap<String, String>;

/// The rows of a published table of a release, in the order of the file. An identifier has its
/// breakdown.
///
/// # Errors
/// When the file cannot be read.
pub fn records(release: &ReleaseRef, table: &str) -> Result<Vec<Record>, StoreError> {
    let frame = frame(&release.path.join(format!("{table}.parquet")))?;
    Ok(records_of(&frame).into_iter().map(with_members).collect())
}

/// The rows of a published table of a release that are wanted, with some columns only, likewise. No
/// more than the wanted rows are held as text, and no other column is read.
///
/// # Errors
/// When the file cannot be read.
pub fn records_of_columns(
    release: &ReleaseRef,
    table: &str,
    columns: &[&str],
    wanted: impl Fn(&Record) -> bool,
) -> Result<Vec<Record>, StoreError> {
    let columns = [columns, &["breakdown", "operand_breakdown"]].concat();
    let path = release.path.join(format!("{table}.parquet"));
    let frame = frame_of_columns(&path, &columns)?;
    let rows = (0..frame.height()).map(|i| with_members(record(frame.columns(), i)));
    Ok(rows.filter(|row| wanted(row)).collect())
}

/// The rows of a Parquet file in memory, likewise.
///
/// # Errors
/// When it cannot be read.
pub fn records_in(bytes: Vec<u8>) -> Result<Vec<Record>, StoreError> {
    let records = records_of(&frame_of(bytes)?);
    Ok(records.into_iter().map(with_members).collect())
}

pub(crate) fn records_of(frame: &DataFrame) -> Vec<Record> {
    let columns = frame.columns();
    (0..frame.height()).map(|i| record(columns, i)).collect()
}

fn record(columns: &[Column], row: usize) -> Record {
    let text = |c: &Column| c.get(row).map_or(String::new(), |v| shown(&v));
    let cells = columns.iter().map(|c| (c.name().to_string(), text(c)));
    cells.collect()
}

/// A row in which KPIs and measures have their breakdowns, as the program names them.
fn with_members(mut row: Record) -> Record {
    let of_row = if row.contains_key("kpi") {
        "kpi"
    } else {
        "measure"
    };
    for (id, breakdown) in [(of_row, "breakdown"), ("measure", "operand_breakdown")] {
        if let (Some(declared), Some(members)) = (row.get(id), row.get(breakdown))
            && let Some(joined) = id_of_breakdown(declared, members)
        {
            row.insert(id.to_owned(), joined);
        }
    }
    row
}

/// Exact text of a value; null is empty.
fn shown(value: &AnyValue<'_>) -> String {
    match value {
        AnyValue::Null => String::new(),
        AnyValue::String(s) => (*s).to_owned(),
        // A column of one row is held as a scalar.
        AnyValue::StringOwned(s) => s.to_string(),
        AnyValue::Float64(f) => format!("{f:?}"),
        other => other.to_string(),
    }
}

/// The text of a column, empty when null or absent.
#[must_use]
pub fn cell<'r>(row: &'r Record, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}
