//! Verdicts of two releases side by side: which changed, and why.

use crate::error::RunError;
use crate::inspect::causes::{Side, causes};
use crate::inspect::changed_inputs::ChangedInputs;
use crate::store::{Record, cell, records_of_columns};
use std::collections::{BTreeMap, BTreeSet};

/// Which verdict of a release, apart from its target; each part as published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerdictKey {
    /// KPI.
    pub kpi: String,
    /// Area code.
    pub area_code: String,
    /// Boundary day.
    pub boundary: String,
    /// Period.
    pub period: String,
    /// Span.
    pub span: String,
}

impl VerdictKey {
    /// The columns that say which verdict a row is of.
    pub(super) const COLUMNS: [&str; 5] = ["kpi", "area_code", "boundary", "period", "span"];

    /// Of a row of a published table.
    pub(super) fn of(row: &Record) -> VerdictKey {
        let text = |column: &str| cell(row, column).to_owned();
        VerdictKey {
            kpi: text("kpi"),
            area_code: text("area_code"),
            boundary: text("boundary"),
            period: text("period"),
            span: text("span"),
        }
    }
}

/// A verdict that is another one than it was. Fields of the side that has no such row are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictChange {
    /// Which verdict.
    pub key: VerdictKey,
    /// Target before and after.
    pub target_id: [String; 2],
    /// Value of the target before and after, with its comparison.
    pub target: [String; 2],
    /// Value before and after.
    pub value: [String; 2],
    /// Verdict before and after.
    pub verdict: [String; 2],
    /// Reason before and after.
    pub reason: [String; 2],
    /// Why: any of `target`, `formula`, `data`, `contract`, `repair`, `correction`, `areas`,
    /// `period_ended`, `program`, `others`; sorted.
    pub why: BTreeSet<&'static str>,
}

/// Every row whose verdict differs, and every one that only one side has, in the order of the key;
/// where asked for, also those whose value alone differs.
///
/// # Errors
/// When a table cannot be read.
pub fn flips(
    before: Option<&Side<'_>>,
    after: &Side<'_>,
    with_values: bool,
) -> Result<Vec<VerdictChange>, RunError> {
    let (score, operand) = (
        [&VerdictKey::COLUMNS[..], SCORE].concat(),
        [&VerdictKey::COLUMNS[..], OPERANDS].concat(),
    );
    let scores = |side: &Side<'_>| records_of_columns(side.release, "scorecard", &score, |_| true);
    let was = by_cell(before.map_or_else(|| Ok(vec![]), scores)?);
    let differing = differing(was, by_cell(scores(after)?), with_values);
    let Some(before) = before else {
        let new = |(key, pair): (VerdictKey, Pair)| pair.change(&key, BTreeSet::from(["data"]));
        return Ok(differing.into_iter().map(new).collect());
    };
    let keys: BTreeSet<&VerdictKey> = differing.iter().map(|(key, _)| key).collect();
    let behind = |side: &Side<'_>| {
        let asked = |row: &Record| keys.contains(&VerdictKey::of(row));
        records_of_columns(side.release, "operands", &operand, asked)
    };
    let operands = [by_cell(behind(before)?), by_cell(behind(after)?)];
    let changed = ChangedInputs::between(before.release, after.release);
    let change = |(key, pair): &(VerdictKey, Pair)| {
        let its = [0, 1].map(|i| operands[i].get(key).cloned().unwrap_or_default());
        pair.change(key, why(&key.kpi, pair, &its, (before, after), &changed))
    };
    Ok(differing.iter().map(change).collect())
}

/// Columns of the scorecard that are compared.
const SCORE: &[&str] = &[
    "target_id",
    "target_op",
    "target_value",
    "target_high",
    "value",
    "verdict",
    "reason",
];

/// Columns of the operands that say why.
const OPERANDS: &[&str] = &["role", "measure", "operand_period", "value", "delivery"];

