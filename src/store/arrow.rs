//! Declared columns and rows as Arrow: the one place where a [`ColumnType`] becomes a physical
//! type.

use crate::model::published::{ColumnSpec, ColumnType, Rows, Value};
use crate::model::{SCALE, days_since_epoch};
use crate::store::error::StoreError;
use ::arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int32Builder,
    Int64Builder, RecordBatch, RecordBatchOptions, StringBuilder, TimestampMicrosecondBuilder,
};
use ::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use std::sync::Arc;

const PLACES: i8 = 6;
const _: () = assert!(
    SCALE == 6,
    "the scale of figures and of their columns must be the same"
);

/// The Arrow schema of declared columns.
#[must_use]
pub fn schema(columns: &[ColumnSpec]) -> SchemaRef {
    Arc::new(Schema::new(
        columns
            .iter()
            .map(|c| Field::new(&c.name, data_type(c.ty), !c.key))
            .collect::<Vec<_>>(),
    ))
}

fn data_type(ty: ColumnType) -> DataType {
    match ty {
        ColumnType::Text => DataType::Utf8,
        ColumnType::Bool => DataType::Boolean,
        ColumnType::Int => DataType::Int32,
        ColumnType::BigInt => DataType::Int64,
        ColumnType::Double => DataType::Float64,
        ColumnType::Dec => DataType::Decimal128(38, PLACES),
        ColumnType::Amount(places) => {
            DataType::Decimal128(18, i8::try_from(places).unwrap_or_default())
        }
        ColumnType::Date => DataType::Date32,
        ColumnType::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    }
}

/// Rows as an Arrow batch.
///
/// # Errors
/// When a row does not fit its columns; row and column are named.
pub fn to_batch(rows: &Rows) -> Result<RecordBatch, StoreError> {
    gather(&rows.columns, rows.rows.iter(), 0)
}

/// Rows as an Arrow batch, taken one after the other, so that they need not be held together;
/// `before` others came before them.
///
/// # Errors
/// When a row does not fit its columns; row and column are named.
pub(super) fn gather<R: AsRef<[Value]>>(
    columns: &[ColumnSpec],
    rows: impl Iterator<Item = R>,
    before: usize,
) -> Result<RecordBatch, StoreError> {
    let mut arrays: Vec<Growing> = columns.iter().map(|c| Growing::new(c.ty)).collect();
    let mut count = before;
    for row in rows {
        let row = row.as_ref();
        count += 1;
        if row.len() != columns.len() {
            return Err(StoreError::Shape(format!(
                "row {count} has {} values for {} columns",
                row.len(),
                columns.len()
            )));
        }
        for ((column, array), value) in columns.iter().zip(&mut arrays).zip(row) {
            array.push(&PlacedValue {
                column,
                row: count,
                value,
            })?;
        }
    }
    let arrays = arrays.into_iter().map(Growing::finish);
    let arrays = arrays.collect::<Result<Vec<ArrayRef>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(count - before));
    RecordBatch::try_new_with_options(schema(columns), arrays, &options)
        .map_err(|e| StoreError::Shape(e.to_string()))
}

fn by_column(name: &str) -> StoreError {
    StoreError::Shape(format!(
        "column `{name}` is of records, which come by the column"
    ))
}

/// A column that values are added to.
enum Growing {
    Text(StringBuilder),
    Bool(BooleanBuilder),
    Int(Int32Builder),
    BigInt(Int64Builder),
    Double(Float64Builder),
    Dec(Decimal128Builder),
    Date(Date32Builder),
    Timestamp(TimestampMicrosecondBuilder),
    /// Of records, which come by the column.
    Amount,
}

impl Growing {
    fn new(ty: ColumnType) -> Growing {
        match ty {
            ColumnType::Text => Growing::Text(StringBuilder::new()),
            ColumnType::Bool => Growing::Bool(BooleanBuilder::new()),
            ColumnType::Int => Growing::Int(Int32Builder::new()),
            ColumnType::BigInt => Growing::BigInt(Int64Builder::new()),
            ColumnType::Double => Growing::Double(Float64Builder::new()),
            ColumnType::Dec => Growing::Dec(Decimal128Builder::new()),
            ColumnType::Amount(_) => Growing::Amount,
            ColumnType::Date => Growing::Date(Date32Builder::new()),
            ColumnType::Timestamp => Growing::Timestamp(TimestampMicrosecondBuilder::new()),
        }
    }

    fn push(&mut self, cell: &PlacedValue<'_>) -> Result<(), StoreError> {
        match self {
            Growing::Text(array) => array.append_option(cell.text()?),
            Growing::Bool(array) => array.append_option(cell.bool()?),
            Growing::Int(array) => array.append_option(cell.int()?),
            Growing::BigInt(array) => array.append_option(cell.big_int()?),
            Growing::Double(array) => array.append_option(cell.double()?),
            Growing::Dec(array) => array.append_option(cell.decimal()?),
            Growing::Amount => return Err(by_column(&cell.column.name)),
            Growing::Date(array) => array.append_option(cell.date()?),
            Growing::Timestamp(array) => array.append_option(cell.timestamp()?),
        }
        Ok(())
    }

