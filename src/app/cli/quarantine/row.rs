//! A quarantined observation as a row, with the repair declared for it.

use crate::app::lang::Lang;
use crate::app::output::{self, Row};
use crate::config::Project;
use crate::inspect::QuarantinedObservation;
use crate::model::{Repair, RepairAction};
use serde_json::{Value, json};

pub(super) const COLUMNS: [&str; 15] = [
    "id",
    "dataset",
    "delivery",
    "source_id",
    "outcome",
    "current",
    "file",
    "part",
    "row",
    "col",
    "raw",
    "rule",
    "message",
    "repair",
    "repair_reason",
];

/// The repair declared for the place of an observation or for its whole row.
pub(super) fn repair_of<'p>(
    project: &'p Project,
    kept: &QuarantinedObservation,
) -> Option<&'p Repair> {
    let of_row = |r: &&Repair| {
        r.delivery == kept.delivery && r.part == kept.place.part && r.row == kept.place.row
    };
    let mut repairs = project
        .dataset(&kept.dataset)?
        .repairs
        .iter()
        .filter(of_row);
    let first = repairs.clone().next();
    repairs.find(|r| r.col == kept.place.col).or(first)
}

/// What a repair does.
pub fn done(lang: Lang, repair: &Repair) -> String {
    match &repair.action {
        RepairAction::Value(value) => format!("→ {value}"),
        RepairAction::Drop => lang.say("quarantine-dropped").to_owned(),
    }
}

pub(super) fn row(project: &Project, kept: &QuarantinedObservation) -> Row {
    let repair = repair_of(project, kept);
    let QuarantinedObservation {
        id,
        dataset,
        delivery,
        source_id,
        current,
        outcome,
        place,
        raw,
        rule,
        message,
    } = kept;
    let values = [
        json!(id),
        json!(dataset),
        json!(delivery),
        json!(source_id),
        json!(outcome),
        json!(current),
        json!(place.file),
        json!(place.part),
        json!(place.row),
        json!(place.col),
        json!(raw),
        json!(rule),
        json!(message),
        repair.map_or(Value::Null, |r| json!(done(Lang::En, r))),
        repair.map_or(Value::Null, |r| json!(r.reason)),
    ];
    output::row(&COLUMNS, values)
}
