//! The cells of all measures that read a table, made one cell at a time, so that a table may be larger than memory.
//!
//! Rows of a table come in groups: all that any delivery says of one area on its day, one period and span. Nothing that
//! decides about a cell stands outside its group, save which row a correction is for; that is settled first, over the few
//! rows that corrections match. What a cell was at each moment is kept as the list of its changes.

use crate::model::{AreaRegister, Cell, Correction, Finding, Measure, MeasureSource, Period, Span};
use crate::rollup::aggregate::{RollupError, cells};
use crate::rollup::corrections::{fitted, may_match, misfits};
use crate::rollup::others::{Other, others, several};
use crate::rollup::rows::{Row, Rows};
use chrono::{DateTime, NaiveDate, Utc};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a group of rows is of: area code, its day, period, span.
pub type GroupKey = (String, NaiveDate, Period, Span);

/// A cell from a moment on; `None` when there is none.
type State = (DateTime<Utc>, Result<Option<Cell>, RollupError>);

/// What a cell would have been by other statements, from a moment on.
type Left = (DateTime<Utc>, Vec<Other>);

/// A measure's source and its place among the sources of the measure.
struct Want<'a> {
    measure: &'a str,
    place: usize,
    source: &'a MeasureSource,
}

/// What the measures make of a table.
#[derive(Clone, Debug, Default)]
pub struct Rolled {
    cells: BTreeMap<(String, usize), BTreeMap<GroupKey, Vec<State>>>,
    others: BTreeMap<(String, usize), BTreeMap<GroupKey, Vec<Left>>>,
    moments: BTreeSet<DateTime<Utc>>,
    misfits: Vec<Finding>,
}

impl Rolled {
    /// Every moment at which something became known or was withdrawn, in order.
    #[must_use]
    pub const fn moments(&self) -> &BTreeSet<DateTime<Utc>> {
        &self.moments
    }

    /// Why corrections of the table do not fit the rows in force now.
    #[must_use]
    pub fn misfits(&self) -> &[Finding] {
        &self.misfits
    }

    /// The cells of a measure from one of its sources as of a moment, in order of area code, day, period and span.
    ///
    /// # Errors
    /// When a sum cannot be held.
    pub fn cells(&self, measure: &str, source: usize, as_of: Option<DateTime<Utc>>) -> Result<Vec<Cell>, RollupError> {
        let groups = self.cells.get(&(measure.to_owned(), source));
        let at = |states: &Vec<State>| {
            let known = states.partition_point(|(from, _)| as_of.is_none_or(|t| *from <= t));
            known.checked_sub(1).and_then(|i| states.get(i)).and_then(|(_, state)| state.clone().transpose())
        };
        groups.into_iter().flat_map(BTreeMap::values).filter_map(at).collect()
    }

    /// What the cells of a measure from one of its sources would have been by other statements, as of a moment.
    #[must_use]
    pub fn others(&self, measure: &str, source: usize, as_of: Option<DateTime<Utc>>) -> Vec<Other> {
        let groups = self.others.get(&(measure.to_owned(), source));
        let at = |left: &Vec<Left>| left.iter().rev().find(|(from, _)| as_of.is_none_or(|t| *from <= t)).map(|(_, others)| others.clone());
        groups.into_iter().flat_map(BTreeMap::values).filter_map(at).flatten().collect()
    }

    /// What measures make of a table that is in memory.
    #[must_use]
    pub fn of(rows: Rows, dataset: &str, measures: &[Measure], corrections: &[Correction], areas: &AreaRegister) -> Rolled {
        let mut roller = Roller::new(dataset, measures, corrections, areas);
        let empty = rows.emptied();
        if !corrections.is_empty() {
            roller.look(&rows);
        }
        let mut groups: BTreeMap<GroupKey, Vec<Row>> = BTreeMap::new();
        for row in rows.all {
            groups.entry(row.group()).or_default().push(row);
        }
        roller.add(&groups.into_values().map(|all| empty.with(all)).collect::<Vec<_>>());
        roller.finish()
    }
}

/// Takes the groups of a table one after the other.
pub struct Roller<'a> {
    wants: Vec<Want<'a>>,
    corrections: &'a [Correction],
    areas: &'a AreaRegister,
    /// The rows that some correction may be for.
    touched: Option<Rows>,
    /// There are rows in force. A table without any has other faults than corrections that match none.
    any: bool,
    rolled: Rolled,
}

