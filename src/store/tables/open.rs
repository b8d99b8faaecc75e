//! A Delta table opened: its folder, its state, and the runtime that its calls share.

use crate::env::Files;
use crate::store::error::StoreError;
use crate::store::lake_folder::{Lake, check_name};
use deltalake::table::state::DeltaTableState;
use deltalake::{DeltaTable, DeltaTableBuilder, ensure_table_uri};
use std::path::PathBuf;
use std::sync::OnceLock;
use tokio::runtime::Runtime;

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
    pub(super) lake: &'a Lake,
}

impl Tables<'_> {
    pub(super) async fn load(
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

    pub(super) fn builder(&self, table: &str) -> Result<DeltaTableBuilder, StoreError> {
        let dir = self.dir(table);
        let text = dir
            .to_str()
            .ok_or_else(|| failed(table)(format!("the path `{}` is not UTF-8", dir.display())))?;
        ensure_table_uri(text)
            .and_then(DeltaTableBuilder::from_url)
            .map_err(failed(table))
    }

    pub(super) fn dir(&self, table: &str) -> PathBuf {
        self.lake.tables_dir().join(table)
    }

    pub(super) fn files(&self) -> &Files {
        self.lake.files()
    }
}

/// A loaded table always has a state; this says so without a panic.
pub(super) fn state_of<'t>(
    table: &str,
    loaded: &'t DeltaTable,
) -> Result<&'t DeltaTableState, StoreError> {
    loaded.snapshot().map_err(failed(table))
}

pub(super) fn failed<E: ToString>(table: &str) -> impl Fn(E) -> StoreError {
    move |e| StoreError::Table {
        table: table.to_owned(),
        detail: e.to_string(),
    }
}

/// deltalake is asynchronous and nothing else here is: its calls share one small runtime, whose
/// threads are used again.
pub(super) fn block_on<F: Future>(future: F) -> Result<F::Output, StoreError> {
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
