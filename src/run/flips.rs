//! Verdicts of two releases side by side: which are others now, and why.

use crate::config::Project;
use crate::model::{Kpi, Measure};
use crate::run::RunError;
use crate::run::approvals::APPROVALS;
use crate::run::diff::{Record, records};
use crate::run::register_diff::cell;
use crate::store::ReleaseRef;
use std::collections::{BTreeMap, BTreeSet};

/// A verdict that is another one than it was. Fields of the side that has no such row are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
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
    /// Why: any of `target`, `formula`, `data`, `contract`, `correction`, `areas`, `others`; sorted.
    pub why: BTreeSet<&'static str>,
}

/// A release with its project, as far as that can still be read.
pub struct Side<'a> {
    /// The release.
    pub release: &'a ReleaseRef,
    /// What it was made with.
    pub project: Option<&'a Project>,
}

type Cell = [String; 5];

/// Every row whose verdict differs, and every one that only one side has, in the order of the key.
///
/// # Errors
/// When a table cannot be read.
pub fn flips(before: Option<&Side<'_>>, after: &Side<'_>) -> Result<Vec<Flip>, RunError> {
    let rows = |side: Option<&Side<'_>>, table: &str| side.map_or_else(|| Ok(vec![]), |s| records(s.release, table));
    let operands = [by_cell(rows(before, "operands")?), by_cell(rows(Some(after), "operands")?)];
    let (was, mut is) = (by_cell(rows(before, "scorecard")?), by_cell(rows(Some(after), "scorecard")?));
    let changed = before.map_or_else(BTreeSet::new, |b| changed_files(b.release, after.release));
    let mut found = Vec::new();
    let keys: BTreeSet<Cell> = was.keys().chain(is.keys()).cloned().collect();
    for key in keys {
        let (old, new) = (was.get(&key).cloned().unwrap_or_default(), is.remove(&key).unwrap_or_default());
        for (old, new) in paired(old, new) {
            let same = |column: &str| cell(&old, column) == cell(&new, column);
            if same("verdict") && same("reason") {
                continue;
            }
            let both = |column: &str| [cell(&old, column).to_owned(), cell(&new, column).to_owned()];
            let asked = |r: &Record| format!("{} {}", cell(r, "target_op"), cell(r, "target_value")).trim().to_owned();
            let [kpi, area_code, boundary, period, span] = key.clone();
            let mut why = BTreeSet::new();
            if let Some(before) = before {
                let its = |i: usize| operands[i].get(&key).cloned().unwrap_or_default();
                if !same("target_id") || asked(&old) != asked(&new) {
                    why.insert("target");
                }
                why.extend(causes(&kpi, &[its(0), its(1)], (before, after), &changed));
                if why.is_empty() && changed.iter().any(|f| f.contains("targets")) && same("value") {
                    why.insert("target"); // its tolerance or its plan
                }
                if why.is_empty() {
                    why.insert("others");
                }
            } else {
                why.insert("data");
            }
            found.push(Flip {
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

fn by_cell(rows: Vec<Record>) -> BTreeMap<Cell, Vec<Record>> {
    let mut cells: BTreeMap<Cell, Vec<Record>> = BTreeMap::new();
    for row in rows {
        cells.entry(["kpi", "area_code", "boundary", "period", "span"].map(|c| cell(&row, c).to_owned())).or_default().push(row);
    }
    cells
}

/// Rows of one cell side by side: by target, and what is left in order, so that a target that takes another's place stands beside it.
fn paired(old: Vec<Record>, mut new: Vec<Record>) -> Vec<(Record, Record)> {
    let (mut pairs, mut left) = (Vec::new(), Vec::new());
    for row in old {
        match new.iter().position(|n| cell(n, "target_id") == cell(&row, "target_id")) {
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

/// Configuration and registers that the two releases do not share.
fn changed_files(before: &ReleaseRef, after: &ReleaseRef) -> BTreeSet<String> {
    let (a, b) = (made_from(before), made_from(after));
    a.keys().chain(b.keys()).filter(|k| a.get(*k) != b.get(*k)).cloned().collect()
}

/// Configuration and registers that a release was made from: path and hash.
pub(super) fn made_from(release: &ReleaseRef) -> BTreeMap<String, String> {
    let text = |v: &serde_json::Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| release.manifest[key].as_array().cloned().unwrap_or_default();
    let files = list("configuration").iter().map(|f| (text(f, "path"), text(f, "sha256"))).collect::<Vec<_>>();
    let registers = list("registers");
    let registers = registers.iter().map(|f| (format!("datasets/{}/{}", text(f, "register"), text(f, "file_name")), text(f, "sha256")));
    files.into_iter().chain(registers).collect()
}

/// Whether a dataset has corrections on either side, which another approval may have let in.
fn corrected(then: Option<&Project>, now: Option<&Project>, datasets: &BTreeSet<&str>) -> bool {
    then.into_iter().chain(now).any(|p| datasets.iter().any(|d| p.corrections.get(*d).is_some_and(|c| !c.is_empty())))
}

fn causes(kpi: &str, operands: &[Vec<Record>; 2], (before, after): (&Side<'_>, &Side<'_>), changed: &BTreeSet<String>) -> BTreeSet<&'static str> {
    let mut why = BTreeSet::new();
    let measures: BTreeSet<&str> = operands.iter().flatten().map(|o| cell(o, "measure")).collect();
    if let (Some(then), Some(now)) = (before.project, after.project) {
        let declared = |p: &Project| {
            let kpi = p.kpis.iter().find(|k| k.id == kpi).map(|k: &Kpi| (k.kind.clone(), k.pace));
            let its = |m: &&Measure| measures.contains(m.id.as_str());
            (kpi, p.measures.iter().filter(its).map(|m| format!("{:?} {:?}", m.id, m.sources)).collect::<Vec<_>>())
        };
        if declared(then) != declared(now) {
            why.insert("formula");
        }
    }
    let datasets: BTreeSet<&str> = after.project.map_or_else(BTreeSet::new, |p| {
        p.measures.iter().filter(|m| measures.contains(m.id.as_str())).flat_map(|m| &m.sources).map(|s| s.dataset.as_str()).collect()
    });
    let key = |o: &Record| ["role", "measure", "operand_period"].map(|c| cell(o, c).to_owned());
    let values = |i: usize| operands[i].iter().map(|o| (key(o), o)).collect::<BTreeMap<_, _>>();
    let (was, is) = (values(0), values(1));
    for k in was.keys().chain(is.keys()) {
        let of = |side: &BTreeMap<[String; 3], &Record>, column: &str| side.get(k).map_or("", |o| cell(o, column)).to_owned();
        if of(&was, "value") == of(&is, "value") {
            continue;
        }
        let touched = |name: &str| datasets.iter().any(|d| changed.contains(&name.replace('*', d)));
        let approved = || changed.iter().any(|f| f.contains(APPROVALS)) && corrected(before.project, after.project, &datasets);
        if touched("datasets/*/corrections.toml") || approved() {
            why.insert("correction");
        }
        if touched("datasets/*.toml") || touched("datasets/*/repairs.toml") {
            why.insert("contract");
        }
        if of(&was, "delivery") != of(&is, "delivery") {
            why.insert("data");
        } else if changed.iter().any(|f| f.ends_with("/areas.csv") || f.ends_with("/relations.csv")) {
            why.insert("areas");
        }
    }
    why
}
