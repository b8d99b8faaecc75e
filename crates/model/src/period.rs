//! Periods: the year, half-year, quarter or month a figure is for.
//!
//! A period is an identity, not a date: "the same period of the year before" is found by name,
//! so leap days and month lengths cannot shift it. Written `2020`, `2020-S1`, `2020-Q3`, `2020-09`.
//! A fiscal year is written as the twelve months that it is, `2008-04-01/P1Y`, so that nothing
//! takes it for a year of the calendar.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How often a series has a figure (SDMX code list `CL_FREQ`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// A year.
    Annual,
    /// A fiscal year that begins with this month: comparable with its like only.
    Fiscal(u32),
    /// A half-year.
    HalfYearly,
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
            Frequency::Annual | Frequency::Fiscal(_) => "A",
            Frequency::HalfYearly => "S",
            Frequency::Quarterly => "Q",
            Frequency::Monthly => "M",
        }
    }
}

/// A year, half-year, quarter or month. Orders by start, then the longer period first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Period {
    /// A calendar year.
    Year(i32),
    /// Year and quarter 1-4.
    Quarter(i32, u32),
    /// Year and month 1-12.
    Month(i32, u32),
    /// Year and half-year 1-2.
    HalfYear(i32, u32),
    /// A year of twelve months that begins in this year, with month 2-12.
    FiscalYear(i32, u32),
}

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a period: write a year `2020`, a half-year `2020-S1`, a quarter `2020-Q3` or a \
    month `2020-09`"
)]
pub struct PeriodError(pub String);

impl Period {
    /// Its frequency.
    #[must_use]
    pub const fn frequency(self) -> Frequency {
        match self {
            Period::Year(_) => Frequency::Annual,
            Period::Quarter(..) => Frequency::Quarterly,
            Period::Month(..) => Frequency::Monthly,
            Period::HalfYear(..) => Frequency::HalfYearly,
            Period::FiscalYear(_, month) => Frequency::Fiscal(month),
        }
    }

    /// The calendar year it lies in; that in which a fiscal year begins.
    #[must_use]
    pub const fn year(self) -> i32 {
        match self {
            Period::Year(y)
            | Period::Quarter(y, _)
            | Period::Month(y, _)
            | Period::HalfYear(y, _)
            | Period::FiscalYear(y, _) => y,
        }
    }

    /// The year it lies in, as a period; a fiscal year is one itself.
    #[must_use]
    pub const fn of_year(self) -> Period {
        match self {
            Period::FiscalYear(..) => self,
            _ => Period::Year(self.year()),
        }
    }

    /// Year and month of its last day.
    #[must_use]
    pub const fn last_month(self) -> (i32, u32) {
        match self {
            Period::Year(y) | Period::FiscalYear(y, 1) => (y, 12),
            Period::HalfYear(y, h) => (y, h * 6),
            Period::Quarter(y, q) => (y, q * 3),
            Period::Month(y, m) => (y, m),
            Period::FiscalYear(y, m) => (y + 1, m - 1),
        }
    }

