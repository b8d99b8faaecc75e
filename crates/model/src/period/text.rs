//! Periods as texts: `2020`, `2020-S1`, `2020-T1`, `2020-Q3`, `2020-09`, `2020-W53`,
//! `2020-04-01/P1Y`, `2020-04-01/P7M`.

use super::week::weeks_of;
use super::{FISCAL, FISCAL_TO_DATE, Period};
use std::fmt;
use std::str::FromStr;

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// It is written as none.
    #[error(
        "`{0}` is not a period: write a year `2020`, a half-year `2020-S1`, a quarter `2020-Q3`, a \
        month `2020-09`, a week `2020-W05` or a fiscal year `2020-04-01/P1Y`"
    )]
    NoPeriod(String),
    /// A week that its year does not have.
    #[error("`{text}` is not a period: {year} has {weeks} weeks")]
    NoWeek {
        /// The text.
        text: String,
        /// Its year.
        year: i32,
        /// How many weeks of ISO 8601 that year has.
        weeks: u32,
    },
    /// The label of a fiscal year, of which nothing is declared.
    #[error(
        "`{0}` is the label of a fiscal year, and the project does not say which month its fiscal \
        years begin with: write `2024-04-01/P1Y` for the one from April 2024, or add `fiscal_year` to \
        `[project]` in `chiso.toml`"
    )]
    NoFiscalYear(String),
    /// The label of a fiscal year as other offices write it.
    #[error(
        "`{text}` is no fiscal year as the project names them: write `{label}` for the twelve months \
        `{period}`"
    )]
    OtherLabel {
        /// The text.
        text: String,
        /// A label as the project writes it.
        label: String,
        /// The fiscal year that it names.
        period: Period,
    },
}

impl FromStr for Period {
    type Err = PeriodError;
    fn from_str(text: &str) -> Result<Period, PeriodError> {
        read(text)
            .ok_or_else(|| no_week(text).unwrap_or_else(|| PeriodError::NoPeriod(text.to_owned())))
    }
}

/// That a week is one too many for its year.
fn no_week(text: &str) -> Option<PeriodError> {
    let (year, week) = text.split_once("-W")?;
    let year = i32::try_from(number(year, 4)?).ok()?;
    within(week, 2, 53..=53)?;
    Some(PeriodError::NoWeek {
        text: text.to_owned(),
        year,
        weeks: weeks_of(year),
    })
}

fn read(text: &str) -> Option<Period> {
    let (year, part) = match text.split_once('-') {
        Some((year, part)) => (year, Some(part)),
        None => (text, None),
    };
    let year = i32::try_from(number(year, 4)?)
        .ok()
        .filter(|y| *y >= 1000)?;
    part.map_or(Some(Period::Year(year)), |part| part_of(year, part))
}

/// A part of a year by its letter and number.
fn part_of(year: i32, part: &str) -> Option<Period> {
    if let Some(month) = part.strip_suffix(FISCAL) {
        return Some(Period::FiscalYear(year, within(month, 2, 2..=12)?));
    }
    if let Some((month, length)) = part.split_once(FISCAL_TO_DATE) {
        return fiscal_to_date(year, month, length.strip_suffix('M')?);
    }
    Some(match part.split_at_checked(1)? {
        ("S", half) => Period::HalfYear(year, within(half, 1, 1..=2)?),
        ("T", third) => Period::Third(year, within(third, 1, 1..=3)?),
        ("Q", quarter) => Period::Quarter(year, within(quarter, 1, 1..=4)?),
        ("W", week) => Period::Week(year, within(week, 2, 1..=weeks_of(year))?),
        _ => Period::Month(year, within(part, 2, 1..=12)?),
    })
}

/// The months to date of a fiscal year, by its first month and how many they are.
fn fiscal_to_date(year: i32, month: &str, months: &str) -> Option<Period> {
    let month = u8::try_from(within(month, 2, 2..=12)?).ok()?;
    let plain = !months.starts_with('0');
    let months = u8::try_from(within(months, months.len(), 1..=11)?).ok()?;
    plain.then_some(Period::FiscalToDate(year, month, months))
}

/// A number of so many digits within a range.
fn within(digits: &str, length: usize, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
    number(digits, length).filter(|n| range.contains(n))
}

fn number(digits: &str, length: usize) -> Option<u32> {
    let plain = digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

impl Period {
    /// Its place in the order of texts, of years with four digits: what is compared in the place of
    /// its text.
    #[must_use]
    pub const fn text_order(self) -> (i32, u8, u32, u8) {
        match self {
            Period::Year(y) => (y, 0, 0, 0),
            Period::Month(y, m) => (y, 1, m, 0),
            // `P10M` and `P11M` come before `P1M`, and that before `P1Y`.
            Period::FiscalToDate(y, m, months @ 10..) => (y, 1, m as u32, months - 9),
            Period::FiscalToDate(y, m, 1) => (y, 1, m as u32, 3),
            Period::FiscalYear(y, m) => (y, 1, m, 4),
            Period::FiscalToDate(y, m, months) => (y, 1, m as u32, months + 3),
            Period::Quarter(y, q) => (y, 2, q, 0),
            Period::HalfYear(y, h) => (y, 3, h, 0),
            Period::Third(y, t) => (y, 4, t, 0),
            Period::Week(y, w) => (y, 5, w, 0),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Year(y) => write!(f, "{y:04}"),
            Period::Third(y, t) => write!(f, "{y:04}-T{t}"),
            Period::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Period::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Period::Week(y, w) => write!(f, "{y:04}-W{w:02}"),
            Period::HalfYear(y, h) => write!(f, "{y:04}-S{h}"),
            Period::FiscalYear(y, m) => write!(f, "{y:04}-{m:02}{FISCAL}"),
            Period::FiscalToDate(y, m, months) => {
                write!(f, "{y:04}-{m:02}{FISCAL_TO_DATE}{months}M")
            }
        }
    }
}
