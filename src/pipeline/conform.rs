//! Deliveries into tables: read as their contract says, committed, and what is bad kept aside.
//!
//! Datasets have tables of their own, so they are worked on side by side; the deliveries of one in
//! the order in which they came, because each version of a table builds on the one before. The
//! quarantine is one table for all: its rows are committed last, in that same order, so that making
//! a lake again gives the same versions. A crash in between is repaired by conforming again, for
//! the ledger does not know a delivery before both are there.

use crate::error::RunError;
use crate::ingest::{self, Delivery, DeliveryContent, OtherStatement, Out, Quarantined};
use crate::model::published::{ColumnSpec, Rows as TableRows, Value, observation_columns};
use crate::model::{Dataset, DeliveryOutcome, Finding, Severity};
use crate::pipeline::conform_context::{ConformInputs, LiveFiles};
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::other_deliveries::{RowsOfOneInstant, StatementsByArea, around};
use crate::store::{
    self, CommitData, DeliveryRecord, FindingRecord, Lake, LandedDelivery, QUARANTINE, Sorter,
    StoreError, TableFile, TableWriter, Written, quarantine_columns, to_batch,
};
use arrow::array::{AsArray, RecordBatch};
use chrono::{DateTime, Utc};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A delivery to be conformed, and the hash of what decides how.
pub type Todo<'s, 'a> = (&'s PendingDelivery<'a>, String);

/// Takes what a table has of a delivery out of it: its source is no longer declared, or it is worth
/// nothing under today's contract.
///
/// # Errors
/// When the table cannot be written.
pub fn retire(
    lake: &Lake,
    table: &str,
    stocked: &PendingDelivery<'_>,
    live: &LiveFiles,
) -> Result<(), RunError> {
    let its = live.of(table, &stocked.landed.delivery);
    if !its.is_empty() {
        lake.tables()
            .retire(table, its, stocked.landed.receipt.fetched_at)?;
    }
    Ok(())
}

/// Takes out of a table what it has of deliveries that landing no longer has: tables are made of
/// landing and nothing else.
///
/// # Errors
/// When the table cannot be written.
pub fn retire_unknown<'l>(
    lake: &Lake,
    table: &str,
    landed: impl Iterator<Item = &'l LandedDelivery>,
    live: &LiveFiles,
) -> Result<(), RunError> {
    let known: BTreeMap<&str, DateTime<Utc>> = landed
        .map(|l| (l.delivery.as_str(), l.receipt.fetched_at))
        .collect();
    let held = live
        .0
        .get(table)
        .into_iter()
        .flatten()
        .filter(|(delivery, _)| !known.contains_key(delivery.as_str()));
    let unknown: Vec<TableFile> = held.flat_map(|(_, files)| files.iter().cloned()).collect();
    if !unknown.is_empty() {
        lake.tables().retire(
            table,
            &unknown,
            known.values().max().copied().unwrap_or_default(),
        )?;
    }
    Ok(())
}

/// Rows that are read at once.
const AT_ONCE: usize = 4096;

/// What a delivery came to.
struct Done {
    record: DeliveryRecord,
    findings: Vec<FindingRecord>,
    /// Bad observations, if there are any.
    quarantine: Option<Written>,
}

/// Rows and bad observations of a delivery on their way into files, before it is known whether the
/// tables will have them.
struct DeliveryOutput<'a> {
    bench: ConformInputs<'a>,
    stocked: &'a PendingDelivery<'a>,
    contract: &'a str,
    rows: Option<TableWriter>,
    quarantine: Option<TableWriter>,
    /// Memory for sorting.
    room: usize,
    /// What other deliveries state.
    around: StatementsByArea,
}

impl DeliveryOutput<'_> {
    fn writer(&self, table: &str, columns: &[ColumnSpec]) -> Result<TableWriter, StoreError> {
        self.bench.lake.tables().writer(
            table,
            columns,
            (&self.stocked.landed.receipt.sha256, self.contract),
        )
    }
}

impl Out for DeliveryOutput<'_> {
    fn rows(&mut self, batch: RecordBatch) -> Result<(), StoreError> {
        if self.rows.is_none() {
            let dataset = self.stocked.dataset;
            self.rows = Some(self.writer(&dataset.id, &observation_columns(&dataset.contract))?);
        }
        self.rows
            .as_mut()
            .map_or(Ok(()), |writer| writer.push(&batch))
    }

    fn aside(&mut self, bad: Vec<Quarantined>) -> Result<(), StoreError> {
        let columns = quarantine_columns();
        if self.quarantine.is_none() {
            self.quarantine = Some(self.writer(QUARANTINE, &columns)?);
        }
        let rows = TableRows {
            columns,
            rows: bad
                .iter()
                .map(|q| quarantine_row(self.stocked, q))
                .collect(),
        };
        let batch = to_batch(&rows)?;
        self.quarantine
            .as_mut()
            .map_or(Ok(()), |writer| writer.push(&batch))
    }

    fn others(&mut self, area_code: &str) -> Vec<OtherStatement> {
        self.around.remove(area_code).unwrap_or_default()
    }

    fn sorter(&self, share: usize) -> Sorter {
        self.bench.lake.sorter(self.room / share)
    }
}

