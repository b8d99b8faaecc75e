//! What a run has in its hands, from its first step to its last.

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::Counts;
use crate::governance::registers::Registers;
use crate::governance::releases::unless_damaged;
use crate::model::{DeliveryKey, DeliveryOutcome, Finding, day_of, not_due_from};
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::execute::report::RunReport;
use crate::pipeline::{Environment, Progress};
use crate::store::{FindingRecord, Lake, LakeLock, Ledger, ReleaseState};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

pub(super) struct Work<'a> {
    pub(super) project: &'a Project,
    pub(super) registers: &'a Registers,
    pub(super) lake: &'a Lake,
    pub(super) lock: &'a LakeLock,
    pub(super) ledger: &'a mut Ledger,
    pub(super) world: Environment<'a>,
    pub(super) now: DateTime<Utc>,
    pub(super) progress: &'a dyn Progress,
    pub(super) naming: String,
}

impl Work<'_> {
    /// The day from which on periods of targets have not ended now.
    pub(super) fn not_due_from(&self) -> Option<NaiveDate> {
        let today = day_of(self.now, self.project.timezone);
        not_due_from(&self.registers.targets, &self.project.kpis, today)
    }

    /// The account of a run that ended with this release, with nothing but where that stands.
    pub(super) fn report(&self, release: String, new_release: bool) -> Result<RunReport, RunError> {
        let releases = self.lake.releases();
        let state = releases
            .standing(&release, self.now)?
            .map_or(ReleaseState::InForce, |s| s.state);
        let in_force = releases.current().or_else(unless_damaged)?.map(|r| r.id);
        Ok(RunReport {
            state,
            in_force,
            came: None,
            release,
            new_release,
            unchanged: false,
            deliveries: vec![],
            findings: vec![],
            counts: Counts::default(),
            source_faults: 0,
        })
    }

    /// What was wrong when the release in force was computed: nothing new has come that could have
    /// put it right.
    pub(super) fn computed_faults(&self) -> Result<Vec<Finding>, RunError> {
        let findings = self.ledger.findings()?;
        Ok(findings
            .into_iter()
            .filter(|f| f.dataset.is_empty() && f.delivery.is_empty())
            .map(FindingRecord::into_finding)
            .collect())
    }

    /// The faults of the deliveries that count now, from the ledger.
    pub(super) fn faults(&self, stock: &[PendingDelivery<'_>]) -> Result<Vec<Finding>, RunError> {
        let current: BTreeSet<DeliveryKey> = stock
            .iter()
            .filter(|s| s.current)
            .map(PendingDelivery::key)
            .collect();
        let findings = self.ledger.findings()?;
        Ok(findings
            .into_iter()
            .filter(|f| current.contains(&DeliveryKey::new(&f.dataset, &f.delivery)))
            .map(FindingRecord::into_finding)
            .collect())
    }

    /// Datasets of which a delivery that counts now was refused.
    pub(super) fn broken(
        &self,
        stock: &[PendingDelivery<'_>],
    ) -> Result<BTreeSet<String>, RunError> {
        let mut broken = BTreeSet::new();
        for stocked in stock.iter().filter(|s| s.current) {
            let contract = stocked.contract_hash(&self.naming);
            let record =
                self.ledger
                    .delivery(&stocked.dataset.id, &stocked.landed.delivery, &contract)?;
            if record.is_none_or(|r| r.outcome != DeliveryOutcome::Accepted) {
                broken.insert(stocked.dataset.id.clone());
            }
        }
        Ok(broken)
    }
}
