//! What measures make of a table, over time, and how two states of it differ.

use crate::model::{Cell, CellKey, Finding, MeasureSourceKey, Timeline};
use crate::rollup::aggregate::RollupError;
use crate::rollup::others::AlternativeCell;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A cell over time. One that cannot be held stands with why.
pub type CellLine = Timeline<Result<Cell, RollupError>>;

/// The cells of a measure from one of its sources, over time.
pub type CellLines = BTreeMap<CellKey, CellLine>;

/// Cells that differ, by measure and source.
pub type Differences = BTreeMap<MeasureSourceKey, BTreeSet<CellKey>>;

/// What a cell would have been by other statements, over time.
pub(super) type AlternativeCells = Timeline<Vec<AlternativeCell>>;

/// What the measures make of a table.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rolled {
    pub(super) cells: BTreeMap<MeasureSourceKey, CellLines>,
    pub(super) others: BTreeMap<MeasureSourceKey, BTreeMap<CellKey, AlternativeCells>>,
    pub(super) moments: BTreeSet<DateTime<Utc>>,
    pub(super) misfits: Vec<Finding>,
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

    /// Takes in what was made again of some groups, each of which has all its cells in `again` or
    /// none any more.
    pub fn replace(&mut self, again: Rolled, groups: impl Fn(&CellKey) -> bool) -> Differences {
        let mut found = Differences::new();
        let sources: BTreeSet<MeasureSourceKey> = self
            .cells
            .keys()
            .chain(again.cells.keys())
            .cloned()
            .collect();
        let mut made = again.cells;
        for source in sources {
            let made = made.remove(&source).unwrap_or_default();
            let held = self.cells.entry(source.clone()).or_default();
            let changed = replace_lines(held, made, &groups);
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
            let keys: BTreeSet<&CellKey> = now.keys().chain(then.keys()).collect();
            let changed: BTreeSet<CellKey> = keys
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
}

/// Puts the lines of some groups in the place of those held, and says which differ now.
fn replace_lines(
    held: &mut CellLines,
    mut made: CellLines,
    groups: impl Fn(&CellKey) -> bool,
) -> BTreeSet<CellKey> {
    let mut changed = BTreeSet::new();
    let stale: Vec<CellKey> = held
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
    changed
}
