//! Where a project stands: the release in force, the last run, every delivery.

use crate::config::Project;
use crate::error::RunError;
use crate::model::{DeliveryKey, Severity};
use crate::store::{DeliveryRecord, FindingRecord, Lake, Ledger, RunOutcome};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// A delivery with what was wrong with it.
pub struct DeliveryStatus {
    /// Its record.
    pub record: DeliveryRecord,
    /// Name of the file.
    pub file_name: String,
    /// The first error or warning found in it, empty when there is none.
    pub first_fault: String,
}

/// Where a project stands.
pub struct ProjectStatus {
    /// Release in force.
    pub release: Option<String>,
    /// Releases that wait for approval or for the end of an embargo.
    pub waiting: Vec<crate::store::ReleaseStatus>,
    /// When the last run began, and how it ended; nothing while it goes on.
    pub last_run: Option<(DateTime<Utc>, Option<RunOutcome>)>,
    /// A run goes on at this moment.
    pub running: bool,
    /// Every delivery, by dataset and arrival.
    pub deliveries: Vec<DeliveryStatus>,
    /// Faults of sources and of corrections at the last run.
    pub sources: Vec<String>,
}

/// Where a project stands.
///
/// # Errors
/// When there is no lake yet or it cannot be read.
pub fn standing(project: &Project, now: DateTime<Utc>) -> Result<ProjectStatus, RunError> {
    let lake = Lake::open_read(&project.lake)?;
    let release = lake.releases().current()?.map(|r| r.id);
    let waiting = if lake.decisions_count()? == 0 {
        vec![]
    } else {
        lake.releases().standings(now)?
    };
    let waiting = waiting.into_iter().filter(|s| s.state.waits()).collect();
    let ledger = Ledger::open(&lake)?;
    let findings = ledger.findings()?;
    let files = file_names(project, &lake)?;
    let last_run = ledger.last_run()?;
    // A run without an end goes on only while somebody holds the lake; who was killed could not say
    // that it ended.
    let running = last_run.as_ref().is_some_and(|run| run.outcome.is_none()) && lake.is_locked();
    let standing = |record: DeliveryRecord| DeliveryStatus {
        file_name: files
            .get(&DeliveryKey::new(&record.dataset, &record.delivery))
            .cloned()
            .unwrap_or_default(),
        first_fault: first_fault(&findings, &record),
        record,
    };
    let deliveries = ledger.deliveries()?.into_iter().map(standing).collect();
    let sources = findings
        .iter()
        .filter(|f| f.delivery.is_empty())
        .map(|f| format!("{}: {}", f.place, f.message))
        .collect();
    Ok(ProjectStatus {
        release,
        waiting,
        last_run: last_run.map(|run| {
            let unended = (!running).then_some(RunOutcome::Aborted);
            (run.started_at, run.outcome.or(unended))
        }),
        running,
        deliveries,
        sources,
    })
}

/// The first error or warning of a delivery. A fault with a row leads to the cell; the outcome says
/// that too many are bad.
fn first_fault(findings: &[FindingRecord], record: &DeliveryRecord) -> String {
    let its = || {
        findings.iter().filter(|f| {
            f.dataset == record.dataset
                && f.delivery == record.delivery
                && f.severity > Severity::Info
        })
    };
    let its = its().find(|f| f.place.row > 0).or_else(|| its().next());
    its.map_or_else(String::new, |f| format!("{}: {}", f.place, f.message))
}

fn file_names(project: &Project, lake: &Lake) -> Result<BTreeMap<DeliveryKey, String>, RunError> {
    let mut files = BTreeMap::new();
    for dataset in &project.datasets {
        for landed in lake.landed_sound(&dataset.id)?.0 {
            files.insert(
                DeliveryKey::new(&dataset.id, &landed.delivery),
                landed.receipt.file_name,
            );
        }
    }
    Ok(files)
}
