//! How the value of a published column is read as what it is, so that no command parses texts.

use crate::evaluate::WhyNotUsed;
use crate::kpi::RevisionCode;
#[cfg(test)]
use crate::model::published::ColumnType;
use crate::model::{
    Dec, Design, Evidence, Flag, Method, PaceRule, Period, Reason, Refusal, RelationKind, Role,
    Span, Status, TargetOp, Verdict,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use std::str::FromStr;

/// What a published column holds.
pub trait ColumnValue: Sized {
    /// Types of columns that hold it.
    #[cfg(test)]
    const TYPES: &'static [ColumnType];

    /// Reads it; nothing when the column holds something else.
    fn read(value: &Value) -> Option<Self>;
}

macro_rules! values {
    ($($ty:ty: [$($column:ident),+] by $read:expr;)+) => {
        $(impl ColumnValue for $ty {
            #[cfg(test)]
            const TYPES: &'static [ColumnType] = &[$(ColumnType::$column),+];

            fn read(value: &Value) -> Option<$ty> {
                let read: fn(&Value) -> Option<$ty> = $read;
                read(value)
            }
        })+
    };
}

values! {
    bool: [Bool] by Value::as_bool;
    i64: [Int, BigInt] by Value::as_i64;
    i32: [Int] by |v| v.as_i64()?.try_into().ok();
    u32: [Int] by |v| v.as_i64()?.try_into().ok();
    f64: [Double] by Value::as_f64;
    Dec: [Dec] by parsed;
    NaiveDate: [Date] by parsed;
    DateTime<Utc>: [Timestamp] by parsed;
    String: [Text] by parsed;
    Design: [Text] by parsed;
    Evidence: [Text] by parsed;
    Flag: [Text] by parsed;
    Method: [Text] by parsed;
    PaceRule: [Text] by parsed;
    Period: [Text] by parsed;
    Reason: [Text] by parsed;
    Refusal: [Text] by parsed;
    RelationKind: [Text] by parsed;
    RevisionCode: [Text] by parsed;
    Role: [Text] by parsed;
    Span: [Text] by parsed;
    Status: [Text] by parsed;
    TargetOp: [Text] by parsed;
    Verdict: [Text] by parsed;
    WhyNotUsed: [Text] by parsed;
}

fn parsed<T: FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}

/// Null is nothing.
impl<T: ColumnValue> ColumnValue for Option<T> {
    #[cfg(test)]
    const TYPES: &'static [ColumnType] = T::TYPES;

    fn read(value: &Value) -> Option<Option<T>> {
        if value.is_null() {
            Some(None)
        } else {
            T::read(value).map(Some)
        }
    }
}

/// Words as `a;b`; null is none of them.
impl<T: FromStr> ColumnValue for Vec<T> {
    #[cfg(test)]
    const TYPES: &'static [ColumnType] = &[ColumnType::Text];

    fn read(value: &Value) -> Option<Vec<T>> {
        if value.is_null() {
            return Some(vec![]);
        }
        let words = value.as_str()?.split(';').filter(|word| !word.is_empty());
        words.map(|word| word.parse().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn null_is_nothing_only_where_a_column_may_be_null() {
        assert_eq!(Option::<Dec>::read(&Value::Null), Some(None));
        assert_eq!(Dec::read(&Value::Null), None);
        assert_eq!(Vec::<Flag>::read(&Value::Null), Some(vec![]));
    }

    #[test]
    fn a_word_that_is_not_known_is_no_value() {
        assert_eq!(
            Vec::<String>::read(&json!("a;b")),
            Some(vec!["a".to_owned(), "b".to_owned()])
        );
        assert_eq!(Vec::<Reason>::read(&json!("no such reason")), None);
        assert_eq!(Option::<Verdict>::read(&json!("maybe")), None);
        assert_eq!(f64::read(&json!("1.5")), None);
    }
}
