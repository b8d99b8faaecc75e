//! What was received: a delivery with its accounting.

use crate::model::DeliveryOutcome;
use crate::store::error::StoreError;
use crate::store::ledger::connection::Ledger;
use crate::store::ledger::findings::{FindingRecord, insert_findings};
use crate::store::ledger::values::{counted, held, instant, parsed, required};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

/// A delivery with its accounting: `read = accepted + quarantined + ignored`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRecord {
    /// Dataset.
    pub dataset: String,
    /// First 12 hex digits of its SHA-256.
    pub delivery: String,
    /// Contract it was held to.
    pub contract_hash: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Source within the dataset.
    pub source_id: String,
    /// When it was landed.
    pub fetched_at: DateTime<Utc>,
    /// When the provider published it, if known.
    pub published_at: Option<DateTime<Utc>>,
    /// Observations read.
    pub read: u64,
    /// Observations that became rows.
    pub accepted: u64,
    /// Quarantined observations.
    pub quarantined: u64,
    /// Cells that mean no figure.
    pub ignored: u64,
    /// What became of it.
    pub outcome: DeliveryOutcome,
}

impl Ledger {
    /// Records deliveries and their findings, all at once, in place of what was recorded for them.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn record_deliveries(
        &mut self,
        records: &[DeliveryRecord],
        findings: &[FindingRecord],
    ) -> Result<(), StoreError> {
        self.write(|t| {
            for record in records {
                t.execute(
                    "delete from findings where dataset = ?1 and delivery = ?2",
                    params![record.dataset, record.delivery],
                )?;
                t.execute(
                    "insert or replace into deliveries values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
                        ?10, ?11, ?12)",
                    params![
                        record.dataset,
                        record.delivery,
                        record.contract_hash,
                        record.sha256,
                        record.source_id,
                        instant(record.fetched_at),
                        record.published_at.map(instant),
                        held(record.read),
                        held(record.accepted),
                        held(record.quarantined),
                        held(record.ignored),
                        record.outcome.as_str()
                    ],
                )?;
            }
            insert_findings(t, findings)
        })
    }

    /// What was recorded of a delivery under a contract.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn delivery(
        &self,
        dataset: &str,
        delivery: &str,
        contract_hash: &str,
    ) -> Result<Option<DeliveryRecord>, StoreError> {
        let sql =
            "select * from deliveries where dataset = ?1 and delivery = ?2 and contract_hash = ?3";
        // It is asked for each delivery that lies in landing.
        let read = || {
            let mut asked = self.connection.prepare_cached(sql)?;
            let found = asked.query_row([dataset, delivery, contract_hash], delivery_of);
            found.optional()
        };
        self.or_fault(read())
    }

    /// All deliveries, by dataset and the order in which they came.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn deliveries(&self) -> Result<Vec<DeliveryRecord>, StoreError> {
        self.all(
            "select * from deliveries order by dataset, fetched_at, sha256",
            delivery_of,
        )
    }
}

fn delivery_of(row: &Row<'_>) -> rusqlite::Result<DeliveryRecord> {
    Ok(DeliveryRecord {
        dataset: row.get("dataset")?,
        delivery: row.get("delivery")?,
        contract_hash: row.get("contract_hash")?,
        sha256: row.get("sha256")?,
        source_id: row.get("source_id")?,
        fetched_at: required(row, "fetched_at")?,
        published_at: parsed(row, "published_at")?,
        read: counted(row, "read")?,
        accepted: counted(row, "accepted")?,
        quarantined: counted(row, "quarantined")?,
        ignored: counted(row, "ignored")?,
        outcome: required(row, "outcome")?,
    })
}
