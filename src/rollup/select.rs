//! Which rows take part in a measure, and why the others do not.
//!
//! One statement of a figure is used: derived and dropped rows never, the preferred value of a
//! ranked column before the others, the best rank before the others. Statements of equal rank that
//! disagree are a conflict, not a sum.

use crate::model::{Correction, MeasureSource, ObsStatus, Period, Predicate, Span};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fate {
    /// It took part.
    Used,
    /// It was computed by someone from other figures.
    Derived,
    /// A correction leaves it out.
    Dropped,
    /// Another value of the preferred column was used.
    NotPreferred,
    /// Another statement of the figure has a better rank.
    Outranked,
    /// Another statement of the same rank says something else.
    Conflict,
    /// A later publication replaced it.
    Superseded,
    /// It says again what was already known.
    Repeated,
    /// It came and was not accepted.
    Quarantined,
    /// It is of another series than the figure that was used.
    OtherSeries,
    /// It says again what was already known, as the first after the period had ended, so that the
    /// figure states the whole period.
    Confirms,
    /// It stands in a list and is not what is asked for; told where nothing is, so that a zero
    /// can be seen.
    NotAsked,
}

/// A row with its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// The row, as published.
    pub row: Row,
    /// What became of it.
    pub fate: Fate,
    /// The correction applied to it.
    pub correction: Option<Correction>,
}

/// The rows in force that a measure source asks for, each with its fate, by index; `here` says
/// which are looked at.
pub fn select(
    view: &View<'_>,
    here: impl Fn(&Row) -> bool,
    source: &MeasureSource,
) -> Vec<(usize, Fate)> {
    let rows = view.rows;
    let wanted =
        |i: &usize| here(view.row(*i)) && matches(rows, view.row(*i), source.filter.as_ref());
    let mut fates: BTreeMap<usize, Fate> = view
        .in_force
        .iter()
        .copied()
        .filter(wanted)
        .map(|i| (i, Fate::Used))
        .collect();
    for (i, fate) in &mut fates {
        if view.row(*i).derived {
            *fate = Fate::Derived;
        } else if view.dropped(*i) {
            *fate = Fate::Dropped;
        }
    }
    if let Some((column, order)) = &source.prefer {
        let place = |row: &Row| {
            let value = rows.literal(row, column);
            let place = order
                .iter()
                .position(|o| value == Some(crate::model::Literal::Text(o.clone())))
                .unwrap_or(order.len());
            if row.value.is_some() {
                place
            } else {
                order.len() + 1
            }
        };
        // The preferred column may be a dimension, so it is left out of what makes two rows the
        // same figure.
        keep_best(view, &mut fates, Some(column), place, Fate::NotPreferred);
    }
    // Whoever says that there is no figure gives way to whoever has one, and whoever does not say
    // why to whoever does.
    let rank = |r: &Row| {
        (
            without_figure(r),
            r.rank
                .map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(0)),
        )
    };
    keep_best(view, &mut fates, None, rank, Fate::Outranked);
    settle_ties(view, &mut fates);
    fates.into_iter().collect()
}

/// Whether a row satisfies a filter; unknown does not.
pub fn matches(rows: &Rows, row: &Row, filter: Option<&Predicate>) -> bool {
    filter.is_none_or(|f| f.holds(&|column| rows.literal(row, column)) == Some(true))
}

/// What makes two rows statements of the same figure: everything in the key but the source.
pub type FigureKey<'r> = (&'r str, NaiveDate, Period, Span, Vec<&'r str>);

pub fn figure_key<'r>(rows: &Rows, row: &'r Row, without: Option<&str>) -> FigureKey<'r> {
    let dimensions = rows
        .dimension_names()
        .zip(&row.dimensions)
        .filter(|(name, _)| Some(*name) != without)
        .map(|(_, v)| v.as_str());
    (
        &row.area_code,
        row.area_date,
        row.period,
        row.span,
        dimensions.collect(),
    )
}

/// How little a row says of its figure: nothing less than a value, that it is withheld, that it was
/// not accepted, or a blank.
fn without_figure(row: &Row) -> u8 {
    match row {
        r if r.value.is_some() => 0,
        r if r.obs_status == Some(ObsStatus::Suppressed) => 1,
        r if r.quarantined() => 2,
        _ => 3,
    }
}

/// Among used rows of one figure, those with the smallest place stay; the others get `loser`.
fn keep_best<P: Ord>(
    view: &View<'_>,
    fates: &mut BTreeMap<usize, Fate>,
    without: Option<&str>,
    place: impl Fn(&Row) -> P,
    loser: Fate,
) {
    let key = |row| figure_key(view.rows, row, without);
    let mut best: BTreeMap<FigureKey<'_>, P> = BTreeMap::new();
    for (i, _) in fates.iter().filter(|(_, f)| **f == Fate::Used) {
        let row = view.row(*i);
        let here = place(row);
        let better = best.get(&key(row)).is_none_or(|held| here < *held);
        if better {
            best.insert(key(row), here);
        }
    }
    for (i, fate) in fates.iter_mut().filter(|(_, f)| **f == Fate::Used) {
        let row = view.row(*i);
        if best.get(&key(row)).is_some_and(|b| place(row) > *b) {
            *fate = loser;
        }
    }
}

/// What a row says of its figure, whoever says it: two rows that say the same are one statement.
pub fn said(row: &Row) -> impl Ord + '_ {
    (
        row.value,
        &row.unit,
        &row.basis,
        &row.scheme,
        row.plan_stage,
        &row.attributes,
    )
}

/// Which of several rows that say the same of a figure is used: the one known last, which confirms
/// the others, then the first source by name. The order of the table would be that of hashes, which
/// nobody can see.
pub fn among_equals<'v>(view: &'v View<'_>, i: usize) -> impl Ord + 'v {
    let row = view.row(i);
    let known = view
        .confirmed_by(i)
        .map_or(row.known_from, |again| again.known_from);
    (Reverse(known), &row.source_id, &row.dimensions)
}

/// Equal rank: the same statement twice is used once, different statements are a conflict.
fn settle_ties(view: &View<'_>, fates: &mut BTreeMap<usize, Fate>) {
    let mut groups: BTreeMap<FigureKey<'_>, Vec<usize>> = BTreeMap::new();
    for (i, _) in fates.iter().filter(|(_, f)| **f == Fate::Used) {
        groups
            .entry(figure_key(view.rows, view.row(*i), None))
            .or_default()
            .push(*i);
    }
    for group in groups.into_values().filter(|g| g.len() > 1) {
        let statements: BTreeSet<_> = group.iter().map(|i| said(view.row(*i))).collect();
        if statements.len() > 1 {
            for i in &group {
                fates.insert(*i, Fate::Conflict);
            }
        } else {
            let used = group.iter().copied().min_by_key(|i| among_equals(view, *i));
            for i in group.into_iter().filter(|i| Some(*i) != used) {
                fates.insert(i, Fate::Outranked);
            }
        }
    }
}
