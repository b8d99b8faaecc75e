//! Since when the years to date of areas count that were made of others within the year, as the last
//! ones of those show.
//!
//! Two readings are compared by the pace of the year before the change: what the year to date would be
//! if it counted since the beginning of the year, and what it would be if it counted since the area
//! was made. It is taken for the first where it lies nearer to that, by exact fractions of days. All of
//! one change are read in one way, and none is taken where one of them lies nearer to the second.

use crate::combine::join;
use crate::to_date::unit_change::UnitChange;
use chiso_model::{
    Cell, CellKey, Dec, Figure, Flag, Period, Statement, StatementKey, ToDateSince, UnitId,
};
use chrono::{Datelike, NaiveDate};
use num_rational::BigRational;
use num_traits::Zero;
use std::collections::{BTreeMap, BTreeSet};

/// What a change has of its years to date at a moment.
pub(super) struct SinceWhen<'c> {
    change: &'c UnitChange,
    /// Of the areas before, by area and end.
    before: BTreeMap<UnitId, BTreeMap<NaiveDate, &'c Cell>>,
    /// Of the areas that were made, by period.
    after: BTreeMap<Period, BTreeMap<UnitId, Dec>>,
    /// The last day with a figure of all areas before.
    last: Option<NaiveDate>,
    /// What all areas before had then.
    sum_before: Option<Dec>,
    /// Of each period, whether its years to date are nearer to those since the beginning of the year.
    readings: BTreeMap<Period, Option<bool>>,
}

