//! Periods: the year, quarter or month a figure is for, and how much of it the figure spans.
//!
//! A period is an identity, not a date: "the same period of the year before" is found by name,
//! so leap days and month lengths cannot shift it. Written `2020`, `2020-Q3`, `2020-09`.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How often a series has a figure (SDMX code list `CL_FREQ`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// A year.
    Annual,
    /// A quarter.
    Quarterly,
    /// A month.
    Monthly,
}

impl Frequency {
    /// The one-letter SDMX code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Frequency::Annual => "A",
            Frequency::Quarterly => "Q",
            Frequency::Monthly => "M",
        }
    }
}

/// A year, quarter or month. Orders by start, then the longer period first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Period {
    /// A calendar year.
    Year(i32),
    /// Year and quarter 1-4.
    Quarter(i32, u32),
    /// Year and month 1-12.
    Month(i32, u32),
}

/// What part of time up to the end of its period a figure covers.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Span {
    /// The period itself.
    #[default]
    Period,
    /// From 1 January to the end of the period (lũy kế, cumulative).
    Ytd,
    /// The twelve months that end with the period.
    Rolling12,
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a period: write a year `2020`, a quarter `2020-Q3` or a month `2020-09`")]
pub struct PeriodError(pub String);

impl Period {
    /// Its frequency.
    #[must_use]
    pub const fn frequency(self) -> Frequency {
        match self {
            Period::Year(_) => Frequency::Annual,
            Period::Quarter(..) => Frequency::Quarterly,
            Period::Month(..) => Frequency::Monthly,
        }
    }

    /// The calendar year it lies in.
    #[must_use]
    pub const fn year(self) -> i32 {
        match self {
            Period::Year(y) | Period::Quarter(y, _) | Period::Month(y, _) => y,
        }
    }

    /// The year it lies in, as a period.
    #[must_use]
    pub const fn of_year(self) -> Period {
        Period::Year(self.year())
    }

    /// First day.
    #[must_use]
    pub fn start(self) -> NaiveDate {
        first_day(self.year(), self.first_month())
    }

    /// The month of its first day.
    const fn first_month(self) -> u32 {
        match self {
            Period::Year(_) => 1,
            Period::Quarter(_, q) => (q - 1) * 3 + 1,
            Period::Month(_, m) => m,
        }
    }

    /// Last day, inclusive.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        let (year, month) = match self {
            Period::Year(y) | Period::Quarter(y, 4) | Period::Month(y, 12) => (y + 1, 1),
            Period::Quarter(y, q) => (y, q * 3 + 1),
            Period::Month(y, m) => (y, m + 1),
        };
        first_day(year, month).pred_opt().unwrap_or(NaiveDate::MIN)
    }

    /// The period so many periods before it, of the same length; a negative number goes forward.
    #[must_use]
    pub const fn earlier(self, periods: i32) -> Period {
        match self {
            Period::Year(y) => Period::Year(y - periods),
            Period::Quarter(y, q) => {
                let count = y * 4 + q.cast_signed() - 1 - periods;
                Period::Quarter(count.div_euclid(4), count.rem_euclid(4) as u32 + 1)
            }
            Period::Month(y, m) => {
                let count = y * 12 + m.cast_signed() - 1 - periods;
                Period::Month(count.div_euclid(12), count.rem_euclid(12) as u32 + 1)
            }
        }
    }

    /// The period just before it, of the same length.
    #[must_use]
    pub const fn before(self) -> Period {
        match self {
            Period::Year(y) => Period::Year(y - 1),
            Period::Quarter(y, 1) => Period::Quarter(y - 1, 4),
            Period::Quarter(y, q) => Period::Quarter(y, q - 1),
            Period::Month(y, 1) => Period::Month(y - 1, 12),
            Period::Month(y, m) => Period::Month(y, m - 1),
        }
    }

    /// The same period of the year after, by identity.
    #[must_use]
    pub const fn year_after(self) -> Period {
        match self {
            Period::Year(y) => Period::Year(y + 1),
            Period::Quarter(y, q) => Period::Quarter(y + 1, q),
            Period::Month(y, m) => Period::Month(y + 1, m),
        }
    }

    /// The same period so many years before, by identity; a negative number goes forward.
    #[must_use]
    pub const fn years_before(self, years: i32) -> Period {
        match self {
            Period::Year(y) => Period::Year(y - years),
            Period::Quarter(y, q) => Period::Quarter(y - years, q),
            Period::Month(y, m) => Period::Month(y - years, m),
        }
    }

    /// The same period of the year before, by identity.
    #[must_use]
    pub const fn year_before(self) -> Period {
        match self {
            Period::Year(y) => Period::Year(y - 1),
            Period::Quarter(y, q) => Period::Quarter(y - 1, q),
            Period::Month(y, m) => Period::Month(y - 1, m),
        }
    }
}

