//! The zero of an area that a list of all areas has no row of.
//!
//! A list that names other areas of the same level in the same period came, and looked at this area
//! too: nothing happened there. It is known since the delivery with which that became so, and no
//! longer when the list is withdrawn. Of a level that the list has no row of in the period nothing
//! is known, so one row of the country says nothing of its provinces. Nor is an area zero of which the
//! list has something in a part of the period, or in a longer one alone.

mod levels;
mod other_lengths;
#[cfg(test)]
mod tests;

use crate::model::{AreaRegister, Cell, CellKey, Dec, Figure, Flag, Period, Span, UnitId};
use crate::rollup::aggregate::RollupError;
use crate::rollup::roll::{CellLine, CellLines};
use chrono::{DateTime, NaiveDate, Utc};
use levels::LevelsBelow;
use other_lengths::{OtherLengths, say_something};
use std::collections::{BTreeMap, BTreeSet};

/// What the rows of a list are of: its areas' day, and the period.
type Sheet = (NaiveDate, Period, Span);

/// The cells of a list of all areas, with zero where it has no row of an area. A record is of the area
/// of its own day: what there is of an area that began or ended within a period says nothing of the
/// whole of it, so that there is no record of it makes no zero.
#[must_use]
pub fn with_zero(lines: &CellLines, areas: &AreaRegister, of_records: bool) -> CellLines {
    let own = |(key, line): (&CellKey, &CellLine)| (key.clone(), figures_of(line));
    let mut whole: CellLines = lines.iter().map(own).collect();
    whole.retain(|_, line| !line.is_empty());
    let lower = if of_records {
        LevelsBelow::new(lines, areas)
    } else {
        LevelsBelow::default()
    };
    let others = OtherLengths::new(lines, areas);
    for ((date, period, span), levels) in by_level(lines, areas) {
        let here: Vec<&str> = levels.keys().copied().collect();
        for (level, listed) in levels {
            // What is booked on a district among records of communes lists no districts.
            if of_records && here.iter().any(|below| lower.is_below(below, level)) {
                continue;
            }
            let zero = zero(&listed);
            if zero.is_empty() {
                continue;
            }
            let of_level = areas.units_on(date).filter(|(_, u)| u.level == level);
            for (id, unit) in of_level.filter(|(_, u)| !of_records || u.valid_throughout(period)) {
                let key = CellKey {
                    area_code: unit.code.clone(),
                    area_date: date,
                    period,
                    span,
                };
                let around = others.around(id, (period, span));
                let line = filled(lines.get(&key), (&zero, &around), id);
                whole.insert(key, line);
            }
        }
    }
    whole
}

/// The lines of each sheet by the level of their areas; an area without a level speaks for no other.
fn by_level<'a>(
    lines: &'a CellLines,
    areas: &'a AreaRegister,
) -> BTreeMap<Sheet, BTreeMap<&'a str, Vec<&'a CellLine>>> {
    let mut sheets: BTreeMap<Sheet, BTreeMap<&str, Vec<&CellLine>>> = BTreeMap::new();
    for (key, line) in lines {
        let Some(unit) = areas.by_code(&key.area_code, key.area_date) else {
            continue;
        };
        let level = areas.unit(unit).level.as_str();
        if !level.is_empty() {
            let sheet = sheets
                .entry((key.area_date, key.period, key.span))
                .or_default();
            sheet.entry(level).or_default().push(line);
        }
    }
    sheets
}

fn moments<'a>(lines: impl IntoIterator<Item = &'a CellLine>) -> BTreeSet<DateTime<Utc>> {
    lines.into_iter().flat_map(CellLine::moments).collect()
}

/// The zero of an area that is not listed, over time, as a cell of any of those that are.
fn zero(listed: &[&CellLine]) -> CellLine {
    let mut line = CellLine::default();
    let mut before: Option<Cell> = None;
    for moment in moments(listed.iter().copied()) {
        let there: Vec<&Cell> = listed
            .iter()
            .filter_map(|line| line.at(Some(moment))?.as_ref().ok())
            .filter(|cell| cell.figure.value.is_some())
            .collect();
        let now = of_listed(&there, moment);
        // What is still zero is known since it became so.
        let still = before
            .as_ref()
            .zip(now.as_ref())
            .is_some_and(|(a, b)| says_the_same(a, b));
        if !still {
            before = now;
        }
        line.push(moment, before.clone().map(Ok));
    }
    line
}

