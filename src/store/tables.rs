//! Delta tables: which delivery's rows are live, committed atomically and readable at every older
//! version.
//!
//! One data file per delivery and contract, so a table is the list of files that its deliveries
//! gave. Tables are a pure function of `landing/` and the configuration: remove `tables/`, run
//! again, and every byte is the same.

use crate::env::Files;
use crate::model::published::{ColumnSpec, ColumnType};
use crate::store::data_file::{CommitContent, DataFiles, TableWriter, Written};
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::{sha256_hex, sha256_of_file, short};
use crate::store::lake::{Lake, check_name};
use crate::store::table_file::TableFile;
use crate::store::{log, parquet};
use ::arrow::array::RecordBatch;
use chrono::{DateTime, Utc};
use deltalake::kernel::transaction::{CommitBuilder, TableReference};
use deltalake::kernel::{Action, StructType};
use deltalake::logstore::LogStoreRef;
use deltalake::protocol::{DeltaOperation, SaveMode};
use deltalake::table::state::DeltaTableState;
use deltalake::{DeltaTable, DeltaTableBuilder, ensure_table_uri};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;
use tokio::runtime::Runtime;

/// The table of observations that were kept aside as bad.
pub const QUARANTINE: &str = "_quarantine";

/// Columns of [`QUARANTINE`].
#[must_use]
pub fn quarantine_columns() -> Vec<ColumnSpec> {
    use ColumnType::{BigInt, Text};
    let column = |name: &str, ty, key, doc, doc_vi| ColumnSpec {
        name: name.to_owned(),
        ty,
        key,
        doc,
        doc_vi,
    };
    vec![
        column("dataset", Text, true, "dataset id", "mã bộ số liệu"),
        column(
            "delivery",
            Text,
            true,
            "first 12 hex digits of the SHA-256 of the delivery",
            "12 chữ số thập lục phân đầu của mã băm SHA-256 của lần giao số liệu",
        ),
        column(
            "source_id",
            Text,
            true,
            "source of the delivery",
            "nguồn của lần giao số liệu",
        ),
        column(
            "part",
            Text,
            true,
            "sheet or member",
            "trang tính hoặc tệp thành phần",
        ),
        column(
            "row",
            BigInt,
            true,
            "row in the delivered file, from 1",
            "số dòng trong tệp được giao, tính từ 1",
        ),
        column(
            "col",
            Text,
            true,
            "column in the delivered file",
            "cột trong tệp được giao",
        ),
        column(
            "raw",
            Text,
            false,
            "the cell's text as it stood",
            "nội dung nguyên văn của ô",
        ),
        column("rule", Text, true, "rule broken", "quy tắc bị vi phạm"),
        column("message", Text, false, "what is wrong", "sai ở đâu"),
    ]
}

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
    /// Counts to be kept beside the commit, such as `read`, `accepted`.
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

impl Lake {
    /// The lake's tables.
    #[must_use]
    pub const fn tables(&self) -> Tables<'_> {
        Tables { lake: self }
    }
}

/// The Delta tables of a lake. Calls block; from async code, call them where blocking is allowed.
#[derive(Clone, Debug)]
pub struct Tables<'a> {
    lake: &'a Lake,
}

