//! The statements of a cell: which one its rows are, and what each other one has of the same
//! figures, whole.
//!
//! A comparison uses one statement of a dataset in all its periods, so the better statement of one
//! period is no use where the other period has only another one. What every statement would have
//! made of a cell is therefore kept with it.

use crate::model::{Figure, Literal, MeasureSource, Statement, StatementKey};
use crate::rollup::corrections::View;
use crate::rollup::figure::{Group, Overflow, figure};
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::{
    Fate, FigureKey, among_equals, figure_key, other_ways, said, set_aside, stated_totals,
    totals_of,
};
use std::collections::{BTreeMap, BTreeSet};

/// Which statement a row is; where it is of several ways to a total, that of the way named. A
/// preference by status makes no other series, since a status says only how settled a figure is.
#[must_use]
pub fn statement_key(rows: &Rows, row: &Row, source: &MeasureSource, totals: &str) -> StatementKey {
    let preferred = source
        .prefer
        .as_ref()
        .filter(|(column, _)| column != "status")
        .and_then(|(column, _)| rows.literal(row, column));
    let preferred = match preferred {
        Some(Literal::Text(text)) => text,
        Some(Literal::Number(number)) => number.to_string(),
        Some(Literal::Bool(is)) => is.to_string(),
        None => String::new(),
    };
    StatementKey {
        preferred,
        rank: row.rank.map_or_else(String::new, |rank| rank.to_string()),
        totals: stated_totals(rows, row, source, totals),
    }
}

/// The statement that the rows of a cell are.
pub fn of_members(rows: &Rows, members: &[(&Row, Fate)], source: &MeasureSource) -> StatementKey {
    let column = source.prefer.as_ref().map(|(column, _)| column.as_str());
    let taken: Vec<&Row> = members.iter().map(|(row, _)| *row).collect();
    let totals = totals_of(rows, &taken, source);
    let keys: Vec<StatementKey> = { taken.iter() }
        .map(|row| statement_key(rows, row, source, &totals))
        .collect();
    if keys.windows(2).all(|pair| pair[0] == pair[1]) {
        return keys.into_iter().next().unwrap_or_default();
    }
    let part = |row: &Row| figure_key(rows, row, column).dimensions.join(",");
    StatementKey::of_sum(
        &members
            .iter()
            .map(|(row, _)| part(row))
            .zip(&keys)
            .collect::<Vec<_>>(),
    )
}

/// What each statement that was not chosen has of all the figures of a cell, the best first;
/// `fates` are those of the rows of the cell.
pub fn others(
    view: &View<'_>,
    fates: &[(usize, Fate)],
    used: &StatementKey,
    source: &MeasureSource,
) -> Result<Vec<Statement>, Overflow> {
    let mut found = other_totals(view, fates, source)?;
    if !fates
        .iter()
        .any(|(_, fate)| matches!(fate, Fate::NotPreferred | Fate::Outranked))
    {
        return Ok(found);
    }
    let column = source.prefer.as_ref().map(|(column, _)| column.as_str());
    let rows = view.rows;
    let mut figures = BTreeSet::new();
    let mut by_key: BTreeMap<StatementKey, Vec<usize>> = BTreeMap::new();
    for (i, fate) in fates
        .iter()
        .filter(|(_, fate)| !matches!(fate, Fate::Derived | Fate::Dropped | Fate::OtherTotal))
    {
        let row = view.row(*i);
        if matches!(fate, Fate::Used | Fate::Conflict) {
            figures.insert(figure_key(rows, row, column));
        }
        if row.value.is_some() {
            by_key
                .entry(statement_key(rows, row, source, &used.totals))
                .or_default()
                .push(*i);
        }
    }
    by_key.remove(used);
    let mut ranked = Vec::new();
    for (key, indices) in by_key {
        let Some(members) = whole(view, &indices, &figures, column) else {
            continue;
        };
        let place = members.first().map(|i| place(rows, view.row(*i), source));
        let figure = figure_of(view, members, source)?;
        if figure.value.is_some() {
            ranked.push((place, Statement { key, figure }));
        }
    }
    ranked.sort_by_key(|(place, _)| *place);
    found.splice(..0, ranked.into_iter().map(|(_, statement)| statement));
    Ok(found)
}

/// The totals that the rows make that were not used, because the total is stated elsewhere or was
/// added up from others.
fn other_totals(
    view: &View<'_>,
    fates: &[(usize, Fate)],
    source: &MeasureSource,
) -> Result<Vec<Statement>, Overflow> {
    // A total that is withheld or quarantined is not put together in another way.
    let mut used = fates.iter().filter(|(_, fate)| *fate == Fate::Used);
    if used.any(|(i, _)| set_aside(view.row(*i))) {
        return Ok(vec![]);
    }
    let mut found = Vec::new();
    for indices in other_ways(view, fates, source).into_values().rev() {
        let all: BTreeSet<FigureKey<'_>> = indices
            .iter()
            .map(|i| figure_key(view.rows, view.row(*i), None))
            .collect();
        // A figure that two rows state differently is none.
        if all.len() < indices.len() {
            continue;
        }
        let rows: Vec<(&Row, Fate)> = indices.iter().map(|i| (view.row(*i), Fate::Used)).collect();
        let key = of_members(view.rows, &rows, source);
        let figure = figure_of(view, indices, source)?;
        if figure.value.is_some() {
            found.push(Statement { key, figure });
        }
    }
    Ok(found)
}

/// The figure that some rows make by themselves.
fn figure_of(
    view: &View<'_>,
    members: Vec<usize>,
    source: &MeasureSource,
) -> Result<Figure, Overflow> {
    let mut group = Group::default();
    for i in members {
        group
            .flags
            .extend(view.correction(i).map(|c| c.action.flag()));
        group.take(view, i, Fate::Used);
    }
    figure(source, view.rows, &group)
}

/// One row for each figure of the cell; `None` where one is missing or is stated twice and
/// differently.
fn whole<'v>(
    view: &'v View<'_>,
    indices: &[usize],
    figures: &BTreeSet<FigureKey<'v>>,
    column: Option<&str>,
) -> Option<Vec<usize>> {
    let mut members: BTreeMap<_, usize> = BTreeMap::new();
    for i in indices {
        let row = view.row(*i);
        let held = members
            .entry(figure_key(view.rows, row, column))
            .or_insert(*i);
        if said(view.row(*held)) != said(row) {
            return None;
        }
        if among_equals(view, *i) < among_equals(view, *held) {
            *held = *i;
        }
    }
    figures
        .iter()
        .all(|figure| members.contains_key(figure))
        .then(|| members.into_values().collect())
}

/// Where a row's statement stands among the others: by preference, then by rank.
fn place(rows: &Rows, row: &Row, source: &MeasureSource) -> (usize, i64) {
    let preferred = source.prefer.as_ref().map_or(0, |(column, order)| {
        let value = rows.literal(row, column);
        order
            .iter()
            .position(|o| value == Some(Literal::Text(o.clone())))
            .unwrap_or(order.len())
    });
    (preferred, row.rank.map_or(i64::MAX, i64::from))
}
