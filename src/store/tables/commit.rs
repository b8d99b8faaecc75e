//! The rows of a delivery added to a table.

use crate::model::published::ColumnSpec;
use crate::model::{Period, RecordLayout};
use crate::records::PERIOD;
use crate::store::data_file::{CommitContent, TableWriter, Written};
use crate::store::error::StoreError;
use crate::store::hash::short;
use crate::store::row_order::sorted_by;
use crate::store::table_file::TableFile;
use crate::store::tables::log_entry::removes;
use crate::store::tables::open::{Tables, block_on, failed, state_of};
use crate::store::{log, parquet};
use chrono::{DateTime, Utc};
use deltalake::kernel::{Action, StructType};
use deltalake::protocol::{DeltaOperation, SaveMode};
use deltalake::table::state::DeltaTableState;
use std::collections::BTreeMap;

/// The note of a file of records that says when they became known.
const KNOWN_FROM: &str = "chiso.known_from";
/// The note that says when they were landed.
const RECORDED_AT: &str = "chiso.recorded_at";

/// What one commit adds to a table.
#[derive(Debug)]
pub struct CommitData {
    /// SHA-256 of the delivery, in full.
    pub delivery_sha256: String,
    /// Id of the delivery: its first 12 digits, and what tells a second arrival of the same bytes
    /// apart.
    pub delivery: String,
    /// SHA-256 of the contract, in full.
    pub contract_hash: String,
    /// When the delivery was landed. The only instant that goes into the table's files.
    pub recorded_at: DateTime<Utc>,
    /// The rows.
    pub rows: CommitContent,
    /// Live files that these rows take the place of; those no longer live are passed over.
    pub replaces: Vec<TableFile>,
    /// Counts to be kept with the commit, such as `read`, `accepted`.
    pub accounting: BTreeMap<String, i64>,
}

/// What a commit came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Version of the table afterwards.
    pub version: u64,
    /// It was not there before.
    pub new: bool,
}

