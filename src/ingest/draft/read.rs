//! Reads the table of a file that a contract is drafted for.

use super::blocks::side_by_side;
use super::columns::{Columns, TYPED};
use super::guess::guess;
use super::guesses::{Draft, EXAMPLES};
use crate::decode::{self, MAX_CELLS, Reading};
use crate::ingest::preview::{Preview, TablePreview, preview};
use crate::model::{AreaRegister, Finding, Format, Layout, Place, Severity};

/// Looks at a file. `asked` is what somebody said about it: encoding, sheet, member.
///
/// # Errors
/// What keeps a table from being read, and `no_such_part` when it is not said which table is meant.
pub fn draft(
    file_name: &str,
    bytes: &[u8],
    asked: &Layout,
    areas: &AreaRegister,
) -> Result<Draft, Vec<Finding>> {
    let seen = preview(file_name, bytes, asked);
    let refused: Vec<Finding> = seen
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .cloned()
        .collect();
    if !refused.is_empty() {
        return Err(refused);
    }
    let place = || Place {
        file: file_name.to_owned(),
        ..Place::default()
    };
    let Some(format) = seen.format.filter(|_| seen.layout.member == asked.member) else {
        let finding = Finding::error("no_such_part", place(), "the archive holds several files");
        return Err(vec![
            finding.hint("name one with `--member`; `chiso preview` lists them"),
        ]);
    };
    let table = only(&seen).map_err(|names| vec![several(place(), &names)])?;
    let layout = layout(&seen, table, format, asked);
    let reading = Reading {
        file_name,
        format,
        layout: &layout,
        decimal: TYPED,
        pages: &[],
        max_cells: MAX_CELLS,
    };
    let decoded = decode::decode(reading, bytes).map_err(|finding| vec![*finding])?;
    let is_area = |text: &str| areas.knows(text);
    let kind = (format.is_grid(), &is_area as &dyn Fn(&str) -> bool);
    let columns =
        Columns::read(&decoded.columns, decoded.records, kind).map_err(|finding| vec![*finding])?;
    if columns.rows == 0 {
        return Err(vec![
            Finding::error("no_records", place(), "there are no rows below the header")
                .hint("name the table with `--sheet`"),
        ]);
    }
    Ok(guess(format, layout.clone(), &seen, table, &columns, areas))
}

/// The one table that has rows, or the names of several.
fn only(seen: &Preview) -> Result<&TablePreview, Vec<&str>> {
    let with_rows: Vec<&TablePreview> = seen.tables.iter().filter(|t| t.rows > 1).collect();
    match with_rows.as_slice() {
        [one] => Ok(one),
        several => Err(several.iter().map(|t| t.name.as_str()).collect()),
    }
}

fn several(place: Place, names: &[&str]) -> Finding {
    let message = format!("there are {} tables with rows", names.len());
    let shown: Vec<String> = names
        .iter()
        .take(EXAMPLES)
        .map(|n| format!("`{n}`"))
        .collect();
    Finding::error("no_such_part", place, message)
        .hint(format!("name one with `--sheet`: {}", shown.join(", ")))
}

/// The layout to declare: the table named where there are others, the header where it does not come
/// first.
fn layout(seen: &Preview, table: &TablePreview, format: Format, asked: &Layout) -> Layout {
    let mut layout = seen.layout.clone();
    if seen.tables.len() > 1 || !asked.sheet.is_empty() {
        layout.sheet.clone_from(&table.name);
    }
    if format.is_grid() {
        layout.blocks = side_by_side(&table.columns);
        layout.header_row = table.header_row.filter(|row| {
            table
                .first
                .iter()
                .any(|r| r.row < *row && r.cells.iter().any(|c| !c.is_empty()))
        });
    }
    layout
}
