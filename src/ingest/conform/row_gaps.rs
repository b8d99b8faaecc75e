//! Blank rows between records. Decoders pass most of them over, so they are seen by the numbers of
//! rows.

use crate::decode::Record;
use crate::decode::cell;
use crate::model::{Format, Source};
use std::collections::BTreeMap;

/// Looks at the numbers of rows, by part.
pub(super) struct RowGaps {
    /// Whether a cell of several lines takes as many rows.
    lines: bool,
    next: BTreeMap<String, u64>,
}

impl RowGaps {
    pub(super) fn new(source: &Source) -> RowGaps {
        RowGaps {
            lines: source.format == Format::Csv,
            next: BTreeMap::new(),
        }
    }

    /// Whether a blank row stands above a record, or it is one.
    pub(super) fn see(&mut self, record: &Record) -> bool {
        let inside = |cell: &String| u64::try_from(cell.lines().count().saturating_sub(1));
        let lines: u64 = if self.lines {
            record.cells.iter().filter_map(|c| inside(c).ok()).sum()
        } else {
            0
        };
        let next = record.row.saturating_add(1 + lines);
        let expected = self.next.get(&record.part).copied();
        let before = expected.is_some_and(|expected| expected < record.row);
        if let Some(held) = self.next.get_mut(&record.part) {
            *held = next;
        } else {
            self.next.insert(record.part.clone(), next);
        }
        before || is_blank(record)
    }
}

/// Whether a record has no text at all.
fn is_blank(record: &Record) -> bool {
    record.cells.iter().all(|c| cell::text(c).trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_rows_are_seen_by_numbers_and_cells_of_several_lines_are_none() {
        let mut gaps = RowGaps::new(&Source::new("s", Format::Csv));
        for (part, row, cells, want) in [
            ("", 2, &["a", "1"][..], false),
            ("", 3, &["b\nc", "1"], false),
            ("", 5, &["d", "1"], false),
            ("x", 9, &["d", "1"], false),
            ("", 7, &["e", "1"], true),
            ("", 8, &["", " "], true),
            ("", 9, &["f", ""], false),
        ] {
            let record = Record {
                part: part.to_owned(),
                row,
                cells: cells.iter().map(|c| (*c).to_owned()).collect(),
            };
            assert_eq!(gaps.see(&record), want, "{part} {row}");
        }
    }
}