/// Years are limited to 1000-9999 when parsed, so the date always exists.
fn first_day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or(NaiveDate::MIN)
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> std::cmp::Ordering {
        // Periods are compared more often than anything else, so no calendar is asked.
        let key = |p: &Period| (p.year(), p.first_month(), p.frequency());
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for Period {
    type Err = PeriodError;
    fn from_str(text: &str) -> Result<Period, PeriodError> {
        let bad = || PeriodError(text.to_owned());
        let number = |s: &str, len: usize| -> Result<u32, PeriodError> {
            if s.len() == len && s.bytes().all(|b| b.is_ascii_digit()) {
                s.parse().map_err(|_| bad())
            } else {
                Err(bad())
            }
        };
        let (year, rest) = match text.split_once('-') {
            Some((y, r)) => (y, Some(r)),
            None => (text, None),
        };
        let year = i32::try_from(number(year, 4)?).map_err(|_| bad())?;
        if year < 1000 {
            return Err(bad());
        }
        match rest {
            None => Ok(Period::Year(year)),
            Some(rest) => match rest.strip_prefix('Q') {
                Some(q) => match number(q, 1)? {
                    q @ 1..=4 => Ok(Period::Quarter(year, q)),
                    _ => Err(bad()),
                },
                None => match number(rest, 2)? {
                    m @ 1..=12 => Ok(Period::Month(year, m)),
                    _ => Err(bad()),
                },
            },
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(y) => write!(f, "{y:04}"),
            Period::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Period::Month(y, m) => write!(f, "{y:04}-{m:02}"),
        }
    }
}

/// A text that names no span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a span: write `period`, `ytd` or `rolling12`")]
pub struct SpanError(pub String);

impl FromStr for Span {
    type Err = SpanError;
    fn from_str(text: &str) -> Result<Span, SpanError> {
        match text {
            "period" => Ok(Span::Period),
            "ytd" => Ok(Span::Ytd),
            "rolling12" => Ok(Span::Rolling12),
            _ => Err(SpanError(text.to_owned())),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Span::Period => "period",
            Span::Ytd => "ytd",
            Span::Rolling12 => "rolling12",
        })
    }
}

/// Days since 1970-01-01, as Arrow's `Date32` holds a date.
#[must_use]
pub fn days_since_epoch(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - 719_163
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_years_before() {
        let end = |p: &str| p.parse::<Period>().unwrap().end().to_string();
        assert_eq!(end("2020-02"), "2020-02-29");
        assert_eq!(end("2021-02"), "2021-02-28");
        assert_eq!(end("2020-Q4"), "2020-12-31");
        assert_eq!(end("2020"), "2020-12-31");
        assert_eq!(
            "2020-02"
                .parse::<Period>()
                .unwrap()
                .year_before()
                .to_string(),
            "2019-02"
        );
    }

    #[test]
    fn only_canonical_texts_are_periods() {
        for good in ["2020", "2020-Q1", "2020-12"] {
            assert_eq!(good.parse::<Period>().unwrap().to_string(), good);
        }
        for bad in [
            "",
            "20",
            "02020",
            "2020-",
            "2020-Q5",
            "2020-Q0",
            "2020-13",
            "2020-1",
            "Sơ bộ 2020",
            "0999",
            "2020-q1",
            "+202",
        ] {
            assert!(bad.parse::<Period>().is_err(), "{bad}");
        }
    }

    #[test]
    fn epoch_days() {
        assert_eq!(
            days_since_epoch(NaiveDate::from_ymd_opt(1970, 1, 1).unwrap()),
            0
        );
        assert_eq!(
            days_since_epoch(NaiveDate::from_ymd_opt(2020, 3, 1).unwrap()),
            18322
        );
    }
}
