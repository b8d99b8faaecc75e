//! The ways to a total over the members of a dimension: what is stated for it, or the members of one
//! level that are added up.

use crate::model::{CellKey, MeasureSource, TotalOver};
use crate::rollup::corrections::View;
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use crate::rollup::select::fate::Fate;
use std::collections::BTreeMap;

/// A way to the whole: for each total that a source asks for, 0 where it is stated, else the level of
/// the members that are added up, from 1 at the top.
pub(super) type WayToTotal = Vec<usize>;

/// What a total is of: the cell, and the dimensions of which no total is asked for. The preferred
/// column tells statements apart, of which total and members may be two.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TotalKey<'r> {
    pub(super) cell: CellKey<&'r str>,
    kept: Vec<&'r str>,
}

/// What a row is to a total.
pub(super) struct PartOfTotal<'r> {
    pub(super) of: TotalKey<'r>,
    /// For each total the levels that have the row.
    levels: Vec<Vec<usize>>,
    /// The members that it is of, where their total is asked for, by total.
    pub(super) members: Vec<Option<&'r str>>,
}

impl PartOfTotal<'_> {
    /// Every way that has the row, the first levels first.
    fn ways(&self) -> Vec<WayToTotal> {
        let longer = |ways: Vec<WayToTotal>, levels: &Vec<usize>| {
            let with = |way: WayToTotal| {
                levels
                    .iter()
                    .map(move |level| [way.as_slice(), &[*level]].concat())
            };
            ways.into_iter().flat_map(with).collect()
        };
        self.levels.iter().fold(vec![vec![]], longer)
    }
}

pub(super) fn part<'r>(rows: &Rows, row: &'r Row, source: &MeasureSource) -> PartOfTotal<'r> {
    let mut kept = vec![];
    let mut levels = vec![vec![]; source.totals.len()];
    let mut members = vec![None; source.totals.len()];
    for (name, code) in rows.dimension_names().zip(&row.dimensions) {
        let preferred = || source.prefer.as_ref().is_some_and(|(by, _)| by == name);
        match source.totals.iter().position(|t| t.dimension == name) {
            None if preferred() => {}
            None => kept.push(code.as_str()),
            Some(i) => {
                levels[i] = levels_of(&source.totals[i], code, (row, source));
                members[i] = Some(code.as_str()).filter(|_| levels[i] != [0]);
            }
        }
    }
    let cell = row.cell();
    PartOfTotal {
        of: TotalKey { cell, kept },
        levels,
        members,
    }
}

/// The levels that a row of a code is part of. In a list each row counts for itself, also one of a
/// member that has others below it.
fn levels_of(total: &TotalOver, code: &str, (row, source): (&Row, &MeasureSource)) -> Vec<usize> {
    let of = total.of.as_deref();
    if total.is_total(code) && !(source.list && of.is_some()) {
        return vec![0];
    }
    let deepest = deepest(total, source);
    let has = |level: &usize| {
        let members = total.members.level(of, *level, (row.period, row.span));
        members.iter().any(|member| member.code == code)
    };
    let found: Vec<usize> = (1..=deepest)
        .filter(|level| deepest == 1 || has(level))
        .collect();
    // What is no member may be any.
    if found.is_empty() {
        (1..=deepest).collect()
    } else {
        found
    }
}

/// How many levels the members of a total have.
fn deepest(total: &TotalOver, source: &MeasureSource) -> usize {
    if source.list {
        return 1;
    }
    total.members.levels(total.of.as_deref()).max(1)
}

/// How a way is named: by the dimensions whose total is stated, or is added up from members that
/// have others below them.
fn name(way: &WayToTotal, source: &MeasureSource) -> String {
    let of = |(total, level): (&TotalOver, &usize)| match level {
        0 => Some(total.dimension.clone()),
        level if *level < deepest(total, source) => Some(format!("{}/{level}", total.dimension)),
        _ => None,
    };
    let names = source.totals.iter().zip(way).filter_map(of);
    names.collect::<Vec<_>>().join("+")
}

/// The dimensions whose total a row states, joined by `+`, where it is of several ways those of the
/// one wanted.
#[must_use]
pub fn stated_totals(rows: &Rows, row: &Row, source: &MeasureSource, wanted: &str) -> String {
    let ways = part(rows, row, source).ways();
    let mut names = ways.iter().map(|way| name(way, source));
    let first = names.next().unwrap_or_default();
    if first != wanted && names.any(|name| name == wanted) {
        return wanted.to_owned();
    }
    first
}

/// The same of rows that make a total together.
#[must_use]
pub fn totals_of(rows: &Rows, taken: &[&Row], source: &MeasureSource) -> String {
    let parts = taken.iter().map(|row| part(rows, row, source));
    name(&way_of(parts), source)
}

/// The way that rows are of which make a total together: for each dimension the highest level that
/// has all of them.
pub(super) fn way_of<'r>(parts: impl Iterator<Item = PartOfTotal<'r>>) -> WayToTotal {
    let mut way = WayToTotal::new();
    for part in parts {
        way.resize(part.levels.len(), 0);
        for (level, levels) in way.iter_mut().zip(&part.levels) {
            *level = levels.first().copied().unwrap_or_default().max(*level);
        }
    }
    way
}

/// The rows of each way to each total.
pub(super) fn ways<'v>(
    view: &'v View<'_>,
    all: impl Iterator<Item = usize>,
    source: &MeasureSource,
) -> BTreeMap<TotalKey<'v>, BTreeMap<WayToTotal, Vec<usize>>> {
    let mut found: BTreeMap<TotalKey<'_>, BTreeMap<WayToTotal, Vec<usize>>> = BTreeMap::new();
    for i in all {
        let part = part(view.rows, view.row(i), source);
        let of_part = part.ways();
        let ways = found.entry(part.of).or_default();
        for way in of_part {
            ways.entry(way).or_default().push(i);
        }
    }
    found
}

/// The other ways to the totals of rows, each with its rows; of none all of whose rows are used.
pub fn other_ways(
    view: &View<'_>,
    fates: &[(usize, Fate)],
    source: &MeasureSource,
) -> BTreeMap<String, Vec<usize>> {
    let all = { fates.iter() }
        .filter(|(_, fate)| matches!(fate, Fate::Used | Fate::OtherTotal))
        .map(|(i, _)| *i);
    let other = |i: &usize| fates.contains(&(*i, Fate::OtherTotal));
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (way, rows) in ways(view, all, source).into_values().flatten() {
        if rows.iter().any(other) {
            found.entry(name(&way, source)).or_default().extend(rows);
        }
    }
    found
}
