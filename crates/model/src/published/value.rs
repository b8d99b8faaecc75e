//! Rows on their way into a published table.

use super::table_spec::ColumnSpec;
use compact_str::{CompactString, ToCompactString};

/// One value of a row on its way into a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Text; a short one, as most are, is held in place.
    Text(CompactString),
    /// True or false.
    Bool(bool),
    /// Whole number, for both widths.
    Int(i64),
    /// Floating point; never NaN or infinite.
    Double(f64),
    /// Exact decimal, for both widths.
    Dec(crate::Dec),
    /// Day.
    Date(chrono::NaiveDate),
    /// Instant.
    Timestamp(chrono::DateTime<chrono::Utc>),
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Value {
        v.map_or(Value::Null, Into::into)
    }
}
macro_rules! value_from {
    ($($ty:ty => $variant:ident),+ $(,)?) => { $(impl From<$ty> for Value { fn from(v: $ty) -> Value { Value::$variant(v.into()) } })+ };
}
value_from!(&str => Text, String => Text, bool => Bool, i64 => Int, i32 => Int, u32 => Int, f64 => Double, crate::Dec => Dec,
    chrono::NaiveDate => Date, chrono::DateTime<chrono::Utc> => Timestamp);

impl From<crate::Period> for Value {
    fn from(period: crate::Period) -> Value {
        Value::Text(period.to_compact_string())
    }
}

impl From<crate::Span> for Value {
    fn from(span: crate::Span) -> Value {
        Value::Text(span.to_compact_string())
    }
}

/// Rows of one table, in its column order.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// Columns.
    pub columns: Vec<ColumnSpec>,
    /// Rows; each has one value per column.
    pub rows: Vec<Vec<Value>>,
}
