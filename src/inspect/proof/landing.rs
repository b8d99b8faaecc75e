//! Landed files compared with their receipts and the manifest.

use crate::inspect::past_release::Past;
use crate::inspect::proof::step::{ProofStep, step};
use crate::inspect::remake::found_in_landing;
use crate::store::{Lake, short};
use std::collections::BTreeSet;

/// Every landed file that is read, compared with its receipt and the manifest.
pub(super) fn landing(lake: &Lake, past: &Past, datasets: &BTreeSet<String>) -> Vec<ProofStep> {
    let mut steps = Vec::new();
    for entry in past.release.manifest.deliveries() {
        if !datasets.contains(&entry.dataset) {
            continue;
        }
        let subject = format!(
            "landing/{}/{}/{}",
            entry.dataset, entry.delivery, entry.file_name
        );
        let sha256 = short(&entry.sha256);
        let against = format!("sha256 {sha256}… of receipt and manifest");
        let held = found_in_landing(lake, &past.release, entry)
            .and_then(|landed| Ok(lake.verify_hash(&landed)?));
        steps.push(match held {
            Ok(()) => step(
                "landing",
                subject,
                format!("sha256 {sha256}…"),
                against,
                true,
            ),
            Err(error) => step("landing", subject, error.to_string(), against, false),
        });
    }
    steps
}