/// The zero beside the cells that are listed; none where they differ in what they count, because
/// nobody says which of it there is none of.
fn of_listed(there: &[&Cell], moment: DateTime<Utc>) -> Option<Cell> {
    let (first, others) = there.split_first()?;
    let same = |cell: &&Cell| {
        let (a, b) = (&first.figure, &cell.figure);
        (&a.unit, &a.basis, &a.scheme, a.plan_stage, &first.statement)
            == (&b.unit, &b.basis, &b.scheme, b.plan_stage, &cell.statement)
    };
    if !others.iter().all(same) {
        return None;
    }
    // A list goes on growing: one row after the end of the period is enough to show that it ended.
    let early = |flag: &Flag| there.iter().all(|c| c.figure.flags.contains(flag));
    let flags = [Flag::ToDate, Flag::BeforePeriodEnd]
        .into_iter()
        .filter(early)
        .chain([Flag::NotListed])
        .collect();
    let new: Vec<&&Cell> = there
        .iter()
        .filter(|c| c.figure.known_from == moment)
        .collect();
    let sources = if new.is_empty() {
        there.iter().collect()
    } else {
        new
    };
    Some(Cell {
        figure: Figure {
            value: Some(Dec::ZERO),
            status: there
                .iter()
                .map(|c| c.figure.status)
                .min()
                .unwrap_or(first.figure.status),
            rounding: Dec::ZERO,
            known_from: moment,
            source_ids: sources
                .iter()
                .flat_map(|c| c.figure.source_ids.iter().cloned())
                .collect(),
            deliveries: sources
                .iter()
                .flat_map(|c| c.figure.deliveries.iter().cloned())
                .collect(),
            flags,
            reasons: BTreeSet::new(),
            ..first.figure.clone()
        },
        others: Vec::new(),
        ..(*first).clone()
    })
}

/// Whether two zeros say the same, whatever told them last.
fn says_the_same(a: &Cell, b: &Cell) -> bool {
    let (x, y) = (&a.figure, &b.figure);
    (&x.unit, &x.basis, &x.scheme, x.plan_stage, &a.statement)
        == (&y.unit, &y.basis, &y.scheme, y.plan_stage, &b.statement)
        && (x.status, &x.flags) == (y.status, &y.flags)
}

/// Whether the list had rows of an area and has none any more.
fn no_longer_listed(cell: &Cell) -> bool {
    cell.figure.value.is_none() && cell.figure.flags.contains(&Flag::NotListed)
}

/// The cells of an area while it is listed.
fn figures_of(line: &CellLine) -> CellLine {
    let mut figures = CellLine::default();
    for (moment, state) in line.changes() {
        let gone = state.is_some_and(|s| s.as_ref().is_ok_and(no_longer_listed));
        figures.push(moment, state.filter(|_| !gone).cloned());
    }
    figures
}

/// The zero of an area that was listed before: known since the delivery that has no row of it.
fn since(gone: &Cell, zero: &Cell) -> Cell {
    let mut zero = zero.clone();
    if gone.figure.known_from >= zero.figure.known_from {
        zero.figure.known_from = gone.figure.known_from;
        zero.figure.source_ids.clone_from(&gone.figure.source_ids);
        zero.figure.deliveries.clone_from(&gone.figure.deliveries);
    }
    zero
}

/// The line of an area: its own cells, and zero while it has none and nothing around says otherwise.
fn filled(
    own: Option<&CellLine>,
    (zero, around): (&CellLine, &[&CellLine]),
    area: UnitId,
) -> CellLine {
    let mut line = CellLine::default();
    let told = own.into_iter().chain([zero]);
    for moment in moments(told.chain(around.iter().copied())) {
        let own = own.and_then(|own| own.at(Some(moment)));
        let gone = own.and_then(|state| state.as_ref().ok().filter(|c| no_longer_listed(c)));
        let none = || -> Option<Result<Cell, RollupError>> {
            let cell = zero.at(Some(moment))?.as_ref().ok()?;
            if say_something(around, moment) {
                return None;
            }
            let cell = gone.map_or_else(|| cell.clone(), |gone| since(gone, cell));
            Some(Ok(Cell { area, ..cell }))
        };
        let there = own.filter(|_| gone.is_none()).cloned();
        line.push(moment, there.or_else(none));
    }
    line
}
