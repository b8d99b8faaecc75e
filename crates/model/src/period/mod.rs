//! Periods: the year, half-year, third of a year, quarter, month or week a figure is for.
//!
//! A period is an identity, not a date: "the same period of the year before" is found by name,
//! so leap days and month lengths cannot shift it. Written `2020`, `2020-S1`, `2020-T1`, `2020-Q3`,
//! `2020-09`, `2020-W53`. A fiscal year is written as the twelve months that it is,
//! `2008-04-01/P1Y`, so that nothing takes it for a year of the calendar, and its months to date
//! `2008-04-01/P7M`.
//!
//! Weeks divide neither months nor years of the calendar, so nothing is put together from them or
//! taken apart into them. Week 53 has no like in most years.

mod fiscal;
#[cfg(test)]
mod tests;
mod text;
mod week;

pub use text::PeriodError;
pub(crate) use week::weeks_of;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// How a fiscal year is written behind its first month.
const FISCAL: &str = "-01/P1Y";

/// How the months of a fiscal year to date are written behind its first month.
const FISCAL_TO_DATE: &str = "-01/P";

/// How often a series has a figure (SDMX code list `CL_FREQ`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Frequency {
    /// A year.
    Annual,
    /// A fiscal year that begins with this month: comparable with its like only.
    Fiscal(u32),
    /// A half-year.
    HalfYearly,
    /// A third of a year, four months.
    Thirdly,
    /// A quarter.
    Quarterly,
    /// A month.
    Monthly,
    /// A week.
    Weekly,
    /// The months to date of a fiscal year that begins with this month.
    FiscalToDate(u32),
}

impl Frequency {
    /// The one-letter SDMX code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Frequency::Annual | Frequency::Fiscal(_) => "A",
            Frequency::HalfYearly => "S",
            Frequency::Thirdly => "T",
            Frequency::Quarterly => "Q",
            Frequency::Monthly | Frequency::FiscalToDate(_) => "M",
            Frequency::Weekly => "W",
        }
    }
}