/// The rows that differ, side by side, in the order of the key.
fn differing(
    was: BTreeMap<VerdictKey, Vec<Record>>,
    mut is: BTreeMap<VerdictKey, Vec<Record>>,
    with_values: bool,
) -> Vec<(VerdictKey, Pair)> {
    let mut both: BTreeMap<VerdictKey, [Vec<Record>; 2]> = BTreeMap::new();
    for (key, old) in was {
        let new = is.remove(&key).unwrap_or_default();
        if old != new {
            both.insert(key, [old, new]);
        }
    }
    both.extend(is.into_iter().map(|(key, new)| (key, [vec![], new])));
    let mut found = Vec::new();
    for (key, [old, new]) in both {
        let pairs = paired(old, new).into_iter();
        let differs = |pair: &Pair| pair.differs() || (with_values && !pair.same("value"));
        found.extend(pairs.filter(differs).map(|pair| (key.clone(), pair)));
    }
    found
}

/// Why a verdict is another one than in the release before.
fn why(
    kpi: &str,
    pair: &Pair,
    operands: &[Vec<Record>; 2],
    (before, after): (&Side<'_>, &Side<'_>),
    changed: &ChangedInputs,
) -> BTreeSet<&'static str> {
    let mut why = BTreeSet::new();
    let [was, is] = pair.targets();
    if !pair.same("target_id") || was != is {
        why.insert("target");
    }
    why.extend(causes(kpi, operands, (before, after), changed));
    if why.is_empty() && changed.files.iter().any(|f| f.contains("targets")) && pair.same("value") {
        why.insert("target"); // its tolerance or its plan
    }
    let due = [before, after].map(|side| side.release.manifest.not_due_from);
    if why.is_empty() && due[0] != due[1] && cell(&pair.old, "verdict") == "not_due" {
        why.insert("period_ended");
    }
    if why.is_empty() {
        // Nothing that it is made from differs, so it is the rules of another program, if there is
        // another.
        let program = before.release.manifest.chiso != after.release.manifest.chiso;
        why.insert(if program { "program" } else { "others" });
    }
    why
}

/// A row of the scorecard before and after; empty where there is none.
struct Pair {
    old: Record,
    new: Record,
}

impl Pair {
    fn same(&self, column: &str) -> bool {
        cell(&self.old, column) == cell(&self.new, column)
    }

    fn differs(&self) -> bool {
        !self.same("verdict") || !self.same("reason")
    }

    fn both(&self, column: &str) -> [String; 2] {
        [&self.old, &self.new].map(|row| cell(row, column).to_owned())
    }

    /// Values of the target with their comparison.
    fn targets(&self) -> [String; 2] {
        [&self.old, &self.new].map(|row| {
            let columns = ["target_op", "target_value", "target_high"].map(|c| cell(row, c));
            columns.join(" ").trim().to_owned()
        })
    }

    fn change(&self, key: &VerdictKey, why: BTreeSet<&'static str>) -> VerdictChange {
        VerdictChange {
            key: key.clone(),
            target_id: self.both("target_id"),
            target: self.targets(),
            value: self.both("value"),
            verdict: self.both("verdict"),
            reason: self.both("reason"),
            why,
        }
    }
}

fn by_cell(rows: Vec<Record>) -> BTreeMap<VerdictKey, Vec<Record>> {
    let mut cells: BTreeMap<VerdictKey, Vec<Record>> = BTreeMap::new();
    for row in rows {
        cells.entry(VerdictKey::of(&row)).or_default().push(row);
    }
    cells
}

/// Rows of one cell side by side: by target, and what is left in order, so that a target that takes
/// another's place stands next to it.
fn paired(old: Vec<Record>, mut new: Vec<Record>) -> Vec<Pair> {
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    for row in old {
        match new
            .iter()
            .position(|n| cell(n, "target_id") == cell(&row, "target_id"))
        {
            Some(i) => pairs.push(Pair {
                old: row,
                new: new.remove(i),
            }),
            None => left.push(row),
        }
    }
    let mut new = new.into_iter();
    for old in left {
        let new = new.next().unwrap_or_default();
        pairs.push(Pair { old, new });
    }
    pairs.extend(new.map(|new| Pair {
        old: Record::new(),
        new,
    }));
    pairs
}