fn quarantine_row(stocked: &PendingDelivery<'_>, q: &Quarantined) -> Vec<Value> {
    vec![
        stocked.dataset.id.as_str().into(),
        stocked.landed.delivery.as_str().into(),
        stocked.landed.receipt.source_id.as_str().into(),
        q.place.part.as_str().into(),
        Value::Int(i64::try_from(q.place.row).unwrap_or(i64::MAX)),
        q.place.col.as_str().into(),
        q.raw.as_str().into(),
        q.rule.into(),
        q.message.as_str().into(),
    ]
}

/// What deliveries that were accepted hold, by where they came from and in the order in which they
/// came.
#[derive(Default)]
struct AcceptedBefore(BTreeMap<(String, String), InOrder>);

/// What deliveries hold, by when they were landed and their id.
type InOrder = BTreeMap<(DateTime<Utc>, String), ingest::Held>;

/// Where a delivery came from, as far as the next one can be held against it: its source and its
/// path; every file of a drop folder is the next of the one before.
fn stream(dataset: &Dataset, landed: &LandedDelivery) -> (String, String) {
    let receipt = &landed.receipt;
    let dropped = dataset
        .sources
        .iter()
        .any(|s| s.id == receipt.source_id && s.drop.is_some());
    let fetched = receipt.transfer.is_some();
    (
        receipt.source_id.clone(),
        if dropped || fetched {
            String::new()
        } else {
            receipt.path.clone()
        },
    )
}

