//! Days that stand for a longer period, as databases and workbooks have them.

use super::fiscal::FiscalYear;
use crate::day::{day_of, start_of_day};
use crate::period::Period;
use crate::words;
use chrono::{DateTime, Datelike, NaiveDate};
use chrono_tz::Tz;

/// The period that a day stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayOf {
    /// Its month.
    Month,
    /// Its quarter.
    Quarter,
    /// Its half-year.
    HalfYear,
    /// Its year.
    Year,
    /// Its fiscal year.
    FiscalYear,
    /// Its third of the year.
    Third,
    /// Its week of ISO 8601.
    Week,
}

words!(DayOf, "period that a day may stand for", {
    Month => "month", Quarter => "quarter", HalfYear => "half_year", Year => "year",
    FiscalYear => "fiscal_year", Third => "third", Week => "week",
});

/// Which day of a period stands for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhichDay {
    /// Its first.
    #[default]
    First,
    /// Its last.
    Last,
    /// Any.
    Any,
}

words!(WhichDay, "day that stands for its period", {
    First => "first", Last => "last", Any => "any",
});

/// What days stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The period.
    pub of: DayOf,
    /// Which of its days.
    pub which: WhichDay,
    /// The zone of the office: the midnight with which a day begins there is that day.
    pub zone: Tz,
}

impl Days {
    /// The period that a day stands for.
    pub(super) fn period(
        self,
        day: NaiveDate,
        fiscal: Option<FiscalYear>,
    ) -> Result<Period, String> {
        let period = around(day, self.of, fiscal)
            .ok_or_else(|| "days stand for fiscal years, and none is declared".to_owned())?;
        let (wanted, word, other) = match self.which {
            WhichDay::First => (period.start(), "first", "last"),
            WhichDay::Last => (period.end(), "last", "first"),
            WhichDay::Any => return Ok(period),
        };
        if day == wanted {
            return Ok(period);
        }
        Err(format!(
            "days are declared to be the {word} of their `{}`, and that of {period} is {wanted}; \
                write `day = \"{other}\"`, or `day = \"any\"` if each day stands for all of it",
            self.of
        ))
    }
}

/// The period around a day.
fn around(day: NaiveDate, of: DayOf, fiscal: Option<FiscalYear>) -> Option<Period> {
    let (year, month) = (day.year(), day.month());
    Some(match of {
        DayOf::Month => Period::Month(year, month),
        DayOf::Quarter => Period::Quarter(year, month.div_ceil(3)),
        DayOf::HalfYear => Period::HalfYear(year, month.div_ceil(6)),
        DayOf::Third => Period::Third(year, month.div_ceil(4)),
        DayOf::Week => Period::week_of(day),
        DayOf::Year => Period::Year(year),
        DayOf::FiscalYear => {
            let fiscal = fiscal?;
            fiscal.year(if month < fiscal.begins {
                year - 1
            } else {
                year
            })
        }
    })
}

/// What a day may stand for, for a message: month, quarter, half-year, year and week.
pub(super) fn readings(day: NaiveDate) -> Vec<String> {
    let of = [
        DayOf::Month,
        DayOf::Quarter,
        DayOf::HalfYear,
        DayOf::Year,
        DayOf::Week,
    ];
    of.into_iter()
        .filter_map(|of| around(day, of, None).map(|p| format!("{p} (`days = \"{of}\"`)")))
        .collect()
}

/// Whether a text is a day as databases and workbooks write it, or the midnight with which it
/// begins somewhere.
#[must_use]
pub fn is_day(text: &str) -> bool {
    written(text).is_some()
}

/// The day that a text is as it is written, in whichever zone.
pub(super) fn written(text: &str) -> Option<NaiveDate> {
    let at = text.len().saturating_sub("+07:00".len());
    let without_zone = text.split_at_checked(at).filter(|(_, zone)| {
        zone.starts_with(['+', '-']) && DateTime::parse_from_rfc3339(text).is_ok()
    });
    plain(text).or_else(|| plain(without_zone?.0))
}

/// The day that a text is in a zone. A time of day within it says more than a day.
pub(super) fn day(text: &str, zone: Tz) -> Option<NaiveDate> {
    let begins = || {
        let instant = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
        Some(day_of(instant, zone)).filter(|day| start_of_day(*day, zone) == instant)
    };
    plain(text).or_else(begins)
}

/// A day without a zone, or the midnight of UTC that databases write for it.
fn plain(text: &str) -> Option<NaiveDate> {
    let (date, rest) = text.split_at_checked(10)?;
    let plain = date.bytes().enumerate().all(|(i, b)| {
        if matches!(i, 4 | 7) {
            b == b'-'
        } else {
            b.is_ascii_digit()
        }
    });
    let time = rest.strip_prefix(['T', ' ']).unwrap_or(rest);
    let time = time
        .strip_suffix('Z')
        .or_else(|| time.strip_suffix("+00:00"))
        .unwrap_or(time);
    let midnight = time.strip_prefix("00:00").is_some_and(|seconds| {
        seconds.is_empty()
            || seconds.strip_prefix(":00").is_some_and(|f| {
                f.is_empty() || f.starts_with('.') && f[1..].bytes().all(|b| b == b'0')
            })
    });
    (plain && (rest.is_empty() || midnight)).then(|| date.parse().ok())?
}
