//! The one writer of Parquet: the same rows give the same bytes, whenever and wherever they are
//! written.

use crate::model::RecordLayout;
use crate::records::{record_properties, record_schema};
use crate::store::error::{StoreError, read_failed};
use crate::store::key_texts::KeyTexts;
use crate::store::row_order::{failed, positions, sorted};
use ::arrow::array::RecordBatch;
use ::arrow::datatypes::{Schema, SchemaRef};
use ::arrow::error::ArrowError;
use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::arrow::arrow_writer::ArrowWriterOptions;
use ::parquet::arrow::{ArrowWriter, ProjectionMask};
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::file::metadata::{KeyValue, SortingColumn};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Rows of a row group: what a reader holds at once, and what statistics let it skip.
pub(super) const ROW_GROUP: usize = 1 << 18;

/// Who wrote a file.
const CREATED_BY: &str = concat!("chiso ", env!("CARGO_PKG_VERSION"));

/// A batch as a Parquet file, its rows sorted by the named columns (equal rows keep their order),
/// with key-value metadata.
///
/// # Errors
/// When a column does not exist or the batch cannot be written.
pub fn encode(
    batch: &RecordBatch,
    sorted_by: &[&str],
    metadata: &BTreeMap<String, String>,
) -> Result<Vec<u8>, StoreError> {
    let columns = positions(&batch.schema(), sorted_by)?;
    let mut writer = ArrowWriter::try_new(
        Vec::new(),
        batch.schema(),
        Some(properties(&columns, metadata)?),
    )
    .map_err(failed)?;
    add(&mut writer, &sorted(batch, &columns)?)?;
    finished(writer)
}

/// The file that [`encode`] makes, made piece by piece of batches that follow each other in order.
///
/// # Errors
/// When a column does not exist.
pub(super) fn writer<W: Write + Send>(
    out: W,
    schema: SchemaRef,
    sorted_by: &[&str],
    metadata: &BTreeMap<String, String>,
) -> Result<ArrowWriter<W>, StoreError> {
    let properties = properties(&positions(&schema, sorted_by)?, metadata)?;
    ArrowWriter::try_new(out, schema, Some(properties)).map_err(failed)
}

/// Adds rows to a file, which follow those before.
///
/// # Errors
/// When they cannot be written.
pub(super) fn add<W: Write + Send>(
    writer: &mut ArrowWriter<W>,
    rows: &RecordBatch,
) -> Result<(), StoreError> {
    writer.write(rows).map_err(failed)
}

/// The file, complete.
///
/// # Errors
/// When it cannot be written.
pub(super) fn finished<W: Write + Send>(writer: ArrowWriter<W>) -> Result<W, StoreError> {
    writer.into_inner().map_err(failed)
}

/// A file of records, made piece by piece. What the file says of its columns is Parquet's alone, so
/// that every engine reads texts as texts, whatever they were held as here.
///
/// # Errors
/// When it cannot be begun.
pub(super) fn record_writer<W: Write + Send>(
    out: W,
    layout: &RecordLayout,
    metadata: &BTreeMap<String, String>,
) -> Result<ArrowWriter<W>, StoreError> {
    let properties = record_properties(layout)
        .set_created_by(CREATED_BY.to_owned())
        .set_key_value_metadata(Some(notes(metadata)))
        .build();
    let options = ArrowWriterOptions::new()
        .with_properties(properties)
        .with_skip_arrow_metadata(true);
    ArrowWriter::try_new_with_options(out, record_schema(layout), options).map_err(failed)
}

/// The notes of a Parquet file, by key.
///
/// # Errors
/// When it cannot be read, is no Parquet file or is damaged; the file is named.
pub(super) fn notes_of(path: &Path) -> Result<BTreeMap<String, String>, StoreError> {
    let file = File::open(path).map_err(read_failed(path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file);
    let builder = builder.map_err(|e| damaged(path, &e.into()))?;
    let notes = builder.metadata().file_metadata().key_value_metadata();
    let notes = notes.into_iter().flatten();
    let said = notes.filter_map(|note| Some((note.key.clone(), note.value.clone()?)));
    Ok(said.collect())
}

fn properties(
    columns: &[usize],
    metadata: &BTreeMap<String, String>,
) -> Result<WriterProperties, StoreError> {
    let sorting = columns.iter().map(|i| {
        i32::try_from(*i).map(|column_idx| SortingColumn {
            column_idx,
            descending: false,
            nulls_first: true,
        })
    });
    Ok(WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).map_err(failed)?))
        .set_statistics_enabled(EnabledStatistics::Page)
        .set_dictionary_enabled(true)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_sorting_columns(Some(
            sorting.collect::<Result<Vec<_>, _>>().map_err(failed)?,
        ))
        .set_key_value_metadata(Some(notes(metadata)))
        .build())
}

