//! Which rows took part in one cell, and why the others did not.

use crate::model::{Correction, MeasureSource, Period, Span};
use crate::rollup::aggregate::{adds_up, wanted};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::{Fate, Traced, matches, select};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// Every row that bears on one cell, used or not, in the order of the table.
#[must_use]
pub fn trace(
    source: &MeasureSource,
    rows: &Rows,
    corrections: &[Correction],
    (area_code, area_date): (&str, NaiveDate),
    (period, span): (Period, Span),
    as_of: Option<DateTime<Utc>>,
) -> Vec<Traced> {
    let here = |r: &Row| {
        r.area_code == area_code && r.area_date == area_date && r.period == period && r.span == span
    };
    let view = View::new(rows, as_of, wanted(source, corrections));
    let fates: BTreeMap<usize, Fate> = select(&view, here, source).into_iter().collect();
    if source.list && adds_up(source) && fates.is_empty() {
        return not_asked(&view, here);
    }
    let bears = |(i, row): &(usize, &Row)| {
        here(row)
            && !row.withdrawn
            && as_of.is_none_or(|t| row.known_from <= t)
            && matches(rows, view.row(*i), source.filter.as_ref())
    };
    let traced = |(i, row): (usize, &Row)| Traced {
        row: row.clone(),
        fate: match fates.get(&i) {
            Some(Fate::Used) if row.quarantined() => Fate::Quarantined,
            Some(fate) => *fate,
            None => not_in_force(&view, i),
        },
        withdrawn_by: match fates.get(&i) {
            Some(_) => None,
            None => withdrawn_by(rows, row, as_of),
        },
        correction: view.correction(i).cloned(),
    };
    // What was said again after the moment asked for says nothing of it.
    let later = |t: &Traced| {
        t.fate == Fate::Repeated && as_of.is_some_and(|moment| moment < t.row.recorded_at)
    };
    let bearing = rows.all.iter().enumerate().filter(bears);
    bearing.map(traced).filter(|t| !later(t)).collect()
}

/// The delivery that took a figure back, where that is what came next after a row and those that
/// repeat it.
fn withdrawn_by(rows: &Rows, row: &Row, as_of: Option<DateTime<Utc>>) -> Option<String> {
    let after = |r: &&Row| {
        let later = (row.known_from, row.recorded_at) < (r.known_from, r.recorded_at);
        later && as_of.is_none_or(|t| r.known_from <= t)
    };
    let same_place = |r: &&Row| r.place == row.place && !r.void && r.key() == row.key();
    let others = rows.all.iter().filter(same_place).filter(after);
    let others = others.filter(|r| r.withdrawn || !r.repeats(row));
    let next = others.min_by_key(|r| (r.known_from, r.recorded_at))?;
    next.withdrawn.then(|| next.delivery.clone())
}

/// The rows of a list in which nothing is asked for, so that a zero can be seen.
fn not_asked(view: &View<'_>, here: impl Fn(&Row) -> bool) -> Vec<Traced> {
    view.in_force
        .iter()
        .map(|i| &view.rows.all[*i])
        .filter(|row| here(row) && row.value.is_some())
        .map(|row| Traced {
            row: row.clone(),
            fate: Fate::NotAsked,
            withdrawn_by: None,
            correction: None,
        })
        .collect()
}

/// What became of a row that is not in force.
fn not_in_force(view: &View<'_>, i: usize) -> Fate {
    let all = &view.rows.all;
    let row = &all[i];
    let again = view
        .in_force
        .iter()
        .map(|i| &all[*i])
        .any(|r| r.key() == row.key() && r.repeats(row) && r.known_from <= row.known_from);
    match again {
        true if view.confirms(i) => Fate::Confirms,
        true => Fate::Repeated,
        false => Fate::Superseded,
    }
}
