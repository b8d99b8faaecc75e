//! The one table that a source declares, from all pages of a delivery.

use super::by_format::{table_stream, tables};
use super::fault::{Undecodable, fault};
use super::packed::plain_bytes;
use super::pages::{named, on_page, pages};
use super::plain::text;
use super::table::{DeliveryPage, Reading, Records, Shape, Table, repeated};
use super::text::tidy;
use super::{grid, json};
use chiso_model::{Format, letters};
use std::borrow::Cow;
use std::io::Read;

/// A decoded delivery.
pub struct Decoded<'a> {
    /// Column names as they stood; no two are the same, apart from empty ones.
    pub columns: Vec<String>,
    /// The part and the row of the first header, where the file has one.
    pub header_at: Option<(String, u64)>,
    /// Rows.
    pub records: Records<'a>,
    /// Names of the other tables.
    pub other_tables: Vec<String>,
}

/// Decodes the one table that a source declares, from all pages of a delivery.
///
/// # Errors
/// Rules `html_page`, `unreadable`, `truncated`, `metadata_only`, `service_error`, `no_such_part`
/// and `no_records`: nothing of the file can be used.
pub fn decode<'a>(reading: Reading<'a>, bytes: &'a [u8]) -> Result<Decoded<'a>, Undecodable> {
    let mut other_tables: Vec<String> = Vec::new();
    let pages = pages(reading, bytes, &mut other_tables)?;
    if reading.format == Format::Json {
        let table = json_pages(reading, pages)?;
        return Ok(Decoded {
            other_tables,
            ..columns(reading, table)?
        });
    }
    let mut names: Option<Vec<String>> = None;
    let mut header_at = None;
    let mut records: Vec<Records<'a>> = Vec::new();
    for DeliveryPage { name, content } in pages {
        let decoded =
            page(reading, content, &mut other_tables).map_err(|finding| on_page(finding, &name))?;
        if names.get_or_insert_with(|| decoded.columns.clone()) != &decoded.columns {
            return Err(on_page(other_columns(reading), &name));
        }
        header_at = header_at.or(decoded.header_at);
        records.push(if name.is_empty() {
            decoded.records
        } else {
            Box::new(decoded.records.map(move |r| named(r, &name)))
        });
    }
    Ok(Decoded {
        columns: names.unwrap_or_default(),
        header_at,
        records: Box::new(records.into_iter().flatten()),
        other_tables,
    })
}

/// A page, or a file of an archive, that is no part of the table of the first.
fn other_columns(reading: Reading<'_>) -> Undecodable {
    let (message, hint) = if reading.layout.members.is_empty() {
        (
            "the columns of this page are not those of the first",
            "ask the provider what has changed between the pages",
        )
    } else {
        (
            "the columns of this file are not those of the first of the archive",
            "name in `members` only files of the same columns, and declare a source for each other",
        )
    };
    Box::new(fault("unreadable", reading.file_name, 0, message).hint(hint))
}

/// The table of one page; the names of the others go to `other_tables`.
fn page<'a>(
    reading: Reading<'a>,
    content: Cow<'a, [u8]>,
    other_tables: &mut Vec<String>,
) -> Result<Decoded<'a>, Undecodable> {
    let tables = tables(reading, content)?;
    let all: Vec<String> = tables.iter().map(|t| t.part.clone()).collect();
    let declared = grid::declared(reading, tables)?;
    let others = all
        .into_iter()
        .filter(|part| {
            declared.iter().all(|table| table.part != *part) && !other_tables.contains(part)
        })
        .collect::<Vec<_>>();
    other_tables.extend(others);
    let decoded = together(reading, declared)?;
    for outside in &decoded.other_tables {
        if !other_tables.contains(outside) {
            other_tables.push(outside.clone());
        }
    }
    Ok(decoded)
}