impl Tables<'_> {
    /// The live files of a table by name; none when the table does not exist.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn live(&self, table: &str) -> Result<Vec<TableFile>, StoreError> {
        self.live_at(table, None)
    }

    /// The live files of a table at a version (the newest when `None`), by name; none when the
    /// table does not exist.
    ///
    /// # Errors
    /// When the table cannot be read, or has no such version.
    pub fn live_at(&self, table: &str, version: Option<u64>) -> Result<Vec<TableFile>, StoreError> {
        block_on(async {
            self.load(table, version)
                .await?
                .map_or(Ok(vec![]), |t| self.files_of(table, state_of(table, &t)?))
        })?
    }

    /// SHA-256 over the log entries of a table up to a version: which history a release was made
    /// from.
    ///
    /// # Errors
    /// When an entry cannot be read.
    pub fn log_hash(&self, table: &str, version: u64) -> Result<String, StoreError> {
        let mut text = Vec::new();
        for entry in 0..=version {
            let path = self
                .dir(table)
                .join("_delta_log")
                .join(format!("{entry:020}.json"));
            text.extend(fs::read(&path).map_err(read_failed(&path))?);
        }
        Ok(sha256_hex(&text))
    }

    /// The newest version of a table; `None` when it does not exist.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub fn version(&self, table: &str) -> Result<Option<u64>, StoreError> {
        block_on(async {
            self.load(table, None)
                .await?
                .map(|t| state_of(table, &t).map(DeltaTableState::version))
                .transpose()
        })?
    }

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
                writer.push(&parquet::sorted_by(batch, &keys)?)?;
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

    /// The live files of a table at a version (the newest when `None`), in the order of names, with
    /// the columns that all of them must have.
    ///
    /// # Errors
    /// As [`Tables::live_at`].
    pub fn parts(&self, table: &str, version: Option<u64>) -> Result<DataFiles, StoreError> {
        let (files, expected) = block_on(async {
            let Some(loaded) = self.load(table, version).await? else {
                return Ok((vec![], None));
            };
            let state = state_of(table, &loaded)?;
            Ok::<_, StoreError>((
                self.files_of(table, state)?,
                Some(state.snapshot().arrow_schema()),
            ))
        })??;
        Ok(DataFiles {
            table: table.to_owned(),
            files,
            expected,
        })
    }

    /// Takes files out of a table, as when their source is no longer declared. Those not live are
    /// passed over.
    ///
    /// # Errors
    /// When the commit fails; then the table is as it was.
    pub fn retire(
        &self,
        table: &str,
        files: &[TableFile],
        at: DateTime<Utc>,
    ) -> Result<Option<u64>, StoreError> {
        block_on(async {
            let Some(loaded) = self.load(table, None).await? else {
                return Ok(None);
            };
            let state = state_of(table, &loaded)?;
            let removes = removes(&self.files_of(table, state)?, files, at);
            if removes.is_empty() {
                return Ok(Some(state.version()));
            }
            let actions = std::iter::once(log::commit_info("DELETE", at, &BTreeMap::new()))
                .chain(removes)
                .collect();
            let operation = DeltaOperation::Delete { predicate: None };
            self.write_log(table, loaded.log_store(), Some(state), actions, operation)
                .await
                .map(Some)
        })?
    }

    /// The rows of the files live at a version (the newest when `None`), in the order of file
    /// names; none when the table does not exist.
    ///
    /// # Errors
    /// When the version does not exist, a file is damaged, or a live file still has the columns of
    /// an earlier contract.
    pub fn read(&self, table: &str, version: Option<u64>) -> Result<Vec<RecordBatch>, StoreError> {
        let parts = self.parts(table, version)?;
        let mut batches = vec![];
        for file in &parts.files {
            batches.extend(
                parts
                    .batches(file, &[], usize::MAX)?
                    .collect::<Result<Vec<_>, _>>()?,
            );
        }
        Ok(batches)
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
            "{}{}@{contract}",
            data.delivery_sha256,
            data.delivery.get(12..).unwrap_or_default()
        )));
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

    /// Gives a data file its place and says under which name. A file that an older version refers
    /// to is never overwritten by other bytes.
    async fn place(
        &self,
        table: &str,
        loaded: Option<&DeltaTable>,
        stem: &str,
        written: &Written,
    ) -> Result<String, StoreError> {
        let (dir, files) = (self.dir(table), self.files());
        files.create_dir(&dir)?;
        let mut attempt = 1;
        loop {
            let name = if attempt == 1 {
                format!("{stem}.parquet")
            } else {
                format!("{stem}-{attempt}.parquet")
            };
            let path = dir.join(&name);
            let there = path.exists();
            if there && sha256_of_file(&path).map_err(read_failed(&path))?.0 == written.file.sha256
            {
                files.sync(&path)?;
                return Ok(name);
            }
            let committed = match loaded {
                Some(loaded) if there => was_committed(table, loaded, &name).await?,
                _ => false,
            };
            if !committed {
                written.place(&path)?;
                return Ok(name);
            }
            attempt += 1;
        }
    }

    async fn write_log(
        &self,
        table: &str,
        store: LogStoreRef,
        state: Option<&DeltaTableState>,
        actions: Vec<Action>,
        operation: DeltaOperation,
    ) -> Result<u64, StoreError> {
        let files = self.files();
        files.may_write(&self.dir(table))?;
        files.step();
        // no retries: the lake has one writer, and a version that appears meanwhile is a fault to
        // be told. Awaiting the prepared commit and not what it returns leaves out the hooks that
        // write checkpoints and clean up
        let builder = CommitBuilder::default()
            .with_actions(actions)
            .with_max_retries(0);
        let commit = builder.build(state.map(|s| s as &dyn TableReference), store, operation);
        let prepared = commit
            .into_prepared_commit_future()
            .await
            .map_err(failed(table))?;
        let version = prepared.await.map_err(failed(table))?.version;
        files.step();
        let dir = self.dir(table).join("_delta_log");
        files.sync(&dir.join(format!("{version:020}.json")))?;
        files.sync(&dir)?;
        files.sync(&self.dir(table))?;
        Ok(version)
    }

    fn files_of(&self, table: &str, state: &DeltaTableState) -> Result<Vec<TableFile>, StoreError> {
        let dir = self.dir(table);
        let mut files = vec![];
        for view in state.log_data().iter() {
            let name = view.path().into_owned();
            let foreign = || failed(table)(format!("`{name}` was not written by chiso"));
            let mut parts = name
                .strip_suffix(".parquet")
                .ok_or_else(foreign)?
                .split('-');
            let (Some(delivery), Some(contract)) = (parts.next(), parts.next()) else {
                return Err(foreign());
            };
            #[expect(deprecated, reason = "the only public way to an Add action's tags")]
            let tags = view.add_action().tags.unwrap_or_default();
            let version = tags
                .get(log::TAG)
                .and_then(|v| log::FileTag::parse(v.as_deref()?))
                .map(|t| t.version);
            files.push(TableFile {
                delivery: delivery.to_owned(),
                contract: contract.to_owned(),
                rows: view.num_records().ok_or_else(foreign)? as u64,
                bytes: view.size(),
                version_added: version.ok_or_else(foreign)?,
                path: dir.join(&name),
            });
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    async fn load(
        &self,
        table: &str,
        version: Option<u64>,
    ) -> Result<Option<DeltaTable>, StoreError> {
        check_name("table name", table)?;
        if !self
            .dir(table)
            .join("_delta_log")
            .join(format!("{:020}.json", 0))
            .exists()
        {
            return match version {
                None => Ok(None),
                Some(v) => Err(failed(table)(format!(
                    "there is no version {v}: the table does not exist"
                ))),
            };
        }
        let builder = self.builder(table)?;
        let builder = version
            .into_iter()
            .fold(builder, DeltaTableBuilder::with_version);
        builder.load().await.map(Some).map_err(failed(table))
    }

    fn builder(&self, table: &str) -> Result<DeltaTableBuilder, StoreError> {
        let dir = self.dir(table);
        let text = dir
            .to_str()
            .ok_or_else(|| failed(table)(format!("the path `{}` is not UTF-8", dir.display())))?;
        ensure_table_uri(text)
            .and_then(DeltaTableBuilder::from_url)
            .map_err(failed(table))
    }

    fn dir(&self, table: &str) -> PathBuf {
        self.lake.tables_dir().join(table)
    }

    fn files(&self) -> &Files {
        self.lake.files()
    }
}

/// A loaded table always has a state; this says so without a panic.
fn state_of<'t>(table: &str, loaded: &'t DeltaTable) -> Result<&'t DeltaTableState, StoreError> {
    loaded.snapshot().map_err(failed(table))
}

