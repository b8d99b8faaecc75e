//! A version written to the log of a table, and files taken out by one.

use crate::store::error::StoreError;
use crate::store::log;
use crate::store::table_file::TableFile;
use crate::store::tables::open::{Tables, block_on, failed, state_of};
use chrono::{DateTime, Utc};
use deltalake::kernel::Action;
use deltalake::kernel::transaction::{CommitBuilder, TableReference};
use deltalake::logstore::LogStoreRef;
use deltalake::protocol::DeltaOperation;
use deltalake::protocol::checkpoints::create_checkpoint;
use deltalake::table::state::DeltaTableState;
use std::collections::BTreeMap;

/// Versions from one checkpoint of a table to the next.
const CHECKPOINT_EVERY: u64 = 50;

impl Tables<'_> {
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

    pub(super) async fn write_log(
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
        // be reported. Awaiting the prepared commit and not what it returns leaves out the hooks
        // that write checkpoints and clean up
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
        if (version + 1).is_multiple_of(CHECKPOINT_EVERY) {
            // The entry is written and counts, whatever becomes of the checkpoint.
            if self.checkpoint(table, version).await.is_err() {
                for name in checkpoint_files(version) {
                    _ = files.remove_file(&dir.join(name));
                }
            }
        }
        Ok(version)
    }

    /// Writes down what a table holds at its newest version, so that whoever opens it need not read
    /// the whole log. The entries stay, for older versions.
    async fn checkpoint(&self, table: &str, version: u64) -> Result<(), StoreError> {
        let Some(loaded) = self.load(table, Some(version)).await? else {
            return Ok(());
        };
        create_checkpoint(&loaded, None)
            .await
            .map_err(failed(table))?;
        let files = self.files();
        files.step();
        let dir = self.dir(table).join("_delta_log");
        for name in checkpoint_files(version) {
            files.sync(&dir.join(name))?;
        }
        files.sync(&dir)?;
        Ok(())
    }
}

/// The files that a checkpoint of a version has.
fn checkpoint_files(version: u64) -> [String; 2] {
    [
        format!("{version:020}.checkpoint.parquet"),
        "_last_checkpoint".to_owned(),
    ]
}

pub(super) fn removes(live: &[TableFile], gone: &[TableFile], at: DateTime<Utc>) -> Vec<Action> {
    live.iter()
        .filter(|f| gone.iter().any(|g| g.path == f.path))
        .map(|f| log::remove(f.name(), f.bytes, at))
        .collect()
}
