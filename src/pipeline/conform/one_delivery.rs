//! One delivery read as its contract says.

use crate::error::RunError;
use crate::ingest::{self, Delivery, DeliveryContent, Settled};
use crate::model::{DeliveryOutcome, Finding, Severity};
use crate::pipeline::conform::before::AcceptedBefore;
use crate::pipeline::conform::concepts_before::ConceptsBefore;
use crate::pipeline::conform::output::DeliveryOutput;
use crate::pipeline::conform::retire::retire;
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::{PendingDelivery, Todo};
use crate::pipeline::other_deliveries::{RowsOfOneInstant, around};
use crate::store::{
    DeliveryRecord, FindingRecord, LandedDelivery, StoreError, TableWriter, Written,
};

/// What a delivery came to.
pub(super) struct Done {
    pub(super) record: DeliveryRecord,
    pub(super) findings: Vec<FindingRecord>,
    /// Bad observations, if there are any.
    pub(super) quarantine: Option<Written>,
}

/// What a delivery is compared with: how much others hold, what they say in concepts, and what is
/// stated at the same instant.
pub(super) type OtherDeliveries<'b> = (
    &'b mut AcceptedBefore,
    &'b mut ConceptsBefore,
    &'b mut RowsOfOneInstant,
);

impl ConformInputs<'_> {
    pub(super) fn one(
        &self,
        (stocked, contract): &Todo<'_, '_>,
        room: usize,
        (before, concepts, at_once): OtherDeliveries<'_>,
    ) -> Result<Done, RunError> {
        self.options.may_go_on()?;
        let (dataset, receipt) = (stocked.dataset, &stocked.landed.receipt);
        self.progress.step(&receipt.file_name);
        let pages = receipt.pages();
        let bytes = self.bytes(&stocked.landed)?;
        let delivered = Delivery {
            published_at: stocked.publication.at,
            ..self.delivery(&stocked.landed, bytes.as_deref(), &pages)
        };
        let Some(source) = stocked.source else {
            return Err(RunError::Internal(
                "a delivery without a source was to be conformed",
            ));
        };
        let mut desk = DeliveryOutput {
            bench: *self,
            stocked,
            contract,
            rows: None,
            quarantine: None,
            room,
            around: around(self, stocked, at_once)?,
        };
        let areas = &self.registers.areas;
        let mut conformed = match &dataset.contract.records {
            None => ingest::conform_to(dataset, source, &delivered, areas, &mut desk)?,
            Some(layout) => {
                let scratch = || self.lake.scratch().map_err(std::io::Error::other);
                let of = (dataset, layout.as_ref(), source);
                ingest::records::take_in(of, &delivered, areas, (room, &scratch), &mut desk)?
            }
        };
        let DeliveryOutput {
            rows, quarantine, ..
        } = desk;
        conformed
            .findings
            .extend(stocked.publication.remark.clone());
        // A delivery of later rows only is short by nature.
        if !receipt.partial() {
            before.compare_with_last(&mut conformed, stocked, &delivered);
        }
        concepts.compare_with_last(self, stocked, &delivered, &mut conformed)?;
        let record = record_of(stocked, contract, &conformed);
        match rows.filter(|_| record.outcome == DeliveryOutcome::Accepted) {
            Some(rows) => self.commit(stocked, contract, rows.finish()?, &record)?,
            None => retire(self.lake, &dataset.id, stocked, self.live)?,
        }
        Ok(Done {
            record,
            findings: findings_of(stocked, &conformed),
            quarantine: quarantine.map(TableWriter::finish).transpose()?,
        })
    }

    /// A landed delivery on its way into rows, with its bytes where they are held.
    pub(super) fn delivery<'d>(
        &self,
        landed: &'d LandedDelivery,
        bytes: Option<&'d [u8]>,
        pages: &'d [u64],
    ) -> Delivery<'d> {
        Delivery {
            id: &landed.delivery,
            file_name: &landed.receipt.path,
            content: bytes.map_or(DeliveryContent::File(&landed.path), DeliveryContent::Held),
            pages,
            published_at: None,
            fetched_at: landed.receipt.fetched_at,
            bounds: self.bounds,
        }
    }

    /// The bytes of a delivery, compared with their hash. What is small is read once; of what is
    /// large nothing is given, for it is read piece by piece.
    pub(super) fn bytes(&self, landed: &LandedDelivery) -> Result<Option<Vec<u8>>, StoreError> {
        let small = usize::try_from(landed.receipt.size)
            .is_ok_and(|size| size <= self.lake.files().room() / 4);
        if small {
            self.lake.read(landed).map(Some)
        } else {
            self.lake.verify_hash(landed).map(|()| None)
        }
    }
}

fn record_of(stocked: &PendingDelivery<'_>, contract: &str, conformed: &Settled) -> DeliveryRecord {
    let receipt = &stocked.landed.receipt;
    DeliveryRecord {
        dataset: stocked.dataset.id.clone(),
        delivery: stocked.landed.delivery.clone(),
        contract_hash: contract.to_owned(),
        sha256: receipt.sha256.clone(),
        source_id: receipt.source_id.clone(),
        fetched_at: receipt.fetched_at,
        published_at: receipt.published_at,
        read: conformed.accounting.read,
        accepted: conformed.accounting.accepted,
        quarantined: conformed.accounting.quarantined,
        ignored: conformed.accounting.ignored,
        outcome: conformed.outcome,
    }
}

/// What was found wrong with a delivery, as bad as it turned out to be.
fn findings_of(stocked: &PendingDelivery<'_>, conformed: &Settled) -> Vec<FindingRecord> {
    // What was quarantined within the share that the contract allows did not stop the delivery.
    let worst = if conformed.outcome == DeliveryOutcome::Accepted {
        Severity::Warning
    } else {
        Severity::Error
    };
    // A repair that was not applied is a fault of the project, whatever became of the delivery.
    let severity = |f: &Finding| {
        if ingest::NOT_REPAIRED.contains(&&*f.rule) {
            f.severity
        } else {
            f.severity.min(worst)
        }
    };
    let record = |f: &Finding| {
        FindingRecord::new(
            &stocked.dataset.id,
            &stocked.landed.delivery,
            &Finding {
                severity: severity(f),
                ..f.clone()
            },
        )
    };
    conformed.findings.iter().map(record).collect()
}
