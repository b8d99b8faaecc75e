//! Reporting periods of SDMX, and stretches of time from a day.

use super::fault::THIRD;
use crate::period::{Period, weeks_of};
use chrono::NaiveDate;

/// A reporting period of SDMX (Section 6 of the technical notes) that is no calendar label:
/// `2020-A1`, `2020-S1`, `2020-W05`. Reporting years begin on 1 January unless the file says
/// otherwise, which its decoder looks at.
pub(super) fn reporting(text: &str) -> Option<Result<Period, &'static str>> {
    if let Some((day, length)) = text.split_once("/P") {
        return stretch(day, length);
    }
    let (year, rest) = text.split_at_checked(4)?;
    let year = year
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| year.parse::<i32>().ok())
        .flatten()
        .filter(|y| *y >= 1000)?;
    let dashed = rest.strip_prefix('-');
    let kind = dashed.unwrap_or(rest);
    let number = kind
        .get(1..)
        .filter(|n| n.len() <= 3 && n.bytes().all(|b| b.is_ascii_digit()))?;
    match (kind.as_bytes().first()?, number) {
        (b'A', "1") => Some(Ok(Period::Year(year))),
        (b'A', "") if dashed.is_none() => Some(Ok(Period::Year(year))),
        (b'S' | b'H', "1") => Some(Ok(Period::HalfYear(year, 1))),
        (b'S' | b'H', "2") => Some(Ok(Period::HalfYear(year, 2))),
        (b'T', "1" | "2" | "3" | "4") => Some(Err(THIRD)),
        (b'W', n) if n.len() == 2 => Some(week(year, n)),
        (b'D', n) if n.len() == 3 => Some(Err(
            "it is a day, and periods are years, half-years, quarters, months and weeks",
        )),
        _ => None,
    }
}

/// A week of ISO 8601; in other ways of counting a year may have a week 0, 53 or 54 that it has not
/// there.
fn week(year: i32, number: &str) -> Result<Period, &'static str> {
    let number = number.parse().ok();
    number
        .filter(|week| (1..=weeks_of(year)).contains(week))
        .map(|week| Period::Week(year, week))
        .ok_or(
            "its year has no such week of ISO 8601, so that weeks may be counted otherwise there",
        )
}

/// A stretch of ISO 8601 from the first day of a month (`2020-04-01/P3M`), where it is a period.
fn stretch(day: &str, length: &str) -> Option<Result<Period, &'static str>> {
    let day = day.strip_suffix("T00:00:00").unwrap_or(day);
    if let ("7D" | "1W", Ok(first)) = (length, day.parse::<NaiveDate>()) {
        let week = Period::week_of(first);
        let why = "it is seven days that do not begin with a Monday, as weeks of ISO 8601 do";
        return Some(if week.start() == first {
            Ok(week)
        } else {
            Err(why)
        });
    }
    let Ok(Period::Month(year, month)) = day.strip_suffix("-01")?.parse() else {
        return None;
    };
    let months = match length {
        "1Y" | "12M" => 12,
        "6M" => 6,
        "4M" => 4,
        "3M" => 3,
        "1M" => 1,
        _ => {
            return Some(Err(
                "it is a stretch of time that is no year, half-year, third, quarter, month or week",
            ));
        }
    };
    let place = (month - 1) / months + 1;
    Some(match (months, (month - 1).is_multiple_of(months)) {
        (12, true) => Ok(Period::Year(year)),
        (12, false) => Ok(Period::FiscalYear(year, month)),
        (6, true) => Ok(Period::HalfYear(year, place)),
        (4, true) => Ok(Period::Third(year, place)),
        (3, true) => Ok(Period::Quarter(year, place)),
        (1, _) => Ok(Period::Month(year, month)),
        _ => Err("it is no half-year, third or quarter of the calendar"),
    })
}
