//! What lies in a release next to its manifest: the tables, and the two files that tell others what
//! the tables hold.

mod describe;
mod dictionary;

use crate::config::Project;
use crate::error::RunError;
use crate::evaluate::history::History;
use crate::evaluate::results::Computed;
use crate::evaluate::table_rows::LabelSources;
use crate::evaluate::tables::table_rows;
use crate::governance::registers::Registers;
use crate::model::published::{TableSpec, release_tables};
use crate::store::{EncodedTable, StoreError, encode_table};
use rayon::prelude::*;

pub use dictionary::{DICTIONARY_COLUMNS, Entry, dictionary};

/// Name of the data dictionary in a release.
pub const DICTIONARY: &str = "dictionary.csv";
/// Name of the Frictionless description in a release.
pub const DATA_PACKAGE: &str = "datapackage.json";

/// The content of a release. The same inputs give the same bytes, so that equal content mints no
/// new release.
pub struct Package {
    /// The tables, encoded.
    pub tables: Vec<EncodedTable>,
    /// Further files: name and bytes.
    pub extra: Vec<(String, Vec<u8>)>,
}

/// Arranges what was computed as the files of a release.
///
/// # Errors
/// When a table cannot be encoded.
pub fn package(
    project: &Project,
    registers: &Registers,
    computed: &Computed,
    history: &History,
) -> Result<Package, RunError> {
    let names = LabelSources {
        measures: &project.measures,
        kpis: &project.kpis,
        areas: &registers.areas,
        targets: &registers.targets,
    };
    let encoded =
        |spec: TableSpec| encode_table(&spec, || table_rows(&spec, (computed, history), names));
    let tables = release_tables()
        .into_par_iter()
        .with_max_len(1)
        .map(encoded)
        .collect::<Result<Vec<_>, StoreError>>()?;
    let dictionary = dictionary::csv(tables.iter().flat_map(|t| dictionary::entries(&t.spec, "")))?;
    let described = describe::data_package(project, &tables)?;
    Ok(Package {
        tables,
        extra: vec![
            (DICTIONARY.to_owned(), dictionary),
            (DATA_PACKAGE.to_owned(), described),
        ],
    })
}