/// A year or a part of one. Orders by start, then the longer period first; months to date of a fiscal
/// year order by the last of them, as those of a calendar year do.
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
    /// Year and third 1-3, of four months each.
    Third(i32, u32),
    /// Year and week of ISO 8601, 1-53.
    Week(i32, u32),
    /// The months to date of a year that begins in this year, with month 2-12: 1-11 of them. Its
    /// figures are of the span `ytd` alone.
    FiscalToDate(i32, u8, u8),
}

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
            Period::Third(..) => Frequency::Thirdly,
            Period::Week(..) => Frequency::Weekly,
            Period::FiscalToDate(_, month, _) => Frequency::FiscalToDate(month as u32),
        }
    }

    /// The calendar year it lies in; that in which a fiscal year begins, and of a week the year of
    /// ISO 8601, in which most of its days lie.
    #[must_use]
    pub const fn year(self) -> i32 {
        match self {
            Period::Year(y)
            | Period::Quarter(y, _)
            | Period::Month(y, _)
            | Period::HalfYear(y, _)
            | Period::FiscalYear(y, _)
            | Period::Third(y, _)
            | Period::Week(y, _)
            | Period::FiscalToDate(y, ..) => y,
        }
    }

    /// The year it lies in, as a period; a fiscal year is one itself.
    #[must_use]
    pub const fn of_year(self) -> Period {
        match self {
            Period::FiscalYear(..) => self,
            Period::FiscalToDate(y, month, _) => Period::FiscalYear(y, month as u32),
            _ => Period::Year(self.year()),
        }
    }

    /// Whether it is months of one calendar year, so that others are put together from it.
    #[must_use]
    pub const fn divides_years(self) -> bool {
        let fiscal = matches!(self, Period::FiscalYear(..) | Period::FiscalToDate(..));
        !fiscal && !matches!(self, Period::Week(..))
    }

    /// Year and month of its last day.
    #[must_use]
    pub fn last_month(self) -> (i32, u32) {
        match self {
            Period::Year(y) | Period::FiscalYear(y, 1) => (y, 12),
            Period::HalfYear(y, h) => (y, h * 6),
            Period::Third(y, t) => (y, t * 4),
            Period::Quarter(y, q) => (y, q * 3),
            Period::Month(y, m) => (y, m),
            Period::FiscalYear(y, m) => (y + 1, m - 1),
            Period::Week(y, w) => {
                let last = week::sunday((y, w));
                (last.year(), last.month())
            }
            Period::FiscalToDate(y, m, months) => {
                let last = u32::from(m) + u32::from(months) - 1;
                (y + i32::from(last > 12), (last - 1) % 12 + 1)
            }
        }
    }

    /// How many months it has; a week has none.
    #[must_use]
    pub const fn length(self) -> u32 {
        match self {
            Period::Year(_) | Period::FiscalYear(..) => 12,
            Period::HalfYear(..) => 6,
            Period::Third(..) => 4,
            Period::Quarter(..) => 3,
            Period::Month(..) => 1,
            Period::Week(..) => 0,
            Period::FiscalToDate(_, _, months) => months as u32,
        }
    }

    /// First day.
    #[must_use]
    pub fn start(self) -> NaiveDate {
        let (year, month, day) = self.first_day();
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
    }

    /// Year, month and day with which it begins.
    fn first_day(self) -> (i32, u32, u32) {
        match self {
            Period::Year(y) => (y, 1, 1),
            Period::HalfYear(y, h) => (y, (h - 1) * 6 + 1, 1),
            Period::Third(y, t) => (y, (t - 1) * 4 + 1, 1),
            Period::Quarter(y, q) => (y, (q - 1) * 3 + 1, 1),
            Period::Month(y, m) | Period::FiscalYear(y, m) => (y, m, 1),
            Period::FiscalToDate(y, m, _) => (y, m.into(), 1),
            Period::Week(y, w) => {
                let first = week::monday((y, w));
                (first.year(), first.month(), first.day())
            }
        }
    }

    /// Last day, inclusive.
    #[must_use]
    pub fn end(self) -> NaiveDate {
        if let Period::Week(y, w) = self {
            return week::sunday((y, w));
        }
        let (year, month) = match self.last_month() {
            (year, 12) => (year + 1, 1),
            (year, month) => (year, month + 1),
        };
        let next = NaiveDate::from_ymd_opt(year, month, 1);
        next.and_then(|day| day.pred_opt())
            .unwrap_or(NaiveDate::MIN)
    }

    /// The week of ISO 8601 that a day is of.
    #[must_use]
    pub fn week_of(day: NaiveDate) -> Period {
        let (year, week) = week::week_of(day);
        Period::Week(year, week)
    }

    /// The period so many periods before it, of the same length; a negative number goes forward.
    /// Months to date have their like in other years.
    #[must_use]
    pub fn earlier(self, periods: i32) -> Period {
        let back = |year: i32, place: u32, of_year: i32| {
            let count = year * of_year + place.cast_signed() - 1 - periods;
            let place = count.rem_euclid(of_year).unsigned_abs() + 1;
            (count.div_euclid(of_year), place)
        };
        let of = |made: fn(i32, u32) -> Period, (year, place): (i32, u32)| made(year, place);
        match self {
            Period::Year(y) => Period::Year(y - periods),
            Period::FiscalYear(y, m) => Period::FiscalYear(y - periods, m),
            Period::FiscalToDate(y, m, months) => Period::FiscalToDate(y - periods, m, months),
            Period::HalfYear(y, h) => of(Period::HalfYear, back(y, h, 2)),
            Period::Third(y, t) => of(Period::Third, back(y, t, 3)),
            Period::Quarter(y, q) => of(Period::Quarter, back(y, q, 4)),
            Period::Month(y, m) => of(Period::Month, back(y, m, 12)),
            Period::Week(y, w) => of(Period::Week, week::earlier((y, w), periods)),
        }
    }

    /// The period just before it, of the same length.
    #[must_use]
    pub fn before(self) -> Period {
        self.earlier(1)
    }

    /// The same period so many years before, by identity; a negative number goes forward. `None`
    /// for week 53 where that year has 52.
    #[must_use]
    pub fn years_before(self, years: i32) -> Option<Period> {
        self.in_year(self.year() - years)
    }

    /// The same period of the year before, by identity, where there is one.
    #[must_use]
    pub fn year_before(self) -> Option<Period> {
        self.years_before(1)
    }

    /// The same period of another year, where there is one; a fiscal year begins in it.
    #[must_use]
    pub fn in_year(self, year: i32) -> Option<Period> {
        Some(match self {
            Period::Year(_) => Period::Year(year),
            Period::HalfYear(_, h) => Period::HalfYear(year, h),
            Period::Third(_, t) => Period::Third(year, t),
            Period::Quarter(_, q) => Period::Quarter(year, q),
            Period::Month(_, m) => Period::Month(year, m),
            Period::FiscalYear(_, m) => Period::FiscalYear(year, m),
            Period::FiscalToDate(_, m, months) => Period::FiscalToDate(year, m, months),
            Period::Week(_, w) if w > weeks_of(year) => return None,
            Period::Week(_, w) => Period::Week(year, w),
        })
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Period) -> std::cmp::Ordering {
        // Periods are compared more often than anything else: those of one length by their numbers,
        // and no calendar is asked but for weeks beside other lengths.
        match (*self, *other) {
            (Period::Year(one), Period::Year(other)) => one.cmp(&other),
            (Period::Month(y, p), Period::Month(year, place))
            | (Period::Quarter(y, p), Period::Quarter(year, place))
            | (Period::HalfYear(y, p), Period::HalfYear(year, place))
            | (Period::Third(y, p), Period::Third(year, place))
            | (Period::Week(y, p), Period::Week(year, place)) => (y, p).cmp(&(year, place)),
            _ => self.place_in_order().cmp(&other.place_in_order()),
        }
    }
}

impl Period {
    /// The day by which it is ordered, then its frequency.
    fn place_in_order(self) -> ((i32, u32, u32), Frequency) {
        let day = if let Period::FiscalToDate(..) = self {
            let (year, month) = self.last_month();
            (year, month, 1)
        } else {
            self.first_day()
        };
        (day, self.frequency())
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Period) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Days since 1970-01-01, as Arrow's `Date32` holds a date.
#[must_use]
pub fn days_since_epoch(date: NaiveDate) -> i32 {
    date.num_days_from_ce() - 719_163
}
