//! Where the text of one column of the table comes from, in this file.

use crate::decode::Record;
use crate::decode::cell;
use crate::model::{Source, Template};

/// Where a table column's text comes from, in this file.
pub(in crate::ingest::conform) enum Bound<'a> {
    /// The cell at an index.
    Cell { index: usize, header: &'a str },
    /// The same text everywhere; named by its table column.
    Constant { column: &'a str, text: &'a str },
    /// The same text everywhere in this file, which a name carries; under the name by which people
    /// find it.
    Carried { label: &'a str, text: String },
    /// What the name of the record's sheet, or of its file in the archive, carries.
    Part {
        column: &'a str,
        template: Option<&'a Template>,
        /// Which of the names in the part.
        name: PartName,
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
            Bound::Part { .. } => self.of_part(record).unwrap_or_default(),
        }
    }

    /// What the name of the record's sheet, or of its file in the archive, carries; `None` where it
    /// does not fit in one way.
    pub(in crate::ingest::conform) fn of_part<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let Bound::Part { template, name, .. } = self else {
            return None;
        };
        carried(*template, name.of(&record.part))
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
            Bound::Constant { column, .. } | Bound::Part { column, .. } => column,
            Bound::Carried { label, .. } => label,
        }
    }
}

/// A name within that of a part, which has those of the file in an archive, of the sheet and of the
/// block of columns, as far as there are any.
#[derive(Clone, Copy)]
pub(in crate::ingest::conform) struct PartName {
    /// Whether it is that of the file in the archive; else it is that of the sheet.
    member: bool,
    /// Whether that of a file in an archive stands before that of a sheet.
    both: bool,
    /// Whether the part names a block of columns behind them.
    blocks: bool,
}

impl PartName {
    pub(in crate::ingest::conform) fn new(source: &Source, member: bool) -> PartName {
        PartName {
            member,
            both: !source.layout.members.is_empty() && source.format.has_sheets(),
            blocks: !source.layout.blocks.is_empty(),
        }
    }

    pub(in crate::ingest::conform) fn of(self, part: &str) -> &str {
        let names = match part.rsplit_once(", ") {
            Some((names, _)) if self.blocks => names,
            _ => part,
        };
        match names.split_once(", ").filter(|_| self.both) {
            Some((member, _)) if self.member => member,
            Some((_, sheet)) => sheet,
            None => names,
        }
    }
}

/// What a name carries: the one gap of its template, or all of it.
pub(in crate::ingest) fn carried<'t>(
    template: Option<&Template>,
    name: &'t str,
) -> Option<&'t str> {
    let Some(template) = template else {
        return Some(name.trim()).filter(|name| !name.is_empty());
    };
    match template.readings(name.trim()).as_slice() {
        [one] => one.first().copied(),
        _ => None,
    }
}