/// Tables of the same columns as one, in the order of the file.
fn together<'a>(reading: Reading<'a>, tables: Vec<Table<'a>>) -> Result<Decoded<'a>, Undecodable> {
    let mut first: Option<(String, Vec<String>)> = None;
    let mut records: Vec<Records<'a>> = Vec::new();
    let (mut other_tables, mut header_at) = (Vec::new(), None);
    for table in tables {
        let part = table.part.clone();
        let decoded = columns(reading, table).map_err(|finding| on_page(finding, &part))?;
        match &first {
            None => first = Some((part, decoded.columns)),
            Some((before, names)) if *names != decoded.columns => {
                let message = format!("the columns of `{part}` are not those of `{before}`");
                let finding = fault("unreadable", reading.file_name, 0, message);
                return Err(Box::new(finding.hint(
                    "name in `sheets` only tables of the same columns, and declare a source for \
                        each other",
                )));
            }
            Some(_) => {}
        }
        header_at = header_at.or(decoded.header_at);
        records.push(decoded.records);
        other_tables.extend(decoded.other_tables);
    }
    Ok(Decoded {
        columns: first.map(|(_, names)| names).unwrap_or_default(),
        header_at,
        records: Box::new(records.into_iter().flatten()),
        other_tables,
    })
}

/// The records of all pages of JSON as one table: a page may not have a column that another has.
fn json_pages<'a>(
    reading: Reading<'a>,
    pages: Vec<DeliveryPage<Cow<'a, [u8]>>>,
) -> Result<Table<'a>, Undecodable> {
    let read = |DeliveryPage { name, content }: DeliveryPage<Cow<'a, [u8]>>| {
        let text = plain_bytes(reading, content).and_then(|bytes| text(reading, bytes));
        text.map_err(|finding| on_page(finding, &name))
            .map(|content| DeliveryPage { name, content })
    };
    json::table(
        reading,
        pages.into_iter().map(read).collect::<Result<_, _>>()?,
    )
}

/// Decodes a file of delimited text without holding it; `None` when it has to be held, because of
/// its format or because it is packed or UTF-16.
///
/// # Errors
/// As [`decode`]; bytes that do not follow the encoding are reported where the records come to
/// them.
pub fn decode_stream<'a>(
    reading: Reading<'a>,
    file: impl Read + Send + 'a,
) -> Result<Option<Decoded<'a>>, Undecodable> {
    table_stream(reading, file)?
        .map(|table| columns(reading, table))
        .transpose()
}

/// Column names where the source takes some columns by their place: names that stand several times
/// get the letter of their column, as does a column by place that has no name.
fn placed(columns: Vec<String>, places: &[usize]) -> Vec<String> {
    if places.is_empty() {
        return columns;
    }
    let tidied: Vec<String> = columns.iter().map(|c| tidy(c).into_owned()).collect();
    let several = |name: &String| tidied.iter().filter(|n| *n == name).count() > 1;
    let named = columns.into_iter().zip(&tidied).zip(1_usize..);
    named
        .map(|((column, name), place)| {
            if name.is_empty() && places.contains(&place) {
                format!("[{}]", letters(place))
            } else if !name.is_empty() && several(name) {
                format!("{name} [{}]", letters(place))
            } else {
                column
            }
        })
        .collect()
}

/// A table under its column names.
fn columns<'a>(reading: Reading<'a>, table: Table<'a>) -> Result<Decoded<'a>, Undecodable> {
    let (mut outside, mut header_at) = (None, None);
    let (columns, records) = match table.shape {
        Shape::Grid { .. } => {
            let under = grid::under_header(reading, table.records)?;
            outside = under.outside;
            header_at = Some((table.part, under.row)).filter(|_| reading.layout.header_rows > 0);
            (placed(under.columns, &reading.layout.places), under.records)
        }
        Shape::Rows { columns } | Shape::Figures { columns, .. } => (columns, table.records),
    };
    if let Some(name) = repeated(&columns) {
        let message = format!("two columns are named `{name}`");
        let row = reading
            .layout
            .header_row
            .unwrap_or(u64::from(reading.format.is_grid()));
        let hint = if reading.layout.header_rows > 1 && !reading.layout.header_fill {
            "if a text of the upper row stands for the columns to its right, declare `header_fill = \
                \"right\"`; or take columns by their places: `{ place = 3 }`"
        } else if reading.format.is_grid() {
            "take columns by their places, as in `{ place = 3 }`; for tables side by side declare \
                `blocks = [\"A:C\", \"E:G\"]`, for a header of two rows `header_rows = 2`"
        } else {
            "give every column a name of its own"
        };
        return Err(Box::new(
            fault("unreadable", reading.file_name, row, message).hint(hint),
        ));
    }
    Ok(Decoded {
        columns,
        header_at,
        records,
        other_tables: outside.into_iter().collect(),
    })
}
