//! What is quarantined now, of one dataset or of all.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::releases::release;
use crate::inspect::quarantine::delivery::declared;
use crate::inspect::quarantine::observation::{QuarantinedObservation, held_at, id_of};
use crate::model::{DeliveryKey, Place};
use crate::pipeline::load::TableState;
use crate::store::{Lake, Ledger};
use std::collections::{BTreeMap, BTreeSet};

/// Everything quarantined, of one dataset or of all, by dataset, delivery and place.
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
    let paths = paths(project, &lake)?;
    let outcomes = outcomes(&lake)?;
    let mut all = Vec::new();
    for row in held_at(&lake, TableState::Newest)? {
        if dataset.is_some_and(|d| d != row.dataset) {
            continue;
        }
        let key = DeliveryKey::new(&row.dataset, &row.delivery);
        // Of a dataset that is no longer declared nothing can be repaired.
        let Some(path) = paths.get(&key) else {
            continue;
        };
        let place = Place {
            file: path.clone(),
            ..row.place.clone()
        };
        all.push(QuarantinedObservation {
            id: id_of(&key.dataset, &key.delivery, &place),
            place,
            current: !gone.contains(&key),
            outcome: outcomes.get(&key).cloned().unwrap_or_default(),
            ..row
        });
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

/// Where the deliveries of declared datasets were read.
fn paths(project: &Project, lake: &Lake) -> Result<BTreeMap<DeliveryKey, String>, RunError> {
    let mut paths = BTreeMap::new();
    for d in &project.datasets {
        let landed = lake.landed(&d.id)?.into_iter();
        paths.extend(landed.map(|l| (DeliveryKey::new(&d.id, &l.delivery), l.receipt.path)));
    }
    Ok(paths)
}

/// What became of deliveries, as far as the ledger knows.
fn outcomes(lake: &Lake) -> Result<BTreeMap<DeliveryKey, String>, RunError> {
    let Ok(ledger) = Ledger::open(lake) else {
        return Ok(BTreeMap::new());
    };
    let deliveries = ledger.deliveries()?.into_iter();
    Ok(deliveries
        .map(|d| {
            let outcome = d.outcome.as_str().to_owned();
            (DeliveryKey::new(&d.dataset, &d.delivery), outcome)
        })
        .collect())
}

/// One of them, by id.
///
/// # Errors
/// As [`kept_aside`]; when nothing has this id.
pub fn find_kept_aside(project: &Project, id: &str) -> Result<QuarantinedObservation, RunError> {
    let all = kept_aside(project, None)?;
    let unknown = || {
        RunError::Unknown(format!(
            "no observation in quarantine has the id `{id}`; `chiso quarantine list --all` lists \
             them all"
        ))
    };
    all.iter().find(|k| k.id == id).cloned().ok_or_else(unknown)
}

/// Deliveries that the release in force knows to be superseded; none when nothing was published
/// yet.
fn gone(lake: &Lake) -> BTreeSet<DeliveryKey> {
    let release = release(lake, None).ok();
    let listed = release.iter().flat_map(|r| r.manifest.deliveries());
    let gone = listed.filter(|d| !d.current);
    gone.map(|d| DeliveryKey::new(&d.dataset, &d.delivery))
        .collect()
}
