//! Tables as rows for output: Polars frames of what is published, and what was computed on request.

use crate::app::output::Row;
use crate::model::{Dec, published};
use chrono::{DateTime, SecondsFormat, Utc};
use polars::prelude::{AnyValue, DataFrame};
use serde_json::{Value, json};

/// The rows of a frame. Decimals become text, which keeps every digit; dates and times become ISO
/// 8601.
#[must_use]
pub fn rows(frame: &DataFrame) -> Vec<Row> {
    let columns = frame.columns();
    let row = |i: usize| {
        columns
            .iter()
            .map(|c| {
                (
                    c.name().to_string(),
                    c.get(i).map_or(Value::Null, |v| value(&v)),
                )
            })
            .collect()
    };
    (0..frame.height()).map(row).collect()
}

/// The rows of a table that was computed and not published, in the same form.
#[must_use]
pub fn rows_of(table: &published::Rows) -> Vec<Row> {
    let row = |values: &Vec<published::Value>| {
        table
            .columns
            .iter()
            .zip(values)
            .map(|(c, v)| (c.name.clone(), json_of(v)))
            .collect()
    };
    table.rows.iter().map(row).collect()
}

fn json_of(value: &published::Value) -> Value {
    use published::Value as Of;
    match value {
        Of::Null => Value::Null,
        Of::Text(t) => json!(t),
        Of::Bool(b) => json!(b),
        Of::Int(n) => json!(n),
        Of::Double(f) => json!(f),
        Of::Dec(d) => json!(d.to_string()),
        Of::Date(d) => json!(d.to_string()),
        Of::Timestamp(t) => instant(*t),
    }
}

fn value(value: &AnyValue<'_>) -> Value {
    match value {
        AnyValue::Null => Value::Null,
        AnyValue::Boolean(b) => json!(b),
        AnyValue::String(s) => json!(s),
        AnyValue::StringOwned(s) => json!(s.as_str()),
        AnyValue::Int32(n) => json!(n),
        AnyValue::Int64(n) => json!(n),
        AnyValue::UInt32(n) => json!(n),
        AnyValue::Float64(f) => json!(f),
        // All decimals of the published tables have six places.
        AnyValue::Decimal(micros, ..) => {
            Dec::from_micros(*micros).map_or(Value::Null, |d| json!(d.to_string()))
        }
        AnyValue::Date(days) => {
            chrono::NaiveDate::from_epoch_days(*days).map_or(Value::Null, |d| json!(d.to_string()))
        }
        // Microseconds since 1970, the only unit of the published tables.
        AnyValue::Datetime(micros, ..) | AnyValue::DatetimeOwned(micros, ..) => {
            DateTime::from_timestamp_micros(*micros).map_or(Value::Null, instant)
        }
        other => json!(other.to_string()),
    }
}

/// An instant, to the second.
#[must_use]
pub fn instant(time: DateTime<Utc>) -> Value {
    json!(time.to_rfc3339_opts(SecondsFormat::Secs, true))
}
