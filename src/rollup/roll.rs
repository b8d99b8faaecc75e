//! The cells of all measures that read a table, made one cell at a time, so that a table may be
//! larger than memory.
//!
//! Rows of a table come in groups: all that any delivery says of one area on its day, one period
//! and span. Nothing that decides about a cell stands outside its group, save which row a
//! correction is for; that is settled first, over the few rows that corrections match. What a cell
//! was at each moment is kept as the list of its changes.

use crate::model::{AreaRegister, Cell, Correction, Finding, Measure, MeasureSource, Timeline};
use crate::rollup::aggregate::{RollupError, cells};
use crate::rollup::corrections::{fitted, may_match, misfits};
use crate::rollup::others::{AlternativeCell, others, several};
use crate::rollup::row::{GroupKey, Row};
use crate::rollup::rows::Rows;
use chrono::{DateTime, Utc};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A cell over time. One that cannot be held stands with why.
pub type CellLine = Timeline<Result<Cell, RollupError>>;

/// The cells of a measure from one of its sources, over time.
pub type CellLines = BTreeMap<GroupKey, CellLine>;

/// Cells by measure and the place of the source among those of the measure.
pub type Differences = BTreeMap<(String, usize), BTreeSet<GroupKey>>;

/// What a cell would have been by other statements, over time.
type AlternativeCells = Timeline<Vec<AlternativeCell>>;

/// A measure's source and its place among the sources of the measure.
struct Want<'a> {
    measure: &'a str,
    place: usize,
    source: &'a MeasureSource,
}

/// What the measures make of a table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rolled {
    cells: BTreeMap<(String, usize), CellLines>,
    others: BTreeMap<(String, usize), BTreeMap<GroupKey, AlternativeCells>>,
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

    /// What could not be held of a measure from one of its sources, as of a moment.
    pub fn errors(
        &self,
        measure: &str,
        source: usize,
        as_of: Option<DateTime<Utc>>,
    ) -> impl Iterator<Item = &RollupError> {
        let lines = self
            .lines(measure, source)
            .into_iter()
            .flat_map(BTreeMap::values);
        lines.filter_map(move |line| line.at(as_of).and_then(|state| state.as_ref().err()))
    }

    /// Takes in what was made again of some groups, each of which has all its cells in `again` or
    /// none any more.
    pub fn mend(&mut self, again: Rolled, groups: impl Fn(&GroupKey) -> bool) -> Differences {
        let mut found = Differences::new();
        let sources: BTreeSet<(String, usize)> = self
            .cells
            .keys()
            .chain(again.cells.keys())
            .cloned()
            .collect();
        let mut made = again.cells;
        for source in sources {
            let mut made = made.remove(&source).unwrap_or_default();
            let held = self.cells.entry(source.clone()).or_default();
            let mut changed = BTreeSet::new();
            let stale: Vec<GroupKey> = held
                .keys()
                .filter(|key| groups(key) && !made.contains_key(*key))
                .cloned()
                .collect();
            for key in stale {
                held.remove(&key);
                changed.insert(key);
            }
            while let Some((key, line)) = made.pop_first() {
                if held.get(&key) != Some(&line) {
                    changed.insert(key.clone());
                    held.insert(key, line);
                }
            }
            if !changed.is_empty() {
                found.insert(source, changed);
            }
        }
        self.cells.retain(|_, lines| !lines.is_empty());
        for left in self.others.values_mut() {
            left.retain(|key, _| !groups(key));
        }
        for (source, left) in again.others {
            self.others.entry(source).or_default().extend(left);
        }
        self.others.retain(|_, left| !left.is_empty());
        self.moments.extend(again.moments);
        self.misfits = again.misfits;
        found
    }

    /// Where this and an earlier state of the same table differ, by measure and the place of its
    /// source.
    #[must_use]
    pub fn differences(&self, before: &Rolled) -> Differences {
        let mut found = Differences::new();
        let none = CellLines::new();
        for source in self
            .cells
            .keys()
            .chain(before.cells.keys())
            .collect::<BTreeSet<_>>()
        {
            let (now, then) = (
                self.cells.get(source).unwrap_or(&none),
                before.cells.get(source).unwrap_or(&none),
            );
            let keys: BTreeSet<&GroupKey> = now.keys().chain(then.keys()).collect();
            let changed: BTreeSet<GroupKey> = keys
                .into_iter()
                .filter(|key| now.get(*key) != then.get(*key))
                .cloned()
                .collect();
            if !changed.is_empty() {
                found.insert(source.clone(), changed);
            }
        }
        found
    }

    /// The same over time.
    #[must_use]
    pub fn lines(&self, measure: &str, source: usize) -> Option<&CellLines> {
        self.cells.get(&(measure.to_owned(), source))
    }

    /// What the cells of a measure from one of its sources would have been by other statements, as
    /// of a moment.
    #[must_use]
    pub fn others(
        &self,
        measure: &str,
        source: usize,
        as_of: Option<DateTime<Utc>>,
    ) -> Vec<AlternativeCell> {
        let groups = self.others.get(&(measure.to_owned(), source));
        groups
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter_map(|left| left.at(as_of))
            .flatten()
            .cloned()
            .collect()
    }

    /// What measures make of a table that is in memory.
    #[must_use]
    pub fn of(
        rows: Rows,
        dataset: &str,
        measures: &[Measure],
        corrections: &[Correction],
        areas: &AreaRegister,
    ) -> Rolled {
        let mut roller = Roller::new(dataset, measures, corrections, areas);
        let empty = rows.emptied();
        if !corrections.is_empty() {
            roller.look(&rows);
        }
        let mut groups: BTreeMap<GroupKey, Vec<Row>> = BTreeMap::new();
        for row in rows.all {
            groups.entry(row.group()).or_default().push(row);
        }
        roller.add(
            &groups
                .into_values()
                .map(|all| empty.with(all))
                .collect::<Vec<_>>(),
        );
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
    /// There are rows in force. A table without any has other faults than corrections that match
    /// none.
    any: bool,
    rolled: Rolled,
}

