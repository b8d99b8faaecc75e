//! The rows in force as they are to be added up, each corrected where it is.

use crate::model::{Correction, CorrectionAction, Dec, Flag};
use crate::rollup::corrections::fit::fit;
use crate::rollup::force::InForce;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The rows of a table as they are to be added up.
pub struct View<'a> {
    /// The rows as published.
    pub rows: &'a Rows,
    /// Indices of the rows in force.
    pub in_force: Vec<usize>,
    /// Those of them that were published before their period ended, or first.
    early: BTreeMap<usize, InForce>,
    applied: BTreeMap<usize, Applied<'a>>,
}

/// A correction with what it made of its row.
struct Applied<'a> {
    correction: &'a Correction,
    row: Row,
}

impl<'a> View<'a> {
    /// The rows in force as of a moment, with the corrections that fit them.
    pub fn new(
        rows: &'a Rows,
        as_of: Option<DateTime<Utc>>,
        corrections: &'a [Correction],
    ) -> View<'a> {
        let stated = rows.stated(as_of);
        let in_force: Vec<usize> = stated.iter().map(|s| s.row).collect();
        let early = stated
            .into_iter()
            .filter(|s| s.extent.is_some() || s.confirmed_by.is_some())
            .map(|s| (s.row, s))
            .collect();
        let fitted = fit(rows, &in_force, as_of, corrections).fitted;
        let applied = fitted
            .into_iter()
            .map(|(i, correction)| {
                (
                    i,
                    Applied {
                        correction,
                        row: corrected(&rows.all[i], correction),
                    },
                )
            })
            .collect();
        View {
            rows,
            in_force,
            early,
            applied,
        }
    }

    /// A row, corrected where it is.
    pub fn row(&self, i: usize) -> &Row {
        self.applied
            .get(&i)
            .map_or(&self.rows.all[i], |applied| &applied.row)
    }

    /// How much of its period a row in force states, where that is not the whole of one that had
    /// ended.
    pub fn extent(&self, i: usize) -> Option<Flag> {
        self.early.get(&i).and_then(|stated| stated.extent)
    }

    /// The row that said the same as one in force again, and was the first to do so after the
    /// period had ended.
    pub fn confirmed_by(&self, i: usize) -> Option<&'a Row> {
        self.rows.all.get(self.early.get(&i)?.confirmed_by?)
    }

    /// Whether a row is the first that said what is in force again after the period had ended.
    pub fn confirms(&self, i: usize) -> bool {
        self.early
            .values()
            .any(|stated| stated.confirmed_by == Some(i))
    }

    /// The correction applied to a row.
    pub fn correction(&self, i: usize) -> Option<&'a Correction> {
        self.applied.get(&i).map(|applied| applied.correction)
    }

    /// Whether a row is left out by a correction.
    pub fn dropped(&self, i: usize) -> bool {
        self.correction(i)
            .is_some_and(|c| c.action == CorrectionAction::Drop)
    }
}

fn corrected(row: &Row, correction: &Correction) -> Row {
    let mut corrected = row.clone();
    if let Some(value) = correction.action.value() {
        corrected.value = Some(value);
    }
    if let CorrectionAction::Scale { factor, .. } = correction.action
        && let Some(width) = row.rounding.checked_mul(factor)
    {
        corrected.rounding = width.max(Dec::ZERO.checked_sub(width).unwrap_or(width));
    }
    corrected
}
