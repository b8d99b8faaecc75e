//! The inputs of a release made again from landing in a lake of their own.
//!
//! The manifest names every input by hash. Configuration and registers give the project as it was;
//! its deliveries are conformed again under it in a lake of their own, which holds nothing else.

use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::inspect::past_release::Past;
use crate::model::manifest::DeliveryEntry;
use crate::model::{DeliveryKey, DeliveryOutcome};
use crate::pipeline::conform_context::{ConformInputs, LiveFiles, bounds};
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::load::{Rolling, TableState, roll};
use crate::pipeline::options::RunOptions;
use crate::pipeline::publication_dates::{Publication, publications};
use crate::pipeline::{Progress, other_deliveries};
use crate::rollup::Rolled;
use crate::store::{FindingRecord, Lake, LandedDelivery, ReleaseRef, receipt_differs};
use std::collections::{BTreeMap, BTreeSet};

/// What a release was computed from, made again from landing in a lake of its own.
pub struct Remade {
    /// The lake; its tables hold what the release's deliveries gave, and nothing else.
    pub lake: Lake,
    /// Datasets of which a delivery that counted then was refused.
    pub broken: BTreeSet<String>,
    /// What conforming had to say.
    pub findings: Vec<FindingRecord>,
    /// Holds the lake while it is needed.
    _folder: tempfile::TempDir,
}

/// What measures make of tables that were made again.
///
/// # Errors
/// When they cannot be read.
pub fn tables(remade: &Remade, past: &Past) -> Result<BTreeMap<String, Rolled>, RunError> {
    let rolling = Rolling::new(&past.project.measures, &past.registers);
    roll(
        &remade.lake,
        &past.project.datasets,
        |_| TableState::Newest,
        rolling,
        None,
    )
}

/// Conforms the deliveries of a release again, those of some datasets or all, under the
/// configuration of the time.
///
/// # Errors
/// When landing no longer has one of them as it was.
pub fn remake(
    lake: &Lake,
    past: &Past,
    only: Option<&BTreeSet<String>>,
    progress: &dyn Progress,
) -> Result<Remade, RunError> {
    let folder = tempfile::tempdir()
        .map_err(|e| RunError::Unknown(format!("no temporary folder can be made: {e}")))?;
    let wanted = |dataset: &str| only.is_none_or(|only| only.contains(dataset));
    let stock = stock(lake, past, wanted)?;
    let scratch = lake.shadow_of(&folder.path().join("lake"), stock.iter().map(|s| &s.landed))?;
    let (records, findings) = conform_all(&scratch, past, &stock, progress)?;
    let accepted: BTreeSet<DeliveryKey> = records
        .iter()
        .filter(|r| r.2 == DeliveryOutcome::Accepted)
        .map(|r| DeliveryKey::new(&r.0, &r.1))
        .collect();
    let refused = |s: &&PendingDelivery<'_>| s.current && !accepted.contains(&s.key());
    let mut broken: BTreeSet<String> = stock
        .iter()
        .filter(refused)
        .map(|s| s.dataset.id.clone())
        .collect();
    let lost = past.release.manifest.lost().iter();
    broken.extend(
        lost.map(|l| l.dataset.clone())
            .filter(|dataset| wanted(dataset)),
    );
    Ok(Remade {
        lake: scratch,
        broken,
        findings,
        _folder: folder,
    })
}

type Reported = (Vec<(String, String, DeliveryOutcome)>, Vec<FindingRecord>);

fn conform_all(
    scratch: &Lake,
    past: &Past,
    stock: &[PendingDelivery<'_>],
    progress: &dyn Progress,
) -> Result<Reported, RunError> {
    let Past {
        project, registers, ..
    } = past;
    let naming = Registers::naming_hash(registers);
    let todo: Vec<_> = stock
        .iter()
        .filter(|s| s.source.is_some())
        .map(|s| (s, s.contract_hash(&naming)))
        .collect();
    progress.stage("conform", todo.len() as u64);
    // The stock is used as it lies: each delivery once, in the order in which it came.
    let live = LiveFiles::new(scratch, &project.datasets)?;
    let bench = ConformInputs {
        lake: scratch,
        registers,
        progress,
        live: &live,
        options: &RunOptions::default(),
        bounds: bounds(project),
    };
    let (mut records, mut findings) = (Vec::new(), Vec::new());
    for (record, told) in bench.conform(&todo)? {
        findings.extend(told);
        records.push((record.dataset, record.delivery, record.outcome));
    }
    Ok((records, findings))
}

/// What the manifest lists of some datasets, found in landing and compared with it, in the order in
/// which it came.
fn stock<'p>(
    lake: &Lake,
    past: &'p Past,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<PendingDelivery<'p>>, RunError> {
    let mut stock = Vec::new();
    for entry in past.release.manifest.deliveries() {
        let id = entry.dataset.as_str();
        // The project of the time declares every dataset that its manifest names.
        let Some(dataset) = past.project.dataset(id).filter(|_| wanted(id)) else {
            continue;
        };
        let landed = found_in_landing(lake, &past.release, entry)?;
        let source = dataset
            .sources
            .iter()
            .find(|s| s.id == landed.receipt.source_id);
        stock.push(PendingDelivery {
            dataset,
            source,
            landed,
            current: entry.current,
            publication: Publication::default(),
            around: String::new(),
        });
    }
    for dataset in &past.project.datasets {
        let its = |s: &PendingDelivery<'_>| s.dataset.id == dataset.id;
        let landed: Vec<LandedDelivery> = stock
            .iter()
            .filter(|s| its(s))
            .map(|s| s.landed.clone())
            .collect();
        let mut published = publications(dataset, &landed);
        for stocked in stock.iter_mut().filter(|s| its(s)) {
            stocked.publication = published
                .remove(&stocked.landed.delivery)
                .unwrap_or_default();
        }
    }
    other_deliveries::mark(&mut stock);
    Ok(stock)
}

/// A delivery of a manifest, found in landing and compared with what the manifest says of it.
///
/// # Errors
/// When it is not there, or its receipt says otherwise.
pub fn found_in_landing(
    lake: &Lake,
    release: &ReleaseRef,
    entry: &DeliveryEntry,
) -> Result<LandedDelivery, RunError> {
    let landed = lake
        .landed_as(&entry.dataset, &entry.delivery)?
        .ok_or_else(|| lost(release, entry, "it is no longer in landing"))?;
    match receipt_differs(&entry.receipt(), &landed.receipt) {
        Some(what) => Err(lost(
            release,
            entry,
            &format!("its receipt gives another {what}"),
        )),
        None => Ok(landed),
    }
}

fn lost(release: &ReleaseRef, entry: &DeliveryEntry, why: &str) -> RunError {
    let (dataset, delivery) = (&entry.dataset, &entry.delivery);
    let path = entry.path.as_deref().unwrap_or_default();
    RunError::Unknown(format!(
        "release `{}` was made from delivery `{delivery}` of `{dataset}` (`{path}`), and {why}; \
            restore `landing/{dataset}/{delivery}` from a backup",
        release.id
    ))
}
