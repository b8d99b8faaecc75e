//! Which rows make a total over the members of a dimension: those that state it, else those of all
//! members. Total and members are never added up together.

use crate::model::{CellKey, Function, MeasureSource, TotalOver};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::fate::Fate;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Which of the totals that a source asks for are stated, by their places there: a way to the whole.
type StatedTotals = Vec<bool>;

/// What a total is of: the cell, and the dimensions of which no total is asked for. The preferred
/// column tells statements apart, of which total and members may be two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct TotalKey<'r> {
    cell: CellKey<&'r str>,
    kept: Vec<&'r str>,
}

/// What a row is to a total.
struct PartOfTotal<'r> {
    of: TotalKey<'r>,
    stated: StatedTotals,
    /// The members that it is of, where their total is asked for.
    members: Vec<&'r str>,
}

fn part<'r>(rows: &Rows, row: &'r Row, source: &MeasureSource) -> PartOfTotal<'r> {
    let (mut kept, mut members) = (vec![], vec![]);
    let mut stated = vec![false; source.totals.len()];
    for (name, code) in rows.dimension_names().zip(&row.dimensions) {
        let preferred = || source.prefer.as_ref().is_some_and(|(by, _)| by == name);
        match source.totals.iter().position(|t| t.dimension == name) {
            None if preferred() => {}
            None => kept.push(code.as_str()),
            Some(i) if source.totals[i].members.is_total(code) => stated[i] = true,
            Some(_) => members.push(code.as_str()),
        }
    }
    let cell = row.cell();
    PartOfTotal {
        of: TotalKey { cell, kept },
        stated,
        members,
    }
}

/// The dimensions whose total a row states, joined by `+`.
#[must_use]
pub fn stated_totals(rows: &Rows, row: &Row, source: &MeasureSource) -> String {
    let stated = part(rows, row, source).stated;
    let names = source.totals.iter().zip(stated).filter(|(_, is)| *is);
    names
        .map(|(total, _)| total.dimension.as_str())
        .collect::<Vec<_>>()
        .join("+")
}

/// Leaves the used rows of one way to each total.
pub(super) fn keep_totals(
    view: &View<'_>,
    fates: &mut BTreeMap<usize, Fate>,
    source: &MeasureSource,
) {
    if source.totals.is_empty() {
        return;
    }
    let mut all: BTreeMap<TotalKey<'_>, BTreeMap<StatedTotals, Vec<usize>>> = BTreeMap::new();
    for (i, _) in fates
        .iter()
        .filter(|(_, fate)| matches!(fate, Fate::Used | Fate::Conflict))
    {
        let part = part(view.rows, view.row(*i), source);
        let ways = all.entry(part.of).or_default();
        ways.entry(part.stated).or_default().push(*i);
    }
    for ways in all.values().filter(|ways| ways.len() > 1) {
        let chosen = choose(view, ways, source);
        for (_, rows) in ways.iter().filter(|(way, _)| Some(*way) != chosen) {
            for i in rows {
                fates.insert(*i, Fate::OtherTotal);
            }
        }
    }
}

/// The way with the most stated totals among those that are whole. Where none is whole, the first
/// that has a figure says what is missing.
fn choose<'w>(
    view: &View<'_>,
    ways: &'w BTreeMap<StatedTotals, Vec<usize>>,
    source: &MeasureSource,
) -> Option<&'w StatedTotals> {
    let stated = |way: &StatedTotals| way.iter().filter(|stated| **stated).count();
    let mut order: Vec<(&StatedTotals, Vec<&Row>)> = ways
        .iter()
        .rev()
        .map(|(way, rows)| (way, rows.iter().map(|i| view.row(*i)).collect()))
        .collect();
    order.sort_by_key(|(way, _)| Reverse(stated(way)));
    let whole = |(_, rows): &&(&StatedTotals, Vec<&Row>)| {
        rows.iter().all(|row| row.value.is_some()) && !lacks_members(view.rows, rows, source)
    };
    let some = |(_, rows): &&(&StatedTotals, Vec<&Row>)| rows.iter().any(|row| row.value.is_some());
    let chosen = order.iter().find(whole).or_else(|| order.iter().find(some));
    chosen.or(order.first()).map(|(way, _)| *way)
}

/// Whether rows that are to be added up to a total lack a member that exists in the period, or are
/// such as do not add up. A list has all there is: a member without rows has none of it.
#[must_use]
pub fn lacks_members(rows: &Rows, taken: &[&Row], source: &MeasureSource) -> bool {
    if source.totals.is_empty() || source.list {
        return false;
    }
    let mut found: BTreeMap<(TotalKey<'_>, StatedTotals), BTreeSet<_>> = BTreeMap::new();
    for row in taken {
        let part = part(rows, row, source);
        let members = found.entry((part.of, part.stated)).or_default();
        members.insert(part.members);
    }
    found.iter().any(|((of, stated), members)| {
        let asked = |total: &TotalOver| {
            let existing = total.members.in_period(of.cell.period, of.cell.span);
            existing.count()
        };
        let totals = source.totals.iter().zip(stated);
        let added: Vec<usize> = totals
            .filter(|(_, stated)| !**stated)
            .map(|(total, _)| asked(total))
            .collect();
        let no_sum = matches!(
            source.value.function,
            Function::Mean | Function::Median | Function::Quantile
        );
        !added.is_empty() && (no_sum || members.len() < added.iter().product())
    })
}
