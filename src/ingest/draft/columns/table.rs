//! The columns of a table, each with its different texts and how often they stand.

use super::rows::{Row, RowsFound, TableRows};
use crate::decode::cell::{self, Remark};
use crate::decode::text::tidy;
use crate::decode::{Records, Undecodable};
use crate::ingest::preview::ColumnNumbers;
use crate::model::fits;
use std::collections::BTreeMap;

/// Decimal sign with which cells are asked for that a file holds as numbers, so that they are
/// distinguished from texts.
pub(in crate::ingest::draft) const TYPED: char = '\u{1}';
/// Rows that are looked at.
const ROWS: u64 = 200_000;

/// The text of a cell as it is shown.
fn text(cell: Option<&String>) -> String {
    tidy(cell::shown(cell.map_or("", String::as_str))).into_owned()
}

/// The columns of a table.
pub(in crate::ingest::draft) struct Columns {
    pub(in crate::ingest::draft) names: Vec<String>,
    pub(in crate::ingest::draft) rows: u64,
    /// Whether these are all rows.
    pub(in crate::ingest::draft) whole: bool,
    /// Column → row → number of its text.
    pub(super) cells: Vec<Vec<u32>>,
    /// Column → its different texts, in the order of the file.
    pub(super) texts: Vec<Vec<String>>,
    /// Where each row stands in the file.
    pub(in crate::ingest::draft) lines: Vec<u64>,
    /// What texts say about how figures are written.
    pub(in crate::ingest::draft) numbers: Vec<ColumnNumbers>,
    /// How many cells are fractions that the file holds as numbers.
    pub(in crate::ingest::draft) typed: Vec<u64>,
    /// How many numbers are shown as percentages.
    pub(in crate::ingest::draft) percents: Vec<u64>,
    /// How many cells hold a formula without a value saved for it.
    pub(in crate::ingest::draft) uncomputed: Vec<u64>,
    /// What the first record says of each column, where it is the header.
    pub(super) titles: Vec<String>,
    /// Rows that are none of the table.
    pub(in crate::ingest::draft) apart: RowsFound,
    /// Columns in which a blank cell repeats the one above.
    pub(in crate::ingest::draft) filled: Vec<usize>,
}

