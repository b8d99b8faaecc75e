//! The columns of a batch of records, as the rollup looks at them.

use super::row_group::RowGroupBytes;
use crate::day::month;
use crate::error::RecordsError;
use crate::schema::{FAULTY, PERIOD, record_schema};
use arrow::array::{ArrayRef, AsArray, BooleanArray, Date32Array, RecordBatch};
use arrow::datatypes::{Date32Type, Decimal64Type, Int32Type, Int64Type};
use chiso_model::{Period, RECORD_AREA, RecordLayout, days_since_epoch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use std::collections::BTreeSet;
use std::fs::File;
use std::ops::RangeInclusive;

/// Records read at a time.
const AT_ONCE: usize = 1 << 15;

/// A data file opened, of which row groups can be read side by side.
pub(super) struct DataFile<'a> {
    file: &'a File,
    metadata: ArrowReaderMetadata,
}

impl<'a> DataFile<'a> {
    pub(super) fn open(
        file: &'a File,
        layout: &RecordLayout,
    ) -> Result<DataFile<'a>, RecordsError> {
        let options = ArrowReaderOptions::new().with_schema(record_schema(layout));
        let metadata = ArrowReaderMetadata::load(file, options).map_err(RecordsError::columns)?;
        Ok(DataFile { file, metadata })
    }

    /// The months of which it says that it has all records, the first and the last one.
    pub(super) fn months(&self) -> Option<RangeInclusive<u32>> {
        let notes = self
            .metadata
            .metadata()
            .file_metadata()
            .key_value_metadata()?;
        let period = notes.iter().find(|note| note.key == PERIOD)?;
        let period: Period = period.value.as_ref()?.parse().ok()?;
        let month_of = |day| month(days_since_epoch(day));
        Some(month_of(period.start())..=month_of(period.end()))
    }

    /// How many row groups it has.
    pub(super) fn row_groups(&self) -> usize {
        self.metadata.metadata().num_row_groups()
    }

    /// How many records it has.
    pub(super) fn rows(&self) -> u64 {
        let rows = self.metadata.metadata().file_metadata().num_rows();
        u64::try_from(rows).unwrap_or_default()
    }

    /// Where each row group begins.
    pub(super) fn first_row(&self, row_group: usize) -> usize {
        let before = self.metadata.metadata().row_groups().iter().take(row_group);
        let rows: i64 = before
            .map(parquet::file::metadata::RowGroupMetaData::num_rows)
            .sum();
        usize::try_from(rows).unwrap_or(usize::MAX)
    }

    /// The least and the greatest text of a column, as far as the file says it.
    pub(super) fn bounds(&self, column: &str) -> Option<(Vec<u8>, Vec<u8>)> {
        let metadata = self.metadata.metadata();
        let schema = metadata.file_metadata().schema_descr();
        let at = schema.columns().iter().position(|c| c.name() == column)?;
        let mut bounds: Option<(Vec<u8>, Vec<u8>)> = None;
        for group in metadata.row_groups() {
            let statistics = group.column(at).statistics()?;
            let (least, most) = (statistics.min_bytes_opt()?, statistics.max_bytes_opt()?);
            bounds = Some(match bounds {
                None => (least.to_vec(), most.to_vec()),
                Some((l, m)) => (l.min(least.to_vec()), m.max(most.to_vec())),
            });
        }
        bounds
    }

    /// The day of the first record; none where there is none.
    pub(super) fn first_day(&self, date: &str) -> Result<Option<i32>, RecordsError> {
        for row_group in 0..self.row_groups() {
            for batch in self.read(row_group, &BTreeSet::from([date]))? {
                let batch = batch.map_err(RecordsError::columns)?;
                if let Some(day) = days(&batch, date)?.values().first() {
                    return Ok(Some(*day));
                }
            }
        }
        Ok(None)
    }

    /// The records of a row group, some columns of them.
    pub(super) fn read(
        &self,
        row_group: usize,
        columns: &BTreeSet<&str>,
    ) -> Result<ParquetRecordBatchReader, RecordsError> {
        let metadata = self.metadata.metadata();
        let schema = metadata.file_metadata().schema_descr();
        let mask = ProjectionMask::columns(schema, columns.iter().copied());
        let bytes = RowGroupBytes::read(self.file, metadata.row_group(row_group), &mask)?;
        ParquetRecordBatchReaderBuilder::new_with_metadata(bytes, self.metadata.clone())
            .with_row_groups(vec![row_group])
            .with_projection(mask)
            .with_batch_size(AT_ONCE)
            .build()
            .map_err(RecordsError::columns)
    }
}

/// A column of a batch by its name.
pub(super) fn named<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef, RecordsError> {
    let missing = || RecordsError::Columns(format!("there is no column `{name}`"));
    batch.column_by_name(name).ok_or_else(missing)
}

/// The areas of records: for each its place among the texts.
pub(super) fn areas(
    batch: &RecordBatch,
) -> Result<(&[i32], &arrow::array::StringArray), RecordsError> {
    let column = named(batch, RECORD_AREA)?;
    let dictionary = column.as_dictionary_opt::<Int32Type>();
    let dictionary = dictionary.ok_or_else(|| other_kind(RECORD_AREA))?;
    let texts = dictionary.values().as_string_opt::<i32>();
    let texts = texts.ok_or_else(|| other_kind(RECORD_AREA))?;
    Ok((dictionary.keys().values(), texts))
}

/// The days of records.
pub(super) fn days<'b>(
    batch: &'b RecordBatch,
    name: &str,
) -> Result<&'b Date32Array, RecordsError> {
    let column = named(batch, name)?.as_primitive_opt::<Date32Type>();
    column.ok_or_else(|| other_kind(name))
}

/// Which records are in quarantine; none where none of the batch is.
pub(super) fn faulty(batch: &RecordBatch) -> Result<Option<&BooleanArray>, RecordsError> {
    let column = named(batch, FAULTY)?.as_boolean_opt();
    let column = column.ok_or_else(|| other_kind(FAULTY))?;
    Ok(Some(column).filter(|all| all.true_count() > 0))
}

/// The numbers of a column, in units of their last decimal place.
pub(super) fn numbers(column: &ArrayRef) -> Option<&[i64]> {
    let whole = column
        .as_primitive_opt::<Int64Type>()
        .map(|a| &a.values()[..]);
    whole.or_else(|| {
        column
            .as_primitive_opt::<Decimal64Type>()
            .map(|a| &a.values()[..])
    })
}

fn other_kind(name: &str) -> RecordsError {
    RecordsError::Columns(format!("column `{name}` is of another kind than declared"))
}