impl<'a> Roller<'a> {
    /// For the measures that read a dataset.
    #[must_use]
    pub fn new(
        dataset: &str,
        measures: &'a [Measure],
        corrections: &'a [Correction],
        areas: &'a AreaRegister,
    ) -> Roller<'a> {
        let sources = |m: &'a Measure| {
            m.sources.iter().enumerate().map(|(place, source)| Want {
                measure: &m.id,
                place,
                source,
            })
        };
        let wants = measures
            .iter()
            .flat_map(sources)
            .filter(|want| want.source.dataset == dataset)
            .collect();
        Roller {
            wants,
            corrections,
            areas,
            touched: None,
            any: false,
            rolled: Rolled::default(),
        }
    }

    /// Whether there are corrections, so that [`look`](Roller::look) comes first.
    #[must_use]
    pub const fn looks(&self) -> bool {
        !self.corrections.is_empty()
    }

    /// Looks for rows that corrections are for. When there are corrections, every group must have
    /// been seen before any is added.
    pub fn look(&mut self, group: &Rows) {
        let touched = self.touched.get_or_insert_with(|| group.emptied());
        let hit = |row: &&Row| self.corrections.iter().any(|c| may_match(group, row, c));
        touched.all.extend(group.all.iter().filter(hit).cloned());
        self.any = self.any || !group.in_force(None).is_empty();
    }

    /// Makes the cells of some groups.
    pub fn add(&mut self, groups: &[Rows]) {
        let made: Vec<_> = groups
            .par_iter()
            .map(|group| (self.of_group(group), self.left_of_group(group)))
            .collect();
        for (group, (lines, left)) in groups.iter().zip(made) {
            let Some(first) = group.all.first() else {
                continue;
            };
            for (want, left) in self
                .wants
                .iter()
                .zip(left)
                .filter(|(_, left)| !left.is_empty())
            {
                self.rolled
                    .others
                    .entry((want.measure.to_owned(), want.place))
                    .or_default()
                    .insert(first.group(), left);
            }
            self.rolled
                .moments
                .extend(group.all.iter().map(|r| r.known_from));
            for (want, line) in self
                .wants
                .iter()
                .zip(lines)
                .filter(|(_, line)| !line.is_empty())
            {
                let cells = self
                    .rolled
                    .cells
                    .entry((want.measure.to_owned(), want.place))
                    .or_default();
                cells.insert(first.group(), line);
            }
        }
    }

    /// The moments at which a group changed, each with the corrections that fitted it then.
    fn moments_of(&self, group: &Rows) -> Vec<(DateTime<Utc>, Vec<Correction>)> {
        let Some(key) = group.all.first().map(Row::group) else {
            return Vec::new();
        };
        let mut moments = group.moments();
        let touched = self
            .touched
            .as_ref()
            .filter(|t| t.all.iter().any(|r| r.group() == key));
        moments.extend(touched.into_iter().flat_map(Rows::moments));
        let here = |moment| {
            touched.map_or_else(Vec::new, |touched| {
                fitted(touched, Some(moment), self.corrections, &key)
            })
        };
        moments
            .into_iter()
            .map(|moment| (moment, here(moment)))
            .collect()
    }

    /// What each measure would have made of a group by other statements; mostly there are none.
    fn left_of_group(&self, group: &Rows) -> Vec<AlternativeCells> {
        if !self.wants.iter().any(|want| several(group, want.source)) {
            return Vec::new();
        }
        let moments = self.moments_of(group);
        let of = |want: &Want<'_>| {
            let mut left = AlternativeCells::default();
            for (moment, here) in &moments {
                let others = others(
                    want.measure,
                    want.source,
                    group,
                    here,
                    self.areas,
                    Some(*moment),
                );
                left.push(*moment, (!others.is_empty()).then_some(others));
            }
            left
        };
        self.wants.iter().map(of).collect()
    }

    /// What each measure makes of a group, as it changed.
    fn of_group(&self, group: &Rows) -> Vec<CellLine> {
        let mut all: Vec<CellLine> = self.wants.iter().map(|_| CellLine::default()).collect();
        for (moment, here) in self.moments_of(group) {
            for (want, line) in self.wants.iter().zip(&mut all) {
                let made = cells(
                    want.measure,
                    want.source,
                    group,
                    &here,
                    self.areas,
                    Some(moment),
                )
                .map(|mut cells| cells.pop());
                line.push(moment, made.transpose());
            }
        }
        all
    }

    /// What came out.
    #[must_use]
    pub fn finish(mut self) -> Rolled {
        self.rolled.misfits = self
            .touched
            .as_ref()
            .filter(|_| self.any)
            .map_or_else(Vec::new, |touched| misfits(touched, self.corrections));
        self.rolled
    }
}
