//! What a run hands to the next: cells of tables with the data files they were made from, and the
//! rows of studies with the hash of what they were made from.
//!
//! A table of which data files were added is read only where they say something, or where something
//! may have been withdrawn by them. `verify` never looks here: it makes everything from the
//! beginning.

use crate::correlate::StudyRows;
use crate::model::{AreaRegister, Correction, Dataset, Measure};
use crate::pipeline::manifest::BUILD;
use crate::records::roll::KeptParts;
use crate::rollup::{Known, Rolled, Streams};
use crate::store::{Lake, StoreError, sha256_hex};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The file that holds it.
const FILE: &str = "computed";

/// What the cells of a table were made from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CacheOrigin {
    /// Hash of what decides how rows become cells.
    pub rules: String,
    /// The data files, by delivery.
    pub files: BTreeMap<String, BTreeSet<String>>,
    /// Where the deliveries were read.
    pub streams: Streams,
    /// When they became known.
    pub known: Known,
}

/// The cells of tables by dataset, with what they were made from.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RolledTables {
    /// The cells.
    pub rolled: BTreeMap<String, Rolled>,
    /// What they were made from.
    pub origins: BTreeMap<String, CacheOrigin>,
    /// What each data file of records gave.
    pub records: BTreeMap<String, KeptRecords>,
}

/// What data files of records gave to measures, each by itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KeptRecords {
    /// Hash of what decides how, besides measures.
    pub rules: String,
    /// What they gave.
    pub parts: KeptParts,
}

/// Everything that is kept.
#[derive(Default, Serialize, Deserialize)]
pub struct Store {
    /// Cells.
    pub tables: RolledTables,
    /// Rows of studies.
    pub studies: StudyRows,
}

/// What the last run kept.
pub fn recall(lake: &Lake) -> Store {
    let mut store: Store = lake.kept(FILE).unwrap_or_default();
    for rolled in store.tables.rolled.values_mut() {
        rolled.share();
    }
    store
}

/// Keeps what was computed for the next run.
pub fn keep(lake: &Lake, store: &Store) -> Result<(), StoreError> {
    lake.keep(FILE, store)
}

/// Hash of what decides how the rows of a dataset become cells: the measures that read it, its
/// corrections, the areas.
pub fn rules_of_cells(
    dataset: &Dataset,
    measures: &[Measure],
    corrections: &[Correction],
    areas: &AreaRegister,
) -> String {
    let mut text = format!("{BUILD}\n{}\n{corrections:?}\n", dataset.contract_hash);
    for measure in measures {
        for (place, source) in measure
            .sources
            .iter()
            .enumerate()
            .filter(|(_, s)| s.dataset == dataset.id)
        {
            _ = writeln!(text, "{} {place} {source:?}", measure.id);
        }
    }
    for (_, unit) in areas.units() {
        _ = writeln!(
            text,
            "{} {} {:?} {} {}",
            unit.code, unit.valid_from, unit.valid_to, unit.level, unit.parent_code
        );
    }
    sha256_hex(text.as_bytes())
}
