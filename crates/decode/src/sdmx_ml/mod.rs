//! SDMX-ML 2.0 and 2.1, generic and structure-specific (compact), by series, by cross-section or
//! flat: one record an observation.
//!
//! Without the data structure definition nobody can tell dimensions from attributes, so every
//! concept is a column, in the order in which the file first names it; `OBS_VALUE` is the figure,
//! as it stood (`NaN`, `na` and `ERROR:  #N/A` do occur). What a group says is said of every series
//! that has the group's keys. `action` is what the data set asks for; the figure of a `Delete` is
//! no figure.
//!
//! The file is read twice: once for the columns, then record by record, so what is held is its text
//! and one series. No document type is expanded, so no entity can grow.

mod answer;
mod element;
mod groups;
mod message;
mod place;
#[cfg(test)]
mod tests;
mod walker;

use super::{Reading, Record, Records, Shape, Table, Undecodable, fault, letters, too_many_cells};
pub(super) use message::VALUE;
use std::borrow::Cow;
use walker::Walker;

/// Most concepts of a file.
const MAX_COLUMNS: usize = 1000;

/// The observations of a file as one table.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Table<'a>, Undecodable> {
    let file = reading.file_name;
    if super::is_html(&bytes) {
        let finding = fault("html_page", file, 1, "this is a web page, not data");
        return Err(Box::new(finding.hint(
            "it looks like a login or error page that was answered in \
            place of the file: fetch it again",
        )));
    }
    let encoding = reading
        .layout
        .encoding
        .or_else(|| letters::named_by_xml(&bytes));
    let text = letters::text(file, bytes, encoding)?;
    let mut columns = concepts(reading, &text)?;
    columns.retain(|c| c != VALUE);
    let dimensions = columns.iter().filter(|c| *c != "action").cloned().collect();
    let value = columns.len();
    columns.push(VALUE.to_owned());
    Ok(Table {
        part: String::new(),
        records: observations(file, text, columns.clone()),
        shape: Shape::Figures {
            columns,
            dimensions,
            value,
        },
    })
}

/// `action` and every concept, in the order in which the file first names it.
fn concepts(reading: Reading<'_>, text: &str) -> Result<Vec<String>, Undecodable> {
    let file = reading.file_name;
    let mut first = Walker::new(file, Cow::Borrowed(text));
    let mut columns: Vec<String> = vec!["action".to_owned()];
    let mut cells: usize = 0;
    while let Some(observation) = first.observation()? {
        for (name, _) in &observation {
            if !columns.iter().any(|c| c == name) {
                columns.push(name.clone());
            }
        }
        if columns.len() > MAX_COLUMNS {
            return Err(Box::new(fault(
                "unreadable",
                file,
                0,
                format!("there are more than {MAX_COLUMNS} concepts"),
            )));
        }
        cells += 1;
        if cells.saturating_mul(columns.len()) > reading.max_cells {
            return Err(too_many_cells(file, reading.max_cells));
        }
    }
    first.end()?;
    Ok(columns)
}

/// One record an observation, under these columns.
fn observations<'a>(file: &'a str, text: Cow<'a, str>, columns: Vec<String>) -> Records<'a> {
    let mut walker = Walker::new(file, text);
    let mut row = 0;
    Box::new(std::iter::from_fn(move || {
        let observation = walker.observation().transpose()?;
        row += 1;
        Some(observation.map(|said| {
            let cells = columns.iter().map(|n| {
                said.iter()
                    .find(|(name, _)| name == n)
                    .map(|(_, text)| text.clone())
                    .unwrap_or_default()
            });
            Record {
                part: String::new(),
                row,
                cells: cells.collect(),
            }
        }))
    }))
}
