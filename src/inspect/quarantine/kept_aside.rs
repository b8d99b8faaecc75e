//! What is kept aside now, of one dataset or of all.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::releases::release;
use crate::inspect::quarantine::delivery::declared;
use crate::inspect::quarantine::observation::{QuarantinedObservation, id_of, rows};
use crate::model::Place;
use crate::store::{Lake, Ledger, QUARANTINE};
use std::collections::{BTreeMap, BTreeSet};

/// Everything kept aside, of one dataset or of all, by dataset, delivery and place.
///
/// # Errors
/// When there is no lake, no such dataset, or the table cannot be read.
pub fn kept_aside(
    project: &Project,
    dataset: Option<&str>,
) -> Result<Vec<QuarantinedObservation>, RunError> {
    if let Some(id) = dataset {
        declared(project, id)?;
    }
    let lake = Lake::open_read(&project.lake)?;
    let gone = gone(&lake);
    let mut paths: BTreeMap<(String, String), String> = BTreeMap::new();
    for d in &project.datasets {
        paths.extend(
            lake.landed(&d.id)?
                .into_iter()
                .map(|l| ((d.id.clone(), l.delivery), l.receipt.path)),
        );
    }
    let mut outcomes = BTreeMap::new();
    if let Ok(ledger) = Ledger::open(&lake) {
        outcomes.extend(
            ledger
                .deliveries()?
                .into_iter()
                .map(|d| ((d.dataset, d.delivery), d.outcome.as_str().to_owned())),
        );
    }
    let mut all = Vec::new();
    for batch in lake.tables().read(QUARANTINE, None)? {
        for row in rows(&batch)? {
            if dataset.is_some_and(|d| d != row.dataset) {
                continue;
            }
            let key = (row.dataset.clone(), row.delivery.clone());
            // Of a dataset that is no longer declared nothing can be repaired.
            let Some(path) = paths.get(&key) else {
                continue;
            };
            let place = Place {
                file: path.clone(),
                ..row.place.clone()
            };
            let (current, outcome) = (
                !gone.contains(&key),
                outcomes.get(&key).cloned().unwrap_or_default(),
            );
            all.push(QuarantinedObservation {
                id: id_of(&key.0, &key.1, &place),
                place,
                current,
                outcome,
                ..row
            });
        }
    }
    all.sort_by(|a, b| {
        (&a.dataset, &a.delivery, &a.place, &a.rule).cmp(&(
            &b.dataset,
            &b.delivery,
            &b.place,
            &b.rule,
        ))
    });
    Ok(all)
}

/// One of them, by id.
///
/// # Errors
/// As [`kept_aside`]; when nothing has this id.
pub fn find_kept_aside(project: &Project, id: &str) -> Result<QuarantinedObservation, RunError> {
    let all = kept_aside(project, None)?;
    let unknown = || {
        RunError::Unknown(format!(
            "nothing kept aside has the id `{id}`; `chiso quarantine list --all` shows what has"
        ))
    };
    all.iter().find(|k| k.id == id).cloned().ok_or_else(unknown)
}

/// Deliveries that the release in force knows to be superseded; none when nothing was published
/// yet.
fn gone(lake: &Lake) -> BTreeSet<(String, String)> {
    let release = release(lake, None).ok();
    let listed = release.iter().flat_map(|r| r.manifest.deliveries());
    let gone = listed.filter(|d| !d.current);
    gone.map(|d| (d.dataset.clone(), d.delivery.clone()))
        .collect()
}
