//! Records that have more or fewer cells than the header.

use super::bindings::Bindings;
use super::observation::{Context, Fault, RecordReading};
use super::row;
use crate::decode::Record;
use crate::decode::cell;
use crate::model::{CELLS_JOINED, Format, Source};

/// Reads a record, if it has as many cells as the header.
pub(super) fn read(
    bindings: &Bindings<'_>,
    record: &Record,
    (source, width): (&Source, usize),
    context: &mut Context<'_>,
) -> Result<RecordReading, Fault> {
    // Rows of a sheet or a page have no length of their own: one that ends early has blanks there.
    let early = matches!(
        source.format,
        Format::Xlsx | Format::Xls | Format::Ods | Format::Html
    ) && record.cells.len() < width;
    match ragged(record, width) {
        Some(fault) if !early => Err(fault),
        Some(fault) => {
            let read = row::read(bindings, record, context)?;
            // A row of several cells that names neither area nor period has lost one of them, and
            // is no figure that is missing.
            let filled = record.cells.iter().filter(|c| !c.trim().is_empty()).count();
            let lost = matches!(read, RecordReading::NoFigure(_))
                && filled > 1
                && row::hole(bindings, record, context).is_none();
            if lost { Err(fault) } else { Ok(read) }
        }
        None => row::read(bindings, record, context),
    }
}

fn ragged(record: &Record, width: usize) -> Option<Fault> {
    let texts = || record.cells.iter().map(|c| cell::text(c));
    let hint = if texts().any(|text| text.contains("\\\"")) {
        "if a backslash stands before quotes within a cell, declare `escape = \"\\\\\"`"
    } else if texts().filter(|text| text.is_empty()).count() * 2 > record.cells.len() {
        "if the columns stand at fixed places of the line, declare `fixed`; else look for a separator \
            inside an unquoted cell, or a line that was broken"
    } else {
        "look for a separator inside an unquoted cell, or a line that was broken"
    };
    (record.cells.len() != width).then(|| Fault {
        rule: "ragged_row",
        col: String::new(),
        raw: texts().collect::<Vec<_>>().join(CELLS_JOINED),
        message: format!(
            "the row has {} cells, the header {width}",
            record.cells.len()
        ),
        hint: hint.to_owned(),
    })
}
