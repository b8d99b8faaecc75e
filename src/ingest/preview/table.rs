//! Goes through one table: counts its figures, finds its header, its labels and its doubts.

use super::doubts::Remarked;
use super::labels::{Labels, label};
use super::seen::TablePreview;
use super::sign;
use crate::decode::cell;
use crate::decode::{Record, Shape, Table, Undecodable};
use std::collections::BTreeSet;

/// Rows of a table that are shown.
const SHOWN: usize = 10;
/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 40;
/// Columns that are looked at for the signs of their numbers.
const COLUMNS: usize = 500;

/// Goes through a table to its end, or to the fault that ends it.
pub(super) fn look_at(table: Table<'_>) -> (TablePreview, Option<Undecodable>) {
    let mut look = Look::new(table.part, &table.shape);
    let mut fault = None;
    for record in table.records {
        match record {
            Ok(record) => look.see(record),
            Err(finding) => {
                fault = Some(finding);
                break;
            }
        }
    }
    (look.finish(), fault)
}

/// A table while it is gone through.
struct Look {
    looked: TablePreview,
    /// The column of the figures of a cube.
    value: Option<usize>,
    is_grid: bool,
    /// Whether the file itself said which cells are numbers.
    counted: bool,
    /// The rows among which the header is looked for.
    top: Vec<Record>,
    labels: Labels,
    remarked: Remarked,
}

impl Look {
    fn new(name: String, shape: &Shape) -> Look {
        let mut looked = TablePreview {
            name,
            ..TablePreview::default()
        };
        let value = match shape {
            Shape::Grid { numbers } => {
                for number in numbers.iter().flatten() {
                    looked.figures.add(number);
                }
                None
            }
            Shape::Rows { columns } => {
                looked.columns.clone_from(columns);
                None
            }
            Shape::Figures {
                columns,
                dimensions,
                value,
            } => {
                looked.cube_value = Some(*value);
                looked.columns.clone_from(columns);
                looked.dimensions.clone_from(dimensions);
                Some(*value)
            }
        };
        looked.width = looked.columns.len();
        Look {
            looked,
            value,
            is_grid: matches!(shape, Shape::Grid { .. }),
            counted: matches!(shape, Shape::Grid { numbers: Some(_) }),
            top: Vec::new(),
            labels: Labels::default(),
            remarked: Remarked::default(),
        }
    }

    fn see(&mut self, mut record: Record) {
        let (looked, value) = (&mut self.looked, self.value);
        looked.rows += 1;
        looked.width = looked.width.max(record.cells.len());
        for (i, cell) in record.cells.iter_mut().enumerate() {
            self.remarked.see(&record.part, record.row, i, cell);
            cell.truncate(cell::text(cell).len());
        }
        let below_first = !self.counted && (!self.is_grid || looked.rows > 1);
        for (i, cell) in record.cells.iter().enumerate() {
            if value.map_or(below_first, |value| value == i) {
                looked.figures.add(cell);
            }
            if value.is_none_or(|value| value == i) && i < COLUMNS {
                looked.numbers.entry(i).or_default().see(cell, record.row);
            }
            if value != Some(i) {
                self.labels.see(i, record.row, cell);
            }
        }
        if self.top.len() < HEADER_WITHIN {
            self.top.push(record);
        }
    }

    fn finish(self) -> TablePreview {
        let Look {
            mut looked,
            is_grid,
            mut top,
            mut labels,
            remarked,
            ..
        } = self;
        looked.numbers.retain(|_, n| n.figures() > 0);
        looked.doubts = remarked.findings(&mut labels);
        looked.labels = labels.listed();
        if is_grid && let Some(header) = header(&top) {
            looked.header_row = Some(header.row);
            looked.columns.clone_from(&header.cells);
        }
        // Titles and units above the header are worth seeing, a page of them is not.
        let from = looked
            .header_row
            .and_then(|row| top.iter().position(|r| r.row == row))
            .unwrap_or(0)
            .saturating_sub(SHOWN / 2);
        top.drain(..from);
        top.truncate(SHOWN);
        looked.first = top;
        looked
    }
}

/// The first row that has texts in most of the columns of the table's beginning, and not only
/// numbers.
fn header(top: &[Record]) -> Option<&Record> {
    // A title in a merged cell stands in every column and is one text all the same.
    let filled = |r: &Record| {
        r.cells
            .iter()
            .map(|c| c.trim())
            .filter(|c| !c.is_empty())
            .collect::<BTreeSet<_>>()
            .len()
    };
    let most = top.iter().map(filled).max().filter(|n| *n > 0)?;
    top.iter().find(|r| {
        let figures = r
            .cells
            .iter()
            .filter(|c| sign::sign(c).is_some() && label(c).is_none())
            .count();
        filled(r) * 10 >= most * 6 && figures * 2 < filled(r).max(1)
    })
}
