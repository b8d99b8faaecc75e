//! Days and months as numbers.

use crate::fault::CellFault;
use chrono::{Datelike, NaiveDate};

/// Days from the first day of our era to the first of 1970.
const EPOCH: i32 = 719_163;

/// The first and the last year that a record may be of.
const YEARS: std::ops::RangeInclusive<u32> = 1000..=9999;

/// The days of a text written `2026-03-15`, counted from 1970.
pub(crate) fn read(text: &[u8]) -> Result<i32, CellFault> {
    parts(text)
        .and_then(|(year, month, day)| from_parts(year, month, day))
        .ok_or_else(|| {
            let shown = String::from_utf8_lossy(text);
            CellFault::new(
                "bad_date",
                format!("`{shown}` is not a day written year-month-day"),
                "ask for days written as `2026-03-15`",
            )
        })
}

fn parts(text: &[u8]) -> Option<(u32, u32, u32)> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
        return None;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0u32, |n, byte| {
            let digit = byte.wrapping_sub(b'0');
            (digit < 10).then(|| n * 10 + u32::from(digit))
        })
    };
    Some((
        number(&[y1, y2, y3, y4])?,
        number(&[m1, m2])?,
        number(&[d1, d2])?,
    ))
}

/// The day of the proleptic Gregorian calendar, by the algorithm of H. Hinnant.
fn from_parts(year: u32, month: u32, day: u32) -> Option<i32> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !YEARS.contains(&year) || day == 0 || day > last {
        return None;
    }
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    i32::try_from(days).ok().map(|days| days - 719_468)
}

/// The date of a day counted from 1970.
pub(crate) fn date(days: i32) -> NaiveDate {
    days.checked_add(EPOCH)
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .unwrap_or(NaiveDate::MIN)
}

/// The month of a day, counted from the first month of year 0.
pub(crate) fn month(days: i32) -> u32 {
    let date = date(days);
    date.year().unsigned_abs() * 12 + date.month0()
}

/// The months of days that follow each other closely: a table, because a calendar takes long.
#[derive(Default)]
pub(crate) struct Months {
    first: i32,
    months: Vec<u32>,
}

impl Months {
    /// The most days that a table is made for: a century.
    const MOST: usize = 36_525;

    /// The month of a day.
    pub(crate) fn of(&mut self, days: i32) -> u32 {
        let place = usize::try_from(i64::from(days) - i64::from(self.first)).ok();
        if let Some(month) = place.and_then(|place| self.months.get(place)) {
            return *month;
        }
        self.widen(days);
        month(days)
    }

    /// Makes the table anew so that it has a day.
    fn widen(&mut self, days: i32) {
        let count = i32::try_from(self.months.len()).unwrap_or(i32::MAX);
        let (from, to) = match count {
            0 => (days, days),
            _ => (
                self.first.min(days),
                self.first.saturating_add(count - 1).max(days),
            ),
        };
        let (from, to) = (from.saturating_sub(31), to.saturating_add(31));
        let wide = usize::try_from(i64::from(to) - i64::from(from)).unwrap_or(usize::MAX);
        if wide < Months::MOST {
            self.first = from;
            self.months = (from..=to).map(month).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let (mut day, mut months) = (date(-354_285), Months::default());
        assert_eq!(day.to_string(), "1000-01-01");
        while day.year() < 2500 {
            let text = day.format("%Y-%m-%d").to_string();
            let read = read(text.as_bytes()).unwrap();
            assert_eq!(date(read), day, "{text}");
            let wanted = day.year().unsigned_abs() * 12 + day.month0();
            assert_eq!(months.of(read), wanted, "{text}");
            day = day.checked_add_days(chrono::Days::new(1)).unwrap();
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-04-31",
            "2026-00-10",
            "2026-1-1",
            "15/03/2026",
            "0999-01-01",
            "2026-03-1x",
            "",
        ] {
            assert_eq!(
                read(text.as_bytes()).unwrap_err().rule,
                "bad_date",
                "{text}"
            );
        }
        assert!(read(b"2024-02-29").is_ok());
    }
}
