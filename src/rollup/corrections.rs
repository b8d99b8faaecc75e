//! Corrections brought to bear on the rows in force. Tables stay as published; only what is added
//! up differs.
//!
//! A correction is applied to the one row it matches, and only while that row says what the
//! correction expects. What does not fit is not applied; [`misfits`] tells it once for all
//! measures. As of an earlier day a correction may have nothing to correct yet, or nothing any
//! more, so there nobody is told.

use crate::model::{Correction, CorrectionAction, Dec, Finding, Flag, Place};
use crate::rollup::force::InForce;
use crate::rollup::row::GroupKey;
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
        let fitted = fit(rows, &in_force, corrections).fitted;
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

/// Which row each correction is for, and why some are for none.
struct Fit<'a> {
    fitted: BTreeMap<usize, &'a Correction>,
    misfits: Vec<Finding>,
}

fn fit<'a>(rows: &Rows, in_force: &[usize], corrections: &'a [Correction]) -> Fit<'a> {
    let mut fit = Fit {
        fitted: BTreeMap::new(),
        misfits: Vec::new(),
    };
    for correction in corrections {
        let matching: Vec<usize> = in_force
            .iter()
            .copied()
            .filter(|i| matches(rows, &rows.all[*i], correction))
            .collect();
        match matching.as_slice() {
            [i] => {
                let row = &rows.all[*i];
                if let Some(other) = fit.fitted.get(i) {
                    fit.misfits.push(second(correction, other, row));
                } else if row.value == Some(correction.expect) {
                    fit.fitted.insert(*i, correction);
                } else {
                    fit.misfits.push(stale(correction, row));
                }
            }
            [] => fit.misfits.push(unmatched(correction)),
            several => fit
                .misfits
                .push(ambiguous(correction, several.iter().map(|i| &rows.all[*i]))),
        }
    }
    fit
}

/// Why corrections of a table do not fit the rows in force now.
#[must_use]
pub fn misfits(rows: &Rows, corrections: &[Correction]) -> Vec<Finding> {
    fit(rows, &rows.in_force(None), corrections).misfits
}

/// The corrections applied at a moment to rows of one group, given all rows of the table that
/// corrections match.
pub fn fitted(
    touched: &Rows,
    as_of: Option<DateTime<Utc>>,
    corrections: &[Correction],
    group: &GroupKey,
) -> Vec<Correction> {
    let fitted = fit(touched, &touched.in_force(as_of), corrections).fitted;
    let here = |(i, _): &(usize, &Correction)| touched.all[*i].group() == *group;
    fitted
        .into_iter()
        .filter(here)
        .map(|(_, correction)| correction.clone())
        .collect()
}

/// Whether a correction is for a row, if that is in force.
pub fn may_match(rows: &Rows, row: &Row, correction: &Correction) -> bool {
    matches(rows, row, correction)
}

fn matches(rows: &Rows, row: &Row, correction: &Correction) -> bool {
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

fn finding(rule: &'static str, correction: &Correction, what: &str) -> Finding {
    let place: Place = correction.place.clone();
    Finding::error(
        rule,
        place,
        format!(
            "correction `{}` of dataset `{}` {what}",
            correction.id, correction.dataset
        ),
    )
}

fn stale(correction: &Correction, row: &Row) -> Finding {
    let found = row
        .value
        .map_or_else(|| "no figure".to_owned(), |v| v.to_string());
    let mended = if row.value.is_some() && row.value == correction.action.value() {
        ", which is the corrected figure already"
    } else {
        ""
    };
    let what = format!(
        "expects {} and finds {found}{mended}, in {}; it is not applied",
        correction.expect,
        place_of(row)
    );
    finding("correction_stale", correction, &what)
        .raw(row.raw.clone())
        .hint("the source has changed; remove the correction if it was mended or decide anew")
}

fn unmatched(correction: &Correction) -> Finding {
    let (area, period) = (&correction.matching.area_code, correction.matching.period);
    let what = format!("matches no row in force for area `{area}` in {period}");
    finding("correction_unmatched", correction, &what)
        .hint("mend `match`, or remove the correction if the source took the figure back")
}

fn ambiguous<'r>(correction: &Correction, rows: impl Iterator<Item = &'r Row>) -> Finding {
    let places: Vec<String> = rows
        .map(|r| {
            format!(
                "{} (source `{}`, {})",
                place_of(r),
                r.source_id,
                r.dimensions.join(", ")
            )
        })
        .collect();
    let what = format!(
        "matches {} rows: {}; it is not applied",
        places.len(),
        places.join("; ")
    );
    finding("correction_ambiguous", correction, &what)
        .hint("name `source_id`, `span` or the dimensions in `match` until one row is left")
}

fn second(correction: &Correction, first: &Correction, row: &Row) -> Finding {
    let what = format!(
        "is for a row that correction `{}` is applied to already, {}; it is not applied",
        first.id,
        place_of(row)
    );
    finding("correction_ambiguous", correction, &what).hint("keep one of the two")
}

/// A row as a person finds it.
fn place_of(row: &Row) -> String {
    let part = if row.part.is_empty() {
        String::new()
    } else {
        format!(", part `{}`", row.part)
    };
    format!(
        "delivery `{}`{part}, row {}, column `{}`",
        row.delivery, row.row, row.col
    )
}
