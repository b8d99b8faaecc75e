//! Where the text of one column of the table comes from, in this file.

use crate::decode::Record;
use crate::decode::cell;
use crate::model::Template;

/// Where a table column's text comes from, in this file.
pub(in crate::ingest::conform) enum Bound<'a> {
    /// The cell at an index.
    Cell { index: usize, header: &'a str },
    /// The same text everywhere; named by its table column.
    Constant { column: &'a str, text: &'a str },
    /// The same text everywhere in this file, which a name carries; under the name by which people
    /// find it.
    Carried { label: &'a str, text: String },
    /// What the name of the record's sheet carries.
    Sheet {
        column: &'a str,
        template: Option<&'a Template>,
        /// Whether the part names a block of columns behind the sheet.
        blocks: bool,
    },
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
            Bound::Carried { text, .. } => text,
            Bound::Sheet { .. } => self.of_sheet(record).unwrap_or_default(),
        }
    }

    /// What the name of the record's sheet carries; `None` where it does not fit in one way.
    pub(in crate::ingest::conform) fn of_sheet<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let Bound::Sheet {
            template, blocks, ..
        } = self
        else {
            return None;
        };
        let part = record.part.as_str();
        let sheet = match part.rsplit_once(", ") {
            Some((sheet, _)) if *blocks => sheet,
            _ => part,
        };
        carried(*template, sheet)
    }

    /// The column of the file, if it is one.
    pub(in crate::ingest::conform) const fn index(&self) -> Option<usize> {
        match self {
            Bound::Cell { index, .. } => Some(*index),
            _ => None,
        }
    }

    /// The column as a person finds it.
    pub(in crate::ingest::conform) fn label(&self) -> &str {
        match self {
            Bound::Cell { header, .. } => header,
            Bound::Constant { column, .. } | Bound::Sheet { column, .. } => column,
            Bound::Carried { label, .. } => label,
        }
    }
}

/// What a name carries: the one gap of its template, or all of it.
pub(super) fn carried<'t>(template: Option<&Template>, name: &'t str) -> Option<&'t str> {
    let Some(template) = template else {
        return Some(name.trim()).filter(|name| !name.is_empty());
    };
    match template.readings(name.trim()).as_slice() {
        [one] => one.first().copied(),
        _ => None,
    }
}