    /// How many months it has.
    #[must_use]
    pub const fn length(self) -> u32 {
        match self {
            Period::Year(_) | Period::FiscalYear(..) => 12,
            Period::HalfYear(..) => 6,
            Period::Quarter(..) => 3,
            Period::Month(..) => 1,
        }
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
            Period::HalfYear(_, h) => (h - 1) * 6 + 1,
            Period::Quarter(_, q) => (q - 1) * 3 + 1,
            Period::Month(_, m) | Period::FiscalYear(_, m) => m,
        }
    }

    /// Last day, inclusive.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        let (year, month) = match self.last_month() {
            (year, 12) => (year + 1, 1),
            (year, month) => (year, month + 1),
        };
        first_day(year, month).pred_opt().unwrap_or(NaiveDate::MIN)
    }

    /// The period so many periods before it, of the same length; a negative number goes forward.
    #[must_use]
    pub const fn earlier(self, periods: i32) -> Period {
        match self {
            Period::Year(y) => Period::Year(y - periods),
            Period::FiscalYear(y, m) => Period::FiscalYear(y - periods, m),
            Period::HalfYear(y, h) => {
                let count = y * 2 + h.cast_signed() - 1 - periods;
                Period::HalfYear(count.div_euclid(2), count.rem_euclid(2) as u32 + 1)
            }
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
        self.earlier(1)
    }

    /// The same period of the year after, by identity.
    #[must_use]
    pub const fn year_after(self) -> Period {
        self.years_later(1)
    }

    /// The same period so many years before, by identity; a negative number goes forward.
    #[must_use]
    pub const fn years_before(self, years: i32) -> Period {
        self.years_later(-years)
    }

    /// The same period of the year before, by identity.
    #[must_use]
    pub const fn year_before(self) -> Period {
        self.years_later(-1)
    }

    /// The same period of another year; a fiscal year begins in it.
    #[must_use]
    pub const fn in_year(self, year: i32) -> Period {
        self.years_later(year - self.year())
    }

    const fn years_later(self, years: i32) -> Period {
        match self {
            Period::Year(y) => Period::Year(y + years),
            Period::HalfYear(y, h) => Period::HalfYear(y + years, h),
            Period::Quarter(y, q) => Period::Quarter(y + years, q),
            Period::Month(y, m) => Period::Month(y + years, m),
            Period::FiscalYear(y, m) => Period::FiscalYear(y + years, m),
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
            Some(rest) => {
                let (of, digits, length): (fn(i32, u32) -> Period, &str, usize) =
                    if let Some(quarter) = rest.strip_prefix('Q') {
                        (Period::Quarter, quarter, 1)
                    } else if let Some(half) = rest.strip_prefix('S') {
                        (Period::HalfYear, half, 1)
                    } else if let Some(month) = rest.strip_suffix("-01/P1Y") {
                        (Period::FiscalYear, month, 2)
                    } else {
                        (Period::Month, rest, 2)
                    };
                let (n, period) = (number(digits, length)?, of(year, number(digits, length)?));
                let last = 12 / if length == 2 { 1 } else { period.length() };
                let first = if matches!(period, Period::FiscalYear(..)) {
                    2
                } else {
                    1
                };
                if (first..=last).contains(&n) {
                    Ok(period)
                } else {
                    Err(bad())
                }
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(y) => write!(f, "{y:04}"),
            Period::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Period::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Period::HalfYear(y, h) => write!(f, "{y:04}-S{h}"),
            Period::FiscalYear(y, m) => write!(f, "{y:04}-{m:02}-01/P1Y"),
        }
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
        for good in ["2020", "2020-Q1", "2020-12", "2020-S2", "2008-04-01/P1Y"] {
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
            "2020-S3",
            "2020-S0",
            "2020-01-01/P1Y",
            "2020-13-01/P1Y",
            "+202",
        ] {
            assert!(bad.parse::<Period>().is_err(), "{bad}");
        }
    }

    #[test]
    fn half_years_and_fiscal_years_have_ends_neighbours_and_an_order() {
        let period = |text: &str| text.parse::<Period>().unwrap();
        for (text, start, end, before, year_before) in [
            ("2020-S1", "2020-01-01", "2020-06-30", "2019-S2", "2019-S1"),
            ("2020-S2", "2020-07-01", "2020-12-31", "2020-S1", "2019-S2"),
            (
                "2008-04-01/P1Y",
                "2008-04-01",
                "2009-03-31",
                "2007-04-01/P1Y",
                "2007-04-01/P1Y",
            ),
        ] {
            let of = period(text);
            assert_eq!(
                (of.start().to_string(), of.end().to_string()),
                (start.into(), end.into())
            );
            assert_eq!(
                (of.before(), of.year_before()),
                (period(before), period(year_before))
            );
            assert_eq!(
                (of.before().earlier(-1), of.year_before().year_after()),
                (of, of)
            );
        }
        let order = [
            "2020",
            "2020-S1",
            "2020-Q1",
            "2020-01",
            "2020-04-01/P1Y",
            "2020-Q2",
            "2020-S2",
        ];
        let mut sorted = order.map(period);
        sorted.sort();
        assert_eq!(sorted.map(|p| p.to_string()), order);
        // A fiscal year is compared with its like only.
        let like = |a: &str, b: &str| period(a).frequency() == period(b).frequency();
        assert!(like("2008-04-01/P1Y", "2009-04-01/P1Y"));
        assert!(!like("2008-04-01/P1Y", "2008") && !like("2008-04-01/P1Y", "2008-07-01/P1Y"));
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
