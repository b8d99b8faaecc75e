//! What a run takes in: what the sources hold now, landed, and everything else in landing.

use crate::error::RunError;
use crate::model::{Finding, Severity};
use crate::pipeline::deliveries::{PendingDelivery, of_no_delivery};
use crate::pipeline::drop_folders::Dropped;
use crate::pipeline::execute::work::Work;
use crate::pipeline::fetch::{FetchOutcome, Looking, look};
use crate::pipeline::lost_deliveries::{Former, LostDelivery};
use crate::pipeline::manifest::{ManifestDelivery, inputs_hash};
use crate::pipeline::options::RunOptions;
use crate::pipeline::publication_dates::in_future;
use crate::store::FindingRecord;
use std::collections::BTreeSet;

/// What a run took in.
pub(super) struct Intake<'a> {
    /// Everything landed that can be read.
    pub(super) stock: Vec<PendingDelivery<'a>>,
    /// What landing no longer has.
    pub(super) lost: Vec<LostDelivery>,
    /// What the last release was made from.
    pub(super) former: Former,
    /// Files that are to be moved.
    pub(super) dropped: Vec<Dropped>,
    /// What is wrong with sources and declarations.
    pub(super) findings: Vec<Finding>,
    /// Sources that could not be read.
    pub(super) source_faults: usize,
}

impl Intake<'_> {
    /// The stock as a manifest names it.
    pub(super) fn manifest_stock(&self) -> Vec<ManifestDelivery<'_>> {
        self.stock
            .iter()
            .map(|s| ManifestDelivery {
                dataset: &s.dataset.id,
                receipt: &s.landed.receipt,
                delivery: &s.landed.delivery,
                current: s.current,
            })
            .collect()
    }
}

impl<'a> Work<'a> {
    /// Looks at the sources, lands what they hold, and takes stock.
    pub(super) fn take_in(
        &mut self,
        options: &RunOptions<'_>,
        wanted: &BTreeSet<&str>,
    ) -> Result<Intake<'a>, RunError> {
        let former = self.former()?;
        let fetch = self.fetch(options, wanted, &former)?;
        let (stock, lost) = self.stock(&fetch, &former)?;
        self.record_sources(&fetch)?;
        let faults = fetch.findings.iter().map(|(_, f)| f);
        let source_faults = faults
            .clone()
            .filter(|f| f.severity == Severity::Error)
            .count();
        let mut findings: Vec<Finding> = faults.cloned().collect();
        findings.extend(of_no_delivery(self.project, &stock));
        let datasets = &self.project.datasets;
        findings.extend(datasets.iter().flat_map(|d| in_future(d, self.now)));
        Ok(Intake {
            stock,
            lost,
            former,
            dropped: fetch.dropped,
            findings,
            source_faults,
        })
    }

    fn fetch(
        &self,
        options: &RunOptions<'_>,
        wanted: &BTreeSet<&str>,
        former: &Former,
    ) -> Result<FetchOutcome, RunError> {
        let looking = Looking {
            project: self.project,
            lake: self.lake,
            world: self.world,
            now: self.now,
            former,
        };
        let mut fetch = if options.offline {
            FetchOutcome::default()
        } else {
            look(looking, self.progress, options, wanted)?
        };
        if options.files_only {
            // Whoever only tries a run moves nothing.
            fetch.dropped.clear();
        }
        Ok(fetch)
    }

    fn record_sources(&mut self, fetch: &FetchOutcome) -> Result<(), RunError> {
        let unseen: Vec<&str> = fetch.unseen.iter().map(String::as_str).collect();
        let faults: Vec<FindingRecord> = fetch
            .findings
            .iter()
            .map(|(dataset, f)| FindingRecord::new(dataset, "", f))
            .collect();
        Ok(self.ledger.record_sources(&faults, &unseen)?)
    }

    /// Hash of everything that a release would be made from now.
    pub(super) fn inputs_hash(&self, taken: &Intake<'_>) -> String {
        inputs_hash(
            self.project,
            self.registers,
            &taken.manifest_stock(),
            (self.not_due_from(), &taken.lost),
        )
    }
}
