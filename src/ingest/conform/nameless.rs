//! Columns without a name in the header that hold something: one of them may have lost its header.
//! Digits in one that follows the figures directly, where a comma separates the columns, may be the
//! decimal places of the figures: then nothing is used.

use super::bindings::Bindings;
use super::delivered::Delivery;
use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::model::{Finding, Format, Place, Severity, Source, letters};

/// Sees what columns without a name hold.
pub(super) struct Nameless {
    columns: Vec<usize>,
    /// Of these, those that follow figures directly behind a comma.
    behind_figures: Vec<usize>,
    /// Whether the table has a header, so that a column without a name lacks one.
    has_header: bool,
    first: Option<(usize, Record)>,
    count: u64,
    split: Option<(usize, Record)>,
}

impl Nameless {
    pub(super) fn new(source: &Source, bindings: &[Bindings<'_>], columns: &[String]) -> Nameless {
        let is_unused = |col: usize| {
            let name = format!("[{}]", letters(col + 1));
            source.unused_columns.contains(&name)
        };
        let nameless = |col: &usize| tidy(&columns[*col]).is_empty() && !is_unused(*col);
        let found: Vec<usize> = (0..columns.len()).filter(nameless).collect();
        let comma = source.format == Format::Csv && source.layout.delimiter == b',';
        let follows = |col: &usize| {
            let mut figures = bindings.iter().filter_map(|b| b.value.index());
            comma && figures.any(|figure| figure + 1 == *col)
        };
        Nameless {
            behind_figures: found.iter().copied().filter(follows).collect(),
            columns: found,
            has_header: source.layout.header_rows > 0,
            first: None,
            count: 0,
            split: None,
        }
    }

    pub(super) fn see(&mut self, record: &Record) {
        let text = |col: usize| text(record, col).trim();
        if let Some(col) = self.columns.iter().find(|col| !text(**col).is_empty()) {
            self.count += 1;
            self.first.get_or_insert_with(|| (*col, record.clone()));
        }
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let whole = |text: &str| digits(text.trim_start_matches(['-', '+']));
        let splits = |col: &&usize| digits(text(**col)) && whole(text(**col - 1));
        if self.split.is_none() {
            let split = self.behind_figures.iter().find(splits);
            self.split = split.map(|col| (*col, record.clone()));
        }
    }

    /// Why the delivery cannot be used whose figures may be cut at a decimal comma.
    pub(super) fn refusal(&self, delivered: &Delivery<'_>) -> Option<Finding> {
        let (col, record) = self.split.as_ref()?;
        let text = |col: usize| text(record, col).trim();
        let (whole, rest, column) = (text(col - 1), text(*col), letters(col + 1));
        let message = format!(
            "column {column} has no name and `{rest}` directly behind the figure `{whole}`: they may \
                be one figure with a decimal comma"
        );
        let hint = format!(
            "ask the provider for figures in quotes or another separator; if the column is none of the \
                figures, list it as `[{column}]` under `unused_columns`"
        );
        let finding = Finding::error("nameless_column", place(delivered, record), message);
        Some(finding.raw(rest).hint(hint))
    }

    pub(super) fn finish(self, delivered: &Delivery<'_>) -> Option<Finding> {
        let (col, record) = self.first.filter(|_| self.has_header)?;
        let column = letters(col + 1);
        let message = format!(
            "column {column} has no name in the header and holds something in {} rows, which is not read",
            self.count
        );
        let raw = text(&record, col);
        let hint = format!(
            "correct `header_row` or `header_rows`, or ask the provider for a header there; if nothing \
                of it is wanted, list it as `[{column}]` under `unused_columns`"
        );
        Some(Finding {
            severity: Severity::Warning,
            ..Finding::error("nameless_column", place(delivered, &record), message)
                .raw(raw)
                .hint(hint)
        })
    }
}

fn text(record: &Record, col: usize) -> &str {
    record.cells.get(col).map_or("", |c| cell::text(c))
}

fn place(delivered: &Delivery<'_>, record: &Record) -> Place {
    Place {
        file: delivered.file_name.to_owned(),
        part: record.part.clone(),
        row: record.row,
        ..Place::default()
    }
}
