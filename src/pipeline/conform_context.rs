//! What conforming needs: the lake, the names of areas, limits, and what the tables held before.

use crate::config::Project;
use crate::env::Bounds;
use crate::error::RunError;
use crate::governance::Registers;
use crate::model::Dataset;
use crate::pipeline::Progress;
use crate::pipeline::options::RunOptions;
use crate::store::{Lake, QUARANTINE, TableFile};
use std::collections::BTreeMap;

/// The live files of all tables when the run began, by table and delivery. A delivery is conformed
/// once a run, so what the tables have of it does not change meanwhile.
pub struct LiveFiles(pub(super) BTreeMap<String, BTreeMap<String, Vec<TableFile>>>);

impl LiveFiles {
    /// Reads them.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn new(lake: &Lake, datasets: &[Dataset]) -> Result<LiveFiles, RunError> {
        let mut tables = BTreeMap::new();
        for table in datasets.iter().map(|d| d.id.as_str()).chain([QUARANTINE]) {
            let mut by_delivery: BTreeMap<String, Vec<TableFile>> = BTreeMap::new();
            for file in lake.tables().live(table)? {
                by_delivery
                    .entry(file.delivery.clone())
                    .or_default()
                    .push(file);
            }
            tables.insert(table.to_owned(), by_delivery);
        }
        Ok(LiveFiles(tables))
    }

    /// The files that a table has of a delivery.
    #[must_use]
    pub fn of(&self, table: &str, delivery: &str) -> &[TableFile] {
        self.0
            .get(table)
            .and_then(|t| t.get(delivery))
            .map_or(&[], Vec::as_slice)
    }
}

/// What conforming needs.
#[derive(Clone, Copy)]
pub struct ConformInputs<'a> {
    /// The lake.
    pub lake: &'a Lake,
    /// Names of areas.
    pub registers: &'a Registers,
    /// Who wants to know how far it is.
    pub progress: &'a dyn Progress,
    /// What the tables held at the beginning.
    pub live: &'a LiveFiles,
    /// How the run is to be done.
    pub options: &'a RunOptions<'a>,
    /// Limits of decoding.
    pub bounds: Bounds,
}

/// The limits of decoding that a project declares.
#[must_use]
pub fn bounds(project: &Project) -> Bounds {
    Bounds {
        memory_mib: project.limits.decode_memory_mib,
        seconds: project.limits.decode_seconds,
    }
}
