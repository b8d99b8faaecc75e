//! The target register of today against the one a release was made from: what was added, removed,
//! changed, superseded, and which verdicts of that release stand on it.

use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::governance::target_text::{COLUMNS, text, tidy};
use crate::model::{Period, Target};
use crate::store::{Record, ReleaseRef, cell, records};
use std::collections::{BTreeMap, BTreeSet};

/// What became of a target since a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetChange {
    /// `added`, `removed`, `changed` or `superseded`.
    pub change: &'static str,
    /// The target.
    pub target_id: String,
    /// What changed: a column of the register; for `superseded` the successor; else empty.
    pub column: String,
    /// As it was in the release.
    pub before: String,
    /// As it is now.
    pub after: String,
    /// Verdicts of that release which stand on it, or which an added one would bind: `kpi area
    /// period: verdict`, on the first boundary.
    pub verdicts: Vec<String>,
}

/// Everything that differs, by target.
///
/// # Errors
/// When a table of the release cannot be read.
pub fn target_changes(
    registers: &Registers,
    release: &ReleaseRef,
) -> Result<Vec<TargetChange>, RunError> {
    let then: BTreeMap<String, Record> = records(release, "targets")?
        .into_iter()
        .map(|r| (cell(&r, "target_id").to_owned(), r))
        .collect();
    let verdicts = Verdicts::of(release)?;
    let now: BTreeMap<&str, &Target> = registers
        .targets
        .iter()
        .map(|t| (t.id.as_str(), t))
        .collect();
    let ids: BTreeSet<&str> = then
        .keys()
        .map(String::as_str)
        .chain(now.keys().copied())
        .collect();
    let mut changes = Vec::new();
    for id in ids {
        let change =
            |change, column: &str, before: String, after: String, verdicts: Vec<String>| {
                TargetChange {
                    change,
                    target_id: id.to_owned(),
                    column: column.to_owned(),
                    before,
                    after,
                    verdicts,
                }
            };
        match (then.get(id), now.get(id)) {
            (Some(was), Some(is)) => {
                for column in COLUMNS {
                    let (before, after) = (
                        tidy(column, cell(was, column)),
                        tidy(column, &text(is, column)),
                    );
                    if before != after {
                        changes.push(change("changed", column, before, after, verdicts.on(id)));
                    }
                }
            }
            (Some(was), None) => changes.push(change(
                "removed",
                "",
                summary(|c| cell(was, c).to_owned()),
                String::new(),
                verdicts.on(id),
            )),
            (None, Some(is)) => changes.push(change(
                "added",
                "",
                String::new(),
                summary(|c| text(is, c)),
                verdicts.bound_by(is),
            )),
            (None, None) => {}
        }
        let successors = registers
            .targets
            .iter()
            .filter(|t| t.supersedes == id && !then.contains_key(&t.id) && then.contains_key(id));
        for successor in successors {
            let bound = |line: &String| verdicts.bound_by(successor).contains(line);
            let verdicts = verdicts.on(id).into_iter().filter(bound).collect();
            changes.push(change(
                "superseded",
                "supersedes",
                id.to_owned(),
                successor.id.clone(),
                verdicts,
            ));
        }
    }
    Ok(changes)
}

/// The verdicts of a release on its first boundary.
struct Verdicts(Vec<Record>);

impl Verdicts {
    fn of(release: &ReleaseRef) -> Result<Verdicts, RunError> {
        let boundaries = release.manifest.boundaries.as_deref();
        let first = boundaries
            .and_then(|b| b.first())
            .map_or_else(String::new, ToString::to_string);
        Ok(Verdicts(
            records(release, "scorecard")?
                .into_iter()
                .filter(|r| first.is_empty() || cell(r, "boundary") == first)
                .collect(),
        ))
    }

    fn on(&self, target: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|r| cell(r, "target_id") == target)
            .map(said)
            .collect()
    }

    fn bound_by(&self, target: &Target) -> Vec<String> {
        let binds = |r: &&Record| {
            cell(r, "kpi") == target.kpi
                && cell(r, "area_code") == target.area_code
                && cell(r, "period")
                    .parse::<Period>()
                    .is_ok_and(|p| target.binds(p))
        };
        self.0.iter().filter(binds).map(said).collect()
    }
}

fn said(row: &Record) -> String {
    format!(
        "{} {} {}: {}",
        cell(row, "kpi"),
        cell(row, "area_code"),
        cell(row, "period"),
        cell(row, "verdict")
    )
}

fn summary(get: impl Fn(&str) -> String) -> String {
    let period = if get("period_from") == get("period_to") {
        get("period_from")
    } else {
        format!("{}/{}", get("period_from"), get("period_to"))
    };
    let value = tidy("target_value", &get("target_value"));
    format!(
        "{} {} {period} {} {value} {}",
        get("kpi"),
        get("area_code"),
        get("op"),
        get("value_unit")
    )
}

/// Whether a verdict is a good one, its KPI and what is said of it.
type VerdictOutcome = (Option<bool>, String, String);

/// Plans that give opposite answers in a release: rows of one area, period and boundary whose
/// targets name different plans.
///
/// # Errors
/// When a table of the release cannot be read.
pub fn opposite_plans(
    registers: &Registers,
    release: &ReleaseRef,
) -> Result<Vec<[String; 2]>, RunError> {
    let plans: BTreeMap<&str, &str> = registers
        .targets
        .iter()
        .filter(|t| !t.plan.is_empty())
        .map(|t| (t.id.as_str(), t.plan.as_str()))
        .collect();
    let mut by_cell: BTreeMap<[String; 3], Vec<VerdictOutcome>> = BTreeMap::new();
    for row in Verdicts::of(release)?.0 {
        let Some(plan) = plans.get(cell(&row, "target_id")) else {
            continue;
        };
        let good = match cell(&row, "verdict") {
            "met" | "on_track" => Some(true),
            "not_met" | "off_track" => Some(false),
            _ => None,
        };
        let key = ["area_code", "period", "span"].map(|c| cell(&row, c).to_owned());
        let line = format!("{} ({plan}, `{}`)", said(&row), cell(&row, "target_id"));
        by_cell
            .entry(key)
            .or_default()
            .push((good, (*plan).to_owned(), line));
    }
    let mut found = Vec::new();
    for rows in by_cell.values() {
        for (i, (good, plan, line)) in rows.iter().enumerate() {
            let opposite = rows[i + 1..]
                .iter()
                .filter(|(g, p, _)| p != plan && g.is_some() && good.is_some() && g != good);
            found.extend(opposite.map(|(_, _, other)| [line.clone(), other.clone()]));
        }
    }
    Ok(found)
}
