//! What the columns of a table are taken for, put together.

use super::columns::{Columns, SideBySide};
use super::guesses::{DimensionGuess, Draft, ValueGuess};
use super::key::{self, KeyProposal};
use super::parts;
use super::to_date::to_date;
use super::units::{column_of_units, powers, units};
use super::value::value_guess;
use super::{writing, written};
use crate::ingest::preview::{Preview, TablePreview, label};
use crate::model::{AreaRegister, Format, Layout, ValueType};

/// Most values of a dimension that are listed in the contract.
const LISTED: usize = 30;

pub(super) fn guess(
    format: Format,
    layout: Layout,
    seen: &Preview,
    table: &TablePreview,
    columns: &Columns,
    areas: &AreaRegister,
) -> Draft {
    let labels = columns.period();
    let written = match labels {
        Some(at) => parts::of_columns(columns, at)
            .map(|(part, guess)| (at, Some(part), guess))
            .or_else(|| Some((at, None, writing::pairs_of_years(columns, at)?))),
        None => written::column(columns).map(|(at, guess)| (at, None, guess)),
    };
    let period = labels.or(written.as_ref().map(|(at, ..)| *at));
    let part = written.as_ref().and_then(|(_, part, _)| *part);
    let area = columns.area(period, areas);
    let area_at = area.as_ref().map(|(at, _)| *at);
    let taken_first = [period, area_at, part];
    let wide = if period.is_none() {
        columns.side_by_side(&columns.figures(&[area_at]))
    } else {
        SideBySide::default()
    };
    let mut beside = wide.at;
    let below = parts::below_years(columns, &beside);
    let part = part.or(below.as_ref().map(|(part, _)| *part));
    let figures = if !beside.is_empty() {
        beside.clone()
    } else if let Some(at) = table.cube_value {
        vec![at]
    } else {
        columns.figures(&taken_first)
    };
    beside.sort_unstable();
    let value = figures.first().copied();
    let status = columns.status(&figures);
    let taken: Vec<usize> = [period, area_at, status, part]
        .into_iter()
        .flatten()
        .chain(figures.iter().copied())
        .collect();
    let fixed: Vec<usize> = [area_at, period, part].into_iter().flatten().collect();
    let all = candidates(table, columns, &taken);
    let (unit_at, found) = key_and_unit(columns, &fixed, &all);
    let taken: Vec<usize> = taken.into_iter().chain(unit_at).collect();
    let used: Vec<usize> = taken.iter().chain(&found.dimensions).copied().collect();
    let to_date = period.zip(value).and_then(|(period, value)| {
        let series: Vec<usize> = area_at
            .into_iter()
            .chain(found.dimensions.iter().copied())
            .collect();
        to_date(table, columns, (period, value, &series))
    });
    Draft {
        format,
        layout,
        evidence: Vec::new(),
        guesses: seen.guesses.clone(),
        rows: (columns.rows, columns.whole),
        area: area.map(|(_, guess)| guess),
        period: period.map(|at| columns.period_guess(at, written.map(|(.., guess)| guess))),
        below_years: below.map(|(_, guess)| guess),
        header_periods: beside.iter().map(|at| columns.names[*at].clone()).collect(),
        header_pattern: wide.pattern,
        header_members: wide.members,
        value: value.map(|at| {
            if beside.is_empty() {
                return value_guess(format, columns, at, &figures);
            }
            // Another of the columns side by side may have fractions.
            ValueGuess {
                value_type: ValueType::Decimal,
                ..value_guess(format, columns, at, &[at])
            }
        }),
        dimensions: found
            .dimensions
            .iter()
            .map(|at| dimension(columns, *at))
            .collect(),
        status: status.and_then(|at| columns.names.get(at).cloned()),
        status_words: status.map_or_else(Vec::new, |at| columns.status_words(at)),
        // Headers that are labels of periods are read as such, also above blanks.
        unused: unused(columns, &used)
            .into_iter()
            .filter(|name| beside.is_empty() || label(name).is_none())
            .collect(),
        same_key: found.same,
        to_date,
        apart: columns.apart.clone(),
        powers: powers(columns),
        unit_column: unit_at.map(|at| {
            let texts = columns.values(at).map(str::to_owned).collect();
            (columns.names[at].clone(), texts)
        }),
        units: units(table, columns),
    }
}

/// What tells figures apart, and the column of their units: where that column tells two figures
/// apart it is a dimension, and no unit alone.
fn key_and_unit(
    columns: &Columns,
    fixed: &[usize],
    candidates: &[usize],
) -> (Option<usize>, KeyProposal) {
    let unit = column_of_units(columns).filter(|at| candidates.contains(at));
    let others: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|at| Some(*at) != unit)
        .collect();
    let found = key::of(columns, fixed, &others);
    if found.same.is_none() {
        return (unit, found);
    }
    (None, key::of(columns, fixed, candidates))
}

/// Columns that may be dimensions, those that the file calls so first.
fn candidates(table: &TablePreview, columns: &Columns, taken: &[usize]) -> Vec<usize> {
    let order = |i: &usize| {
        !table
            .dimensions
            .iter()
            .any(|d| Some(d) == columns.names.get(*i))
    };
    let mut candidates: Vec<usize> = (0..columns.names.len())
        .filter(|i| !taken.contains(i) && columns.can_tell_apart(*i))
        .collect();
    candidates.sort_by_key(order);
    candidates
}

fn unused(columns: &Columns, used: &[usize]) -> Vec<String> {
    columns
        .names
        .iter()
        .enumerate()
        .filter(|(i, name)| !used.contains(i) && !name.is_empty())
        .map(|(_, name)| name.clone())
        .collect()
}

fn dimension(columns: &Columns, at: usize) -> DimensionGuess {
    let values: Vec<String> = columns
        .values(at)
        .filter(|v| !v.is_empty())
        .map(str::to_owned)
        .collect();
    let distinct = values.len();
    DimensionGuess {
        column: columns.names[at].clone(),
        values: if distinct <= LISTED {
            values
        } else {
            Vec::new()
        },
        distinct,
        has_blanks: columns.blanks(at) > 0,
    }
}
