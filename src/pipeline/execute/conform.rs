//! Deliveries conformed that the tables or the ledger do not have under today's contract.

use crate::error::RunError;
use crate::ingest::isolated::DECODE_LIMIT;
use crate::model::{DeliveryKey, DeliveryOutcome, Finding};
use crate::pipeline::conform::{retire, retire_unknown};
use crate::pipeline::conform_context::{ConformInputs, LiveFiles, bounds};
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::drop_folders::{Dropped, move_all_landed};
use crate::pipeline::execute::intake::Intake;
use crate::pipeline::execute::work::Work;
use crate::pipeline::lost_deliveries::left_out;
use crate::pipeline::options::RunOptions;
use crate::store::{DeliveryRecord, FindingRecord, QUARANTINE, short};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

impl<'a> Work<'a> {
    /// The contract of a delivery that the tables or the ledger do not have under it; nothing when
    /// they do.
    fn pending(
        &self,
        stocked: &PendingDelivery<'a>,
        live: &LiveFiles,
        limited: &BTreeSet<DeliveryKey>,
    ) -> Result<Option<String>, RunError> {
        let (dataset, delivery) = (&stocked.dataset.id, &stocked.landed.delivery);
        if stocked.source.is_none() {
            return Ok(None);
        }
        let contract = stocked.contract_hash(&self.naming);
        let has = |table: &str| {
            live.of(table, delivery)
                .iter()
                .any(|f| f.contract == short(&contract) && f.path.exists())
        };
        let done = |r: DeliveryRecord| {
            let quarantine_kept = r.quarantined == 0 || has(QUARANTINE);
            quarantine_kept
                && (has(dataset) || r.outcome != DeliveryOutcome::Accepted)
                && !limited.contains(&stocked.key())
        };
        let record = self.ledger.delivery(dataset, delivery, &contract)?;
        Ok(if record.is_some_and(done) {
            None
        } else {
            Some(contract)
        })
    }

    /// Conforms every delivery that the tables or the ledger do not have under today's contract.
    /// Where the bytes of one are not those that were landed, its dataset is taken out of the
    /// stock.
    pub(super) fn conform(
        &mut self,
        taken: &mut Intake<'a>,
        options: &RunOptions<'_>,
    ) -> Result<Vec<DeliveryRecord>, RunError> {
        let live = LiveFiles::new(self.lake, &self.project.datasets)?;
        let limited = self.limited()?;
        self.leave_out_damaged(taken, &live, &limited)?;
        self.retire_undeclared(taken, &live)?;
        let mut todo = Vec::new();
        for stocked in &taken.stock {
            todo.extend(
                self.pending(stocked, &live, &limited)?
                    .map(|contract| (stocked, contract)),
            );
        }
        self.progress.stage("conform", todo.len() as u64);
        let bench = ConformInputs {
            lake: self.lake,
            registers: self.registers,
            progress: self.progress,
            live: &live,
            options,
            bounds: bounds(self.project),
        };
        let conformed = bench.conform(&todo)?;
        let (records, findings): (Vec<DeliveryRecord>, Vec<Vec<FindingRecord>>) =
            conformed.into_iter().unzip();
        self.ledger
            .record_deliveries(&records, &findings.concat())?;
        Ok(records)
    }

    /// The deliveries that could not be read within the limits of decoding: another
    /// attempt may succeed.
    fn limited(&self) -> Result<BTreeSet<DeliveryKey>, RunError> {
        let findings = self.ledger.findings()?.into_iter();
        Ok(findings
            .filter(|f| f.rule == DECODE_LIMIT)
            .map(|f| DeliveryKey::new(&f.dataset, &f.delivery))
            .collect())
    }

    /// Compares what is about to be read with its hash.
    fn leave_out_damaged(
        &self,
        taken: &mut Intake<'a>,
        live: &LiveFiles,
        limited: &BTreeSet<DeliveryKey>,
    ) -> Result<(), RunError> {
        let mut read: BTreeSet<(&str, DateTime<Utc>)> = BTreeSet::new();
        for stocked in &taken.stock {
            if self.pending(stocked, live, limited)?.is_some() {
                read.insert((&stocked.dataset.id, stocked.landed.receipt.fetched_at));
            }
        }
        // Checks read what was landed together.
        for stocked in taken
            .stock
            .iter()
            .filter(|s| read.contains(&(s.dataset.id.as_str(), s.landed.receipt.fetched_at)))
        {
            if let Err(error) = self.lake.verify_hash(&stocked.landed) {
                taken.lost.push(taken.former.damaged(
                    &stocked.dataset.id,
                    &stocked.landed.delivery,
                    error.to_string(),
                ));
            }
        }
        let without = left_out(&taken.lost);
        taken
            .stock
            .retain(|s| !without.contains(s.dataset.id.as_str()));
        Ok(())
    }

    /// Takes out of the tables what their sources or landing no longer have.
    fn retire_undeclared(&self, taken: &Intake<'_>, live: &LiveFiles) -> Result<(), RunError> {
        for stocked in taken.stock.iter().filter(|s| s.source.is_none()) {
            retire(self.lake, &stocked.dataset.id, stocked, live)?;
        }
        let without = left_out(&taken.lost);
        for dataset in self
            .project
            .datasets
            .iter()
            .filter(|d| !without.contains(d.id.as_str()))
        {
            let its = taken.stock.iter().filter(|s| s.dataset.id == dataset.id);
            retire_unknown(self.lake, &dataset.id, its.map(|s| &s.landed), live)?;
        }
        Ok(())
    }

    /// Puts dropped files away, now that it is known what became of each.
    pub(super) fn move_landed(
        &self,
        stock: &[PendingDelivery<'_>],
        dropped: &[Dropped],
    ) -> Result<Vec<Finding>, RunError> {
        if dropped.is_empty() {
            return Ok(vec![]);
        }
        let mut fates: BTreeMap<DeliveryKey, bool> = BTreeMap::new();
        for s in stock {
            let record = self.ledger.delivery(
                &s.dataset.id,
                &s.landed.delivery,
                &s.contract_hash(&self.naming),
            )?;
            fates.extend(record.map(|r| (s.key(), r.outcome == DeliveryOutcome::Accepted)));
        }
        Ok(move_all_landed(
            self.lake,
            dropped,
            |dataset, delivery| fates.get(&DeliveryKey::new(dataset, delivery)).copied(),
            &self.ledger.findings()?,
        ))
    }
}