    fn finish(self) -> Result<ArrayRef, StoreError> {
        let decimals = |mut array: Decimal128Builder| {
            let array = array.finish().with_precision_and_scale(38, PLACES);
            array.map_err(|e| StoreError::Shape(e.to_string()))
        };
        Ok(match self {
            Growing::Text(mut array) => Arc::new(array.finish()),
            Growing::Bool(mut array) => Arc::new(array.finish()),
            Growing::Int(mut array) => Arc::new(array.finish()),
            Growing::BigInt(mut array) => Arc::new(array.finish()),
            Growing::Double(mut array) => Arc::new(array.finish()),
            Growing::Dec(array) => Arc::new(decimals(array)?),
            Growing::Amount => return Err(by_column("")),
            Growing::Date(mut array) => Arc::new(array.finish()),
            Growing::Timestamp(mut array) => Arc::new(array.finish().with_timezone("UTC")),
        })
    }
}

/// A value with its place, so that a misfit can be named.
struct PlacedValue<'a> {
    column: &'a ColumnSpec,
    row: usize,
    value: &'a Value,
}

type Fit<T> = Result<Option<T>, StoreError>;

impl<'a> PlacedValue<'a> {
    fn misfit<T>(&self) -> Fit<T> {
        match self.value {
            Value::Null if !self.column.key => Ok(None),
            value => {
                let (name, ty) = (&self.column.name, self.column.ty.sql());
                let what = if *value == Value::Null {
                    "a key column without a value".to_owned()
                } else {
                    format!("{value:?} in a column of type {ty}")
                };
                Err(StoreError::Shape(format!(
                    "row {}, column `{name}`: {what}",
                    self.row
                )))
            }
        }
    }

    fn text(&self) -> Fit<&'a str> {
        if let Value::Text(text) = self.value {
            Ok(Some(text))
        } else {
            self.misfit()
        }
    }

    fn bool(&self) -> Fit<bool> {
        if let Value::Bool(b) = self.value {
            Ok(Some(*b))
        } else {
            self.misfit()
        }
    }

    fn int(&self) -> Fit<i32> {
        match self.value {
            Value::Int(n) => i32::try_from(*n).map(Some).or_else(|_| self.misfit()),
            _ => self.misfit(),
        }
    }

    fn big_int(&self) -> Fit<i64> {
        if let Value::Int(n) = self.value {
            Ok(Some(*n))
        } else {
            self.misfit()
        }
    }

    fn double(&self) -> Fit<f64> {
        match self.value {
            Value::Double(x) if x.is_finite() => Ok(Some(*x)),
            _ => self.misfit(),
        }
    }

    fn decimal(&self) -> Fit<i128> {
        if let Value::Dec(d) = self.value {
            Ok(Some(d.micros()))
        } else {
            self.misfit()
        }
    }

    fn date(&self) -> Fit<i32> {
        if let Value::Date(date) = self.value {
            Ok(Some(days_since_epoch(*date)))
        } else {
            self.misfit()
        }
    }

    fn timestamp(&self) -> Fit<i64> {
        if let Value::Timestamp(at) = self.value {
            Ok(Some(at.timestamp_micros()))
        } else {
            self.misfit()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Dec;
    use ::arrow::array::AsArray;
    use ::arrow::datatypes::{Date32Type, Decimal128Type, TimestampMicrosecondType};
    use ColumnType::{BigInt, Bool, Date, Double, Int, Text, Timestamp};

    fn rows(types: &[(ColumnType, bool)], row: Vec<Value>) -> Rows {
        let columns = types
            .iter()
            .enumerate()
            .map(|(i, (ty, key))| ColumnSpec {
                name: format!("c{i}"),
                ty: *ty,
                key: *key,
                doc: "",
                doc_vi: "",
            })
            .collect();
        Rows {
            columns,
            rows: vec![row],
        }
    }

    #[test]
    fn every_type_goes_through() {
        let types = [
            Text,
            Bool,
            Int,
            BigInt,
            Double,
            ColumnType::Dec,
            Date,
            Timestamp,
        ]
        .map(|ty| (ty, false));
        let dec: Dec = "-1.5".parse().unwrap();
        let day: chrono::NaiveDate = "1970-01-03".parse().unwrap();
        let at: chrono::DateTime<chrono::Utc> = "1970-01-01T00:00:01Z".parse().unwrap();
        let values = vec![
            "a".into(),
            true.into(),
            3i32.into(),
            4i64.into(),
            0.5.into(),
            dec.into(),
            day.into(),
            at.into(),
        ];
        let batch = to_batch(&rows(&types, values)).unwrap();
        assert_eq!(
            batch.column(5).as_primitive::<Decimal128Type>().value(0),
            -1_500_000
        );
        assert_eq!(batch.column(5).data_type(), &DataType::Decimal128(38, 6));
        assert_eq!(batch.column(6).as_primitive::<Date32Type>().value(0), 2);
        assert_eq!(
            batch
                .column(7)
                .as_primitive::<TimestampMicrosecondType>()
                .value(0),
            1_000_000
        );
        let nulls = to_batch(&rows(&types, vec![Value::Null; 8])).unwrap();
        assert!(nulls.columns().iter().all(|c| c.null_count() == 1));
    }

    #[test]
    fn a_misfit_names_row_and_column() {
        let refused = |ty, key, value| {
            to_batch(&rows(&[(ty, key)], vec![value]))
                .unwrap_err()
                .to_string()
        };
        assert!(
            refused(Text, false, 1i64.into())
                .contains("row 1, column `c0`: Int(1) in a column of type VARCHAR")
        );
        assert!(refused(Text, true, Value::Null).contains("a key column without a value"));
        assert!(refused(Int, false, i64::MAX.into()).contains("INTEGER"));
        assert!(refused(Double, false, f64::NAN.into()).contains("DOUBLE"));
        assert!(
            to_batch(&rows(&[(Text, false)], vec![]))
                .unwrap_err()
                .to_string()
                .contains("0 values for 1 columns")
        );
    }
}
