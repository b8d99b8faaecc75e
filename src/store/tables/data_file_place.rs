//! Where a data file gets its place in the folder of its table.

use crate::store::data_file::Written;
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::sha256_of_file;
use crate::store::tables::open::{Tables, failed, state_of};
use deltalake::DeltaTable;

impl Tables<'_> {
    /// Gives a data file its place and says under which name. A file that an older version refers
    /// to is never overwritten by other bytes.
    pub(super) async fn place(
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
