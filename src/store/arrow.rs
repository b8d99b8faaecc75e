//! Declared columns and rows as Arrow: the one place where a [`ColumnType`] becomes a physical
//! type.

use crate::model::published::{ColumnSpec, ColumnType, Rows, Value};
use crate::model::{SCALE, days_since_epoch};
use crate::store::error::StoreError;
use ::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array,
    StringArray,
};
use ::arrow::array::{RecordBatch, RecordBatchOptions, TimestampMicrosecondArray};
use ::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use std::sync::Arc;

const PLACES: i8 = 6;
const _: () = assert!(
    SCALE == 6,
    "the scale of figures and of their columns must be the same"
);
/// Largest magnitude that `DECIMAL(18,6)` can hold, in millionths.
const TARGET_MAX: i128 = 999_999_999_999_999_999;

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
        ColumnType::TargetDec => DataType::Decimal128(18, PLACES),
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
    let width = rows.columns.len();
    if let Some((i, row)) = rows
        .rows
        .iter()
        .enumerate()
        .find(|(_, row)| row.len() != width)
    {
        return Err(StoreError::Shape(format!(
            "row {} has {} values for {width} columns",
            i + 1,
            row.len()
        )));
    }
    let arrays = rows
        .columns
        .iter()
        .enumerate()
        .map(|(i, c)| array(c, rows.rows.iter().map(|row| &row[i])))
        .collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(rows.rows.len()));
    RecordBatch::try_new_with_options(schema(&rows.columns), arrays, &options)
        .map_err(|e| StoreError::Shape(e.to_string()))
}

fn array<'a>(
    column: &ColumnSpec,
    values: impl Iterator<Item = &'a Value>,
) -> Result<ArrayRef, StoreError> {
    let mut cells = values.enumerate().map(|(i, value)| PlacedValue {
        column,
        row: i + 1,
        value,
    });
    let decimals = |cells: &mut dyn Iterator<Item = PlacedValue<'_>>, precision: u8, max: i128| {
        let micros = cells
            .map(|c| c.decimal(max))
            .collect::<Result<Decimal128Array, _>>()?;
        micros
            .with_precision_and_scale(precision, PLACES)
            .map_err(|e| StoreError::Shape(e.to_string()))
    };
    Ok(match column.ty {
        ColumnType::Text => Arc::new(
            cells
                .map(|c| c.text())
                .collect::<Result<StringArray, _>>()?,
        ),
        ColumnType::Bool => Arc::new(
            cells
                .map(|c| c.bool())
                .collect::<Result<BooleanArray, _>>()?,
        ),
        ColumnType::Int => Arc::new(cells.map(|c| c.int()).collect::<Result<Int32Array, _>>()?),
        ColumnType::BigInt => Arc::new(
            cells
                .map(|c| c.big_int())
                .collect::<Result<Int64Array, _>>()?,
        ),
        ColumnType::Double => Arc::new(
            cells
                .map(|c| c.double())
                .collect::<Result<Float64Array, _>>()?,
        ),
        ColumnType::Dec => Arc::new(decimals(&mut cells, 38, i128::MAX)?),
        ColumnType::TargetDec => Arc::new(decimals(&mut cells, 18, TARGET_MAX)?),
        ColumnType::Amount(_) => {
            let message = format!(
                "column `{}` is of records, which come by the column",
                column.name
            );
            return Err(StoreError::Shape(message));
        }
        ColumnType::Date => Arc::new(
            cells
                .map(|c| c.date())
                .collect::<Result<Date32Array, _>>()?,
        ),
        ColumnType::Timestamp => Arc::new(
            cells
                .map(|c| c.timestamp())
                .collect::<Result<TimestampMicrosecondArray, _>>()?
                .with_timezone("UTC"),
        ),
    })
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

    fn decimal(&self, max: i128) -> Fit<i128> {
        match self.value {
            Value::Dec(d) if d.micros().unsigned_abs() <= max.unsigned_abs() => {
                Ok(Some(d.micros()))
            }
            _ => self.misfit(),
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
    use ColumnType::{BigInt, Bool, Date, Double, Int, TargetDec, Text, Timestamp};

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
            TargetDec,
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
            dec.into(),
            day.into(),
            at.into(),
        ];
        let batch = to_batch(&rows(&types, values)).unwrap();
        assert_eq!(
            batch.column(5).as_primitive::<Decimal128Type>().value(0),
            -1_500_000
        );
        assert_eq!(batch.column(6).data_type(), &DataType::Decimal128(18, 6));
        assert_eq!(batch.column(7).as_primitive::<Date32Type>().value(0), 2);
        assert_eq!(
            batch
                .column(8)
                .as_primitive::<TimestampMicrosecondType>()
                .value(0),
            1_000_000
        );
        let nulls = to_batch(&rows(&types, vec![Value::Null; 9])).unwrap();
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
            refused(TargetDec, false, Dec::from_int(1_000_000_000_000).into())
                .contains("DECIMAL(18,6)")
        );
        assert!(
            to_batch(&rows(&[(Text, false)], vec![]))
                .unwrap_err()
                .to_string()
                .contains("0 values for 1 columns")
        );
    }
}
