//! The one writer of Parquet: the same rows give the same bytes, whenever and wherever they are written.

use crate::store::error::{StoreError, read_failed};
use ::arrow::array::{RecordBatch, UInt32Array};
use ::arrow::compute::take_record_batch;
use ::arrow::error::ArrowError;
use ::arrow::row::{RowConverter, SortField};
use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::{KeyValue, SortingColumn};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Rows of a row group: what a reader holds at once, and what statistics let it skip.
const ROW_GROUP: usize = 1 << 20;

/// A batch as a Parquet file, its rows sorted by the named columns (equal rows keep their order), with key-value metadata.
///
/// # Errors
/// When a column does not exist or the batch cannot be written.
pub fn encode(batch: &RecordBatch, sorted_by: &[&str], metadata: &BTreeMap<String, String>) -> Result<Vec<u8>, StoreError> {
    let columns = sorted_by.iter().map(|name| batch.schema().index_of(name)).collect::<Result<Vec<_>, _>>().map_err(failed)?;
    let sorting = columns.iter().map(|i| i32::try_from(*i).map(|column_idx| SortingColumn { column_idx, descending: false, nulls_first: true }));
    let properties = WriterProperties::builder()
        .set_created_by(concat!("chiso ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).map_err(failed)?))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_dictionary_enabled(true)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_sorting_columns(Some(sorting.collect::<Result<Vec<_>, _>>().map_err(failed)?))
        .set_key_value_metadata(Some(metadata.iter().map(|(k, v)| KeyValue::new(k.clone(), v.clone())).collect()))
        .build();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).map_err(failed)?;
    writer.write(&sorted(batch, &columns)?).map_err(failed)?;
    writer.into_inner().map_err(failed)
}

fn sorted(batch: &RecordBatch, columns: &[usize]) -> Result<RecordBatch, StoreError> {
    if columns.is_empty() || batch.num_rows() < 2 {
        return Ok(batch.clone());
    }
    let arrays: Vec<_> = columns.iter().map(|i| batch.column(*i).clone()).collect();
    let fields = arrays.iter().map(|a| SortField::new(a.data_type().clone())).collect();
    let rows = RowConverter::new(fields).and_then(|converter| converter.convert_columns(&arrays)).map_err(failed)?;
    if rows.iter().is_sorted() {
        return Ok(batch.clone());
    }
    let mut order: Vec<u32> = (0..u32::try_from(batch.num_rows()).map_err(failed)?).collect();
    order.sort_by(|a, b| rows.row(*a as usize).cmp(&rows.row(*b as usize))); // stable
    take_record_batch(batch, &UInt32Array::from(order)).map_err(failed)
}

/// The batches of a Parquet file.
///
/// # Errors
/// When it cannot be read, is no Parquet file or is damaged; the file is named.
pub fn decode(path: &Path) -> Result<Vec<RecordBatch>, StoreError> {
    let file = File::open(path).map_err(read_failed(path))?;
    read(file).map_err(|e| StoreError::Damaged {
        path: path.to_owned(),
        detail: e.to_string(),
        remedy: "restore it from a backup; tables can also be removed and made again by `chiso run`",
    })
}

fn read(file: File) -> Result<Vec<RecordBatch>, ArrowError> {
    ParquetRecordBatchReaderBuilder::try_new(file)?.with_batch_size(ROW_GROUP).build()?.collect()
}

fn failed(e: impl std::fmt::Display) -> StoreError {
    StoreError::Parquet(e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::published::{ColumnSpec, ColumnType, Rows};
    use crate::store::arrow::to_batch;
    use ::arrow::array::AsArray;
    use std::io::Write;

    fn batch(pairs: &[(&str, i64)]) -> RecordBatch {
        let column = |name: &str, ty, key| ColumnSpec { name: name.into(), ty, key, doc: "", doc_vi: "" };
        let columns = vec![column("area", ColumnType::Text, true), column("n", ColumnType::BigInt, false)];
        to_batch(&Rows { columns, rows: pairs.iter().map(|(a, n)| vec![(*a).into(), (*n).into()]).collect() }).unwrap()
    }

    fn written(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn bytes_do_not_depend_on_the_run_and_rows_come_back_sorted() {
        let metadata = BTreeMap::from([("b".to_owned(), "2".to_owned()), ("a".to_owned(), "1".to_owned())]);
        let bytes = encode(&batch(&[("02", 1), ("01", 2), ("02", 0)]), &["area"], &metadata).unwrap();
        assert_eq!(bytes, encode(&batch(&[("01", 2), ("02", 1), ("02", 0)]), &["area"], &metadata).unwrap());
        let back = read(written(&bytes)).unwrap();
        assert_eq!(back[0].column(1).as_primitive::<::arrow::datatypes::Int64Type>().values(), &[2, 1, 0]);
        assert_eq!(back[0].schema(), batch(&[]).schema());
        let footer = String::from_utf8_lossy(&bytes[bytes.len() - 1000.min(bytes.len())..]).into_owned();
        assert!(footer.contains(concat!("chiso ", env!("CARGO_PKG_VERSION"))));
    }

    #[test]
    fn an_empty_table_keeps_its_columns() {
        let bytes = encode(&batch(&[]), &["area"], &BTreeMap::new()).unwrap();
        let file = ParquetRecordBatchReaderBuilder::try_new(written(&bytes)).unwrap();
        assert_eq!(file.schema().fields().len(), 2);
    }

    #[test]
    fn a_damaged_file_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.parquet");
        std::fs::write(&path, "no parquet").unwrap();
        assert!(decode(&path).unwrap_err().to_string().contains("x.parquet` is damaged"));
        assert!(encode(&batch(&[]), &["none"], &BTreeMap::new()).is_err());
    }
}