/// Whether any version of the table refers to a data file.
async fn was_committed(table: &str, loaded: &DeltaTable, name: &str) -> Result<bool, StoreError> {
    let store = loaded.log_store();
    for version in 0..=state_of(table, loaded)?.version() {
        let entry = store
            .read_commit_entry(version)
            .await
            .map_err(failed(table))?;
        if entry.is_none_or(|bytes| String::from_utf8_lossy(&bytes).contains(name)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn removes(live: &[TableFile], gone: &[TableFile], at: DateTime<Utc>) -> Vec<Action> {
    live.iter()
        .filter(|f| gone.iter().any(|g| g.path == f.path))
        .map(|f| log::remove(f.name(), f.bytes, at))
        .collect()
}

fn failed<E: ToString>(table: &str) -> impl Fn(E) -> StoreError {
    move |e| StoreError::Table {
        table: table.to_owned(),
        detail: e.to_string(),
    }
}

/// deltalake is asynchronous and nothing else here is: its calls share one small runtime, whose
/// threads are used again.
fn block_on<F: Future>(future: F) -> Result<F::Output, StoreError> {
    static ENGINE: OnceLock<Runtime> = OnceLock::new();
    let engine = if let Some(engine) = ENGINE.get() {
        engine
    } else {
        let made = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(StoreError::Engine)?;
        ENGINE.get_or_init(|| made)
    };
    Ok(engine.block_on(future))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::published::{Rows, Value};
    use crate::store::hash::sha256_hex;
    use crate::store::to_batch;
    use ::arrow::array::AsArray;
    use ::arrow::datatypes::Int64Type;

    fn columns(extra: bool) -> Vec<ColumnSpec> {
        let column = |name: &str, ty, key| ColumnSpec {
            name: name.into(),
            ty,
            key,
            doc: "",
            doc_vi: "",
        };
        let mut columns = vec![
            column("area_code", ColumnType::Text, true),
            column("area_date", ColumnType::Date, true),
            column("n", ColumnType::BigInt, false),
            column("value", ColumnType::Dec, false),
            column("recorded_at", ColumnType::Timestamp, false),
        ];
        if extra {
            columns.push(column("note", ColumnType::Text, false));
        }
        columns
    }

    fn at(day: u32) -> DateTime<Utc> {
        format!("2026-01-{day:02}T00:00:00Z").parse().unwrap()
    }

    /// A delivery named by one letter, whose rows hold `values`.
    fn data(
        letter: char,
        contract: char,
        day: u32,
        values: &[i64],
        columns: &[ColumnSpec],
    ) -> CommitData {
        let row = |n: &i64| {
            let date: chrono::NaiveDate = "2020-12-31".parse().unwrap();
            let mut row: Vec<Value> = vec![
                format!("{:02}", n % 100).into(),
                date.into(),
                (*n).into(),
                crate::model::Dec::from_int(*n).into(),
                at(day).into(),
            ];
            row.resize(columns.len(), Value::Null);
            row
        };
        let rows = Rows {
            columns: columns.to_vec(),
            rows: values.iter().map(row).collect(),
        };
        CommitData {
            delivery_sha256: letter.to_string().repeat(64),
            delivery: letter.to_string().repeat(12),
            contract_hash: contract.to_string().repeat(64),
            recorded_at: at(day),
            rows: CommitContent::Batch(to_batch(&rows).unwrap()),
            replaces: vec![],
            accounting: BTreeMap::from([
                ("read".to_owned(), 3),
                ("accepted".to_owned(), 2),
                ("ignored".to_owned(), 1),
            ]),
        }
    }

    fn lake() -> (tempfile::TempDir, Lake) {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(&dir.path().join("hồ dữ liệu #1"), Files::real()).unwrap();
        (dir, lake)
    }

    fn numbers(batches: &[RecordBatch]) -> Vec<i64> {
        batches
            .iter()
            .flat_map(|b| b.column(2).as_primitive::<Int64Type>().values().to_vec())
            .collect()
    }

    fn contracts(files: &[TableFile]) -> Vec<String> {
        files
            .iter()
            .map(|f| {
                format!(
                    "{}{}@{}:{}",
                    &f.delivery[..1],
                    &f.contract[..1],
                    f.version_added,
                    f.rows
                )
            })
            .collect()
    }

    /// What an office does over time: two deliveries, a contract that changes columns, a source
    /// that is dropped.
    fn history(lake: &Lake) {
        let (tables, old, new) = (lake.tables(), columns(false), columns(true));
        tables
            .commit("firms", &old, &data('a', '1', 1, &[2, 1], &old))
            .unwrap();
        tables
            .commit("firms", &old, &data('b', '1', 2, &[3], &old))
            .unwrap();
        for (letter, day) in [('a', 1), ('b', 2)] {
            let replaces = tables
                .live("firms")
                .unwrap()
                .into_iter()
                .filter(|f| f.delivery.starts_with(letter))
                .collect();
            tables
                .commit(
                    "firms",
                    &new,
                    &CommitData {
                        replaces,
                        ..data(letter, '2', day, &[5, 4], &new)
                    },
                )
                .unwrap();
        }
        let gone: Vec<_> = tables
            .live("firms")
            .unwrap()
            .into_iter()
            .filter(|f| f.delivery.starts_with('b'))
            .collect();
        tables.retire("firms", &gone, at(3)).unwrap();
        let bad = quarantine_columns();
        let row = ["firms", "aaaaaaaaaaaa", "gso", ""]
            .map(Value::from)
            .into_iter()
            .chain([
                Value::Int(7),
                "n".into(),
                "x".into(),
                "number".into(),
                "".into(),
            ]);
        let batch = to_batch(&Rows {
            columns: bad.clone(),
            rows: vec![row.collect()],
        })
        .unwrap();
        tables
            .commit(
                QUARANTINE,
                &bad,
                &CommitData {
                    rows: CommitContent::Batch(batch),
                    ..data('a', '2', 1, &[], &old)
                },
            )
            .unwrap();
    }

    fn tree(dir: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut open = vec![dir.to_owned()];
        while let Some(next) = open.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    found.insert(
                        path.strip_prefix(dir).unwrap().display().to_string(),
                        fs::read(&path).unwrap(),
                    );
                }
            }
        }
        found
    }

    #[test]
    fn a_table_that_does_not_exist_is_empty() {
        let (_dir, lake) = lake();
        let tables = lake.tables();
        assert_eq!(
            (
                tables.live("firms").unwrap(),
                tables.version("firms").unwrap()
            ),
            (vec![], None)
        );
        assert!(tables.read("firms", None).unwrap().is_empty());
        assert_eq!(tables.retire("firms", &[], at(1)).unwrap(), None);
        assert!(tables.read("firms", Some(0)).is_err());
        assert!(tables.live("../x").is_err());
        assert!(!lake.tables_dir().exists());
    }

    #[test]
    fn deliveries_are_added_replaced_and_retired_and_every_version_stays() {
        let (_dir, lake) = lake();
        history(&lake);
        let tables = lake.tables();
        assert_eq!(tables.version("firms").unwrap(), Some(4));
        assert_eq!(contracts(&tables.live("firms").unwrap()), ["a2@2:2"]);
        assert_eq!(
            numbers(&tables.read("firms", None).unwrap()),
            [4, 5],
            "sorted by key"
        );
        assert_eq!(numbers(&tables.read("firms", Some(0)).unwrap()), [1, 2]);
        assert_eq!(numbers(&tables.read("firms", Some(1)).unwrap()), [1, 2, 3]);
        assert_eq!(
            numbers(&tables.read("firms", Some(3)).unwrap()),
            [4, 5, 4, 5]
        );
        assert_eq!(tables.read("firms", None).unwrap()[0].num_columns(), 6);
        assert_eq!(tables.read("firms", Some(1)).unwrap()[0].num_columns(), 5);
        let between = tables.read("firms", Some(2)).unwrap_err().to_string();
        assert!(between.contains("of an earlier contract"), "{between}");
        assert!(tables.read("firms", Some(99)).is_err());
        assert_eq!(tables.read(QUARANTINE, None).unwrap()[0].num_rows(), 1);
    }

    #[test]
    fn the_same_deliveries_give_the_same_bytes() {
        let (_dir, lake) = lake();
        history(&lake);
        let first = tree(&lake.tables_dir());
        fs::remove_dir_all(lake.tables_dir()).unwrap();
        history(&lake);
        let second = tree(&lake.tables_dir());
        assert_eq!(
            first.keys().collect::<Vec<_>>(),
            second.keys().collect::<Vec<_>>()
        );
        for (name, bytes) in &first {
            assert!(
                *bytes == second[name],
                "`{name}` differs:\n{}\n{}",
                String::from_utf8_lossy(bytes),
                String::from_utf8_lossy(&second[name])
            );
        }
        let (_other_dir, other) = self::lake();
        history(&other);
        assert!(
            tree(&other.tables_dir()) == first,
            "nor does the folder matter"
        );
    }

    #[test]
    fn the_log_says_what_was_committed_and_nothing_of_today() {
        let (_dir, lake) = lake();
        history(&lake);
        let log = fs::read_to_string(
            lake.tables_dir()
                .join("firms/_delta_log/00000000000000000000.json"),
        )
        .unwrap();
        let lines: Vec<&str> = log.lines().collect();
        assert_eq!(
            lines[0],
            format!(
                r#"{{"commitInfo":{{"timestamp":1767225600000,"operation":"WRITE","operationParameters":{{}},"engineInfo":"chiso/{}","accounting":{{"accepted":2,"ignored":1,"read":3}}}}}}"#,
                env!("CARGO_PKG_VERSION")
            )
        );
        assert!(
            lines[1].starts_with(r#"{"protocol":{"minReaderVersion":1,"minWriterVersion":2"#),
            "{}",
            lines[1]
        );
        assert!(
            lines[2].contains(r#""createdTime":1767225600000"#)
                && lines[2].contains(r#"{"delta.enableExpiredLogCleanup":"false"}"#),
            "{}",
            lines[2]
        );
        assert!(
            lines[3].contains(&format!("{}@111111111111", "a".repeat(64))),
            "{}",
            lines[3]
        );
        assert!(
            lines[4]
                .contains(r#"\"minValues\":{\"area_code\":\"01\",\"area_date\":\"2020-12-31\"}"#),
            "{}",
            lines[4]
        );
        assert_eq!(lines.len(), 5);
        assert!(
            !lake
                .tables_dir()
                .join("firms/_delta_log/_last_checkpoint")
                .exists()
        );
    }

    #[test]
    fn a_repeated_commit_changes_nothing() {
        let (_dir, lake) = lake();
        let (tables, columns) = (lake.tables(), columns(false));
        let first = tables
            .commit("firms", &columns, &data('a', '1', 1, &[1], &columns))
            .unwrap();
        let before = tree(&lake.tables_dir());
        let again = tables
            .commit("firms", &columns, &data('a', '1', 9, &[1, 2], &columns))
            .unwrap();
        assert_eq!(
            (first, again),
            (
                Committed {
                    version: 0,
                    new: true
                },
                Committed {
                    version: 0,
                    new: false
                }
            )
        );
        assert!(before == tree(&lake.tables_dir()));
    }

    #[test]
    fn a_file_of_an_older_version_is_never_overwritten() {
        let (_dir, lake) = lake();
        let (tables, columns) = (lake.tables(), columns(false));
        for values in [&[1][..], &[2], &[1]] {
            tables
                .commit("firms", &columns, &data('a', '1', 1, values, &columns))
                .unwrap();
            tables
                .retire("firms", &tables.live("firms").unwrap(), at(2))
                .unwrap();
        }
        assert_eq!(
            [0, 2, 4].map(|v| numbers(&tables.read("firms", Some(v)).unwrap())),
            [[1], [2], [1]]
        );
        assert_eq!(
            fs::read_dir(lake.tables_dir().join("firms"))
                .unwrap()
                .count(),
            3,
            "two files and the log"
        );
    }

    #[test]
    fn a_live_file_that_went_missing_is_written_again_with_the_same_bytes() {
        let (_dir, lake) = lake();
        let (tables, columns) = (lake.tables(), columns(false));
        tables
            .commit("firms", &columns, &data('a', '1', 1, &[1], &columns))
            .unwrap();
        let before = tree(&lake.tables_dir());
        fs::remove_file(&tables.live("firms").unwrap()[0].path).unwrap();
        assert!(
            !tables
                .commit("firms", &columns, &data('a', '1', 1, &[1], &columns))
                .unwrap()
                .new
        );
        assert!(tree(&lake.tables_dir()) == before);
    }

    #[test]
    fn a_data_file_without_its_commit_is_written_again() {
        let (_dir, lake) = lake();
        let (tables, columns) = (lake.tables(), columns(false));
        fs::create_dir_all(lake.tables_dir().join("firms/_delta_log")).unwrap();
        fs::write(
            lake.tables_dir()
                .join("firms/aaaaaaaaaaaa-111111111111.parquet"),
            "other",
        )
        .unwrap();
        fs::write(
            lake.tables_dir()
                .join("firms/_delta_log/00000000000000000000.json#1"),
            "half",
        )
        .unwrap();
        tables
            .commit("firms", &columns, &data('a', '1', 1, &[1], &columns))
            .unwrap();
        assert_eq!(numbers(&tables.read("firms", None).unwrap()), [1]);
        assert_eq!(lake.sweep(&lake.lock().unwrap()).unwrap(), 1);
    }

    #[test]
    fn rows_of_other_columns_are_refused() {
        let (_dir, lake) = lake();
        let error = lake
            .tables()
            .commit(
                "firms",
                &columns(true),
                &data('a', '1', 1, &[1], &columns(false)),
            )
            .unwrap_err()
            .to_string();
        assert!(error.contains("`note` Utf8"), "{error}");
    }

    #[test]
    fn a_lake_opened_for_reading_is_not_written() {
        let (_dir, lake) = lake();
        history(&lake);
        let (reader, columns) = (Lake::open_read(lake.root()).unwrap(), columns(true));
        assert_eq!(
            numbers(&reader.tables().read("firms", None).unwrap()),
            [4, 5]
        );
        assert!(
            reader
                .tables()
                .commit("firms", &columns, &data('c', '2', 1, &[1], &columns))
                .is_err()
        );
        assert!(
            reader
                .tables()
                .retire("firms", &reader.tables().live("firms").unwrap(), at(1))
                .is_err()
        );
    }

    #[test]
    fn it_works_from_a_blocking_thread_of_another_runtime() {
        let (_dir, lake) = lake();
        let outer = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        let work = move || {
            history(&lake);
            lake.tables().version("firms")
        };
        assert_eq!(
            outer
                .block_on(async { tokio::task::spawn_blocking(work).await.unwrap() })
                .unwrap(),
            Some(4)
        );
    }

    #[test]
    fn names_are_those_of_the_contract_and_the_delivery() {
        let (_dir, lake) = lake();
        let (hash, columns) = (sha256_hex(b"bytes"), columns(false));
        let mut data = data('a', '1', 1, &[1], &columns);
        (data.delivery, data.delivery_sha256) = (short(&hash).to_owned(), hash);
        lake.tables().commit("firms", &columns, &data).unwrap();
        assert_eq!(
            lake.tables().live("firms").unwrap()[0].name(),
            format!("{}-111111111111.parquet", data.delivery)
        );
    }
}
