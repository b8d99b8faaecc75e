//! The groups of a table, taken one after the other.

use crate::model::{
    AreaRegister, Cell, Correction, Interner, Measure, MeasureSource, MeasureSourceKey,
};
use crate::rollup::aggregate::{RollupError, cells};
use crate::rollup::corrections::{fitted, may_match, misfits, was_used_before};
use crate::rollup::others::{others, several};
use crate::rollup::roll::rolled::{AlternativeCells, CellLine, Rolled, share};
use crate::rollup::row::Row;
use crate::rollup::rows::Rows;
use chrono::{DateTime, Utc};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A measure's source and its place among the sources of the measure.
struct Want<'a> {
    measure: &'a str,
    place: usize,
    source: &'a MeasureSource,
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
    interner: Interner,
}

/// A moment at which a group changed, with the corrections that fitted it then.
type FittedMoment = (DateTime<Utc>, Vec<Correction>);

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
            interner: Interner::default(),
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
        let made: Vec<_> = groups.par_iter().map(|group| self.made_of(group)).collect();
        for (group, (decided, lines, left)) in groups.iter().zip(made) {
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
                    .entry(MeasureSourceKey::new(want.measure, want.place))
                    .or_default()
                    .insert(first.group(), left);
            }
            let known = group.all.iter().map(|r| r.known_from);
            self.rolled.moments.extend(known);
            self.rolled.moments.extend(decided);
            for row in group.all.iter().filter(|r| r.value.is_none()) {
                let by = self.rolled.withdrawals.entry(row.known_from).or_default();
                by.insert(row.delivery.clone());
            }
            for (want, mut line) in self
                .wants
                .iter()
                .zip(lines)
                .filter(|(_, line)| !line.is_empty())
            {
                share(&mut line, &mut self.interner);
                let cells = self
                    .rolled
                    .cells
                    .entry(MeasureSourceKey::new(want.measure, want.place))
                    .or_default();
                cells.insert(first.group(), line);
            }
        }
    }

    /// What is made of a group: the moments of decisions about it, and the cells by what is used and by
    /// other statements.
    fn made_of(
        &self,
        group: &Rows,
    ) -> (
        BTreeSet<DateTime<Utc>>,
        Vec<CellLine>,
        Vec<AlternativeCells>,
    ) {
        let decided = self.decisions(group);
        let moments = self.moments_of(group, &decided);
        let lines = self.of_group(group, &moments);
        let left = self.left_of_group(group, &moments);
        (decided, lines, left)
    }

    /// The moments from which corrections count that were decided after the figure had been used.
    fn decisions(&self, group: &Rows) -> BTreeSet<DateTime<Utc>> {
        let later = |c: &&Correction| {
            let used = |row: &Row| may_match(group, row, c) && was_used_before(c, row);
            group.all.iter().any(used)
        };
        let decided = self.corrections.iter().filter(later);
        decided.map(|c| c.since).collect()
    }

    /// The moments at which a group changed, each with the corrections that fitted it then.
    fn moments_of(&self, group: &Rows, decided: &BTreeSet<DateTime<Utc>>) -> Vec<FittedMoment> {
        let Some(key) = group.all.first().map(Row::group) else {
            return Vec::new();
        };
        let mut moments = group.moments();
        let touched = self
            .touched
            .as_ref()
            .filter(|t| t.all.iter().any(|r| r.group() == key));
        moments.extend(touched.into_iter().flat_map(Rows::moments));
        moments.extend(decided);
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
    fn left_of_group(&self, group: &Rows, moments: &[FittedMoment]) -> Vec<AlternativeCells> {
        if !self.wants.iter().any(|want| several(group, want.source)) {
            return Vec::new();
        }
        let of = |want: &Want<'_>| {
            let mut left = AlternativeCells::default();
            for (moment, here) in moments {
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
    fn of_group(&self, group: &Rows, moments: &[FittedMoment]) -> Vec<CellLine> {
        let mut all: Vec<CellLine> = self.wants.iter().map(|_| CellLine::default()).collect();
        for (moment, here) in moments {
            for (want, line) in self.wants.iter().zip(&mut all) {
                let made = cells(
                    want.measure,
                    want.source,
                    group,
                    here,
                    self.areas,
                    Some(*moment),
                )
                .map(|mut cells| cells.pop());
                push(line, group, *moment, made.transpose());
            }
        }
        all
    }

    /// What came out.
    #[must_use]
    pub fn finish(mut self) -> Rolled {
        self.rolled.remarks = self
            .touched
            .as_ref()
            .filter(|_| self.any)
            .map_or_else(Vec::new, |touched| misfits(touched, self.corrections));
        self.rolled
    }
}

/// What a cell is from a moment on, since when it is known, and the deliveries that made it so: a
/// delivery that no longer has a row is one of them.
fn push(
    line: &mut CellLine,
    group: &Rows,
    moment: DateTime<Utc>,
    mut now: Option<Result<Cell, RollupError>>,
) {
    if let Some(Ok(cell)) = &mut now {
        let stated = cell.figure.known_from;
        let before = line.at(None).and_then(|state| state.as_ref().ok());
        cell.figure.follow(before.map(|cell| &cell.figure), moment);
        if stated < moment && cell.figure.known_from == moment {
            let withdraws = |row: &&Row| row.withdrawn && row.known_from == moment;
            let deliveries = group.all.iter().filter(withdraws);
            for row in deliveries {
                cell.figure.deliveries.add(&row.delivery);
            }
        }
    }
    line.push(moment, now);
}
