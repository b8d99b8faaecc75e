//! PC-Axis: keywords in text, then the figures of a cube in row-major order, one record a figure.
//!
//! Columns are as for JSON-stat: for each dimension its value's text and `<name>.code`, then
//! `value`, `unit` and `updated`, and `note` where figures have notes. Dimensions run STUB before HEADING, the last fastest. Symbols for
//! missing figures (`".."`) stay as they stand.
//!
//! The figures are read one by one, so a large cube is held once, as text. Their number must be the
//! product of the sizes. Under KEYS each row begins with its own values, and rows of zeros alone
//! are left out (Statistics Sweden, "Data in the PX-file"): their figures are 0.
//!
//! Letters: UTF-8 if the bytes are, else what CODEPAGE says, else Windows-1252. A code page that
//! nobody knows is refused. A quote within a string (`"Stati"stics"`) is kept as a letter where
//! nothing hangs on the keyword and is a fault in those that the format requires.

mod broken;
mod cube;
mod dense;
mod encoding;
mod keyed;
mod keywords;
mod language;
mod notes;
mod statement;
mod tokens;
mod variables;

use super::{Reading, Records, Shape, Table, Undecodable, fault, repeated};
use cube::Cube;
use dense::Dense;
use keyed::Keyed;
use keywords::Keywords;
use std::borrow::Cow;
use tokens::Tokens;

/// The cube of a file.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Table<'a>, Undecodable> {
    let text = encoding::text(reading, bytes)?;
    let (keywords, data_at) = Keywords::read(reading.file_name, &text, &reading.layout.language)?;
    let cube = Cube::new(reading, &keywords)?;
    let columns = cube.columns();
    if let Some(name) = repeated(&columns) {
        return Err(Box::new(fault(
            "unreadable",
            reading.file_name,
            0,
            format!("two columns would be named `{name}`"),
        )));
    }
    let dimensions: Vec<String> = cube.axes.iter().map(|a| a.name.clone()).collect();
    let value = dimensions.len() * 2;
    let tokens = Tokens::new(reading.file_name, text, data_at);
    let records: Records<'a> = if cube.keyed > 0 {
        Box::new(Keyed::new(cube, tokens))
    } else {
        Box::new(Dense::new(cube, tokens))
    };
    Ok(Table {
        part: String::new(),
        shape: Shape::Figures {
            columns,
            dimensions,
            value,
        },
        records,
    })
}

/// How the tests read a PX file.
#[cfg(test)]
const fn reading(layout: &chiso_model::Layout) -> Reading<'_> {
    Reading {
        file_name: "f.px",
        format: chiso_model::Format::Px,
        layout,
        decimal: '.',
        pages: &[],
        max_cells: 100,
    }
}
