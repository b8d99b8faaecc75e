//! The only door to standard output: tables for people, JSON and CSV for programs, and a closed
//! pipe is no error.

use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Borrow;
use std::io::{self, IsTerminal, Write};

/// Form of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// A list of rows under the published column names.
    Json,
    /// The same rows, comma-separated, with a header.
    Csv,
}

/// A row under its column names, in column order.
pub type Row = Map<String, Value>;

/// A row of values under these column names.
pub fn row(columns: &[&str], values: impl IntoIterator<Item = Value>) -> Row {
    let names = columns.iter().map(|c| (*c).to_owned());
    names.zip(values).collect()
}

/// Writes a line to standard output.
///
/// # Errors
/// When it cannot be written; see [`finish`] for a reader that went away.
pub fn line(text: &str) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// Writes a line to standard error.
pub fn complain(text: &str) {
    // When standard error is closed, nobody can read the message.
    _ = writeln!(io::stderr().lock(), "{text}");
}

/// Rows as JSON or CSV; `columns` gives the header when there are no rows.
///
/// # Errors
/// When they cannot be written.
pub fn rows<R: Borrow<Row> + Serialize>(
    format: Format,
    columns: &[&str],
    rows: &[R],
) -> io::Result<()> {
    write_rows(&mut io::stdout().lock(), format, columns, rows)
}

/// The same to any writer.
///
/// # Errors
/// When they cannot be written.
pub fn write_rows<R: Borrow<Row> + Serialize>(
    out: &mut dyn Write,
    format: Format,
    columns: &[&str],
    rows: &[R],
) -> io::Result<()> {
    if format == Format::Json {
        serde_json::to_writer_pretty(&mut *out, rows)?;
        return writeln!(out);
    }
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns).map_err(cause)?;
    for row in rows {
        writer
            .write_record(
                columns
                    .iter()
                    .map(|c| row.borrow().get(*c).map_or(String::new(), plain)),
            )
            .map_err(cause)?;
    }
    writer.flush()
}

/// The error of the system behind an error of the CSV writer, so that a reader that went away is
/// known as one.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A JSON value as cell text: null is empty.
#[must_use]
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A table for people, as wide as the terminal. Cells keep their words whole; only the last column
/// wraps.
#[must_use]
pub fn table(headers: &[&str], rows: Vec<Vec<String>>) -> String {
    use comfy_table::{ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width};
    let rule = LineStyle::none().fill('─').junction('─');
    let mut table = Table::new();
    table
        .load_style(
            TableStyle::new()
                .top_border(rule)
                .header_separator(rule)
                .bottom_border(rule),
        )
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width());
    table.set_header(headers.iter().copied());
    for row in rows {
        table.add_row(row);
    }
    let last = headers.len().saturating_sub(1);
    for (i, column) in table.column_iter_mut().enumerate() {
        column.set_constraint(if i < last {
            ColumnConstraint::ContentWidth
        } else {
            ColumnConstraint::LowerBoundary(Width::Fixed(24))
        });
    }
    table.to_string()
}

/// Columns of the terminal; elsewhere `COLUMNS`, or 120.
pub fn width() -> u16 {
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    let measured = if io::stdout().is_terminal() {
        console::Term::stdout()
            .size_checked()
            .map(|(_, columns)| columns)
    } else {
        None
    };
    measured.or_else(told).unwrap_or(120).clamp(60, 240)
}

/// Whether an error only says that the reader of our output went away.
#[must_use]
pub fn reader_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_went_away_is_known_behind_a_csv_error() {
        assert!(reader_gone(&cause(csv::Error::from(io::Error::from(
            io::ErrorKind::BrokenPipe
        )))));
        assert!(!reader_gone(&cause(csv::Error::from(io::Error::from(
            io::ErrorKind::StorageFull
        )))));
    }
}
