//! `run --plan`: what a run would do, found by doing it on a shadow of the lake and comparing the
//! result with what is in force.
//!
//! It runs the same code as a run, so a plan cannot say anything else than the run will do, as long
//! as no address says something new: addresses and databases are not asked.

use crate::config::Project;
use crate::env::Files;
use crate::error::RunError;
use crate::governance::registers::Registers;
use crate::governance::releases::release;
use crate::inspect::causes::Side;
use crate::inspect::past_release::Past;
use crate::inspect::verdict_changes::{VerdictChange, flips};
use crate::pipeline::options::RunOptions;
use crate::pipeline::{Environment, Progress, RunReport, run};
use crate::store::{Lake, ReleaseRef, StoreError};
use std::collections::{BTreeMap, BTreeSet};

/// A source that a run would ask and a plan does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unasked {
    /// Dataset.
    pub dataset: String,
    /// Source.
    pub source: String,
    /// How it would be asked: `http` or `postgres`.
    pub by: &'static str,
}

/// A file that would be landed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    /// Dataset.
    pub dataset: String,
    /// Where it lies.
    pub path: String,
    /// Id it would have.
    pub delivery: String,
    /// Bytes.
    pub size: u64,
}

/// What a run would do.
#[derive(Debug)]
pub struct Plan {
    /// Release in force, if any.
    pub in_force: Option<String>,
    /// The run as it went on the shadow.
    pub report: RunReport,
    /// Sources that were not asked.
    pub unasked: Vec<Unasked>,
    /// Files that would be landed.
    pub deliveries: Vec<NewDelivery>,
    /// Published tables with their rows now and then.
    pub tables: Vec<(String, Option<u64>, u64)>,
    /// Verdicts that would change.
    pub flips: Vec<VerdictChange>,
}

/// Tries a run. Nothing is written into the project's lake, and nothing is asked over the network.
///
/// # Errors
/// Whatever would end the run; and when no temporary folder can be made.
pub fn plan(
    project: &Project,
    registers: &Registers,
    world: Environment<'_>,
    progress: &dyn Progress,
    options: RunOptions<'_>,
) -> Result<Plan, RunError> {
    let folder = tempfile::tempdir()
        .map_err(|e| RunError::Unknown(format!("no temporary folder can be made: {e}")))?;
    let place = folder.path().join("lake");
    let (lake, shadow) = match Lake::open_read(&project.lake) {
        Ok(lake) => (Some(lake.clone()), lake.shadow(&place)?),
        Err(StoreError::NoLake(_)) => (None, Lake::open(&place, Files::real())?),
        Err(error) => return Err(error.into()),
    };
    let tried = Project {
        lake: place,
        ..project.clone()
    };
    let report = run(
        &tried,
        registers,
        &shadow,
        world,
        progress,
        RunOptions {
            files_only: true,
            ..options
        },
    )?;
    let after = release(&shadow, Some(&report.release))?;
    let before = match &lake {
        Some(lake) => lake.releases().current()?,
        None => None,
    };
    let wanted = options.datasets(project)?;
    let changed = before.as_ref().is_none_or(|b| b.id != after.id);
    let flips = if changed {
        compared(lake.as_ref(), before.as_ref(), &after, project)?
    } else {
        vec![]
    };
    Ok(Plan {
        in_force: before.as_ref().map(|b| b.id.clone()),
        unasked: if options.offline {
            vec![]
        } else {
            unasked(project, &wanted)
        },
        deliveries: landed_anew(project, lake.as_ref(), &shadow)?,
        tables: tables(before.as_ref(), &after),
        flips,
        report,
    })
}

fn compared(
    lake: Option<&Lake>,
    before: Option<&ReleaseRef>,
    after: &ReleaseRef,
    project: &Project,
) -> Result<Vec<VerdictChange>, RunError> {
    // A configuration that this program no longer reads says nothing about formulas; everything
    // else is still compared.
    let past = lake
        .zip(before)
        .and_then(|(lake, before)| Past::open(lake, Some(&before.id)).ok());
    let side = before.map(|release| Side {
        release,
        project: past.as_ref().map(|p| &p.project),
    });
    flips(
        side.as_ref(),
        &Side {
            release: after,
            project: Some(project),
        },
        false,
    )
}

fn unasked(project: &Project, wanted: &BTreeSet<&str>) -> Vec<Unasked> {
    let seen = project
        .datasets
        .iter()
        .filter(|d| wanted.contains(d.id.as_str()));
    seen.flat_map(|d| d.sources.iter().map(move |s| (d, s)))
        .filter_map(|(d, s)| {
            let by = if s.http.is_some() {
                "http"
            } else {
                s.postgres.as_ref().map(|_| "postgres")?
            };
            Some(Unasked {
                dataset: d.id.clone(),
                source: s.id.clone(),
                by,
            })
        })
        .collect()
}

fn landed_anew(
    project: &Project,
    lake: Option<&Lake>,
    shadow: &Lake,
) -> Result<Vec<NewDelivery>, RunError> {
    let mut anew = Vec::new();
    for dataset in &project.datasets {
        let held: BTreeSet<String> = match lake {
            Some(lake) => lake
                .landed(&dataset.id)?
                .into_iter()
                .map(|l| l.delivery)
                .collect(),
            None => BTreeSet::new(),
        };
        let new = shadow
            .landed(&dataset.id)?
            .into_iter()
            .filter(|l| !held.contains(&l.delivery));
        anew.extend(new.map(|l| NewDelivery {
            dataset: dataset.id.clone(),
            path: l.receipt.path,
            delivery: l.delivery,
            size: l.receipt.size,
        }));
    }
    Ok(anew)
}

fn tables(before: Option<&ReleaseRef>, after: &ReleaseRef) -> Vec<(String, Option<u64>, u64)> {
    let rows = |r: &ReleaseRef| -> BTreeMap<String, u64> {
        let tables = r.manifest.rows();
        tables.map(|(name, rows)| (name.to_owned(), rows)).collect()
    };
    let then = before.map(rows).unwrap_or_default();
    rows(after)
        .into_iter()
        .map(|(name, now)| (name.clone(), then.get(&name).copied(), now))
        .collect()
}
