//! Rows as a file of comma-separated values.

use crate::app::cli::Failure;
use crate::app::output::{Format, Row, write_rows};
use crate::app::site::{Answer, attached};
use axum::http::header;

/// Rows under these columns.
///
/// # Errors
/// When they cannot be written.
pub fn as_csv(name: &str, columns: &[&str], rows: &[Row]) -> Result<Answer, Failure> {
    let mut bytes = vec![];
    write_rows(&mut bytes, Format::Csv, columns, rows)?;
    let answer = Answer::of(200, "text/csv; charset=utf-8", bytes);
    let name = attached(&format!("{name}.csv"));
    Ok(answer.with(header::CONTENT_DISPOSITION, name))
}
