//! What was found wrong with deliveries, sources and computations.

use crate::model::{Finding, Place, Severity};
use crate::store::error::StoreError;
use crate::store::ledger::connection::Ledger;
use crate::store::ledger::values::{counted, held, required};
use rusqlite::{Row, Transaction, params};

/// A fault of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingRecord {
    /// Dataset.
    pub dataset: String,
    /// Delivery; empty when none was landed.
    pub delivery: String,
    /// How bad.
    pub severity: Severity,
    /// The rule broken.
    pub rule: String,
    /// Where it was first seen.
    pub place: Place,
    /// How many share it.
    pub count: u64,
    /// Text of the first as it stood.
    pub raw: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl FindingRecord {
    /// A finding as the ledger keeps it.
    #[must_use]
    pub fn new(dataset: &str, delivery: &str, finding: &Finding) -> FindingRecord {
        FindingRecord {
            dataset: dataset.to_owned(),
            delivery: delivery.to_owned(),
            severity: finding.severity,
            rule: finding.rule.to_string(),
            place: finding.place.clone(),
            count: finding.count,
            raw: finding.raw.clone(),
            message: finding.message.clone(),
            hint: finding.hint.clone(),
        }
    }

    /// The finding again.
    #[must_use]
    pub fn into_finding(self) -> Finding {
        Finding {
            severity: self.severity,
            rule: self.rule.into(),
            place: self.place,
            raw: self.raw,
            message: self.message,
            hint: self.hint,
            count: self.count,
        }
    }
}

impl Ledger {
    /// Records the findings of sources that delivered nothing (their delivery is empty) in place of
    /// the earlier ones, save those of datasets that were not looked at.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn record_sources(
        &mut self,
        findings: &[FindingRecord],
        unseen: &[&str],
    ) -> Result<(), StoreError> {
        let unseen = serde_json::json!(unseen).to_string();
        self.write(|t| {
            let sql = "delete from findings where delivery = '' and dataset <> '' and dataset not \
                in (select value from json_each(?1))";
            t.execute(sql, [&unseen])?;
            insert_findings(t, findings)
        })
    }

    /// Records the findings of a computation (their dataset and delivery are empty) in place of
    /// those of the one before.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn record_computed(&mut self, findings: &[FindingRecord]) -> Result<(), StoreError> {
        self.write(|t| {
            t.execute(
                "delete from findings where delivery = '' and dataset = ''",
                [],
            )?;
            insert_findings(t, findings)
        })
    }

    /// All findings, by dataset and delivery, in the order in which they were found.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn findings(&self) -> Result<Vec<FindingRecord>, StoreError> {
        self.all(
            "select * from findings order by dataset, delivery, position",
            finding_of,
        )
    }
}

pub(super) fn insert_findings(
    t: &Transaction<'_>,
    findings: &[FindingRecord],
) -> rusqlite::Result<()> {
    for (position, f) in (0_i64..).zip(findings) {
        t.execute(
            "insert into findings values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                f.dataset,
                f.delivery,
                position,
                f.severity.as_str(),
                f.rule,
                f.place.file,
                f.place.part,
                held(f.place.row),
                f.place.col,
                held(f.count),
                f.raw,
                f.message,
                f.hint
            ],
        )?;
    }
    Ok(())
}

fn finding_of(row: &Row<'_>) -> rusqlite::Result<FindingRecord> {
    Ok(FindingRecord {
        dataset: row.get("dataset")?,
        delivery: row.get("delivery")?,
        severity: required(row, "severity")?,
        rule: row.get("rule")?,
        place: Place {
            file: row.get("file")?,
            part: row.get("part")?,
            row: counted(row, "row")?,
            col: row.get("col")?,
        },
        count: counted(row, "count")?,
        raw: row.get("raw")?,
        message: row.get("message")?,
        hint: row.get("hint")?,
    })
}
