//! Since when a figure is known that became what it is because a row was withdrawn.
//!
//! The rows that are left were known before, when the figure was another one: a total that is no
//! longer stated gives way to the sum of its members, and a statement to one of lower rank. The
//! figure is known since the withdrawal, and the delivery that no longer has the row says so.

use crate::model::{Cell, Dec, Reason};
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// What a cell says: value, unit, basis and reasons.
type Said = (Option<Dec>, String, String, BTreeSet<Reason>);

/// What a cell said last, and the withdrawal that made it so.
#[derive(Default)]
pub(super) struct LastWithdrawal {
    said: Option<Said>,
    since: Option<(DateTime<Utc>, BTreeSet<String>)>,
}

impl LastWithdrawal {
    /// Dates a cell as of a moment; the moments of a group come in order.
    pub(super) fn date(&mut self, group: &Rows, moment: DateTime<Utc>, cell: Option<&mut Cell>) {
        let Some(figure) = cell.map(|cell| &mut cell.figure) else {
            self.said = None;
            return;
        };
        let (unit, basis) = (figure.unit.clone(), figure.basis.clone());
        let said = (figure.value, unit, basis, figure.reasons.clone());
        let withdraws = |row: &&Row| row.withdrawn && row.known_from == moment;
        let deliveries: BTreeSet<String> = { group.all.iter().filter(withdraws) }
            .map(|row| row.delivery.clone())
            .collect();
        let changed = self.said.as_ref().is_some_and(|before| *before != said);
        if changed && !deliveries.is_empty() {
            self.since = Some((moment, deliveries));
        }
        self.said = Some(said);
        if let Some((since, deliveries)) = &self.since
            && figure.known_from < *since
        {
            figure.known_from = *since;
            figure.deliveries.extend(deliveries.iter().cloned());
        }
    }
}
