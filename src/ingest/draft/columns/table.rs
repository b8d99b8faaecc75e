//! The columns of a table, each with its different texts and how often they stand.

use crate::decode::cell;
use crate::decode::text::tidy;
use crate::decode::{Records, Undecodable};
use crate::ingest::preview::ColumnNumbers;
use std::collections::BTreeMap;

/// Decimal sign with which cells are asked for that a file holds as numbers, so that they are
/// distinguished from texts.
pub(in crate::ingest::draft) const TYPED: char = '\u{1}';
/// Rows that are looked at.
const ROWS: u64 = 200_000;

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
}

impl Columns {
    /// Reads the rows.
    pub(in crate::ingest::draft) fn read(
        names: &[String],
        records: Records<'_>,
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
        };
        let mut known: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); width];
        for record in records {
            let record = record?;
            if read.rows == ROWS {
                read.whole = false;
                break;
            }
            read.rows += 1;
            read.lines.push(record.row);
            for (i, known) in known.iter_mut().enumerate() {
                let text = tidy(record.cells.get(i).map_or("", |c| cell::text(c)));
                if text.contains(TYPED) {
                    read.typed[i] += 1;
                } else {
                    read.numbers[i].see(&text, record.row);
                }
                let next = u32::try_from(read.texts[i].len()).unwrap_or(u32::MAX);
                let at = *known.entry(text.clone().into_owned()).or_insert(next);
                if at == next {
                    read.texts[i].push(text.into_owned());
                }
                read.cells[i].push(at);
            }
        }
        Ok(read)
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
