//! What a run hands to the next: cells of tables with the data files they were made from, and the
//! rows of studies with the hash of what they were made from.
//!
//! A table of which data files were added is read only where they say something, or where something
//! may have been withdrawn by them. `verify` never looks here: it makes everything from the
//! beginning.

use crate::correlate::StudyRows;
use crate::model::{AreaRegister, CellKey, Correction, Dataset, Measure, Period};
use crate::pipeline::manifest::BUILD;
use crate::records::roll::KeptParts;
use crate::rollup::{Known, Rolled, Streams};
use crate::store::{Lake, StoreError, TableFile, sha256_hex};
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
    let mut store: Store = lake.kept().unwrap_or_default();
    for rolled in store.tables.rolled.values_mut() {
        rolled.share();
    }
    store
}

/// Keeps what was computed for the next run.
pub fn keep(lake: &Lake, store: &Store) -> Result<(), StoreError> {
    lake.keep(store)
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
    /// Whether a data file may have a row of any of them, by what its table's log says of it.
    #[must_use]
    pub fn may_be_in(&self, file: &TableFile) -> bool {
        let may = |area_code: &str, period: Period| {
            file.may_have("area_code", area_code) && file.may_have("period", &period.to_string())
        };
        let mut keys = self.keys.iter();
        let mut corrected = self.corrected.iter();
        keys.any(|key| may(&key.area_code, key.period))
            || corrected.any(|(area_code, period)| may(area_code, *period))
    }

    /// Whether a group is one of them.
    #[must_use]
    pub fn has(&self, key: &CellKey) -> bool {
        self.keys.contains(key)
            || self
                .corrected
                .contains(&(key.area_code.clone(), key.period))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use std::path::PathBuf;

    #[test]
    fn a_data_file_is_left_out_where_it_has_none_of_the_areas_and_periods() {
        let bounds = [
            ("area_code", ["02", "10"]),
            ("period", ["2020-01", "2020-12"]),
        ];
        let bounds = bounds.map(|(column, of)| (column.to_owned(), of.map(str::to_owned)));
        let file = TableFile {
            delivery: String::new(),
            contract: String::new(),
            path: PathBuf::new(),
            rows: 1,
            bytes: 0,
            version_added: 0,
            bounds: BTreeMap::from(bounds),
        };
        let touched = |area_code: &str, month: u32| {
            let key = CellKey {
                area_code: area_code.to_owned(),
                area_date: chrono::NaiveDate::MIN,
                period: Period::Month(2020, month),
                span: Span::Period,
            };
            let touched = Touched {
                keys: BTreeSet::from([key]),
                ..Touched::default()
            };
            touched.may_be_in(&file)
        };
        assert_eq!(
            [touched("02", 1), touched("01", 1), touched("05", 12)],
            [true, false, true]
        );
        let corrected = Touched {
            corrected: BTreeSet::from([("07".to_owned(), Period::Month(2020, 3))]),
            ..Touched::default()
        };
        assert!(corrected.may_be_in(&file));
        let other_year = Touched {
            corrected: BTreeSet::from([("07".to_owned(), Period::Month(2021, 3))]),
            ..Touched::default()
        };
        assert!(!other_year.may_be_in(&file));
    }
}
