//! Batches written as Parquet, the columns of each encoded side by side. The file is the very one
//! that a thread alone makes.

use crate::error::RecordsError;
use crate::shared_out::shared_out;
use arrow::array::{ArrayRef, RecordBatch};
use arrow::datatypes::{FieldRef, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::file::writer::SerializedFileWriter;
use std::io::Write;

/// Rows that are sooner encoded than a thread is started.
const ALONE: usize = 1 << 12;

/// A file that is written batch by batch.
pub struct ColumnsWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    row_groups: ArrowRowGroupWriterFactory,
    schema: SchemaRef,
    /// Rows of a row group.
    most: usize,
    /// The columns of the row group that is written; none before its first row.
    columns: Vec<ArrowColumnWriter>,
    /// Rows in them.
    rows: usize,
}

impl<W: Write + Send> ColumnsWriter<W> {
    /// Writes on where a writer stands, of rows without columns within columns.
    ///
    /// # Errors
    /// When what the writer holds cannot be written, or there are columns within columns.
    pub fn new(writer: ArrowWriter<W>, schema: SchemaRef) -> Result<Self, RecordsError> {
        let (file, row_groups) = writer
            .into_serialized_writer()
            .map_err(RecordsError::columns)?;
        if file.schema_descr().num_columns() != schema.fields().len() {
            let message = "columns within columns are not written".to_owned();
            return Err(RecordsError::Columns(message));
        }
        let most = file.properties().max_row_group_row_count();
        Ok(ColumnsWriter {
            most: most.unwrap_or(usize::MAX),
            file,
            row_groups,
            schema,
            columns: Vec::new(),
            rows: 0,
        })
    }

    /// Adds rows behind those before.
    ///
    /// # Errors
    /// When they cannot be encoded or written.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), RecordsError> {
        let mut from = 0;
        while from < batch.num_rows() {
            if self.columns.is_empty() {
                let number = self.file.flushed_row_groups().len();
                let made = self.row_groups.create_column_writers(number);
                self.columns = made.map_err(RecordsError::columns)?;
            }
            let rows = (batch.num_rows() - from).min(self.most - self.rows);
            self.encode(&batch.slice(from, rows))?;
            from += rows;
            if self.rows == self.most {
                self.end_row_group()?;
            }
        }
        Ok(())
    }

    fn encode(&mut self, batch: &RecordBatch) -> Result<(), RecordsError> {
        self.rows += batch.num_rows();
        let fields = self.schema.fields().iter();
        let mut tasks = self.columns.iter_mut().zip(fields.zip(batch.columns()));
        let each = |(column, (field, array)): (&mut ArrowColumnWriter, (&FieldRef, &ArrayRef))| {
            let leaves = compute_leaves(field, array).map_err(RecordsError::columns)?;
            let mut leaves = leaves.iter();
            leaves.try_for_each(|leaf| column.write(leaf).map_err(RecordsError::columns))
        };
        if batch.num_rows() < ALONE {
            return tasks.try_for_each(each);
        }
        shared_out(tasks, each).map(drop)
    }

    fn end_row_group(&mut self) -> Result<(), RecordsError> {
        let columns = std::mem::take(&mut self.columns).into_iter();
        let close = |column: ArrowColumnWriter| column.close().map_err(RecordsError::columns);
        let chunks = if self.rows < ALONE {
            columns.map(close).collect::<Result<Vec<_>, _>>()?
        } else {
            shared_out(columns, close)?
        };
        self.rows = 0;
        let mut row_group = self.file.next_row_group().map_err(RecordsError::columns)?;
        for chunk in chunks {
            let appended = chunk.append_to_row_group(&mut row_group);
            appended.map_err(RecordsError::columns)?;
        }
        row_group.close().map_err(RecordsError::columns)?;
        Ok(())
    }

    /// Ends the file and gives what it was written to.
    ///
    /// # Errors
    /// When the rest cannot be written.
    pub fn into_inner(mut self) -> Result<W, RecordsError> {
        if !self.columns.is_empty() {
            self.end_row_group()?;
        }
        self.file.into_inner().map_err(RecordsError::columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{Int64Array, StringArray};
    use parquet::file::properties::WriterProperties;
    use std::sync::Arc;

    /// Rows from one number up to another.
    fn batch(from: i64, to: i64) -> RecordBatch {
        let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(from..to));
        let texts = (from..to).map(|n| (n % 7 > 0).then(|| format!("t{}", n % 1000)));
        let texts: ArrayRef = Arc::new(texts.collect::<StringArray>());
        RecordBatch::try_from_iter_with_nullable([("n", numbers, false), ("t", texts, true)])
            .unwrap()
    }

    #[test]
    fn the_file_is_the_one_that_a_thread_alone_makes() {
        // Less than a row group, rows that end one, and batches over several of them.
        for ends in [
            vec![],
            vec![3],
            vec![10_000],
            vec![9_000, 11_000, 40_001],
            vec![1, 1, 30_000],
        ] {
            let begin = || {
                let rows = Some(10_000);
                let properties = WriterProperties::builder().set_max_row_group_row_count(rows);
                let schema = batch(0, 1).schema();
                ArrowWriter::try_new(Vec::new(), schema, Some(properties.build())).unwrap()
            };
            let mut alone = begin();
            let mut both = ColumnsWriter::new(begin(), batch(0, 1).schema()).unwrap();
            let mut from = 0;
            for end in &ends {
                alone.write(&batch(from, *end)).unwrap();
                both.write(&batch(from, *end)).unwrap();
                from = *end;
            }
            let (alone, both) = (alone.into_inner().unwrap(), both.into_inner().unwrap());
            assert!(alone == both, "{ends:?}");
        }
    }
}
