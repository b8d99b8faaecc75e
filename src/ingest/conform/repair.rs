//! Repairs of a delivery, laid over its records before they are read.
//!
//! A repaired row goes the same way as one that was right at first: nothing behind this file knows
//! that it was repaired. Each repair that was applied is a finding. A repair that does not find the
//! text it expects is an error and is not applied, for it was decided about something else.

use super::Delivery;
use crate::decode::Record;
use crate::decode::cell;
use crate::decode::text::tidy;
use crate::model::{CELLS_JOINED, Dataset, Finding, Place, Repair, RepairAction, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// The rule of findings that tell of a repair that was applied.
pub const REPAIRED: &str = "repaired";
/// The rules of repairs that were not; errors even where the delivery is accepted.
pub const NOT_REPAIRED: [&str; 2] = ["repair_stale", "repair_unmatched"];

/// The rules of faults that lie in how a cell stands and not in its text: a repair that reads the same
/// text confirms it.
pub const CONFIRMED_BY_TEXT: [&str; 7] = [
    "ambiguous_letters",
    "covered_figure",
    "figure_with_note",
    "formula_not_computed",
    "invisible_figure",
    "other_digits",
    "other_sign",
];

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Repaired {
    /// It is to be read.
    Kept,
    /// A repair drops it.
    Dropped,
    /// Repairs drop some of its cells: the figures of these, and all of it where a cell is none of
    /// several figures.
    Cells(Vec<usize>),
}

impl Repaired {
    /// Whether the figure of a column is not to be read, of all columns that have figures.
    pub(super) fn drops(&self, column: Option<usize>, figures: &[Option<usize>]) -> bool {
        match self {
            Repaired::Kept => false,
            Repaired::Dropped => true,
            Repaired::Cells(cells) => {
                figures.len() == 1
                    || cells
                        .iter()
                        .any(|cell| column == Some(*cell) || !figures.contains(&Some(*cell)))
            }
        }
    }

    fn and(self, column: Option<usize>) -> Repaired {
        match (self, column) {
            (Repaired::Cells(mut cells), Some(column)) => {
                cells.push(column);
                Repaired::Cells(cells)
            }
            (Repaired::Kept, Some(column)) => Repaired::Cells(vec![column]),
            _ => Repaired::Dropped,
        }
    }
}

/// The repairs of one delivery while it is read.
pub(super) struct Mending<'a> {
    file_name: &'a str,
    columns: &'a [String],
    waiting: BTreeMap<(String, u64), Vec<&'a Repair>>,
    seen: BTreeSet<(String, u64)>,
    findings: Vec<Finding>,
}