fn notes(metadata: &BTreeMap<String, String>) -> Vec<KeyValue> {
    let note = |(key, value): (&String, &String)| KeyValue::new(key.clone(), value.clone());
    metadata.iter().map(note).collect()
}

/// The batches of a Parquet file.
///
/// # Errors
/// When it cannot be read, is no Parquet file or is damaged; the file is named.
pub fn decode(path: &Path) -> Result<Vec<RecordBatch>, StoreError> {
    let file = File::open(path).map_err(read_failed(path))?;
    read(file).map_err(|e| damaged(path, &e))
}

fn read(file: File) -> Result<Vec<RecordBatch>, ArrowError> {
    ParquetRecordBatchReaderBuilder::try_new(file)?
        .with_batch_size(ROW_GROUP)
        .build()?
        .collect()
}

/// The batches of a Parquet file one after the other, of some columns (all when none is named) and
/// rows, once its columns were looked at.
///
/// # Errors
/// When it cannot be read, is no Parquet file or is damaged, and the file is named; or when its
/// columns are refused.
pub(super) fn stream(
    path: &Path,
    (columns, only): (&[&str], Option<&KeyTexts>),
    rows: usize,
    look: &dyn Fn(&Schema) -> Result<(), StoreError>,
) -> Result<impl Iterator<Item = Result<RecordBatch, StoreError>> + Send + use<>, StoreError> {
    let file = File::open(path).map_err(read_failed(path))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|e| damaged(path, &e.into()))?
        .with_batch_size(rows);
    look(builder.schema())?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
    let builder = if columns.is_empty() {
        builder
    } else {
        builder.with_projection(mask)
    };
    let builder = match only {
        None => builder,
        Some(texts) => {
            let filter = texts.filter(builder.parquet_schema());
            builder.with_row_filter(filter)
        }
    };
    let reader = builder.build().map_err(|e| damaged(path, &e.into()))?;
    let path = path.to_owned();
    Ok(reader.map(move |batch| batch.map_err(|e| damaged(&path, &e))))
}

fn damaged(path: &Path, e: &ArrowError) -> StoreError {
    let remedy =
        "restore it from a backup; tables can also be removed and made again by `chiso run`";
    StoreError::Damaged {
        path: path.to_owned(),
        detail: e.to_string(),
        remedy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::published::{ColumnSpec, ColumnType, Rows};
    use crate::store::arrow::to_batch;
    use ::arrow::array::AsArray;

    fn batch(pairs: &[(&str, i64)]) -> RecordBatch {
        let column = |name: &str, ty, key| ColumnSpec {
            name: name.into(),
            ty,
            key,
            doc: "",
            doc_vi: "",
        };
        let columns = vec![
            column("area", ColumnType::Text, true),
            column("n", ColumnType::BigInt, false),
        ];
        to_batch(&Rows {
            columns,
            rows: pairs
                .iter()
                .map(|(a, n)| vec![(*a).into(), (*n).into()])
                .collect(),
        })
        .unwrap()
    }

    fn written(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn bytes_do_not_depend_on_the_run_and_rows_come_back_sorted() {
        let metadata = BTreeMap::from([
            ("b".to_owned(), "2".to_owned()),
            ("a".to_owned(), "1".to_owned()),
        ]);
        let bytes = encode(
            &batch(&[("02", 1), ("01", 2), ("02", 0)]),
            &["area"],
            &metadata,
        )
        .unwrap();
        assert_eq!(
            bytes,
            encode(
                &batch(&[("01", 2), ("02", 1), ("02", 0)]),
                &["area"],
                &metadata
            )
            .unwrap()
        );
        let back = read(written(&bytes)).unwrap();
        assert_eq!(
            back[0]
                .column(1)
                .as_primitive::<::arrow::datatypes::Int64Type>()
                .values(),
            &[2, 1, 0]
        );
        assert_eq!(back[0].schema(), batch(&[]).schema());
        let footer =
            String::from_utf8_lossy(&bytes[bytes.len() - 1000.min(bytes.len())..]).into_owned();
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
        assert!(
            decode(&path)
                .unwrap_err()
                .to_string()
                .contains("x.parquet` is damaged")
        );
        assert!(encode(&batch(&[]), &["none"], &BTreeMap::new()).is_err());
    }
}
