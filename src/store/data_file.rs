//! Data files of tables: written piece by piece before it is known whether they will be committed,
//! and read piece by piece.

use crate::env::{Files, Growing};
use crate::model::RecordLayout;
use crate::model::published::ColumnSpec;
use crate::records::{ColumnsWriter, record_schema};
use crate::store::arrow::schema;
use crate::store::error::StoreError;
use crate::store::hash::Hashing;
use crate::store::key_texts::KeyTexts;
use crate::store::row_order::failed;
use crate::store::table_file::TableFile;
use crate::store::{log, parquet};
use ::arrow::array::RecordBatch;
use ::arrow::datatypes::{Schema, SchemaRef};
use std::collections::BTreeMap;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Mutex;

/// The rows of a commit.
#[derive(Debug)]
pub enum CommitContent {
    /// Held in memory, in any order.
    Batch(RecordBatch),
    /// Written by [`Tables::writer`](crate::store::Tables::writer) for the same table, delivery and
    /// contract.
    Written(Written),
}

/// The rows of one delivery on their way into a file of a table. Dropped, nothing of them is left.
pub struct TableWriter {
    table: String,
    columns: Vec<ColumnSpec>,
    expected: SchemaRef,
    writer: ColumnsWriter<Hashing<BufWriter<Growing>>>,
    statistics: log::Statistics,
    files: Files,
}

impl TableWriter {
    /// Begins a file in a folder, with key-value metadata.
    pub(super) fn new(
        files: &Files,
        folder: &Path,
        table: &str,
        columns: &[ColumnSpec],
        notes: &BTreeMap<String, String>,
    ) -> Result<TableWriter, StoreError> {
        let keys: Vec<&str> = columns
            .iter()
            .filter(|c| c.key)
            .map(|c| c.name.as_str())
            .collect();
        let out = Hashing::new(BufWriter::with_capacity(1 << 16, files.grow(folder)?));
        let expected = schema(columns);
        let writer = parquet::writer(out, expected.clone(), &keys, notes)?;
        let (table, columns) = (table.to_owned(), columns.to_vec());
        Ok(TableWriter {
            table,
            columns,
            writer: ColumnsWriter::new(writer, expected.clone()).map_err(failed)?,
            expected,
            statistics: log::Statistics::default(),
            files: files.clone(),
        })
    }

    /// Begins a file of records.
    pub(super) fn of_records(
        files: &Files,
        folder: &Path,
        (table, columns): (&str, &[ColumnSpec]),
        layout: &RecordLayout,
        notes: &BTreeMap<String, String>,
    ) -> Result<TableWriter, StoreError> {
        let out = Hashing::new(BufWriter::with_capacity(1 << 16, files.grow(folder)?));
        let expected = record_schema(layout);
        let writer = parquet::record_writer(out, layout, notes)?;
        Ok(TableWriter {
            table: table.to_owned(),
            columns: columns.to_vec(),
            writer: ColumnsWriter::new(writer, expected.clone()).map_err(failed)?,
            expected,
            statistics: log::Statistics::default(),
            files: files.clone(),
        })
    }

    /// Adds rows, which follow those added before in the order of the key columns.
    ///
    /// # Errors
    /// When the rows do not have the table's columns, or the disk is full.
    pub fn push(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        if batch.schema() != self.expected {
            let (wanted, got) = (names(&self.expected), names(&batch.schema()));
            return Err(StoreError::Shape(format!(
                "table `{}` has columns {wanted}, and the rows {got}",
                self.table
            )));
        }
        self.statistics.add(batch, &self.columns);
        self.writer.write(batch).map_err(failed)?;
        self.files.step();
        Ok(())
    }

    /// The file, complete and without a place.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn finish(self) -> Result<Written, StoreError> {
        let hashing = self.writer.into_inner().map_err(failed)?;
        let (buffered, sha256, size) = hashing.finish();
        let growing = buffered.into_inner().map_err(failed)?;
        let file = log::DataFile {
            size,
            sha256,
            statistics: self.statistics,
        };
        Ok(Written {
            file,
            growing: Mutex::new(growing),
        })
    }
}

/// A data file that no table knows yet. Dropped before it is committed, it is removed.
#[derive(Debug)]
pub struct Written {
    pub(super) file: log::DataFile,
    growing: Mutex<Growing>,
}

impl Written {
    /// How many rows it holds.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.file.statistics.rows
    }

    pub(super) fn place(&self, path: &Path) -> Result<(), StoreError> {
        let mut growing = self
            .growing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok(growing.place(path)?)
    }
}

/// The data files of a table at a version.
#[derive(Clone, Debug)]
pub struct DataFiles {
    pub(super) table: String,
    /// The files, by name; each holds the rows of one delivery in the order of the key columns.
    pub files: Vec<TableFile>,
    pub(super) expected: Option<SchemaRef>,
}

impl DataFiles {
    /// The rows of a file, some columns of them (all when none is named), so many at a time.
    ///
    /// # Errors
    /// When the file is damaged, or still has the columns of an earlier contract.
    pub fn batches(
        &self,
        file: &TableFile,
        columns: &[&str],
        rows: usize,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, StoreError>> + Send + use<>, StoreError>
    {
        let most = usize::try_from(file.rows).unwrap_or(rows).max(1);
        self.batches_of(file, (columns, None), rows.min(most))
    }

    /// The same of some rows only, of which the others are not read.
    ///
    /// # Errors
    /// As [`DataFiles::batches`].
    pub fn batches_of(
        &self,
        file: &TableFile,
        (columns, only): (&[&str], Option<&KeyTexts>),
        rows: usize,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, StoreError>> + Send + use<>, StoreError>
    {
        parquet::stream(&file.path, (columns, only), rows, &|found| {
            self.has_expected(file, found)
        })
    }

    /// Refuses a file with the columns of an earlier contract.
    fn has_expected(&self, file: &TableFile, found: &Schema) -> Result<(), StoreError> {
        let expected = self.expected.as_ref();
        let Some(expected) = expected.filter(|e| signature(found) != signature(e)) else {
            return Ok(());
        };
        let detail = format!(
            "file `{}` has the columns {} of an earlier contract, not {}",
            file.name(),
            names(found),
            names(expected)
        );
        Err(StoreError::Table {
            table: self.table.clone(),
            detail,
        })
    }
}

fn names(schema: &Schema) -> String {
    schema
        .fields()
        .iter()
        .map(|f| format!("`{}` {}", f.name(), f.data_type()))
        .collect::<Vec<_>>()
        .join(", ")
}

fn signature(schema: &Schema) -> Vec<(&String, &::arrow::datatypes::DataType)> {
    schema
        .fields()
        .iter()
        .map(|f| (f.name(), f.data_type()))
        .collect()
}
