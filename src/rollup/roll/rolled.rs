//! What measures make of a table, over time.

use crate::model::{Cell, CellKey, Finding, Interner, MeasureSourceKey, Timeline};
use crate::rollup::aggregate::RollupError;
use crate::rollup::others::AlternativeCell;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A cell over time. One that cannot be held stands with why.
pub type CellLine = Timeline<Result<Cell, RollupError>>;

/// The cells of a measure from one of its sources, over time.
pub type CellLines = BTreeMap<CellKey, CellLine>;

/// What a cell would have been by other statements, over time.
pub(super) type AlternativeCells = Timeline<Vec<AlternativeCell>>;

/// What the measures make of a table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rolled {
    pub(super) cells: BTreeMap<MeasureSourceKey, CellLines>,
    pub(super) others: BTreeMap<MeasureSourceKey, BTreeMap<CellKey, AlternativeCells>>,
    pub(super) moments: BTreeSet<DateTime<Utc>>,
    /// The deliveries that took figures back, by the moment of it.
    pub(super) withdrawals: BTreeMap<DateTime<Utc>, BTreeSet<String>>,
    pub(super) remarks: Vec<Finding>,
    /// Whether its rows are records, each of the area of its own day.
    pub(super) of_records: bool,
}

impl Rolled {
    /// The cells of measures over records, with the moments at which something became known and what
    /// is remarkable.
    pub(in crate::rollup) fn of_records(
        mut cells: BTreeMap<MeasureSourceKey, CellLines>,
        moments: BTreeSet<DateTime<Utc>>,
        remarks: Vec<Finding>,
    ) -> Rolled {
        cells.retain(|_, lines| !lines.is_empty());
        let mut rolled = Rolled {
            cells,
            moments,
            remarks,
            of_records: true,
            ..Rolled::default()
        };
        rolled.share();
        rolled
    }

    /// Holds once what the cells that are used have in common.
    pub fn share(&mut self) {
        let mut interner = Interner::default();
        for line in self.cells.values_mut().flat_map(BTreeMap::values_mut) {
            share(line, &mut interner);
        }
    }

    /// Whether its rows are records, each of the area of its own day.
    #[must_use]
    pub const fn is_of_records(&self) -> bool {
        self.of_records
    }

    /// Every moment at which something became known or was withdrawn, in order.
    #[must_use]
    pub const fn moments(&self) -> &BTreeSet<DateTime<Utc>> {
        &self.moments
    }

    /// The deliveries that took figures back at a moment: they no longer have them, or say that there
    /// are none.
    pub fn withdrawals(&self, moment: DateTime<Utc>) -> impl Iterator<Item = &String> {
        self.withdrawals.get(&moment).into_iter().flatten()
    }

    /// What is remarkable about the rows in force now: corrections that do not fit them, snapshots in
    /// which many records of the one before are missing.
    #[must_use]
    pub fn remarks(&self) -> &[Finding] {
        &self.remarks
    }

    /// The same with one more remark.
    #[must_use]
    pub fn remarked(mut self, remark: Finding) -> Rolled {
        self.remarks.push(remark);
        self
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

    /// The same over time.
    #[must_use]
    pub fn lines(&self, measure: &str, source: usize) -> Option<&CellLines> {
        self.cells.get(&MeasureSourceKey::new(measure, source))
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
        let groups = self.others.get(&MeasureSourceKey::new(measure, source));
        groups
            .into_iter()
            .flat_map(BTreeMap::values)
            .filter_map(|left| left.at(as_of))
            .flatten()
            .cloned()
            .collect()
    }

    /// Leaves the cells of some groups only.
    pub fn retain(&mut self, groups: impl Fn(&CellKey) -> bool) {
        for lines in self.cells.values_mut() {
            lines.retain(|key, _| groups(key));
        }
        for lines in self.others.values_mut() {
            lines.retain(|key, _| groups(key));
        }
    }

    /// Takes in what was made again of some groups, each of which has all its cells in `again` or
    /// none any more.
    pub fn replace(&mut self, again: Rolled, groups: impl Fn(&CellKey) -> bool) {
        replace_groups(&mut self.cells, again.cells, &groups);
        replace_groups(&mut self.others, again.others, &groups);
        self.moments.extend(again.moments);
        for (moment, deliveries) in again.withdrawals {
            self.withdrawals
                .entry(moment)
                .or_default()
                .extend(deliveries);
        }
        self.remarks = again.remarks;
    }
}

/// Lets the cells of a line hold what others hold already.
pub(super) fn share(line: &mut CellLine, interner: &mut Interner) {
    for cell in line.states_mut().filter_map(|state| state.as_mut().ok()) {
        interner.cell(cell);
    }
}

/// Puts what was made of some groups in the place of what was held of them.
fn replace_groups<T>(
    held: &mut BTreeMap<MeasureSourceKey, BTreeMap<CellKey, T>>,
    again: BTreeMap<MeasureSourceKey, BTreeMap<CellKey, T>>,
    groups: impl Fn(&CellKey) -> bool,
) {
    for lines in held.values_mut() {
        lines.retain(|key, _| !groups(key));
    }
    for (source, made) in again {
        held.entry(source).or_default().extend(made);
    }
    held.retain(|_, lines| !lines.is_empty());
}
