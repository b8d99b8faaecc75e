//! Polars frames of published tables as rows for output.

use crate::app::output::Row;
use crate::model::Dec;
use polars::prelude::{AnyValue, DataFrame};
use serde_json::{Value, json};

/// The rows of a frame. Decimals become text, which keeps every digit; dates and times become ISO 8601.
#[must_use]
pub fn rows(frame: &DataFrame) -> Vec<Row> {
    let columns = frame.columns();
    let row = |i: usize| columns.iter().map(|c| (c.name().to_string(), c.get(i).map_or(Value::Null, |v| value(&v)))).collect();
    (0..frame.height()).map(row).collect()
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
        AnyValue::Decimal(micros, ..) => Dec::from_micros(*micros).map_or(Value::Null, |d| json!(d.to_string())),
        AnyValue::Date(days) => chrono::NaiveDate::from_epoch_days(*days).map_or(Value::Null, |d| json!(d.to_string())),
        AnyValue::Datetime(micros, ..) | AnyValue::DatetimeOwned(micros, ..) => time(*micros),
        other => json!(other.to_string()),
    }
}

/// Microseconds since 1970, the only unit of the published tables.
fn time(micros: i64) -> Value {
    chrono::DateTime::from_timestamp_micros(micros).map_or(Value::Null, |t| json!(t.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)))
}
