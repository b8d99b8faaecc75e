//! When a cron expression is due: one instant for each time of the wall clock that it names.
//!
//! The expression is read on the wall clock and each of its times becomes one instant of the zone.
//! Where clocks go forward, a time that does not exist is due at the first instant that does; where
//! they go back, a time that comes twice is due the first time. So `30 2 * * *` runs once on every
//! day of the year, and no instant is due twice.

use chiso_model::{first_instant_of, wall_clock};
use chrono::{DateTime, SubsecRound, Utc};
use chrono_tz::Tz;
use croner::parser::{CronParser, Seconds, Year};
use std::fmt;

/// A cron expression of five fields, or six with seconds in front. Day of month and day of week are
/// alternatives when both are given.
#[derive(Clone, Debug)]
pub struct Cron {
    text: String,
    pattern: croner::Cron,
}

impl Cron {
    /// Reads an expression.
    ///
    /// # Errors
    /// What is wrong with it, as a fragment of a sentence.
    pub fn parse(text: &str) -> Result<Cron, String> {
        let fields = text.split_whitespace().count();
        if !matches!(fields, 5 | 6) || text.trim_start().starts_with('@') {
            return Err(format!("it has {fields} fields"));
        }
        let parser = CronParser::builder()
            .seconds(Seconds::Optional)
            .year(Year::Disallowed)
            .build();
        let pattern = parser.parse(text).map_err(|e| e.to_string())?;
        Ok(Cron {
            text: text.to_owned(),
            pattern,
        })
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first instant after `after` at which it is due in a zone. `None` when there is none any
    /// more, as for 30 February.
    #[must_use]
    pub fn next_after(&self, after: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        // Instants never run behind the wall times they stand for, so what comes later on the wall
        // clock is due no earlier.
        let mut wall = wall_clock(after.trunc_subsecs(0), zone);
        loop {
            wall = self.pattern.find_next_occurrence(&wall, false).ok()?;
            let due = first_instant_of(wall, zone);
            if due > after {
                return Some(due);
            }
        }
    }

    /// The instants after `after` up to and including `until`, the earliest `limit` of them.
    #[must_use]
    pub fn between(
        &self,
        after: DateTime<Utc>,
        until: DateTime<Utc>,
        zone: Tz,
        limit: usize,
    ) -> Vec<DateTime<Utc>> {
        let next = |from: &DateTime<Utc>| self.next_after(*from, zone);
        std::iter::successors(next(&after), next)
            .take_while(|due| *due <= until)
            .take(limit)
            .collect()
    }
}

impl PartialEq for Cron {
    fn eq(&self, other: &Cron) -> bool {
        self.text == other.text
    }
}

impl Eq for Cron {}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(cron: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
        let (cron, zone) = (Cron::parse(cron).unwrap(), zone.parse::<Tz>().unwrap());
        let after: DateTime<Utc> = after.parse().unwrap();
        let next = |from: &DateTime<Utc>| cron.next_after(*from, zone);
        std::iter::successors(next(&after), next)
            .take(count)
            .map(|t| {
                t.with_timezone(&zone)
                    .format("%m-%dT%H:%M:%S%z")
                    .to_string()
            })
            .collect()
    }

    #[test]
    fn a_time_that_the_clock_leaves_out_is_due_right_after_the_gap() {
        // Berlin, 2026-03-29: 01:59:59 +0100 is followed by 03:00:00 +0200.
        let daily = due("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00Z", 3);
        assert_eq!(
            daily,
            [
                "03-28T02:30:00+0100",
                "03-29T03:00:00+0200",
                "03-30T02:30:00+0200"
            ]
        );
        let quarters = due("*/15 * * * *", "Europe/Berlin", "2026-03-29T00:30:00Z", 3);
        assert_eq!(
            quarters,
            [
                "03-29T01:45:00+0100",
                "03-29T03:00:00+0200",
                "03-29T03:15:00+0200"
            ]
        );
        let seconds = due("30 30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 1);
        assert_eq!(seconds, ["03-29T03:00:00+0200"]);
    }

    #[test]
    fn a_time_that_comes_twice_is_due_the_first_time_only() {
        // Berlin, 2026-10-25: 02:59:59 +0200 is followed by 02:00:00 +0100.
        let daily = due("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2);
        assert_eq!(daily, ["10-25T02:30:00+0200", "10-26T02:30:00+0100"]);
        let quarters = due("*/15 2-3 * * *", "Europe/Berlin", "2026-10-25T00:20:00Z", 4);
        assert_eq!(
            quarters,
            [
                "10-25T02:30:00+0200",
                "10-25T02:45:00+0200",
                "10-25T03:00:00+0100",
                "10-25T03:15:00+0100"
            ]
        );
        // Asked in the middle of the hour that is repeated.
        assert_eq!(
            due("30 2 * * *", "Europe/Berlin", "2026-10-25T01:15:00Z", 1),
            ["10-26T02:30:00+0100"]
        );
    }

    #[test]
    fn a_zone_without_changes_has_the_same_hour_all_year() {
        let monthly = due("30 6 5 * *", "Asia/Ho_Chi_Minh", "2026-03-01T00:00:00Z", 3);
        assert_eq!(
            monthly,
            [
                "03-05T06:30:00+0700",
                "04-05T06:30:00+0700",
                "05-05T06:30:00+0700"
            ]
        );
    }

    #[test]
    fn a_day_that_was_left_out_is_due_on_the_next_midnight() {
        // Samoa had no 30 December 2011.
        assert_eq!(
            due("0 6 30 12 *", "Pacific/Apia", "2011-12-29T00:00:00Z", 1),
            ["12-31T00:00:00+1400"]
        );
    }

    #[test]
    fn day_of_month_and_day_of_week_are_alternatives() {
        // 2026-11: the 15th is a Sunday; Mondays are 2, 9, 16, 23, 30.
        let days = due(
            "0 0 15 * MON",
            "Asia/Ho_Chi_Minh",
            "2026-11-01T00:00:00Z",
            4,
        );
        assert_eq!(
            days,
            [
                "11-02T00:00:00+0700",
                "11-09T00:00:00+0700",
                "11-15T00:00:00+0700",
                "11-16T00:00:00+0700"
            ]
        );
    }

    #[test]
    fn what_is_no_expression_says_why_and_what_never_comes_is_none() {
        for text in [
            "",
            "* * * *",
            "* * * * * * *",
            "61 * * * *",
            "@daily",
            "a b c d e",
            "*/0 * * * *",
        ] {
            assert!(Cron::parse(text).is_err(), "{text}");
        }
        let never = Cron::parse("0 0 30 2 *").unwrap();
        assert_eq!(
            never.next_after("2026-01-01T00:00:00Z".parse().unwrap(), Tz::UTC),
            None
        );
    }
}