impl<'c> SinceWhen<'c> {
    pub(super) fn new(
        change: &'c UnitChange,
        cell: impl Fn(&CellKey) -> Option<&'c Cell>,
    ) -> SinceWhen<'c> {
        let mut before: BTreeMap<UnitId, BTreeMap<NaiveDate, &Cell>> = BTreeMap::new();
        for (key, unit) in &change.before {
            if let Some(cell) = cell(key).filter(|cell| cell.figure.value.is_some()) {
                before
                    .entry(*unit)
                    .or_default()
                    .insert(key.period.end(), cell);
            }
        }
        let mut after: BTreeMap<Period, BTreeMap<UnitId, Dec>> = BTreeMap::new();
        for (key, unit) in &change.after {
            if let Some(value) = cell(key).and_then(|cell| cell.figure.value) {
                after.entry(key.period).or_default().insert(*unit, value);
            }
        }
        let ends = change.from.iter().map(|unit| {
            let ends = before.get(unit).into_iter().flat_map(BTreeMap::keys);
            ends.copied().collect::<BTreeSet<NaiveDate>>()
        });
        let all = ends.reduce(|one, two| one.intersection(&two).copied().collect());
        let mut found = SinceWhen {
            change,
            last: all.and_then(|ends| ends.last().copied()),
            before,
            after,
            sum_before: None,
            readings: BTreeMap::new(),
        };
        // Asked again for each area of the change.
        let periods = found.after.keys();
        found.readings = periods
            .map(|p| (*p, found.nearer_to_the_year(*p)))
            .collect();
        found.sum_before = found.sum_before();
        found
    }

    /// What all areas before had last, and its day.
    pub(super) fn before(&self) -> Option<(NaiveDate, Dec)> {
        self.last.zip(self.sum_before)
    }

    fn sum_before(&self) -> Option<Dec> {
        let last = self.last?;
        let of = |unit: &UnitId| self.of_one(*unit, last);
        let mut all = self.change.from.iter().map(of);
        all.try_fold(Dec::ZERO, |sum, value| sum.checked_add(value?))
    }

    fn of_one(&self, unit: UnitId, end: NaiveDate) -> Option<Dec> {
        self.before.get(&unit)?.get(&end)?.figure.value
    }

    /// Whether the years to date of a period count since the beginning of the year.
    pub(super) fn is_of_the_year(&self, period: Period) -> bool {
        let of_period = self.readings.get(&period).copied().flatten();
        of_period == Some(true) && self.readings.values().all(|of| *of != Some(false))
    }

    /// Whether those of a period are nearer to the other reading than to the one that is said of them.
    pub(super) fn contradicts(&self, period: Period, said: ToDateSince) -> bool {
        // Of areas that went on both readings are one.
        let gone = { self.change.from.iter() }.any(|unit| !self.change.to.contains(unit));
        let of_period = self.readings.get(&period).copied().flatten();
        gone && of_period == Some(said != ToDateSince::Year)
    }

    /// Whether those of all areas that were made are nearer to what they would be since the beginning
    /// of the year; `None` where that cannot be compared.
    fn nearer_to_the_year(&self, period: Period) -> Option<bool> {
        let (change, last) = (self.change, self.last?);
        let stated = self.after.get(&period)?;
        let all = change.to.iter().map(|unit| stated.get(unit));
        let all: BigRational = all.map(|v| v.map(|v| v.ratio())).sum::<Option<_>>()?;
        // An area that went on has its own figures since the beginning of the year in any case.
        let (mut went_on, mut gone) = (BigRational::zero(), BigRational::zero());
        for unit in &change.from {
            let value = self.of_one(*unit, last)?.ratio();
            if change.to.contains(unit) {
                went_on += value;
            } else {
                gone += value;
            }
        }
        let days = |days: i64| BigRational::from_integer(days.into());
        let (from, end) = (last.num_days_from_ce(), period.end().num_days_from_ce());
        let so_far = days(i64::from(last.ordinal()));
        let rest = days(i64::from(end - from));
        let since_made = days(i64::from(end + 1 - change.day.num_days_from_ce()));
        if gone.is_zero() {
            // Both readings are one figure, where nothing lies between.
            let nothing_between = last.succ_opt() == Some(change.day);
            return (nothing_between && change.to.len() == 1).then_some(true);
        }
        let whole = |of: &BigRational| of * (&so_far + &rest) / &so_far;
        let of_the_year = whole(&went_on) + whole(&gone);
        let of_the_area = whole(&went_on) + &gone * since_made / &so_far;
        let far = |from: BigRational| {
            if all > from { &all - from } else { from - &all }
        };
        Some(far(of_the_year) < far(of_the_area))
    }

    /// A cell that counts since its area was made, with what the others before it had up to then.
    pub(super) fn with_those_before(&self, cell: &Cell) -> Option<Cell> {
        let [made] = self.change.to.as_slice() else {
            return None;
        };
        let eve = self.change.day.pred_opt()?;
        let others = self.change.from.iter().filter(|unit| *unit != made);
        let others = others.map(|unit| self.before.get(unit)?.get(&eve).copied());
        let others: Vec<&Cell> = others.collect::<Option<_>>()?;
        let with = |key, figure| {
            let before = others.iter().map(|cell| of_statement(cell, key));
            add_up(figure, &before.collect::<Vec<_>>())
        };
        let statements = cell.others.iter().filter_map(|other| {
            let figure = with(&other.key, &other.figure)?;
            let key = other.key.clone();
            Some(Statement { key, figure })
        });
        Some(Cell {
            figure: with(&cell.statement, &cell.figure)?,
            others: statements.collect(),
            ..cell.clone()
        })
    }
}

/// The figure of a statement of a cell.
fn of_statement<'c>(cell: &'c Cell, key: &StatementKey) -> Option<&'c Figure> {
    if cell.statement == *key {
        return Some(&cell.figure);
    }
    let other = cell.others.iter().find(|other| other.key == *key);
    other.map(|other| &other.figure)
}

/// Adds what the areas before had to a figure that counts since the area was made; nothing where one
/// of them has no such figure.
fn add_up(since: &Figure, before: &[Option<&Figure>]) -> Option<Figure> {
    let mut whole = since.clone();
    for part in before {
        join(&mut whole, (*part)?, Dec::checked_add);
    }
    whole.flags.insert(Flag::BoundaryRebased);
    whole.value.is_some().then_some(whole)
}
