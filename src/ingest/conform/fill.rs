//! Blank cells that repeat the cell above, in the columns of which their source says so.
//!
//! Nothing is carried across a blank row, a header that is repeated, or a row with one text alone
//! (the heading of a section); and where a column begins anew, those to its right do as well. What
//! is then blank stays blank and is refused as such. A row that is left out names its group as any
//! other does: the rows below it are of that group, or left out as it is.

use crate::decode::Record;
use crate::decode::cell;
use std::collections::BTreeMap;

/// The texts to repeat, by part and column.
pub(super) struct Filling<'b> {
    columns: &'b [usize],
    above: BTreeMap<String, BTreeMap<usize, String>>,
}

impl<'b> Filling<'b> {
    /// Columns in the order of the file.
    pub(super) fn new(columns: &'b [usize]) -> Filling<'b> {
        Filling {
            columns,
            above: BTreeMap::new(),
        }
    }

    /// Fills the blanks of a record; `apart` says that a blank row stands above it. Gives the
    /// columns that were filled.
    pub(super) fn fill(&mut self, record: &mut Record, apart: bool) -> Vec<usize> {
        let mut carried = Vec::new();
        if self.columns.is_empty() {
            return carried;
        }
        let above = self.above.entry(record.part.clone()).or_default();
        let blank = |text: &String| cell::text(text).trim().is_empty();
        let filled = record.cells.iter().filter(|c| !blank(c)).count();
        let own = |col: &usize| record.cells.get(*col).is_some_and(|c| !blank(c));
        if apart || (filled <= 1 && !self.columns.iter().any(own)) {
            above.clear();
        }
        if filled == 0 {
            return carried;
        }
        for col in self.columns {
            let Some(cell) = record.cells.get_mut(*col) else {
                continue;
            };
            if !blank(cell) {
                above.retain(|held, _| held < col);
                above.insert(*col, cell::text(cell).to_owned());
            } else if let Some(text) = above.get(col) {
                cell.clone_from(text);
                carried.push(*col);
            }
        }
        carried
    }

    /// A header that is repeated ends what is carried.
    pub(super) fn stop(&mut self, part: &str) {
        if let Some(above) = self.above.get_mut(part) {
            above.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of cells, a blank row between them as an empty line; `!` before a header that is
    /// repeated.
    fn filled(columns: &[usize], rows: &[&str]) -> Vec<String> {
        let mut filling = Filling::new(columns);
        let (mut apart, mut out) = (false, Vec::new());
        for row in rows {
            if row.is_empty() {
                apart = true;
                continue;
            }
            if row.starts_with('!') {
                filling.stop("");
                continue;
            }
            let mut record = Record {
                part: String::new(),
                row: 0,
                cells: row.split(',').map(str::to_owned).collect(),
            };
            filling.fill(&mut record, std::mem::take(&mut apart));
            out.push(record.cells.join(","));
        }
        out
    }

    #[test]
    fn a_blank_repeats_the_cell_above_in_declared_columns() {
        for (columns, rows, want) in [
            (
                &[0][..],
                &[
                    "Goldmark,2020,100",
                    ",2021,110",
                    "Silverbrook,2020,50",
                    ",2021,52",
                ][..],
                &[
                    "Goldmark,2020,100",
                    "Goldmark,2021,110",
                    "Silverbrook,2020,50",
                    "Silverbrook,2021,52",
                ][..],
            ),
            // Not the others.
            (&[0], &["A,2020,x,1", ",,y,2"], &["A,2020,x,1", "A,,y,2"]),
            // Not across a blank row, a header that is repeated or the heading of a section.
            (&[0], &["A,2020,1", "", ",2021,2"], &["A,2020,1", ",2021,2"]),
            (
                &[0],
                &["A,2020,1", "!Area,Year,n", ",2021,2"],
                &["A,2020,1", ",2021,2"],
            ),
            (
                &[0],
                &["A,2020,1", ",Women,", ",2021,2"],
                &["A,2020,1", ",Women,", ",2021,2"],
            ),
            // A label on a row of its own is carried to the rows below.
            (&[0], &["A,,", ",2020,1"], &["A,,", "A,2020,1"]),
            // An outer column that begins anew ends the inner ones.
            (
                &[0, 1],
                &["A,2020,x,1", ",,y,2", ",2021,x,3", "B,,x,4"],
                &["A,2020,x,1", "A,2020,y,2", "A,2021,x,3", "B,,x,4"],
            ),
            (&[], &["A,1", ",2"], &["A,1", ",2"]),
        ] {
            assert_eq!(filled(columns, rows), want, "{rows:?}");
        }
    }
}
