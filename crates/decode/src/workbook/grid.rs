//! The grid of a sheet: its cells as texts, with the text of a merged cell in each that it covers.

use super::super::{Reading, Record, Records, Shape, Table, Undecodable, too_many_cells};
use super::about::{About, Sheet};
use super::cell::{remarked, text};
use super::held::HeldTexts;
use crate::cell::{self, Remark};
use calamine::{Data, DataType, Dimensions};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// A cell with its row and column from zero.
pub(super) type CellPosition = ((u32, u32), Data);

/// Texts of a sheet by row and column from zero.
type TextRows = BTreeMap<u32, BTreeMap<u32, String>>;

/// The cells of a sheet that hold something.
#[derive(Default)]
struct SheetGrid {
    rows: TextRows,
    /// Those that the file holds as numbers.
    numbers: Vec<String>,
    /// Texts of merged cells, by the first that they cover; numbers as a remark for headers.
    texts: BTreeMap<(u32, u32), String>,
    held: HeldTexts,
}

/// The sheets of a workbook as tables.
pub(super) struct Sheets<'a> {
    reading: Reading<'a>,
    /// Cells that may still be read.
    left: usize,
    pub(super) found: Vec<Table<'a>>,
}

impl<'a> Sheets<'a> {
    pub(super) fn new(reading: Reading<'a>) -> Sheets<'a> {
        Sheets {
            reading,
            left: reading.max_cells,
            found: Vec::new(),
        }
    }

    /// Adds a sheet by its cells.
    pub(super) fn add(
        &mut self,
        name: String,
        cells: impl Iterator<Item = Result<CellPosition, Undecodable>>,
        merged: &[Dimensions],
        about: &Sheet,
    ) -> Result<(), Undecodable> {
        let mut grid = self.read(cells, merged, about)?;
        self.add_uncomputed(&mut grid.rows, about);
        self.fill_merged(&mut grid.rows, merged, &grid.texts)?;
        self.found.push(Table {
            part: name.clone(),
            shape: Shape::Grid {
                numbers: Some(grid.numbers),
            },
            records: records(name, grid.rows),
        });
        Ok(())
    }

    /// Reads the cells that hold something.
    fn read(
        &mut self,
        cells: impl Iterator<Item = Result<CellPosition, Undecodable>>,
        merged: &[Dimensions],
        about: &Sheet,
    ) -> Result<SheetGrid, Undecodable> {
        let encoding = self.reading.layout.encoding;
        let mut grid = SheetGrid::default();
        let heads: BTreeSet<(u32, u32)> = merged.iter().map(|m| m.start).collect();
        for cell in cells {
            let ((row, col), data) = cell?;
            if data.is_empty() {
                continue;
            }
            self.take(1)?;
            if let Data::String(text) = &data {
                grid.held.see((row, col), text, encoding);
            }
            let is_number = matches!(data, Data::Int(_) | Data::Float(_));
            if is_number {
                grid.numbers.push(text(&data, '.', encoding));
            }
            let cell = remarked(
                text(&data, self.reading.decimal, encoding),
                &data,
                (row, col),
                about,
                encoding,
            );
            if heads.contains(&(row, col)) {
                grid.texts.insert((row, col), merged_text(&cell, is_number));
            }
            grid.rows.entry(row).or_default().insert(col, cell);
        }
        for ((row, col), text) in grid.held.doubtful() {
            let cell = grid.rows.get_mut(&row).and_then(|r| r.get_mut(&col));
            if let Some(cell) = cell {
                cell::push(cell, Remark::Held(&text));
            }
        }
        Ok(grid)
    }

    /// Remarks formulas without a value where the cell has none.
    fn add_uncomputed(&mut self, rows: &mut TextRows, about: &Sheet) {
        for (at, said) in &about.cells {
            let formula = said.iter().find_map(|a| {
                if let About::Uncomputed(formula) = a {
                    Some(formula)
                } else {
                    None
                }
            });
            if let Some(formula) = formula {
                let cell = rows.entry(at.0).or_default().entry(at.1).or_default();
                if cell.is_empty() {
                    self.left = self.left.saturating_sub(1);
                    cell::push(cell, Remark::Uncomputed(formula));
                }
            }
        }
    }

    /// Writes the texts of merged cells into every cell that they cover.
    fn fill_merged(
        &mut self,
        rows: &mut TextRows,
        merged: &[Dimensions],
        texts: &BTreeMap<(u32, u32), String>,
    ) -> Result<(), Undecodable> {
        // A merge may reach to the end of the sheet; beyond what is written it covers nothing.
        let bottom = rows.keys().next_back().copied().unwrap_or_default();
        let right = rows
            .values()
            .filter_map(|cells| cells.keys().next_back())
            .max()
            .copied()
            .unwrap_or_default();
        for Dimensions { start, end } in merged {
            let Some(text) = texts.get(start) else {
                continue;
            };
            let end = (end.0.min(bottom), end.1.min(right));
            self.take(count(start.0, end.0).saturating_mul(count(start.1, end.1)))?;
            for row in start.0..=end.0 {
                for col in start.1..=end.1 {
                    if (row, col) != *start {
                        cover(rows.entry(row).or_default().entry(col), text);
                    }
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, cells: usize) -> Result<(), Undecodable> {
        let Reading {
            file_name,
            max_cells,
            ..
        } = self.reading;
        self.left = self
            .left
            .checked_sub(cells)
            .ok_or_else(|| too_many_cells(file_name, max_cells))?;
        Ok(())
    }
}

/// What the cells covered by a merged one hold: its text. Its number stands in those of labels only,
/// and which they are nobody knows before the header is read.
fn merged_text(cell: &str, is_number: bool) -> String {
    let (mut covered, number) = if is_number {
        (String::new(), cell::shown(cell))
    } else {
        (cell.to_owned(), "")
    };
    cell::push(&mut covered, Remark::Covered(number));
    covered
}

/// Covers a cell with the text of a merged one. What it holds itself is not shown, and stays.
fn cover(cell: Entry<'_, u32, String>, text: &str) {
    cell.and_modify(|own| cell::push(own, Remark::Covered("")))
        .or_insert_with(|| text.to_owned());
}

/// How many there are from the first to the last, at least one.
fn count(first: u32, last: u32) -> usize {
    usize::try_from(last.saturating_sub(first))
        .unwrap_or(usize::MAX)
        .saturating_add(1)
}

/// One record a row, as wide as its last cell.
fn records<'a>(part: String, rows: TextRows) -> Records<'a> {
    Box::new(rows.into_iter().map(move |(row, cells)| {
        let width = cells.keys().next_back().map_or(0, |last| count(0, *last));
        let mut line = vec![String::new(); width];
        for (col, text) in cells {
            if let Some(cell) = usize::try_from(col).ok().and_then(|col| line.get_mut(col)) {
                *cell = text;
            }
        }
        Ok(Record {
            part: part.clone(),
            row: u64::from(row) + 1,
            cells: line,
        })
    }))
}
