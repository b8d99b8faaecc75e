//! Which row each correction is for.

use crate::model::{CellKey, Correction, CorrectionStatus, Finding};
use crate::rollup::corrections::not_applied::{ambiguous, second, stale, unmatched};
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Which row each correction is for, and why some are for none.
pub(super) struct Fit<'a> {
    pub(super) fitted: BTreeMap<usize, &'a Correction>,
    pub(super) misfits: Vec<Finding>,
}

/// The corrections that count as of a moment, fitted to the rows in force then.
pub(super) fn fit<'a>(
    rows: &Rows,
    in_force: &[usize],
    as_of: Option<DateTime<Utc>>,
    corrections: &'a [Correction],
) -> Fit<'a> {
    let mut fit = Fit {
        fitted: BTreeMap::new(),
        misfits: Vec::new(),
    };
    for correction in corrections {
        let matching: Vec<usize> = in_force
            .iter()
            .copied()
            .filter(|i| may_match(rows, &rows.all[*i], correction))
            .collect();
        match matching.as_slice() {
            [i] => {
                let row = &rows.all[*i];
                if !counts(correction, row, as_of) {
                    continue;
                }
                if let Some(other) = fit.fitted.get(i) {
                    fit.misfits.push(second(correction, other, row));
                } else if row.value == Some(correction.expect) {
                    fit.fitted.insert(*i, correction);
                } else if !was_mended(rows, correction) {
                    fit.misfits.push(stale(correction, row));
                }
            }
            [] if was_mended(rows, correction) => {}
            [] => fit.misfits.push(unmatched(correction)),
            several => fit
                .misfits
                .push(ambiguous(correction, several.iter().map(|i| &rows.all[*i]))),
        }
    }
    fit
}

/// Whether a correction counts as of a moment: from the day it was decided. A figure that came to
/// the office on that day or later was never used without it.
fn counts(correction: &Correction, row: &Row, as_of: Option<DateTime<Utc>>) -> bool {
    !was_used_before(correction, row) || as_of.is_none_or(|t| correction.since <= t)
}

/// Whether the office had a figure before the day on which its correction was decided.
pub fn was_used_before(correction: &Correction, row: &Row) -> bool {
    row.recorded_at < correction.since
}

/// Whether a correction did its work: the publisher corrected or withdrew the figure, and an
/// earlier row says what the correction expects. It still corrects what was known until then.
fn was_mended(rows: &Rows, correction: &Correction) -> bool {
    let earlier =
        |row: &Row| row.value == Some(correction.expect) && may_match(rows, row, correction);
    correction.status == CorrectionStatus::Mended && rows.all.iter().any(earlier)
}

/// Why corrections of a table do not fit the rows in force now.
#[must_use]
pub fn misfits(rows: &Rows, corrections: &[Correction]) -> Vec<Finding> {
    fit(rows, &rows.in_force(None), None, corrections).misfits
}

/// The corrections applied at a moment to rows of one group, given all rows of the table that
/// corrections match.
pub fn fitted(
    touched: &Rows,
    as_of: Option<DateTime<Utc>>,
    corrections: &[Correction],
    group: &CellKey,
) -> Vec<Correction> {
    let fitted = fit(touched, &touched.in_force(as_of), as_of, corrections).fitted;
    let here = |(i, _): &(usize, &Correction)| touched.all[*i].group() == *group;
    fitted
        .into_iter()
        .filter(here)
        .map(|(_, correction)| correction.clone())
        .collect()
}

/// Whether a correction is for a row, if that is in force.
pub fn may_match(rows: &Rows, row: &Row, correction: &Correction) -> bool {
    let wanted = &correction.matching;
    row.period == wanted.period
        && row.area_code == wanted.area_code
        && wanted.span.is_none_or(|span| span == row.span)
        && wanted
            .source_id
            .as_ref()
            .is_none_or(|source| *source == row.source_id)
        && rows
            .dimension_names()
            .zip(&row.dimensions)
            .all(|(name, value)| wanted.dimensions.get(name).is_none_or(|w| w == value))
}
