//! Tables as they are found in a file: how it is read, and rows of texts.

use super::fault::Undecodable;
use crate::text::tidy;
use chiso_model::{Format, Layout};
use serde::{Deserialize, Serialize};

/// Most cells (rows times columns) of one delivery.
pub const MAX_CELLS: usize = 200_000_000;

/// One row of cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Sheet or member; empty when the file has no parts.
    pub part: String,
    /// Grids: the row or physical line on which the record begins, counted from 1 as a person does.
    /// Otherwise the number of the observation, from 1; of JSON, that of the record in its page.
    pub row: u64,
    /// Texts as they stood. As many as there are columns, unless the row is ragged.
    pub cells: Vec<String>,
}

/// The records of a file, in its order. After an error there are no more.
pub type Records<'a> = Box<dyn Iterator<Item = Result<Record, Undecodable>> + 'a>;

/// How a file is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Name for places.
    pub file_name: &'a str,
    /// Format.
    pub format: Format,
    /// Where the table stands.
    pub layout: &'a Layout,
    /// Decimal sign in which cells are written that a file holds as numbers and not as texts.
    pub decimal: char,
    /// Sizes of the pages that the bytes hold one behind the other; empty for a file in one piece.
    pub pages: &'a [u64],
    /// Most cells; [`MAX_CELLS`] unless a test wants fewer.
    pub max_cells: usize,
}

/// A table found in a file, before anyone has said what it means.
pub struct Table<'a> {
    /// Sheet, member or cube; empty when the file has no parts.
    pub part: String,
    /// What its records are.
    pub shape: Shape,
    /// Rows.
    pub records: Records<'a>,
}

/// What the records of a table are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Rows of cells as they stand, the header somewhere among them.
    Grid {
        /// Cells that the file holds as numbers, if it tells numbers from texts.
        numbers: Option<Vec<String>>,
    },
    /// Rows under column names.
    Rows {
        /// Names.
        columns: Vec<String>,
    },
    /// One figure a record.
    Figures {
        /// Names of all columns.
        columns: Vec<String>,
        /// Names of the dimensions among them.
        dimensions: Vec<String>,
        /// Which column holds the figure.
        value: usize,
    },
}

/// A page of a delivery, or all of it.
pub(super) struct DeliveryPage<T> {
    /// `page 1` and so on; empty when it is all of it.
    pub(super) name: String,
    /// Bytes or text.
    pub(super) content: T,
}

/// The first column name that stands twice, compared as declarations are: trimmed and composed.
pub(super) fn repeated(columns: &[String]) -> Option<&str> {
    let mut seen = std::collections::BTreeSet::new();
    columns
        .iter()
        .find(|c| !tidy(c).is_empty() && !seen.insert(tidy(c)))
        .map(String::as_str)
}