impl ConformInputs<'_> {
    /// Conforms deliveries. Gives the record and the findings of each, in the order asked for, for
    /// the ledger.
    ///
    /// # Errors
    /// When the lake cannot be read or written, or the run is to stop. What was committed by then
    /// is found again by the next run.
    pub fn conform(
        &self,
        todo: &[Todo<'_, '_>],
    ) -> Result<Vec<(DeliveryRecord, Vec<FindingRecord>)>, RunError> {
        let mut datasets: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, (stocked, _)) in todo.iter().enumerate() {
            datasets.entry(&stocked.dataset.id).or_default().push(i);
        }
        let datasets: Vec<Vec<usize>> = datasets.into_values().collect();
        let room = self.lake.files().room() / datasets.len().clamp(1, rayon::current_num_threads());
        let of_dataset = |places: &Vec<usize>| {
            let (mut before, mut at_once) = (self.before(places, todo)?, RowsOfOneInstant::new());
            places
                .iter()
                .map(|i| Ok((*i, self.one(&todo[*i], room, (&mut before, &mut at_once))?)))
                .collect::<Result<Vec<_>, RunError>>()
        };
        let done = datasets
            .par_iter()
            .map(of_dataset)
            .collect::<Result<Vec<_>, RunError>>()?;
        let done: BTreeMap<usize, Done> = done.into_iter().flatten().collect();
        let mut told = Vec::new();
        for ((stocked, contract), done) in todo.iter().zip(done.into_values()) {
            self.options.may_go_on()?;
            self.keep_aside(stocked, contract, done.quarantine)?;
            told.push((done.record, done.findings));
        }
        Ok(told)
    }

    /// What the deliveries that are not conformed anew hold, where the contract asks how much the
    /// one before held.
    fn before(&self, places: &[usize], todo: &[Todo<'_, '_>]) -> Result<AcceptedBefore, RunError> {
        let Some((stocked, _)) = places.first().and_then(|i| todo.get(*i)) else {
            return Ok(AcceptedBefore::default());
        };
        if stocked.dataset.contract.volume.of_last.is_none() {
            return Ok(AcceptedBefore::default());
        }
        let anew: BTreeSet<&str> = places
            .iter()
            .filter_map(|i| todo.get(*i))
            .map(|(s, _)| s.landed.delivery.as_str())
            .collect();
        let held = match self.held(&stocked.dataset.id) {
            // Rows of an earlier contract: then every delivery is conformed anew.
            Err(StoreError::Table { .. }) => BTreeMap::new(),
            held => held?,
        };
        let kept = self
            .lake
            .landed(&stocked.dataset.id)?
            .into_iter()
            .filter(|l| !l.receipt.partial() && !anew.contains(l.delivery.as_str()));
        let known = kept.filter_map(|l| {
            let held = *held.get(&l.delivery)?;
            let of = stream(stocked.dataset, &l);
            Some((of, ((l.receipt.fetched_at, l.delivery), held)))
        });
        let mut before = AcceptedBefore::default();
        for (stream, (at, held)) in known {
            before.0.entry(stream).or_default().insert(at, held);
        }
        Ok(before)
    }

    /// What a table holds of each delivery.
    fn held(&self, table: &str) -> Result<BTreeMap<String, ingest::Held>, StoreError> {
        let parts = self.lake.tables().parts(table, None)?;
        let mut found: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
        for file in &parts.files {
            let (rows, areas) = found.entry(file.delivery.clone()).or_default();
            *rows += file.rows;
            for batch in parts.batches(file, &["area_code"], AT_ONCE)? {
                let batch = batch?;
                let codes = batch
                    .column_by_name("area_code")
                    .and_then(|c| c.as_string_opt::<i32>());
                areas.extend(
                    codes
                        .into_iter()
                        .flat_map(|codes| codes.iter().flatten().map(str::to_owned)),
                );
            }
        }
        Ok(found
            .into_iter()
            .map(|(id, (rows, areas))| {
                (
                    id,
                    ingest::Held {
                        rows,
                        areas: areas.len() as u64,
                    },
                )
            })
            .collect())
    }

    fn one(
        &self,
        (stocked, contract): &Todo<'_, '_>,
        room: usize,
        (before, at_once): (&mut AcceptedBefore, &mut RowsOfOneInstant),
    ) -> Result<Done, RunError> {
        self.options.may_go_on()?;
        let (dataset, receipt) = (stocked.dataset, &stocked.landed.receipt);
        self.progress.step(&receipt.file_name);
        let pages = receipt.pages();
        // What is small is read once; what is large is held against its hash first and then read
        // piece by piece.
        let small =
            usize::try_from(receipt.size).is_ok_and(|size| size <= self.lake.files().room() / 4);
        let bytes = if small {
            self.lake.read(&stocked.landed)?
        } else {
            self.lake
                .hold_against_hash(&stocked.landed)
                .map(|()| Vec::new())?
        };
        let delivered = Delivery {
            id: &stocked.landed.delivery,
            file_name: &receipt.path,
            content: if small {
                DeliveryContent::Held(&bytes)
            } else {
                DeliveryContent::File(&stocked.landed.path)
            },
            pages: &pages,
            published_at: stocked.publication.at,
            fetched_at: receipt.fetched_at,
            bounds: self.bounds,
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
        let mut conformed = ingest::conform_to(
            dataset,
            source,
            &delivered,
            &self.registers.areas,
            &mut desk,
        )?;
        let DeliveryOutput {
            rows, quarantine, ..
        } = desk;
        conformed
            .findings
            .extend(stocked.publication.remark.clone());
        // A delivery of later rows only is short by nature.
        if !receipt.partial() {
            let of_stream = before
                .0
                .entry(stream(dataset, &stocked.landed))
                .or_default();
            let moment = (receipt.fetched_at, stocked.landed.delivery.clone());
            let last = of_stream
                .range(..moment.clone())
                .next_back()
                .map(|(_, held)| *held);
            ingest::refuse_shrunken(&mut conformed, dataset, &delivered, last);
            if conformed.outcome == DeliveryOutcome::Accepted {
                of_stream.insert(moment, conformed.held);
            }
        }
        let record = DeliveryRecord {
            dataset: dataset.id.clone(),
            delivery: stocked.landed.delivery.clone(),
            contract_hash: contract.clone(),
            sha256: receipt.sha256.clone(),
            source_id: receipt.source_id.clone(),
            fetched_at: receipt.fetched_at,
            published_at: receipt.published_at,
            read: conformed.accounting.read,
            accepted: conformed.accounting.accepted,
            quarantined: conformed.accounting.quarantined,
            ignored: conformed.accounting.ignored,
            outcome: conformed.outcome,
        };
        match rows.filter(|_| record.outcome == DeliveryOutcome::Accepted) {
            Some(rows) => self.commit(stocked, contract, rows.finish()?, &record)?,
            None => retire(self.lake, &dataset.id, stocked, self.live)?,
        }
        // What was kept aside within the share that the contract allows did not stop the delivery.
        let worst = if record.outcome == DeliveryOutcome::Accepted {
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
        let told = |f: &Finding| {
            FindingRecord::new(
                &dataset.id,
                &stocked.landed.delivery,
                &Finding {
                    severity: severity(f),
                    ..f.clone()
                },
            )
        };
        Ok(Done {
            record,
            findings: conformed.findings.iter().map(told).collect(),
            quarantine: quarantine.map(TableWriter::finish).transpose()?,
        })
    }

    fn commit(
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
    fn keep_aside(
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
