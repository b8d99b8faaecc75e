//! What was conformed, committed to the tables.

use crate::error::RunError;
use crate::model::published::observation_columns;
use crate::pipeline::conform::retire::retire;
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::PendingDelivery;
use crate::store;
use crate::store::{CommitData, DeliveryRecord, QUARANTINE, Written, quarantine_columns};

impl ConformInputs<'_> {
    pub(super) fn commit(
        &self,
        stocked: &PendingDelivery<'_>,
        contract: &str,
        rows: Written,
        record: &DeliveryRecord,
    ) -> Result<(), RunError> {
        let table = stocked.dataset.id.as_str();
        let counts = [
            ("read", record.read),
            ("accepted", record.accepted),
            ("quarantined", record.quarantined),
            ("ignored", record.ignored),
        ];
        let data = self.data(table, stocked, contract, rows, &counts);
        self.lake.tables().commit(
            table,
            &observation_columns(&stocked.dataset.contract),
            &data,
        )?;
        Ok(())
    }

    /// Keeps the bad observations of a delivery.
    pub(super) fn keep_quarantined(
        &self,
        stocked: &PendingDelivery<'_>,
        contract: &str,
        quarantine: Option<Written>,
    ) -> Result<(), RunError> {
        let Some(written) = quarantine else {
            // What an earlier contract found bad is bad no longer.
            return retire(self.lake, QUARANTINE, stocked, self.live);
        };
        let count = written.rows();
        let data = self.data(
            QUARANTINE,
            stocked,
            contract,
            written,
            &[("quarantined", count)],
        );
        self.lake
            .tables()
            .commit(QUARANTINE, &quarantine_columns(), &data)?;
        Ok(())
    }

    fn data(
        &self,
        table: &str,
        stocked: &PendingDelivery<'_>,
        contract: &str,
        rows: Written,
        counts: &[(&str, u64)],
    ) -> CommitData {
        CommitData {
            delivery_sha256: stocked.landed.receipt.sha256.clone(),
            delivery: stocked.landed.delivery.clone(),
            contract_hash: contract.to_owned(),
            recorded_at: stocked.landed.receipt.fetched_at,
            rows: store::CommitContent::Written(rows),
            replaces: self.live.of(table, &stocked.landed.delivery).to_vec(),
            accounting: counts
                .iter()
                .map(|(k, n)| ((*k).to_owned(), i64::try_from(*n).unwrap_or(i64::MAX)))
                .collect(),
        }
    }
}