impl<'a> Roller<'a> {
    /// For the measures that read a dataset.
    #[must_use]
    pub fn new(dataset: &str, measures: &'a [Measure], corrections: &'a [Correction], areas: &'a AreaRegister) -> Roller<'a> {
        let sources = |m: &'a Measure| m.sources.iter().enumerate().map(|(place, source)| Want { measure: &m.id, place, source });
        let wants = measures.iter().flat_map(sources).filter(|want| want.source.dataset == dataset).collect();
        Roller { wants, corrections, areas, touched: None, any: false, rolled: Rolled::default() }
    }

    /// Looks for rows that corrections are for. When there are corrections, every group must have been seen before any is added.
    pub fn look(&mut self, group: &Rows) {
        let touched = self.touched.get_or_insert_with(|| group.emptied());
        let hit = |row: &&Row| self.corrections.iter().any(|c| may_match(group, row, c));
        touched.all.extend(group.all.iter().filter(hit).cloned());
        self.any = self.any || !group.in_force(None).is_empty();
    }

    /// Makes the cells of some groups.
    pub fn add(&mut self, groups: &[Rows]) {
        let made: Vec<_> = groups.par_iter().map(|group| (self.of_group(group), self.left_of_group(group))).collect();
        for (group, (states, left)) in groups.iter().zip(made) {
            let Some(first) = group.all.first() else { continue };
            for (want, left) in self.wants.iter().zip(left).filter(|(_, left)| !left.is_empty()) {
                self.rolled.others.entry((want.measure.to_owned(), want.place)).or_default().insert(first.group(), left);
            }
            self.rolled.moments.extend(group.all.iter().map(|r| r.known_from));
            for (want, states) in self.wants.iter().zip(states).filter(|(_, states)| !states.is_empty()) {
                let cells = self.rolled.cells.entry((want.measure.to_owned(), want.place)).or_default();
                cells.insert(first.group(), states);
            }
        }
    }

    /// The moments at which a group changed, each with the corrections that fitted it then.
    fn moments_of(&self, group: &Rows) -> Vec<(DateTime<Utc>, Vec<Correction>)> {
        let Some(key) = group.all.first().map(Row::group) else { return Vec::new() };
        let mut moments = group.moments();
        let touched = self.touched.as_ref().filter(|t| t.all.iter().any(|r| r.group() == key));
        moments.extend(touched.into_iter().flat_map(Rows::moments));
        let here = |moment| touched.map_or_else(Vec::new, |touched| fitted(touched, Some(moment), self.corrections, &key));
        moments.into_iter().map(|moment| (moment, here(moment))).collect()
    }

    /// What each measure would have made of a group by other statements; mostly there are none.
    fn left_of_group(&self, group: &Rows) -> Vec<Vec<Left>> {
        if !self.wants.iter().any(|want| several(group, want.source)) {
            return Vec::new();
        }
        let moments = self.moments_of(group);
        let of = |want: &Want<'_>| {
            let at = |(moment, here): &(DateTime<Utc>, Vec<Correction>)| {
                (*moment, others(want.measure, want.source, group, here, self.areas, Some(*moment)))
            };
            let left: Vec<Left> = moments.iter().map(at).collect();
            if left.iter().any(|(_, others)| !others.is_empty()) { left } else { Vec::new() }
        };
        self.wants.iter().map(of).collect()
    }

    /// What each measure makes of a group, as it changed.
    fn of_group(&self, group: &Rows) -> Vec<Vec<State>> {
        let mut all: Vec<Vec<State>> = self.wants.iter().map(|_| Vec::new()).collect();
        for (moment, here) in self.moments_of(group) {
            for (want, states) in self.wants.iter().zip(&mut all) {
                let made = cells(want.measure, want.source, group, &here, self.areas, Some(moment)).map(|mut cells| cells.pop());
                if states.last().map_or(made != Ok(None), |(_, before)| *before != made) {
                    states.push((moment, made));
                }
            }
        }
        all
    }

    /// What came out.
    #[must_use]
    pub fn finish(mut self) -> Rolled {
        self.rolled.misfits = self.touched.as_ref().filter(|_| self.any).map_or_else(Vec::new, |touched| misfits(touched, self.corrections));
        self.rolled
    }
}
