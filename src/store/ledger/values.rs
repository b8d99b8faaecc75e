//! Instants, counts and words as the ledger holds them.

use chrono::{DateTime, SecondsFormat, Utc};
use rusqlite::Row;
use rusqlite::types::Type;
use std::str::FromStr;

/// Fixed width, so that text sorts as time does.
pub(in crate::store) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A count as `SQLite` holds it; no file has more cells than that.
pub(super) fn held(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn counted(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

pub(in crate::store) fn parsed<T: FromStr<Err: ToString>>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let index = row.as_ref().column_index(column)?;
    let text: Option<String> = row.get(index)?;
    let failed = |e: T::Err| {
        rusqlite::Error::FromSqlConversionFailure(index, Type::Text, e.to_string().into())
    };
    text.map(|t| t.parse().map_err(failed)).transpose()
}

pub(in crate::store) fn required<T: FromStr<Err: ToString>>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<T> {
    parsed(row, column)?.ok_or_else(|| rusqlite::Error::InvalidColumnName(column.to_owned()))
}
