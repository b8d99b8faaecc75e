//! Arrivals: what is due from whom by when, so that a source that fails quietly is noticed before
//! its figures are missed.
//!
//! A rule knows days and not instants: in which zone a day ends is the project's to say.

use crate::decimal::Dec;
use crate::period::{Frequency, Period};
use crate::words;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};

/// The most days or months after the end of a period that a rule may allow; a plan is due before
/// its period, so also before.
pub const FARTHEST_DAYS: i64 = 3_660;

/// How the arrival of an area's figures for a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArrivalState {
    /// It came by its due time, grace included.
    OnTime,
    /// It came after that.
    Late,
    /// It has not come, and its due time has not passed.
    Due,
    /// It has not come, and its due time and grace have passed.
    Overdue,
    /// Something came, and less than expected.
    Partial,
    /// It has not come: what should have brought it held far less than it should and was refused.
    Shrunken,
    /// It has not come: what came in its place was not what it should be, such as a web page for a
    /// table.
    WrongType,
}
words!(ArrivalState, "state of an arrival", {
    OnTime => "on_time", Late => "late", Due => "due", Overdue => "overdue", Partial => "partial", Shrunken => "shrunken", WrongType => "wrong_type",
});

impl ArrivalState {
    /// Whether somebody should look at it now.
    #[must_use]
    pub const fn is_wrong(self) -> bool {
        !matches!(
            self,
            ArrivalState::OnTime | ArrivalState::Due | ArrivalState::Late
        )
    }
}

/// The day by whose end a period's figures are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueBy {
    /// So many days after the last day of the period; a negative number is before it.
    Days(i32),
    /// A day of the month so many months after the last month of the period. Where the month
    /// does not have that day, its last day.
    DayOfMonth {
        /// Months after the last month of the period; zero is that month.
        month: i32,
        /// Day, 1 to 31.
        day: u32,
    },
}

impl DueBy {
    /// The day.
    #[must_use]
    pub fn day_for(self, period: Period) -> NaiveDate {
        let end = period.end();
        match self {
            DueBy::Days(days) => {
                let by = Days::new(u64::from(days.unsigned_abs()));
                if days < 0 {
                    end.checked_sub_days(by)
                } else {
                    end.checked_add_days(by)
                }
                .unwrap_or(end)
            }
            DueBy::DayOfMonth { month, day } => {
                let last = Period::Month(end.year(), end.month()).earlier(-month).end();
                last.with_day(day.min(last.day())).unwrap_or(last)
            }
        }
    }
}

/// Which areas are expected in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreasDue {
    /// Every unit of a level that exists on the last day of the period.
    Level(String),
    /// The units that have these codes on the last day of the period.
    Codes(Vec<String>),
    /// Whoever reported before, and who came after them by a change of boundaries.
    AsBefore,
}

/// How many rows an area has for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsDue {
    /// At least one.
    Any,
    /// So many.
    Declared(u64),
    /// The median of so many periods of the area before it.
    History(u32),
}

/// How long after the due day still counts as on time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grace {
    /// So many days of the office, each as long as the zone makes it.
    Days(u32),
    /// A length of time.
    Time(TimeDelta),
}

impl Default for Grace {
    fn default() -> Grace {
        Grace::Days(0)
    }
}

/// When figures of one frequency are due, and how much of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalRule {
    /// Frequency of the periods; one rule for each in a dataset.
    pub frequency: Frequency,
    /// First period expected.
    pub from: Period,
    /// Last period expected, if they end.
    pub until: Option<Period>,
    /// Day by whose end, in the project's zone, they are due.
    pub due: DueBy,
    /// How long after that still counts as on time.
    pub grace: Grace,
    /// Areas expected.
    pub areas: AreasDue,
    /// Rows expected.
    pub rows: RowsDue,
    /// Share of the rows expected that may be missing, from 0 to 1.
    pub tolerance: Dec,
}

/// What a delivery must hold at least, so that one that has shrunk is not taken for the truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Volume {
    /// Share of the rows and of the areas of the delivery accepted before it, from 0 to 1; nothing
    /// asked when `None`.
    pub of_last: Option<Dec>,
    /// Rows.
    pub rows: Option<u64>,
    /// Areas.
    pub areas: Option<u64>,
    /// Deliveries that are right as they are, by id.
    pub confirmed: Vec<String>,
}

impl Volume {
    /// Whether nothing is asked.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.of_last.is_none() && self.rows.is_none() && self.areas.is_none()
    }
}

/// Whether `n` is less than `share` of `whole`, exactly.
#[must_use]
pub fn below(n: u64, whole: u64, share: Dec) -> bool {
    i128::from(n) * Dec::from_int(1).micros() < i128::from(whole) * share.micros()
}

/// How the arrival of an area's figures for a period stands, for those who look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Dataset.
    pub dataset: String,
    /// Code of the area on the last day of the period.
    pub area_code: String,
    /// Period.
    pub period: Period,
    /// When it was due, grace not included.
    pub due_at: DateTime<Utc>,
    /// When the first delivery that brought it was landed.
    pub arrived_at: Option<DateTime<Utc>>,
    /// State.
    pub state: ArrivalState,
    /// The first delivery that brought it; without one, the delivery that was refused in its place,
    /// if it was landed.
    pub delivery: String,
    /// Rows that came, by all deliveries, each counted once.
    pub rows: u64,
    /// Rows expected.
    pub expected_rows: u64,
    /// Why it stands as it does, in words; empty when it is on time or due.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(by: DueBy, period: &str) -> String {
        by.day_for(period.parse().unwrap()).to_string()
    }

    #[test]
    fn a_due_day_heeds_leap_days_and_the_ends_of_months() {
        assert_eq!(due(DueBy::Days(29), "2024-01"), "2024-02-29");
        assert_eq!(due(DueBy::Days(29), "2025-01"), "2025-03-01");
        assert_eq!(due(DueBy::Days(-31), "2026"), "2026-11-30");
        let last_of_next = DueBy::DayOfMonth { month: 1, day: 31 };
        assert_eq!(due(last_of_next, "2024-01"), "2024-02-29");
        assert_eq!(due(last_of_next, "2025-01"), "2025-02-28");
        assert_eq!(due(last_of_next, "2025-03"), "2025-04-30");
        assert_eq!(
            due(DueBy::DayOfMonth { month: 3, day: 31 }, "2025"),
            "2026-03-31"
        );
        assert_eq!(
            due(DueBy::DayOfMonth { month: 1, day: 6 }, "2025-Q4"),
            "2026-01-06"
        );
        assert_eq!(
            due(DueBy::DayOfMonth { month: 0, day: 25 }, "2025-Q2"),
            "2025-06-25"
        );
        assert_eq!(
            due(
                DueBy::DayOfMonth {
                    month: -12,
                    day: 31
                },
                "2026"
            ),
            "2025-12-31"
        );
    }

    #[test]
    fn a_share_is_compared_exactly() {
        let half = "0.5".parse().unwrap();
        assert!(below(31, 63, half) && !below(32, 63, half) && !below(1, 2, half));
        assert!(!below(0, 0, half));
    }
}
