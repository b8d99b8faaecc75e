//! The shape of a source's table, where it is not one figure a row under one header: rows to leave
//! out, cells that repeat the one above, where the table ends, figures side by side.

use crate::template::Template;

/// Rows that are no rows of the table: aggregates, repeated headers, notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveOut {
    /// The column of the file, by its header.
    pub column: String,
    /// Texts of its cells; `*` stands for any text.
    pub texts: Vec<String>,
}

/// Where a table ends before its file does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableEnd {
    /// Above the row whose first text is this one; `*` stands for any text.
    Text(String),
    /// At the first blank row below the header.
    BlankRow,
}

/// The shape of a table. The default is one figure a row, to the end of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableShape {
    /// Rows that are left out.
    pub leave_out: Vec<LeaveOut>,
    /// Where the table ends.
    pub end: Option<TableEnd>,
    /// Table columns whose blank cells repeat the cell above.
    pub fill_down: Vec<String>,
    /// Headers of the columns that hold figures side by side; the names of its gaps are table
    /// columns.
    pub wide: Option<Template>,
}
