//! Where a table ends before its file does, by a text or a blank row: what stands below is not read
//! and is told once.

use super::bindings::Bindings;
use super::delivered::Delivery;
use super::observation::{Context, RecordReading};
use super::row;
use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::model::{Finding, Place, Severity, Source, TableEnd, fits};
use std::collections::BTreeMap;

/// Looks for the end, and at what stands below it.
pub(super) struct End<'a> {
    declared: Option<&'a TableEnd>,
    /// By part: the row at which it ended.
    ended: BTreeMap<String, u64>,
    first: Option<(Place, String)>,
    below: u64,
    /// Rows below that read as figures of the table.
    figures: Option<(Place, u64)>,
}

impl<'a> End<'a> {
    pub(super) fn new(source: &'a Source) -> End<'a> {
        End {
            declared: source.shape.end.as_ref(),
            ended: BTreeMap::new(),
            first: None,
            below: 0,
            figures: None,
        }
    }

    /// Whether a record stands at the end or below; `apart` says that a blank row stands above it.
    pub(super) fn is_past(&mut self, record: &Record, apart: bool) -> bool {
        let Some(declared) = self.declared else {
            return false;
        };
        if self.ended.contains_key(&record.part) {
            return true;
        }
        let text = first_text(record);
        let ends = match declared {
            TableEnd::Text(pattern) => fits(&tidy(pattern), &text),
            TableEnd::BlankRow => apart,
        };
        if ends {
            self.ended.insert(record.part.clone(), record.row);
        }
        ends
    }

    /// Looks at a record that is not read.
    pub(super) fn look(
        &mut self,
        bindings: &[Bindings<'_>],
        record: &Record,
        context: &mut Context<'_>,
    ) {
        let place = Place {
            part: record.part.clone(),
            row: record.row,
            ..Place::default()
        };
        let text = first_text(record);
        if text.is_empty() {
            return;
        }
        self.below += 1;
        self.first.get_or_insert_with(|| (place.clone(), text));
        let reads = bindings
            .iter()
            .any(|b| matches!(row::read(b, record, context), Ok(RecordReading::Row(_))));
        if reads {
            self.figures.get_or_insert((place, 0)).1 += 1;
        }
    }

    /// What was not read.
    pub(super) fn finish(self, delivered: &Delivery<'_>) -> Option<Finding> {
        let declared = self.declared?;
        let of_file = |place: Place| Place {
            file: delivered.file_name.to_owned(),
            ..place
        };
        let Some((place, text)) = self.first else {
            let TableEnd::Text(pattern) = declared else {
                return None;
            };
            let message =
                format!("no row begins with `{pattern}`: the table is read to the end of the file");
            let finding = Finding::error("table_end", of_file(Place::default()), message);
            let hint =
                "look whether another table stands below, and correct `ends` or leave it out";
            return Some(Finding {
                severity: Severity::Warning,
                ..finding.hint(hint)
            });
        };
        let rows = self.below;
        let message = match &self.figures {
            None => format!("the table ends above `{text}` as declared: {rows} rows are not read"),
            Some((first, figures)) => format!(
                "the table ends above `{text}` as declared: {rows} rows are not read, and \
                    {figures} of them, from row {} on, read as figures of the table",
                first.row
            ),
        };
        let finding = Finding::error("table_end", of_file(place), message).raw(text);
        let (severity, finding) = if self.figures.is_some() {
            let hint = "if they belong to the table, correct `ends`; if to another one, declare a \
                source for it";
            (Severity::Warning, finding.hint(hint))
        } else {
            (Severity::Info, finding)
        };
        Some(Finding {
            severity,
            ..finding
        })
    }
}

/// The first text of a record.
fn first_text(record: &Record) -> String {
    let mut texts = record.cells.iter().map(|c| tidy(cell::text(c)));
    texts
        .find(|text| !text.is_empty())
        .map(std::borrow::Cow::into_owned)
        .unwrap_or_default()
}
