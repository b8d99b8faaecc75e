//! A past release made again from landed bytes alone: neither tables nor ledger nor published files
//! are asked.
//!
//! The manifest names every input by hash. Configuration and registers give the project as it was;
//! its deliveries are conformed again under it in a lake of their own, which holds nothing else;
//! what is computed from that is held against the hashes of the manifest.

use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::inspect::past_release::Past;
use crate::model::manifest::DeliveryEntry;
use crate::model::{DeliveryOutcome, Finding};
use crate::pipeline::conform_context::{ConformInputs, LiveFiles, bounds};
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::load::{Rolling, TableState, roll};
use crate::pipeline::options::RunOptions;
use crate::pipeline::package::Package;
use crate::pipeline::publication_dates::{Publication, publications};
use crate::pipeline::{Progress, other_deliveries};
use crate::rollup::Rolled;
use crate::store::{
    FindingRecord, Lake, LandedDelivery, QUARANTINE, ReleaseRef, StoreError, TableFile,
    receipt_differs, sha256_hex,
};
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

/// How a file made again compares with the one that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The very bytes.
    Same,
    /// Other bytes with the same cells, as another program may write them.
    SameCells,
    /// Something else, or nothing that it could be held against.
    Differs,
}

impl Likeness {
    /// A stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Likeness::Same => "same",
            Likeness::SameCells => "same_cells",
            Likeness::Differs => "differs",
        }
    }
}

/// A file of a release, made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemadeFile {
    /// Name.
    pub name: String,
    /// SHA-256 of what was published.
    pub published: String,
    /// SHA-256 of what was made; empty when this program makes no such file.
    pub made: String,
    /// What was made.
    pub bytes: Vec<u8>,
    /// How the two compare.
    pub likeness: Likeness,
    /// Whether the file in the lake has the published hash.
    pub stands: bool,
    /// How they differ, where that can be told.
    pub finding: Option<Finding>,
}

/// Makes every file of a release again from landing and holds it against its published hash.
///
/// # Errors
/// When landing lacks something that the release was made from, or the configuration of that time
/// cannot be read.
pub fn rebuild(
    lake: &Lake,
    past: &Past,
    progress: &dyn Progress,
) -> Result<Vec<RemadeFile>, RunError> {
    let remade = remake(lake, past, None, progress)?;
    let Package { tables, extra } = past.package(&tables(&remade, past)?, &remade.broken)?;
    let mut made: BTreeMap<String, (Vec<u8>, Option<Finding>)> = BTreeMap::new();
    for table in tables {
        let finding = past.compare_table(&table)?;
        made.insert(table.file_name(), (table.bytes, finding));
    }
    for (name, bytes) in extra {
        let finding = past.compare_text(&name, &bytes);
        made.insert(name, (bytes, finding));
    }
    progress.done();
    let file = |(name, published): (String, String)| {
        let (bytes, finding) = made.remove(&name).unwrap_or_default();
        let sha = if bytes.is_empty() {
            String::new()
        } else {
            sha256_hex(&bytes)
        };
        let stands = std::fs::read(past.release.path.join(&name))
            .is_ok_and(|there| sha256_hex(&there) == published);
        let likeness = match &finding {
            _ if sha == published => Likeness::Same,
            // Only what was published can say that its cells are the same.
            Some(finding)
                if stands
                    && !bytes.is_empty()
                    && finding.severity < crate::model::Severity::Error =>
            {
                Likeness::SameCells
            }
            _ => Likeness::Differs,
        };
        let finding = finding.filter(|_| likeness != Likeness::Same);
        RemadeFile {
            name,
            published,
            made: sha,
            bytes,
            likeness,
            stands,
            finding,
        }
    };
    Ok(listed(&past.release).into_iter().map(file).collect())
}

/// Name and hash of the files that a release consists of beside its manifest.
fn listed(release: &ReleaseRef) -> Vec<(String, String)> {
    let files = release.manifest.files().iter();
    files.map(|f| (f.name.clone(), f.sha256.clone())).collect()
}

/// What measures make of tables that were made again.
///
/// # Errors
/// When they cannot be read.
pub fn tables(remade: &Remade, past: &Past) -> Result<BTreeMap<String, Rolled>, RunError> {
    let rolling = Rolling {
        measures: &past.project.measures,
        corrections: &past.project.corrections,
        areas: &past.registers.areas,
    };
    roll(
        &remade.lake,
        &past.project.datasets,
        |_| TableState::Newest,
        rolling,
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
    let accepted: BTreeSet<(&str, &str)> = records
        .iter()
        .filter(|r| r.2 == DeliveryOutcome::Accepted)
        .map(|r| (r.0.as_str(), r.1.as_str()))
        .collect();
    let refused = |s: &&PendingDelivery<'_>| {
        s.current && !accepted.contains(&(s.dataset.id.as_str(), s.landed.delivery.as_str()))
    };
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

/// What the manifest lists of some datasets, found in landing and held against it, in the order in
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

/// A delivery of a manifest, found in landing and held against what the manifest says of it.
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

/// Whether the lake still has the tables that a release was made from, of some datasets or all: the
/// same log up to the version it names, and every file of that version.
///
/// # Errors
/// When a log cannot be read.
pub fn tables_stand(
    lake: &Lake,
    release: &ReleaseRef,
    wanted: impl Fn(&str) -> bool,
) -> Result<bool, RunError> {
    let tables = release.manifest.tables().iter();
    for table in tables.filter(|t| wanted(&t.table)) {
        let (name, version) = (table.table.as_str(), table.version);
        match lake.tables().log_hash(name, version) {
            Ok(hash) if table.log_sha256.as_ref() == Some(&hash) => {}
            Ok(_) | Err(StoreError::Read { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        if lake
            .tables()
            .live_at(name, Some(version))?
            .iter()
            .any(|file| !file.path.exists())
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Holds the tables of the lake against those made again: every delivery of the release in force
/// must be live in them, with the same bytes where it is read under the same contract. For tables
/// that were made anew, whose log is another one.
///
/// # Errors
/// When a table cannot be read.
pub fn live_differs(lake: &Lake, remade: &Remade, past: &Past) -> Result<Vec<Finding>, RunError> {
    let mut findings = Vec::new();
    for table in past
        .project
        .datasets
        .iter()
        .map(|d| d.id.as_str())
        .chain([QUARANTINE])
    {
        let there: BTreeMap<String, TableFile> = lake
            .tables()
            .live(table)?
            .into_iter()
            .map(|f| (f.delivery.clone(), f))
            .collect();
        // Nothing at all is a table that is still to be made again.
        let wanted = if there.is_empty() {
            vec![]
        } else {
            remade.lake.tables().live(table)?
        };
        for file in wanted {
            let bytes = |f: &TableFile| std::fs::read(&f.path).unwrap_or_default();
            let message = match there.get(&file.delivery) {
                None => format!(
                    "delivery `{}` is not in the table, and made again from landing it is",
                    file.delivery
                ),
                Some(held) if held.contract == file.contract && bytes(held) != bytes(&file) => {
                    format!(
                        "the rows of delivery `{}` are not those that it gives when it is read \
                            again from landing",
                        file.delivery
                    )
                }
                Some(_) => continue,
            };
            let place = crate::model::Place {
                file: format!("tables/{table}"),
                ..crate::model::Place::default()
            };
            let hint =
                "remove the table's folder and run `chiso run`: it is made again from landing";
            findings.push(Finding::error("table_damaged", place, message).hint(hint));
        }
    }
    Ok(findings)
}
