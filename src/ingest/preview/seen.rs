//! What was seen of a file and of its tables.

use super::count::Sum;
use super::numbers::ColumnNumbers;
use super::sniff::Guess;
use crate::decode::Record;
use crate::model::{Finding, Format, Label, Layout};
use std::collections::BTreeMap;

/// What a file seems to be.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Format; `None` for an archive of several files.
    pub format: Option<Format>,
    /// How it was read: what would have to be declared.
    pub layout: Layout,
    /// What was guessed, in order.
    pub guesses: Vec<Guess>,
    /// What the counting unit of the format is there; see the module.
    pub observations: u64,
    /// Figures and their exact sum.
    pub figures: Sum,
    /// Tables, in the order of the file.
    pub tables: Vec<TablePreview>,
    /// What is wrong or to be known.
    pub findings: Vec<Finding>,
}

impl Preview {
    pub(super) fn nothing_yet(asked: &Layout) -> Preview {
        let layout = asked.clone();
        Preview {
            format: None,
            layout,
            guesses: Vec::new(),
            observations: 0,
            figures: Sum::default(),
            tables: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Adds up the figures of its tables.
    pub(super) fn add_up(&mut self) {
        for table in &self.tables {
            self.figures.merge(&table.figures);
        }
    }
}

/// A table of a file.
#[derive(Clone, Debug, Default)]
pub struct TablePreview {
    /// Sheet, number of the table, member or cube; may be empty.
    pub name: String,
    /// The column of the figures, where each record is one figure.
    pub cube_value: Option<usize>,
    /// Names of the dimensions of a cube.
    pub dimensions: Vec<String>,
    /// Column names: declared by the file, or the texts of the row that seems to be the header.
    pub columns: Vec<String>,
    /// Row that seems to be the header.
    pub header_row: Option<u64>,
    /// Rows.
    pub rows: u64,
    /// Cells of the longest row.
    pub width: usize,
    /// Figures and their exact sum.
    pub figures: Sum,
    /// The first rows.
    pub first: Vec<Record>,
    /// Column → how its figures seem to be written, for columns that have some.
    pub numbers: BTreeMap<usize, ColumnNumbers>,
    /// Texts that are labels of periods, what they say and how often they stand.
    pub labels: Vec<(String, Label, u64)>,
    /// What is odd about its cells: notes within them, hidden ones, labels with two readings.
    pub doubts: Vec<Finding>,
}
