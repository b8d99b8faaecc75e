//! Repairs as a run sees them: which deliveries they make stale, those of deliveries that never
//! came, and the text of a new one.

use crate::model::{Dataset, Repair, RepairAction};
use std::collections::BTreeSet;

/// What the repairs of a delivery add to the hash that decides whether it is conformed again;
/// nothing when there is none, so that a first repair touches its own delivery only.
pub fn fingerprint(dataset: &Dataset, delivery: &str) -> Option<String> {
    let one = |r: &Repair| {
        let action = match &r.action {
            RepairAction::Value(value) => serde_json::json!({ "value": value }),
            RepairAction::Drop => serde_json::json!("drop"),
        };
        // Reason, name and day stand in the findings that conforming makes.
        serde_json::json!([
            r.part,
            r.row,
            r.col,
            r.expect,
            action,
            r.reason,
            r.by,
            r.date.to_string()
        ])
        .to_string()
    };
    let all: BTreeSet<String> = dataset
        .repairs
        .iter()
        .filter(|r| r.delivery == delivery)
        .map(one)
        .collect();
    (!all.is_empty()).then(|| format!("\0{}", all.into_iter().collect::<Vec<_>>().join("\n")))
}
