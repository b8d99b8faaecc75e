//! Rows of published tables as exact text, for whoever compares them.

use super::{ReleaseRef, StoreError, frame, frame_of};
use polars::prelude::{AnyValue, DataFrame};
use std::collections::BTreeMap;

/// A row of a published table: the exact text of every column, empty when null.
pub type Record = BTreeMap<String, String>;

/// The rows of a published table of a release, in the order of the file.
///
/// # Errors
/// When the file cannot be read.
pub fn records(release: &ReleaseRef, table: &str) -> Result<Vec<Record>, StoreError> {
    Ok(records_of(&frame(
        &release.path.join(format!("{table}.parquet")),
    )?))
}

/// The rows of a Parquet file in memory, likewise.
///
/// # Errors
/// When it cannot be read.
pub fn records_in(bytes: Vec<u8>) -> Result<Vec<Record>, StoreError> {
    Ok(records_of(&frame_of(bytes)?))
}

pub(crate) fn records_of(frame: &DataFrame) -> Vec<Record> {
    let columns = frame.columns();
    let row = |i: usize| -> Record {
        columns
            .iter()
            .map(|c| {
                (
                    c.name().to_string(),
                    c.get(i).map_or(String::new(), |v| shown(&v)),
                )
            })
            .collect()
    };
    (0..frame.height()).map(row).collect()
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
