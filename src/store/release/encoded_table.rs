//! A published table as the Parquet file that a release holds.

use crate::model::published::{ColumnSpec, TableSpec, Value};
use crate::store::arrow::{gather, schema};
use crate::store::error::StoreError;
use crate::store::hash::sha256_hex;
use crate::store::parquet::{self, ROW_GROUP};
use crate::store::row_order::OrderCheck;
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

/// A published table with its Parquet file. Rows that come in the order of the key are encoded as
/// they come; where they do not, they are asked for once more and sorted. `rows` gives the same ones
/// each time.
///
/// # Errors
/// When the rows do not have the table's columns.
pub fn encode_table<R, I>(
    spec: &TableSpec,
    rows: impl Fn() -> I,
) -> Result<EncodedTable, StoreError>
where
    R: AsRef<[Value]>,
    I: Iterator<Item = R>,
{
    let columns = &spec.columns;
    let keys: Vec<&str> = { columns.iter() }
        .filter(|c| c.key)
        .map(|c| c.name.as_str())
        .collect();
    let notes = BTreeMap::from([("chiso.table".to_owned(), spec.name.to_owned())]);
    let (rows, bytes) = if let Some(encoded) = in_order(columns, &keys, &notes, rows())? {
        encoded
    } else {
        let batch = gather(columns, rows(), 0)?;
        let bytes = parquet::encode(&batch, &keys, &notes)?;
        (batch.num_rows(), bytes)
    };
    Ok(EncodedTable {
        rows,
        sha256: sha256_hex(&bytes),
        bytes,
        spec: spec.clone(),
    })
}

/// How many rows there are, and their Parquet file; `None` where they do not come in order. A row
/// group is held at a time, as the writer fills them.
fn in_order<R: AsRef<[Value]>>(
    columns: &[ColumnSpec],
    keys: &[&str],
    notes: &BTreeMap<String, String>,
    mut rows: impl Iterator<Item = R>,
) -> Result<Option<(usize, Vec<u8>)>, StoreError> {
    let schema = schema(columns);
    let mut order = OrderCheck::new(&schema, keys)?;
    let mut writer = parquet::writer(Vec::new(), schema, keys, notes)?;
    let mut count = 0;
    loop {
        let batch = gather(columns, rows.by_ref().take(ROW_GROUP), count)?;
        if batch.num_rows() == 0 {
            return Ok(Some((count, parquet::finished(writer)?)));
        }
        if !order.follows(&batch)? {
            return Ok(None);
        }
        count += batch.num_rows();
        parquet::add(&mut writer, &batch)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::published::release_tables;
    use std::cell::Cell;

    /// The bytes of a table of relations on some days, and how often its rows were asked for.
    fn encoded(days: &[&str]) -> (EncodedTable, usize) {
        let tables = release_tables().into_iter();
        let spec = { tables }.find(|t| t.name == "area_relations").unwrap();
        let row = |day: &&str| -> Vec<Value> {
            let day: chrono::NaiveDate = day.parse().unwrap();
            let texts = ["merge", "15", "10", "invented"].map(Value::from);
            std::iter::once(day.into()).chain(texts).collect()
        };
        let asked = Cell::new(0);
        let rows = || {
            asked.set(asked.get() + 1);
            days.iter().map(row)
        };
        (encode_table(&spec, rows).unwrap(), asked.get())
    }

    #[test]
    fn rows_give_the_same_bytes_in_whatever_order_they_come() {
        let (in_order, once) = encoded(&["2020-01-01", "2021-01-01", "2025-07-01"]);
        let (sorted, twice) = encoded(&["2021-01-01", "2025-07-01", "2020-01-01"]);
        assert_eq!(in_order, sorted);
        assert_eq!((once, twice, in_order.rows), (1, 2, 3));
        assert_eq!(encoded(&[]).0.rows, 0);
    }
}
