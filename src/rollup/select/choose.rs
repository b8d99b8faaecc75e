//! Which rows take part, by preference and rank.

use crate::model::{MeasureSource, ObsStatus, Predicate};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::fate::Fate;
use crate::rollup::select::statement::{FigureKey, among_equals, figure_key, said};
use crate::rollup::select::totals::keep_totals;
use std::collections::{BTreeMap, BTreeSet};

/// The rows in force that a measure source asks for, each with its fate, by index; `here` says
/// which are looked at.
pub fn select(
    view: &View<'_>,
    here: impl Fn(&Row) -> bool,
    source: &MeasureSource,
) -> Vec<(usize, Fate)> {
    let wanted =
        |i: &usize| here(view.row(*i)) && matches(view.rows, view.row(*i), source.filter.as_ref());
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
        keep_preferred(view, &mut fates, column, order);
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
    keep_totals(view, &mut fates, source);
    fates.into_iter().collect()
}

/// Among used rows of one figure, those with the value of the column that comes first stay.
fn keep_preferred(
    view: &View<'_>,
    fates: &mut BTreeMap<usize, Fate>,
    column: &str,
    order: &[String],
) {
    let place = |row: &Row| {
        let value = view.rows.literal(row, column);
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
    // The preferred column may be a dimension, so it is left out of what makes two rows the same
    // figure.
    keep_best(view, fates, Some(column), place, Fate::NotPreferred);
}

/// Whether a row satisfies a filter; an empty cell does not, and what could not be read might.
pub fn matches(rows: &Rows, row: &Row, filter: Option<&Predicate>) -> bool {
    let literal = |column: &str| rows.literal(row, column);
    filter.is_none_or(|f| {
        if row.quarantined() {
            f.may_hold(&literal, &|column| rows.unread(row, column))
        } else {
            f.holds(&literal) == Some(true)
        }
    })
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
