//! What a run hands to the next: cells of tables with the data files they were made from, and
//! everything that was computed from them.
//!
//! A table of which data files were added is read only where they say something, or where something
//! may have been withdrawn by them. `verify` never looks here: it makes everything from the
//! beginning.

use crate::config::Project;
use crate::evaluate::incremental::{CachedState, Kept};
use crate::governance::registers::Registers;
use crate::model::{AreaRegister, CellKey, Correction, Dataset, Measure, Period};
use crate::pipeline::manifest::BUILD;
use crate::rollup::{Differences, Known, Rolled, Streams};
use crate::store::{Lake, StoreError, sha256_hex};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

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
}

/// Everything that is kept.
#[derive(Default, Serialize, Deserialize)]
pub struct Store {
    /// Cells.
    pub tables: RolledTables,
    rules: String,
    kept: Kept,
}

/// Everything that is to be kept.
#[derive(Serialize)]
struct StoreOf<'a> {
    tables: &'a RolledTables,
    rules: String,
    kept: &'a Kept,
}

impl Store {
    /// What was computed before, when it was computed by the rules that hold now and it is known of
    /// every table what changed since.
    pub fn before(
        self,
        project: &Project,
        registers: &Registers,
        changed: BTreeMap<String, Option<Differences>>,
    ) -> Option<CachedState> {
        if self.rules != rules(project, registers) {
            return None;
        }
        let changed = changed
            .into_iter()
            .map(|(dataset, changed)| Some((dataset, changed?)))
            .collect::<Option<_>>()?;
        Some(CachedState {
            kept: self.kept,
            changed,
        })
    }
}

/// What the last run kept.
pub fn recall(lake: &Lake) -> Store {
    lake.kept().unwrap_or_default()
}

/// Keeps what was computed for the next run.
pub fn keep(
    lake: &Lake,
    project: &Project,
    registers: &Registers,
    tables: &RolledTables,
    kept: &Kept,
) -> Result<(), StoreError> {
    lake.keep(&StoreOf {
        tables,
        rules: rules(project, registers),
        kept,
    })
}

/// Hash of all that decides what is computed from cells.
fn rules(project: &Project, registers: &Registers) -> String {
    let mut text = format!(
        "{BUILD}\n{}\n{:?}\n{:?}\n",
        project.config_hash, registers.targets, registers.corrections
    );
    for (register, name, bytes) in &registers.files {
        _ = writeln!(text, "{register}/{name} {}", sha256_hex(bytes));
    }
    sha256_hex(text.as_bytes())
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
            "{} {} {:?}",
            unit.code, unit.valid_from, unit.valid_to
        );
    }
    sha256_hex(text.as_bytes())
}

/// The groups of rows that have to be read again.
#[derive(Default)]
pub struct Touched {
    /// Named one by one.
    pub keys: BTreeSet<CellKey>,
    /// Area code and period of rows that corrections are for: which row that is depends on all of
    /// them.
    pub corrected: BTreeSet<(String, Period)>,
}

impl Touched {
    /// Whether a group is one of them.
    #[must_use]
    pub fn has(&self, key: &CellKey) -> bool {
        self.keys.contains(key)
            || self
                .corrected
                .contains(&(key.area_code.clone(), key.period))
    }
}
