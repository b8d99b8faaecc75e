//! Rows directly below the declared end of a table that read as further rows of it: the table has
//! grown.
//!
//! `last_row` keeps notes and sums out. When the next delivery has rows more, it would cut figures
//! off, so such a delivery is refused. The first row that is no observation, or a blank one, ends
//! the table; what stands further below is another one.

use super::Delivery;
use super::bindings::Bindings;
use super::observation::{Context, RecordReading};
use super::row::{self};
use crate::decode::Record;
use crate::decode::cell;
use crate::model::{CELLS_JOINED, Finding, Place, Source};

/// Looks at what stands below the end.
pub(super) struct Below {
    last: Option<u64>,
    ended: bool,
    first: Option<(Place, String)>,
    count: u64,
}

impl Below {
    pub(super) fn new(source: &Source) -> Below {
        Below {
            last: source.layout.last_row.filter(|_| source.format.is_grid()),
            ended: false,
            first: None,
            count: 0,
        }
    }

    pub(super) fn is_below(&self, record: &Record) -> bool {
        self.last.is_some_and(|last| record.row > last)
    }

    pub(super) fn look(
        &mut self,
        bindings: &Bindings<'_>,
        record: &Record,
        width: usize,
        context: &mut Context<'_>,
    ) {
        let reads = !self.ended
            && record.cells.len() <= width
            && matches!(
                row::read(bindings, record, context),
                Ok(RecordReading::Row(_))
            );
        if !reads {
            self.ended = true;
            return;
        }
        self.count += 1;
        self.first.get_or_insert_with(|| {
            let raw = record
                .cells
                .iter()
                .map(|c| cell::text(c))
                .collect::<Vec<_>>()
                .join(CELLS_JOINED);
            (
                Place {
                    part: record.part.clone(),
                    row: record.row,
                    ..Place::default()
                },
                raw,
            )
        });
    }

    /// Why the delivery cannot be used: rows of the table would be cut off.
    pub(super) fn refusal(self, delivered: &Delivery<'_>) -> Option<Finding> {
        let (place, raw) = self.first?;
        let place = Place {
            file: delivered.file_name.to_owned(),
            ..place
        };
        let last = self.last.unwrap_or_default();
        let message = format!(
            "{} rows directly below `last_row = {last}` read as figures of the table",
            self.count
        );
        let hint = format!(
            "the table has grown: declare `last_row = {}`, or more if it goes on further",
            last + self.count
        );
        Some(Finding {
            count: self.count,
            ..Finding::error("rows_below", place, message)
                .raw(raw)
                .hint(hint)
        })
    }
}
