//! The only door to standard output: tables for people, JSON and CSV for programs, and a closed
//! pipe is no error.

use crate::model::{no_formula, readable};
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
                    .map(|c| row.borrow().get(*c).map_or(String::new(), in_file)),
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

/// A JSON value as a cell of a file that people open in a spreadsheet: no text of it is run as a formula
/// or turns what is beside it.
fn in_file(value: &Value) -> String {
    match value {
        Value::String(text) => no_formula(&readable(text)).into_owned(),
        other => plain(other),
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

/// A table for people, as wide as the terminal. Cells keep their words whole, and only the last
/// column wraps, where the terminal is wide enough for that; else the widest columns wrap.
#[must_use]
pub fn table(headers: &[&str], rows: Vec<Vec<String>>) -> String {
    within(known_width(), headers, rows)
}

fn within(known: Option<u16>, headers: &[&str], rows: Vec<Vec<String>>) -> String {
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
    table.set_width(known.unwrap_or(UNKNOWN_WIDTH));
    table.set_header(headers.iter().copied());
    let words: Vec<u16> = { headers.iter().enumerate() }
        .map(|(i, header)| longest_word(rows.iter().filter_map(|row| row.get(i)), header))
        .collect();
    for row in rows {
        table.add_row(row);
    }
    let contents = table.column_max_content_widths();
    let narrowed = known.and_then(|known| narrowed(&contents, &words, known));
    let last = headers.len().saturating_sub(1);
    for (i, column) in table.column_iter_mut().enumerate() {
        let fixed = narrowed.as_ref().and_then(|widths| widths.get(i));
        column.set_constraint(match fixed {
            Some(width) => ColumnConstraint::Absolute(Width::Fixed(width + PADDING)),
            None if i < last => ColumnConstraint::ContentWidth,
            None => ColumnConstraint::LowerBoundary(Width::Fixed(LAST_COLUMN)),
        });
    }
    table.to_string()
}

/// Spaces around the content of a column.
const PADDING: u16 = 2;
/// The narrowest last column, which wraps.
const LAST_COLUMN: u16 = 24;
/// The narrowest column that others are narrowed to.
const NARROWEST: u16 = 5;
/// Columns where nothing says how wide the page is.
const UNKNOWN_WIDTH: u16 = 120;

/// The length of the longest word of a column.
fn longest_word<'c>(cells: impl Iterator<Item = &'c String>, header: &str) -> u16 {
    let words = cells.flat_map(|cell| cell.split_whitespace());
    let lengths = words
        .chain(header.split_whitespace())
        .map(|word| word.chars().count());
    lengths
        .max()
        .and_then(|longest| u16::try_from(longest).ok())
        .unwrap_or(u16::MAX)
}

/// The widths of columns whose contents do not fit side by side: the widest are narrowed first, down
/// to their longest words, and only then further. `None` where they fit once the last one wraps.
fn narrowed(contents: &[u16], words: &[u16], width: u16) -> Option<Vec<u16>> {
    let (last, others) = contents.split_last()?;
    // Between two columns there is a space more.
    let padded = |widths: &[u16]| widths.iter().map(|w| w + PADDING + 1).sum::<u16>();
    if padded(others) + LAST_COLUMN.min(last + PADDING) <= width {
        return None;
    }
    let mut widths = contents.to_vec();
    let narrowest = vec![NARROWEST; widths.len()];
    for least in [words, &narrowest] {
        let wider = |widths: &[u16]| {
            let room = widths.iter().zip(least).enumerate();
            room.filter(|(_, (width, least))| width > least)
                .max_by_key(|(_, (width, _))| **width)
                .map(|(i, _)| i)
        };
        while padded(&widths) > width + 1
            && let Some(i) = wider(&widths)
        {
            widths[i] -= 1;
        }
    }
    Some(widths)
}

/// Columns of the terminal; elsewhere `COLUMNS`, or 120.
pub fn width() -> u16 {
    known_width().unwrap_or(UNKNOWN_WIDTH)
}

/// Columns of the terminal, elsewhere `COLUMNS`; none where output goes into a file.
fn known_width() -> Option<u16> {
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    let measured = if io::stdout().is_terminal() {
        console::Term::stdout()
            .size_checked()
            .map(|(_, columns)| columns)
    } else {
        None
    };
    let known: Option<u16> = measured.or_else(told);
    known.map(|columns| columns.clamp(60, 240))
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
    fn a_table_is_as_wide_as_the_terminal_and_no_wider() {
        let cells = [
            "new_firms_growth",
            "Thành phố Hồ Chí Minh (79)",
            "2020-Q1",
            "+12.34 %",
        ];
        let row: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
        let shown = |known| {
            within(
                known,
                &["kpi", "area", "period", "value"],
                vec![row.clone()],
            )
        };
        let widest = |table: &str| {
            table
                .lines()
                .map(|line| line.chars().count())
                .max()
                .unwrap()
        };
        assert_eq!(shown(Some(120)), shown(None), "it fits");
        assert!(shown(Some(120)).contains("Thành phố Hồ Chí Minh (79)"));
        let narrow = shown(Some(60));
        assert!(widest(&narrow) <= 60, "{narrow}");
        assert!(
            narrow.contains("new_firms_growth"),
            "words stay whole: {narrow}"
        );
        assert!(widest(&shown(None)) > 60, "a file has no width");
    }

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
