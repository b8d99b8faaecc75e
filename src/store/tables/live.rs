//! What a table holds at a version: its live files and their rows.

use crate::store::data_file::DataFiles;
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::sha256_hex;
use crate::store::log;
use crate::store::table_file::TableFile;
use crate::store::tables::open::{Tables, block_on, failed, state_of};
use ::arrow::array::RecordBatch;
use deltalake::table::state::DeltaTableState;
use std::fs;

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

    pub(super) fn files_of(
        &self,
        table: &str,
        state: &DeltaTableState,
    ) -> Result<Vec<TableFile>, StoreError> {
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
            let added = view.add_action();
            let tags = added.tags.unwrap_or_default();
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
                bounds: added.stats.as_deref().map(log::bounds).unwrap_or_default(),
                path: dir.join(&name),
            });
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }
}
