//! Which figures of one measure are one series, so that they may be compared with each other.
//!
//! A growth from the figure of one survey to the figure of another one is nobody's figure. What
//! makes a series is the dataset, the statement that was chosen within it, whether an area's own
//! figure or the sum of its parts was used, and the stretches of months that the figure was put
//! together from. A status (estimate, final) makes no other series: it is flagged as
//! `vintage_mixed`.

use crate::figure::Figure;
use crate::period::Period;
use crate::span::Span;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The series that a figure belongs to, within its dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Series {
    /// Which statement of its dataset it is.
    pub statement: StatementKey,
    /// It is the sum of the areas below, not the area's own statement.
    pub summed: bool,
    /// The stretches that it was put together from; none where its own stretch is stated.
    pub stretches: Vec<Stretch>,
    /// The datasets of the other measures that it was made from: a price index, weights.
    pub made_from: String,
}

/// Months that were added or taken off, counted from the end of the period: 0 is its last month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// The first month.
    pub first: i32,
    /// The last month.
    pub last: i32,
    /// They were taken off.
    pub taken_off: bool,
}

/// What tells the statements of one figure within a dataset apart. Where a figure was added up from
/// several statements, each part is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct StatementKey {
    /// The value of the preferred column; empty where the measure prefers none.
    pub preferred: String,
    /// The rank of the rows; empty where none is stated.
    pub rank: String,
    /// The dimensions whose total is stated and not added up over members: `sector`, or
    /// `sector+sex`; empty where all totals are added up, or there are none.
    pub totals: String,
}

impl StatementKey {
    /// Neither a preferred value nor a rank nor a total is stated.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.preferred.is_empty() && self.rank.is_empty() && self.totals.is_empty()
    }

    /// The key of a sum of parts: theirs where it is the same, else a list of them by part.
    #[must_use]
    pub fn of_sum(parts: &[(String, &StatementKey)]) -> StatementKey {
        let join = |of: fn(&StatementKey) -> &str| {
            let all: BTreeSet<&str> = parts.iter().map(|(_, key)| of(key)).collect();
            if all.len() < 2 {
                return all.into_iter().collect::<String>();
            }
            let named: BTreeSet<String> = parts
                .iter()
                .map(|(part, key)| format!("{part}={}", of(key)))
                .collect();
            named.into_iter().collect::<Vec<_>>().join(";")
        };
        StatementKey {
            preferred: join(|key| &key.preferred),
            rank: join(|key| &key.rank),
            totals: join(|key| &key.totals),
        }
    }
}

/// Another statement of a figure within its dataset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// What tells it apart.
    pub key: StatementKey,
    /// The figure.
    pub figure: Figure,
}

/// The months that a figure covers, counted from the beginning of the calendar: first and last. A
/// week covers none: the first lies behind the last.
#[must_use]
pub fn months(period: Period, span: Span) -> (i32, i32) {
    let (year, month) = period.last_month();
    let (last, length) = (
        year * 12 + month.cast_signed() - 1,
        period.length().cast_signed(),
    );
    match span {
        Span::Period => (last + 1 - length, last),
        Span::Ytd => match period.of_year() {
            Period::FiscalYear(year, begins) => (year * 12 + begins.cast_signed() - 1, last),
            _ => (year * 12, last),
        },
        Span::Rolling12 => (last - 11, last),
    }
}

/// The first and the last day of what a figure covers.
#[must_use]
pub fn days(period: Period, span: Span) -> (NaiveDate, NaiveDate) {
    let last = period.end();
    let first = match span {
        Span::Period => period.start(),
        Span::Ytd => period.of_year().start(),
        Span::Rolling12 => (last + Days::new(1)) - Months::new(12),
    };
    (first, last)
}