impl<'a> Mending<'a> {
    pub(super) fn new(
        dataset: &'a Dataset,
        delivered: &Delivery<'a>,
        columns: &'a [String],
    ) -> Mending<'a> {
        let mut waiting: BTreeMap<(String, u64), Vec<&Repair>> = BTreeMap::new();
        for repair in dataset
            .repairs
            .iter()
            .filter(|r| r.delivery == delivered.id)
        {
            waiting
                .entry((repair.part.clone(), repair.row))
                .or_default()
                .push(repair);
        }
        Mending {
            file_name: delivered.file_name,
            columns,
            waiting,
            seen: BTreeSet::new(),
            findings: Vec::new(),
        }
    }

    /// The texts that the file holds in a record of which repairs are declared: labels may be shown
    /// otherwise, and a repair may expect either.
    pub(super) fn held(&self, record: &Record) -> Vec<String> {
        let place = (record.part.clone(), record.row);
        if self.waiting.is_empty() || !self.waiting.contains_key(&place) {
            return Vec::new();
        }
        texts(record)
    }

    /// Lays the repairs of a record over it.
    pub(super) fn apply(&mut self, record: &mut Record, held: &[String]) -> Repaired {
        if self.waiting.is_empty() {
            return Repaired::Kept;
        }
        let place = (record.part.clone(), record.row);
        let Some(repairs) = self.waiting.get(&place) else {
            return Repaired::Kept;
        };
        self.seen.insert(place);
        let stood = texts(record);
        let mut outcome = Repaired::Kept;
        for repair in repairs {
            let index = self.position(repair);
            let of = |texts: &[String]| {
                if repair.col.is_empty() {
                    Some(texts.join(CELLS_JOINED))
                } else {
                    index.and_then(|i| texts.get(i).cloned())
                }
            };
            let expected = of(held).filter(|held| *held == repair.expect);
            let Some(found) = expected.or_else(|| of(&stood)) else {
                self.findings.push(unmatched(
                    repair,
                    &format!("row {} has no column `{}`", repair.row, repair.col),
                ));
                continue;
            };
            if found != repair.expect {
                self.findings.push(stale(repair, &found));
                continue;
            }
            if repair.action == RepairAction::Drop {
                outcome = outcome.and(index);
            }
            lay(repair, index, record);
            let place = Place {
                file: self.file_name.to_owned(),
                part: record.part.clone(),
                row: record.row,
                col: repair.col.clone(),
            };
            self.findings.push(repaired(repair, place, found));
        }
        outcome
    }

    fn position(&self, repair: &Repair) -> Option<usize> {
        self.columns
            .iter()
            .position(|c| *c == repair.col || tidy(c) == tidy(&repair.col))
    }

    /// What was done, and the repairs whose place the delivery does not have.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        for (place, repairs) in &self.waiting {
            if !self.seen.contains(place) {
                self.findings.extend(repairs.iter().map(|r| {
                    unmatched(
                        r,
                        &format!("delivery `{}` has no row {}", r.delivery, at(r)),
                    )
                }));
            }
        }
        self.findings
    }
}

fn texts(record: &Record) -> Vec<String> {
    let texts = record.cells.iter().map(|c| cell::text(c).to_owned());
    texts.collect()
}

/// Lays a value over a cell, or over the whole record where the repair names no column.
fn lay(repair: &Repair, index: Option<usize>, record: &mut Record) {
    let RepairAction::Value(value) = &repair.action else {
        return;
    };
    if repair.col.is_empty() {
        record.cells = value.split(CELLS_JOINED).map(str::to_owned).collect();
    } else if let Some(cell) = index.and_then(|i| record.cells.get_mut(i)) {
        cell.clone_from(value);
    }
}

/// Tells of a repair that was applied.
fn repaired(repair: &Repair, place: Place, found: String) -> Finding {
    let what = match &repair.action {
        RepairAction::Drop => "is not used".to_owned(),
        RepairAction::Value(value) => format!("is read as `{value}`"),
    };
    let Repair {
        reason,
        by,
        date,
        declared_at,
        ..
    } = repair;
    let message = format!(
        "`{found}` {what}: {reason} ({by}, {date}; {}:{})",
        declared_at.file, declared_at.row
    );
    Finding {
        severity: Severity::Info,
        ..Finding::error(REPAIRED, place, message).raw(found)
    }
}

fn at(repair: &Repair) -> String {
    if repair.part.is_empty() {
        repair.row.to_string()
    } else {
        format!("{} of `{}`", repair.row, repair.part)
    }
}

fn stale(repair: &Repair, found: &str) -> Finding {
    let message = format!(
        "the repair expects `{}` in row {} and finds `{found}`; it is not applied",
        repair.expect,
        at(repair)
    );
    Finding::error(NOT_REPAIRED[0], repair.declared_at.clone(), message)
        .raw(found)
        .hint(
            "look at the cell again: `chiso quarantine show`; then correct `expect` and `value`, or \
            remove the repair",
        )
}

fn unmatched(repair: &Repair, why: &str) -> Finding {
    Finding::error(
        NOT_REPAIRED[1],
        repair.declared_at.clone(),
        format!(
            "{why}, which is to be \
        repaired"
        ),
    )
    .hint(
        "correct `part`, `row` and `column` as `chiso quarantine show` names them, or remove \
            the repair",
    )
}
