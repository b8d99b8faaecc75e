//! The draft of one table.

use super::blocks::side_by_side;
use super::file::DraftFile;
use super::guess::guess;
use super::guesses::Draft;
use super::headers::FirstRows;
use super::letters;
use crate::ingest::preview::{Preview, TablePreview};
use crate::model::{Finding, Format, Layout, Severity};

/// The draft of one table, with the names of its columns.
pub(super) fn draft_table(
    file: DraftFile<'_>,
    seen: &Preview,
    table: &TablePreview,
    asked: &Layout,
) -> Result<(Draft, Vec<String>), Vec<Finding>> {
    let refused = faults(seen);
    let Some(format) = seen.format.filter(|_| refused.is_empty()) else {
        return Err(refused);
    };
    let mut layout = layout(seen, table, format, asked);
    header(file, format, table, &mut layout);
    let evidence = letters::evidence(file, seen, format, &mut layout);
    let columns = file.columns(format, &layout)?;
    if columns.rows == 0 {
        return Err(vec![
            Finding::error(
                "no_records",
                file.place(),
                "there are no rows below the header",
            )
            .hint("name the table with `--sheet`"),
        ]);
    }
    let mut found = guess(format, layout, seen, table, &columns, file.areas);
    found.evidence.extend(evidence);
    Ok((found, columns.names))
}

/// How many rows the header has, and whether its blanks repeat the text to their left.
fn header(file: DraftFile<'_>, format: Format, table: &TablePreview, layout: &mut Layout) {
    if !format.is_grid() || !layout.fixed.is_empty() {
        return;
    }
    let first = FirstRows::of(table);
    if first.header_is_data(file.areas) {
        layout.header_rows = 0;
        layout.header_row = None;
        layout.places = (1..=table.width).collect();
    } else if first.has_two_header_rows() {
        layout.header_rows = 2;
        let decoded = file.decoded(format, layout).ok();
        layout.header_fill = decoded.is_none_or(|d| first.has_bare_names(&d.columns));
    }
}

/// What keeps a file from being read.
pub(super) fn faults(seen: &Preview) -> Vec<Finding> {
    let errors = seen
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error);
    errors.cloned().collect()
}

/// The layout to declare: the table named where there are others, the header where it does not come
/// first.
fn layout(seen: &Preview, table: &TablePreview, format: Format, asked: &Layout) -> Layout {
    let mut layout = seen.layout.clone();
    if seen.tables.len() > 1 || !asked.sheet.is_empty() {
        layout.sheet.clone_from(&table.name);
    }
    if format.is_grid() && layout.fixed.is_empty() {
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
