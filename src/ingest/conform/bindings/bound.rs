//! Where the text of one column of the table comes from, in this file.

use crate::decode::Record;
use crate::decode::cell;

/// Where a table column's text comes from, in this file.
pub(in crate::ingest::conform) enum Bound<'a> {
    /// The cell at an index.
    Cell { index: usize, header: &'a str },
    /// The same text everywhere; named by its table column.
    Constant { column: &'a str, text: &'a str },
}

impl Bound<'_> {
    /// The text as it stands, without remarks. A record has been checked to be as wide as the
    /// header.
    pub(in crate::ingest::conform) fn raw<'r>(&'r self, record: &'r Record) -> &'r str {
        cell::text(self.cell(record))
    }

    /// The cell with its remarks.
    pub(in crate::ingest::conform) fn cell<'r>(&'r self, record: &'r Record) -> &'r str {
        match self {
            Bound::Cell { index, .. } => record.cells.get(*index).map_or("", String::as_str),
            Bound::Constant { text, .. } => text,
        }
    }

    /// The column as a person finds it.
    pub(in crate::ingest::conform) fn label(&self) -> &str {
        match self {
            Bound::Cell { header, .. } => header,
            Bound::Constant { column, .. } => column,
        }
    }
}