impl Tables<'_> {
    /// Adds the rows of a delivery, in place of files that they supersede. Rows that are live
    /// already are not added again.
    ///
    /// # Errors
    /// When the rows do not have these columns, or the commit fails; then the table is as it was.
    pub fn commit(
        &self,
        table: &str,
        columns: &[ColumnSpec],
        data: &CommitData,
    ) -> Result<Committed, StoreError> {
        let written = match &data.rows {
            CommitContent::Written(written) => written,
            CommitContent::Batch(batch) => {
                let keys: Vec<&str> = columns
                    .iter()
                    .filter(|c| c.key)
                    .map(|c| c.name.as_str())
                    .collect();
                let mut writer =
                    self.writer(table, columns, (&data.delivery_sha256, &data.contract_hash))?;
                writer.push(&sorted_by(batch, &keys)?)?;
                &writer.finish()?
            }
        };
        block_on(self.commit_in_runtime(table, columns, data, written))?
    }

    /// Writes the rows of a delivery (its and its contract's SHA-256 are given) piece by piece,
    /// before it is known whether they will be committed.
    ///
    /// # Errors
    /// When the lake cannot be written.
    pub fn writer(
        &self,
        table: &str,
        columns: &[ColumnSpec],
        (delivery, contract): (&str, &str),
    ) -> Result<TableWriter, StoreError> {
        let notes = [
            ("chiso.table", table),
            ("chiso.delivery", delivery),
            ("chiso.contract", contract),
        ];
        TableWriter::new(
            self.files(),
            self.lake.root(),
            table,
            columns,
            &notes.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
        )
    }

    /// Writes the records of a delivery (its and its contract's SHA-256 are given) piece by piece;
    /// when the delivery became known stands once, for all of them, and so does the period of which it
    /// has all.
    ///
    /// # Errors
    /// When the lake cannot be written.
    pub fn record_writer(
        &self,
        (table, columns): (&str, &[ColumnSpec]),
        layout: &RecordLayout,
        (delivery, contract): (&str, &str),
        (known_from, recorded_at): (DateTime<Utc>, DateTime<Utc>),
        period: Option<Period>,
    ) -> Result<TableWriter, StoreError> {
        let (known_from, recorded_at) = (known_from.to_rfc3339(), recorded_at.to_rfc3339());
        let notes = [
            ("chiso.table", table),
            ("chiso.delivery", delivery),
            ("chiso.contract", contract),
            (KNOWN_FROM, &known_from),
            (RECORDED_AT, &recorded_at),
        ];
        let notes = notes.map(|(k, v)| (k.to_owned(), v.to_owned()));
        let period = period.map(|period| (PERIOD.to_owned(), period.to_string()));
        TableWriter::of_records(
            self.files(),
            self.lake.root(),
            (table, columns),
            layout,
            &notes.into_iter().chain(period).collect(),
        )
    }

    async fn commit_in_runtime(
        &self,
        table: &str,
        columns: &[ColumnSpec],
        data: &CommitData,
        written: &Written,
    ) -> Result<Committed, StoreError> {
        let loaded = self.load(table, None).await?;
        let state = loaded.as_ref().map(|t| state_of(table, t)).transpose()?;
        let live = state.map_or(Ok(vec![]), |s| self.files_of(table, s))?;
        let contract = short(&data.contract_hash);
        if let Some(state) = state
            && let Some(file) = live
                .iter()
                .find(|f| f.delivery == data.delivery && f.contract == contract)
        {
            if !file.path.exists() {
                written.place(&file.path)?; // the same rows give the same bytes
            }
            return Ok(Committed {
                version: state.version(),
                new: false,
            });
        }
        let version = state.map_or(0, |s| s.version() + 1);
        let name = self
            .place(
                table,
                loaded.as_ref(),
                &format!("{}-{contract}", data.delivery),
                written,
            )
            .await?;

        let mut actions = actions_of(table, columns, data, state)?;
        actions.extend(removes(&live, &data.replaces, data.recorded_at));
        actions.push(log::add(&name, &written.file, data.recorded_at, version)?);
        let store = match &loaded {
            Some(loaded) => loaded.log_store(),
            None => self
                .builder(table)?
                .build()
                .map_err(failed(table))?
                .log_store(),
        };
        let operation = DeltaOperation::Write {
            mode: SaveMode::Append,
            partition_by: None,
            predicate: None,
        };
        let version = self
            .write_log(table, store, state, actions, operation)
            .await?;
        Ok(Committed { version, new: true })
    }
}

/// When the records of a data file became known, and when they were landed.
///
/// # Errors
/// When the file is damaged, or does not say it.
pub fn moments_of_records(file: &TableFile) -> Result<(DateTime<Utc>, DateTime<Utc>), StoreError> {
    let notes = parquet::notes_of(&file.path)?;
    let moment = |key| -> Result<DateTime<Utc>, StoreError> {
        let instant = notes.get(key).and_then(|text| text.parse().ok());
        instant.ok_or_else(|| StoreError::Damaged {
            path: file.path.clone(),
            detail: "it does not say when its records became known".to_owned(),
            remedy: "remove the table, and `chiso run` makes it again",
        })
    };
    Ok((moment(KNOWN_FROM)?, moment(RECORDED_AT)?))
}

/// What a commit says besides its data files: who commits, which columns there are now, and which
/// delivery it is.
fn actions_of(
    table: &str,
    columns: &[ColumnSpec],
    data: &CommitData,
    state: Option<&DeltaTableState>,
) -> Result<Vec<Action>, StoreError> {
    let mut actions = vec![log::commit_info(
        "WRITE",
        data.recorded_at,
        &data.accounting,
    )];
    if state.is_none() {
        actions.push(log::protocol()?);
    }
    let created = state
        .and_then(|s| s.metadata().created_time())
        .unwrap_or_else(|| data.recorded_at.timestamp_millis());
    let metadata = log::metadata(table, columns, created)?;
    let declared: StructType = metadata.parse_schema().map_err(failed(table))?;
    if state.is_none_or(|s| *s.schema() != declared) {
        actions.push(Action::Metadata(metadata));
    }
    actions.push(log::transaction(&format!(
        "{}{}@{}",
        data.delivery_sha256,
        data.delivery.get(12..).unwrap_or_default(),
        short(&data.contract_hash)
    )));
    Ok(actions)
}
