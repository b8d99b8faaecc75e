//! The order of rows by the columns of a key: looked at where rows come in order, made where they do
//! not.

use crate::store::error::StoreError;
use ::arrow::array::{RecordBatch, UInt32Array};
use ::arrow::compute::take_record_batch;
use ::arrow::datatypes::Schema;
use ::arrow::row::{OwnedRow, RowConverter, Rows as ArrowRows, SortField};

/// The positions of named columns.
pub(super) fn positions(schema: &Schema, names: &[&str]) -> Result<Vec<usize>, StoreError> {
    names
        .iter()
        .map(|name| schema.index_of(name))
        .collect::<Result<_, _>>()
        .map_err(failed)
}

/// A batch with its rows sorted by the named columns; equal rows keep their order.
pub(super) fn sorted_by(batch: &RecordBatch, names: &[&str]) -> Result<RecordBatch, StoreError> {
    sorted(batch, &positions(&batch.schema(), names)?)
}

/// Whether batches that follow each other are in the order of their key.
pub(super) struct OrderCheck {
    columns: Vec<usize>,
    converter: RowConverter,
    last: Option<OwnedRow>,
}

impl OrderCheck {
    /// Of the columns of a key.
    pub(super) fn new(schema: &Schema, key: &[&str]) -> Result<OrderCheck, StoreError> {
        let columns = positions(schema, key)?;
        Ok(OrderCheck {
            converter: converter(schema, &columns)?,
            columns,
            last: None,
        })
    }

    /// Whether the rows of a batch are in order, and follow those before.
    pub(super) fn follows(&mut self, batch: &RecordBatch) -> Result<bool, StoreError> {
        let rows = keys(&self.converter, batch, &self.columns)?;
        let first = rows.iter().next();
        let after_last = match (&self.last, first) {
            (Some(last), Some(first)) => last.row() <= first,
            _ => true,
        };
        self.last = rows.iter().next_back().map(|row| row.owned());
        Ok(after_last && rows.iter().is_sorted())
    }
}

fn converter(schema: &Schema, columns: &[usize]) -> Result<RowConverter, StoreError> {
    let types = columns.iter().map(|i| schema.field(*i).data_type());
    let fields = types.map(|ty| SortField::new(ty.clone())).collect();
    RowConverter::new(fields).map_err(failed)
}

fn keys(
    converter: &RowConverter,
    batch: &RecordBatch,
    columns: &[usize],
) -> Result<ArrowRows, StoreError> {
    let arrays: Vec<_> = columns.iter().map(|i| batch.column(*i).clone()).collect();
    converter.convert_columns(&arrays).map_err(failed)
}

/// The same by columns at some positions.
pub(super) fn sorted(batch: &RecordBatch, columns: &[usize]) -> Result<RecordBatch, StoreError> {
    if columns.is_empty() || batch.num_rows() < 2 {
        return Ok(batch.clone());
    }
    let rows = keys(&converter(&batch.schema(), columns)?, batch, columns)?;
    if rows.iter().is_sorted() {
        return Ok(batch.clone());
    }
    let mut order: Vec<u32> = (0..u32::try_from(batch.num_rows()).map_err(failed)?).collect();
    order.sort_by(|a, b| rows.row(*a as usize).cmp(&rows.row(*b as usize))); // stable
    take_record_batch(batch, &UInt32Array::from(order)).map_err(failed)
}

pub(super) fn failed(e: impl std::fmt::Display) -> StoreError {
    StoreError::Parquet(e.to_string())
}
