//! Weeks of ISO 8601: Monday to Sunday, each of the year in which its Thursday lies. So
//! 2021-01-03 is of 2020-W53 and 2024-12-30 of 2025-W01, and a year has 52 or 53 of them.

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// How many weeks a year of ISO 8601 has: 28 December is always in the last.
pub(crate) fn weeks_of(year: i32) -> u32 {
    NaiveDate::from_ymd_opt(year, 12, 28).map_or(52, |day| day.iso_week().week())
}

/// The Monday of a week.
pub(super) fn monday((year, week): (i32, u32)) -> NaiveDate {
    NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).unwrap_or(NaiveDate::MIN)
}

/// The Sunday of a week.
pub(super) fn sunday(week: (i32, u32)) -> NaiveDate {
    let monday = monday(week);
    monday.checked_add_days(Days::new(6)).unwrap_or(monday)
}

/// Year and number of the week that a day is of.
pub(super) fn week_of(day: NaiveDate) -> (i32, u32) {
    (day.iso_week().year(), day.iso_week().week())
}

/// The week so many weeks before; a negative number goes forward.
pub(super) fn earlier(week: (i32, u32), weeks: i32) -> (i32, u32) {
    let days = Days::new(u64::from(weeks.unsigned_abs()) * 7);
    let monday = monday(week);
    let there = if weeks < 0 {
        monday.checked_add_days(days)
    } else {
        monday.checked_sub_days(days)
    };
    week_of(there.unwrap_or(monday))
}
