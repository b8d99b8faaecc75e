//! The texts of cells as words of closed lists and as days.

use crate::decode::Record;
use crate::decode::text::tidy;
use crate::ingest::conform::bindings::Bound;
use crate::ingest::conform::observation::Fault;
use chrono::NaiveDate;

/// The tidied text of a column that need not be mapped or filled.
pub(super) fn optional_text(at: Option<&Bound<'_>>, record: &Record) -> Option<String> {
    at.map(|at| tidy(at.raw(record)).into_owned())
        .filter(|text| !text.is_empty())
}

/// A word of a closed list, or a period.
pub(super) fn word<T>(
    rule: &'static str,
    at: &Bound<'_>,
    record: &Record,
    hint: &str,
) -> Result<T, Fault>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    tidy(at.raw(record))
        .parse()
        .map_err(|e: T::Err| Fault::new(rule, at, record, e.to_string(), hint))
}

pub(super) fn optional_word<T>(
    rule: &'static str,
    at: Option<&Bound<'_>>,
    record: &Record,
) -> Result<Option<T>, Fault>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    match at {
        Some(at) if !tidy(at.raw(record)).is_empty() => word(rule, at, record, "").map(Some),
        _ => Ok(None),
    }
}

pub(super) fn day(rule: &'static str, at: &Bound<'_>, record: &Record) -> Result<NaiveDate, Fault> {
    let text = tidy(at.raw(record));
    text.parse().map_err(|_| {
        Fault::new(
            rule,
            at,
            record,
            format!("`{text}` is not a day"),
            "write it `2025-07-01`",
        )
    })
}
