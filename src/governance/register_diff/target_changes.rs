//! What became of each target since a release.

use crate::error::RunError;
use crate::governance::register_diff::verdicts::Verdicts;
use crate::governance::registers::Registers;
use crate::governance::target_text::{COLUMNS, text, tidy};
use crate::model::Target;
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
        match (then.get(id), now.get(id)) {
            (Some(was), Some(is)) => changes.extend(edits(id, was, is, &verdicts)),
            (Some(was), None) => changes.push(TargetChange {
                before: summary(|c| cell(was, c).to_owned()),
                verdicts: verdicts.on(id),
                ..TargetChange::of("removed", id)
            }),
            (None, Some(is)) => changes.push(TargetChange {
                after: summary(|c| text(is, c)),
                verdicts: verdicts.bound_by(is),
                ..TargetChange::of("added", id)
            }),
            (None, None) => {}
        }
        let successors = registers
            .targets
            .iter()
            .filter(|t| t.supersedes == id && !then.contains_key(&t.id) && then.contains_key(id));
        changes.extend(successors.map(|successor| superseded(id, successor, &verdicts)));
    }
    Ok(changes)
}

impl TargetChange {
    pub(super) fn of(change: &'static str, target: &str) -> TargetChange {
        TargetChange {
            change,
            target_id: target.to_owned(),
            column: String::new(),
            before: String::new(),
            after: String::new(),
            verdicts: Vec::new(),
        }
    }
}

/// What a target says otherwise than in the release, by column.
fn edits(id: &str, was: &Record, is: &Target, verdicts: &Verdicts) -> Vec<TargetChange> {
    let edit = |column: &&str| {
        let before = tidy(column, cell(was, column));
        let after = tidy(column, &text(is, column));
        (before != after).then(|| TargetChange {
            column: (*column).to_owned(),
            before,
            after,
            verdicts: verdicts.on(id),
            ..TargetChange::of("changed", id)
        })
    };
    COLUMNS.iter().filter_map(edit).collect()
}

fn superseded(id: &str, successor: &Target, verdicts: &Verdicts) -> TargetChange {
    let bound = |line: &String| verdicts.bound_by(successor).contains(line);
    TargetChange {
        column: "supersedes".to_owned(),
        before: id.to_owned(),
        after: successor.id.clone(),
        verdicts: verdicts.on(id).into_iter().filter(bound).collect(),
        ..TargetChange::of("superseded", id)
    }
}

fn summary(get: impl Fn(&str) -> String) -> String {
    let period = if get("period_from") == get("period_to") {
        get("period_from")
    } else {
        format!("{}/{}", get("period_from"), get("period_to"))
    };
    let value = tidy("target_value", &get("target_value"));
    let some = |text: String| (!text.is_empty()).then_some(text);
    let parts = [
        Some(get("kpi")),
        some(get("area_code")),
        some(get("area_level")),
        Some(period),
        Some(get("op")),
        Some(value),
        some(tidy("target_high", &get("target_high"))),
        some(get("path")),
        some(get("path_points")),
        Some(get("value_unit")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
