//! Verdicts of two releases side by side: which are others now, and why.

use crate::error::RunError;
use crate::inspect::causes::{Side, causes};
use crate::inspect::changed_inputs::ChangedInputs;
use crate::store::{Record, cell, records};
use std::collections::{BTreeMap, BTreeSet};

/// A verdict that is another one than it was. Fields of the side that has no such row are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictChange {
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
    /// Why: any of `target`, `formula`, `data`, `contract`, `correction`, `areas`, `program`,
    /// `others`; sorted.
    pub why: BTreeSet<&'static str>,
}

type VerdictKey = [String; 5];

/// Every row whose verdict differs, and every one that only one side has, in the order of the key.
///
/// # Errors
/// When a table cannot be read.
pub fn flips(before: Option<&Side<'_>>, after: &Side<'_>) -> Result<Vec<VerdictChange>, RunError> {
    let rows = |side: Option<&Side<'_>>, table: &str| {
        side.map_or_else(|| Ok(vec![]), |s| records(s.release, table))
    };
    let operands = [
        by_cell(rows(before, "operands")?),
        by_cell(rows(Some(after), "operands")?),
    ];
    let (was, mut is) = (
        by_cell(rows(before, "scorecard")?),
        by_cell(rows(Some(after), "scorecard")?),
    );
    let changed = before
        .map(|b| ChangedInputs::between(b.release, after.release))
        .unwrap_or_default();
    let mut found = Vec::new();
    let keys: BTreeSet<VerdictKey> = was.keys().chain(is.keys()).cloned().collect();
    for key in keys {
        let (old, new) = (
            was.get(&key).cloned().unwrap_or_default(),
            is.remove(&key).unwrap_or_default(),
        );
        for (old, new) in paired(old, new) {
            let same = |column: &str| cell(&old, column) == cell(&new, column);
            if same("verdict") && same("reason") {
                continue;
            }
            let both =
                |column: &str| [cell(&old, column).to_owned(), cell(&new, column).to_owned()];
            let asked = |r: &Record| {
                format!("{} {}", cell(r, "target_op"), cell(r, "target_value"))
                    .trim()
                    .to_owned()
            };
            let [kpi, area_code, boundary, period, span] = key.clone();
            let mut why = BTreeSet::new();
            if let Some(before) = before {
                let its = |i: usize| operands[i].get(&key).cloned().unwrap_or_default();
                if !same("target_id") || asked(&old) != asked(&new) {
                    why.insert("target");
                }
                why.extend(causes(&kpi, &[its(0), its(1)], (before, after), &changed));
                if why.is_empty()
                    && changed.files.iter().any(|f| f.contains("targets"))
                    && same("value")
                {
                    why.insert("target"); // its tolerance or its plan
                }
                if why.is_empty() {
                    // Nothing that it is made from differs, so it is the rules of another program,
                    // if there is another.
                    let program = before.release.manifest.chiso != after.release.manifest.chiso;
                    why.insert(if program { "program" } else { "others" });
                }
            } else {
                why.insert("data");
            }
            found.push(VerdictChange {
                target_id: both("target_id"),
                target: [asked(&old), asked(&new)],
                value: both("value"),
                verdict: both("verdict"),
                reason: both("reason"),
                kpi,
                area_code,
                boundary,
                period,
                span,
                why,
            });
        }
    }
    Ok(found)
}

fn by_cell(rows: Vec<Record>) -> BTreeMap<VerdictKey, Vec<Record>> {
    let mut cells: BTreeMap<VerdictKey, Vec<Record>> = BTreeMap::new();
    for row in rows {
        cells
            .entry(
                ["kpi", "area_code", "boundary", "period", "span"]
                    .map(|c| cell(&row, c).to_owned()),
            )
            .or_default()
            .push(row);
    }
    cells
}

/// Rows of one cell side by side: by target, and what is left in order, so that a target that takes
/// another's place stands beside it.
fn paired(old: Vec<Record>, mut new: Vec<Record>) -> Vec<(Record, Record)> {
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    for row in old {
        match new
            .iter()
            .position(|n| cell(n, "target_id") == cell(&row, "target_id"))
        {
            Some(i) => pairs.push((row, new.remove(i))),
            None => left.push(row),
        }
    }
    let mut new = new.into_iter();
    for row in left {
        pairs.push((row, new.next().unwrap_or_default()));
    }
    pairs.extend(new.map(|row| (Record::new(), row)));
    pairs
}
