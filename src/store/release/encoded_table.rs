//! A published table as the Parquet file that a release holds.

use crate::model::published::TableSpec;
use crate::store::error::StoreError;
use crate::store::hash::sha256_hex;
use crate::store::parquet;
use ::arrow::array::RecordBatch;
use std::collections::BTreeMap;

/// A published table as it will lie in a release: encoded once, so that others can name its bytes
/// before they are written.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedTable {
    /// The table.
    pub spec: TableSpec,
    /// Its rows, counted.
    pub rows: usize,
    /// Its Parquet file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
}

impl EncodedTable {
    /// Name of the file.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.parquet", self.spec.name)
    }
}

/// A published table with its Parquet file.
///
/// # Errors
/// When the rows do not have the table's columns.
pub fn encode_table(spec: TableSpec, batch: &RecordBatch) -> Result<EncodedTable, StoreError> {
    let keys: Vec<&str> = spec
        .columns
        .iter()
        .filter(|c| c.key)
        .map(|c| c.name.as_str())
        .collect();
    let notes = BTreeMap::from([("chiso.table".to_owned(), spec.name.to_owned())]);
    let bytes = parquet::encode(batch, &keys, &notes)?;
    Ok(EncodedTable {
        rows: batch.num_rows(),
        sha256: sha256_hex(&bytes),
        bytes,
        spec,
    })
}
