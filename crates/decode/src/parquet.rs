//! Apache Parquet: one table, nested values written as text.
//!
//! Rows are read in batches, so a table is not held whole. More rows stated than given is a fault.

use super::guard::guarded;
use super::{Reading, Record, Shape, Table, Undecodable, archive, fault, too_many_cells};
use arrow::array::Array;
use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use bytes::Bytes;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use std::borrow::Cow;

/// Rows that are decoded at once.
const BATCH: usize = 1024;

/// The rows of a file.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    bytes: Cow<'a, [u8]>,
) -> Result<Table<'a>, Undecodable> {
    let Reading {
        file_name: file,
        decimal,
        max_cells,
        ..
    } = reading;
    let packed = bytes.len() as u64;
    let bytes = Bytes::from(bytes.into_owned());
    let opened = guarded(file, || open(file, bytes))?;
    let (columns, rows) = (opened.columns, opened.rows);
    archive::within(file, "", opened.unpacked, packed, archive::LIMITS)?;
    if rows.saturating_mul(columns.len()) > max_cells {
        return Err(too_many_cells(file, max_cells));
    }
    let batches = Batches {
        file,
        decimal,
        reader: opened.reader,
        rows,
        read: 0,
        ended: false,
    };
    let records = batches.flat_map(|batch| match batch {
        Ok(records) => records.into_iter().map(Ok).collect::<Vec<_>>(),
        Err(finding) => vec![Err(finding)],
    });
    Ok(Table {
        part: String::new(),
        shape: Shape::Rows { columns },
        records: Box::new(records),
    })
}

/// A file of which the metadata are read.
struct OpenedParquet {
    columns: Vec<String>,
    /// Rows that it states.
    rows: usize,
    /// Bytes that it states when decompressed.
    unpacked: u64,
    reader: ParquetRecordBatchReader,
}

fn open(file: &str, bytes: Bytes) -> Result<OpenedParquet, Undecodable> {
    let failed = |e: ParquetError| damaged(file, &e.to_string());
    let builder = ParquetRecordBatchReaderBuilder::try_new(bytes).map_err(failed)?;
    let columns: Vec<String> = builder
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().clone())
        .collect();
    let stated = builder.metadata().file_metadata().num_rows();
    let groups = builder.metadata().row_groups();
    let in_groups: i64 = groups.iter().map(RowGroupMetaData::num_rows).sum();
    let rows = usize::try_from(stated.max(in_groups)).map_err(|e| damaged(file, &e.to_string()))?;
    let unpacked: i64 = groups
        .iter()
        .flat_map(RowGroupMetaData::columns)
        .map(|c| c.uncompressed_size().max(0))
        .sum();
    let reader = builder.with_batch_size(BATCH).build().map_err(failed)?;
    Ok(OpenedParquet {
        columns,
        rows,
        unpacked: u64::try_from(unpacked).unwrap_or(0),
        reader,
    })
}

fn damaged(file: &str, message: &str) -> Undecodable {
    Box::new(
        fault(
            "unreadable",
            file,
            0,
            format!("the Parquet file is damaged: {message}"),
        )
        .hint("fetch it again, or ask for CSV"),
    )
}

struct Batches<'a> {
    file: &'a str,
    decimal: char,
    reader: ParquetRecordBatchReader,
    rows: usize,
    read: usize,
    ended: bool,
}

impl Batches<'_> {
    fn step(&mut self) -> Result<Option<Vec<Record>>, Undecodable> {
        let Batches {
            file,
            decimal,
            read,
            ..
        } = *self;
        let reader = &mut self.reader;
        let batch = guarded(file, || match reader.next() {
            Some(Ok(batch)) => records(&batch, read, decimal)
                .map(Some)
                .map_err(|e| damaged(file, &e)),
            Some(Err(e)) => Err(damaged(file, &e.to_string())),
            None => Ok(None),
        })?;
        match &batch {
            Some(records) => self.read += records.len(),
            None if self.read != self.rows => {
                let message = format!(
                    "the Parquet file holds {} of the {} rows that it states",
                    self.read, self.rows
                );
                return Err(Box::new(
                    fault("truncated", file, 0, message).hint("fetch it again"),
                ));
            }
            None => {}
        }
        Ok(batch)
    }
}

impl Iterator for Batches<'_> {
    type Item = Result<Vec<Record>, Undecodable>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let batch = self.step().transpose();
        self.ended = !matches!(batch, Some(Ok(_)));
        batch
    }
}

fn records(batch: &RecordBatch, before: usize, decimal: char) -> Result<Vec<Record>, String> {
    let options = FormatOptions::default().with_null("");
    let columns = batch
        .columns()
        .iter()
        .map(|c| ArrayFormatter::try_new(c.as_ref(), &options).map(|f| (c.as_ref(), f)));
    let columns = columns
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| e.to_string())?;
    (0..batch.num_rows())
        .map(|row| {
            let cells = columns
                .iter()
                .map(|(column, formatter)| text(*column, formatter, row, decimal));
            Ok(Record {
                part: String::new(),
                row: (before + row) as u64 + 1,
                cells: cells.collect::<Result<_, String>>()?,
            })
        })
        .collect()
}

/// The text of a value; a fraction with the decimal sign that the source declares.
fn text(
    column: &dyn Array,
    formatter: &ArrayFormatter<'_>,
    row: usize,
    decimal: char,
) -> Result<String, String> {
    if column.is_null(row) {
        return Ok(String::new());
    }
    let text = formatter
        .value(row)
        .try_to_string()
        .map_err(|e| e.to_string())?;
    let is_fraction = column.data_type().is_floating()
        || matches!(
            column.data_type(),
            DataType::Decimal128(..) | DataType::Decimal256(..)
        );
    Ok(if decimal != '.' && is_fraction {
        text.replace('.', decimal.encode_utf8(&mut [0; 4]))
    } else {
        text
    })
}