impl Columns {
    /// Reads the rows; of a grid, those that are none of the table are set apart. `is_area` knows
    /// the register.
    pub(in crate::ingest::draft) fn read(
        names: &[String],
        records: Records<'_>,
        (is_grid, is_area): (bool, &dyn Fn(&str) -> bool),
    ) -> Result<Columns, Undecodable> {
        let width = names.len();
        let mut read = Columns {
            names: names.iter().map(|n| tidy(n).into_owned()).collect(),
            rows: 0,
            whole: true,
            cells: vec![Vec::new(); width],
            texts: vec![Vec::new(); width],
            lines: Vec::new(),
            numbers: vec![ColumnNumbers::default(); width],
            typed: vec![0; width],
            percents: vec![0; width],
            uncomputed: vec![0; width],
            titles: Vec::new(),
            apart: RowsFound::default(),
            filled: Vec::new(),
        };
        let mut known: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); width];
        let mut rows = TableRows::new(read.names.clone(), is_grid, is_area);
        for record in records {
            let record = record?;
            if read.rows == ROWS {
                read.whole = false;
                break;
            }
            read.count_remarks(&record.cells);
            let texts = (0..width).map(|i| text(record.cells.get(i)));
            let row = (record.row, texts.collect());
            for row in rows.next(row) {
                read.add(row, &mut known);
            }
        }
        let whole = read.whole;
        let first_texts = |pattern: &str| read.texts.iter().flatten().any(|t| fits(pattern, t));
        let (left, apart) = rows.finish(whole, first_texts);
        for row in left {
            read.add(row, &mut known);
        }
        read.apart = apart;
        read.fill_down(is_area);
        Ok(read)
    }

    fn count_remarks(&mut self, cells: &[String]) {
        let counts = self.percents.iter_mut().zip(&mut self.uncomputed);
        for (cell, (percents, uncomputed)) in cells.iter().zip(counts) {
            let percent = |remark| matches!(remark, Remark::Percent(_));
            *percents += u64::from(cell::remarks(cell).any(percent));
            let formula = |remark| matches!(remark, Remark::Uncomputed(_));
            *uncomputed += u64::from(cell::remarks(cell).any(formula));
        }
    }

    fn add(&mut self, (line, texts): Row, known: &mut [BTreeMap<String, u32>]) {
        self.rows += 1;
        self.lines.push(line);
        for (i, (text, known)) in texts.into_iter().zip(known).enumerate() {
            if text.contains(TYPED) {
                self.typed[i] += 1;
            } else {
                self.numbers[i].see(&text, line);
            }
            let next = u32::try_from(self.texts[i].len()).unwrap_or(u32::MAX);
            let at = *known.entry(text.clone()).or_insert(next);
            if at == next {
                self.texts[i].push(text);
            }
            self.cells[i].push(at);
        }
    }

    /// Takes a column whose labels stand in the first row of their group only for one in which a
    /// blank cell repeats the one above: most of its texts are areas, and none stands twice in a row.
    fn fill_down(&mut self, is_area: &dyn Fn(&str) -> bool) {
        for at in 0..self.names.len() {
            let labels: Vec<&str> = self.values(at).filter(|t| !t.is_empty()).collect();
            let is_group = self.blanks(at) > 0
                && !labels.is_empty()
                && labels.iter().filter(|text| is_area(text)).count() * 2 >= labels.len()
                && (0..self.lines.len()).all(|row| {
                    let text = self.text(at, row);
                    let above = row.checked_sub(1).map_or("", |row| self.text(at, row));
                    (row > 0 || !text.is_empty()) && (text.is_empty() || text != above)
                });
            if !is_group {
                continue;
            }
            let mut above = 0;
            for row in 0..self.lines.len() {
                if self.text(at, row).is_empty() {
                    self.cells[at][row] = above;
                }
                above = self.cells[at][row];
            }
            self.filled.push(at);
        }
    }

    /// Different texts of a column.
    pub(in crate::ingest::draft) fn values(&self, at: usize) -> impl Iterator<Item = &str> {
        self.texts[at].iter().map(String::as_str)
    }

    /// Number of the text of a cell.
    pub(in crate::ingest::draft) fn cell(&self, at: usize, row: usize) -> u32 {
        self.cells[at].get(row).copied().unwrap_or(u32::MAX)
    }

    /// The text of a cell.
    pub(in crate::ingest::draft) fn text(&self, at: usize, row: usize) -> &str {
        self.texts[at]
            .get(self.cell(at, row) as usize)
            .map_or("", String::as_str)
    }

    /// Different texts of a column and how often each stands.
    pub(in crate::ingest::draft) fn counted(&self, at: usize) -> impl Iterator<Item = (&str, u64)> {
        let mut counts = vec![0_u64; self.texts[at].len()];
        for cell in &self.cells[at] {
            if let Some(count) = usize::try_from(*cell).ok().and_then(|i| counts.get_mut(i)) {
                *count += 1;
            }
        }
        self.texts[at].iter().map(String::as_str).zip(counts)
    }

    /// Rows without a text in a column.
    pub(in crate::ingest::draft) fn blanks(&self, at: usize) -> u64 {
        self.counted(at)
            .filter(|(text, _)| text.is_empty())
            .map(|(_, n)| n)
            .sum()
    }

    /// Whether a column may be a dimension: it has several texts, and they stand in most rows.
    pub(in crate::ingest::draft) fn can_tell_apart(&self, at: usize) -> bool {
        !self.names[at].is_empty() && self.texts[at].len() > 1 && self.blanks(at) * 2 <= self.rows
    }
}
