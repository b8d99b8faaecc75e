//! Where a text of a table comes from: a column of the file, the name of what its rows stand in, or
//! the declaration itself.

use crate::template::Template;
use crate::words;

/// Where a table column's text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A column of the file, by its header, in which `*` stands for any text.
    Column(String),
    /// A column of the file, by its place.
    Place {
        /// Counted from 1.
        place: usize,
        /// What its header must be, with `*` for any text.
        header: Option<String>,
    },
    /// The name of what the rows stand in.
    Name {
        /// Whose name.
        of: NameOf,
        /// The text around the value in it; `None` where the name is the value.
        template: Option<Template>,
    },
    /// The same text on every row.
    Constant(String),
}

/// The name that carries a value for all figures below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameOf {
    /// Sheet of a workbook.
    Sheet,
    /// The file, without its folder.
    File,
    /// File within an archive.
    Member,
    /// Header of a column of figures side by side, for a part of the period only.
    Header,
}

words!(NameOf, "name", { Sheet => "sheet", File => "file", Member => "member", Header => "header" });

/// One of the texts that make a period together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodPart {
    /// Where it comes from.
    pub origin: Origin,
    /// Whether a blank cell repeats the cell above.
    pub fill_down: bool,
}
