//! The days of the office: which day an instant falls on, and at which instant a day begins and
//! ends, in one time zone.
//!
//! Every instant becomes a day here, and every day an instant; no other module converts one into
//! the other (`tests/it/layers.rs` proves it). Days follow each other without a gap and without an
//! overlap: a day begins at the first instant at which the clock of the zone shows it, and lasts
//! until the next one begins. Where the clock is put forward over midnight the day begins after the
//! gap. Where it is put back over midnight, what it shows again of the day before belongs to the
//! day that has begun. A day that the zone left out (Samoa, 30 December 2011) has no instant: it
//! begins and ends where the next one begins.

use chrono::{
    DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
    Utc,
};
use chrono_tz::Tz;

/// No zone is further from UTC than this.
const FARTHEST: TimeDelta = TimeDelta::hours(26);

/// When something became known that names no time: it has been known from the beginning. Only rows
/// of inline tests are of this kind.
pub const UNDATED: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// The day of a zone on which an instant falls.
#[must_use]
pub fn day_of(instant: DateTime<Utc>, zone: Tz) -> NaiveDate {
    let shown = wall_clock(instant, zone).date();
    match shown.succ_opt() {
        // The clock was put back over midnight: the next day has begun before.
        Some(next) if start_of_day(next, zone) <= instant => next,
        _ => shown,
    }
}

/// The first instant of a day of a zone.
#[must_use]
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    first_instant_of(day.and_time(NaiveTime::MIN), zone)
}

/// The first instant after a day of a zone, at which the next one begins.
#[must_use]
pub fn end_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    day.checked_add_days(Days::new(1))
        .map_or(DateTime::<Utc>::MAX_UTC, |next| start_of_day(next, zone))
}

/// The instants at which the clock of a zone shows a time: one, two where it is put back, none
/// where it is put forward.
#[must_use]
pub fn instant_of(shown: NaiveDateTime, zone: Tz) -> LocalResult<DateTime<Utc>> {
    zone.from_local_datetime(&shown).map(|t| t.to_utc())
}

/// The first instant at which the clock of a zone shows a time, or the first after the gap that
/// holds it.
#[must_use]
pub fn first_instant_of(shown: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    instant_of(shown, zone)
        .earliest()
        .unwrap_or_else(|| after_gap(shown, zone))
}

/// The first instant after the gap that holds a time which the clock of a zone leaves out.
fn after_gap(left_out: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let utc = left_out.and_utc();
    let bound = |by: TimeDelta| {
        utc.checked_add_signed(by)
            .map_or_else(|| utc.timestamp(), |t| t.timestamp())
    };
    let (mut before, mut after) = (bound(-FARTHEST), bound(FARTHEST));
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        match DateTime::from_timestamp(middle, 0) {
            Some(instant) if wall_clock(instant, zone) < left_out => before = middle,
            _ => after = middle,
        }
    }
    DateTime::from_timestamp(after, 0).unwrap_or(utc)
}

/// What the clock of a zone shows at an instant.
#[must_use]
pub fn wall_clock(instant: DateTime<Utc>, zone: Tz) -> NaiveDateTime {
    let utc = instant.naive_utc();
    utc.checked_add_offset(zone.offset_from_utc_datetime(&utc).fix())
        .unwrap_or(utc)
}

/// An instant as RFC 3339 has it, or the first instant of a day of a zone; `None` for a day that the
/// zone left out.
#[must_use]
pub fn parse_instant(text: &str, zone: Tz) -> Option<DateTime<Utc>> {
    match text.parse::<NaiveDate>() {
        Ok(day) => {
            let midnight = day.and_time(NaiveTime::MIN);
            instant_of(midnight, zone).earliest().or_else(|| {
                let after = after_gap(midnight, zone);
                (wall_clock(after, zone).date() == day).then_some(after)
            })
        }
        Err(_) => DateTime::parse_from_rfc3339(text).ok().map(|t| t.to_utc()),
    }
}

/// By how much a publication may seem to lie after its fetch: a day may begin elsewhere before it
/// begins here.
pub const PUBLICATION_SLACK: TimeDelta = TimeDelta::days(1);

/// Since when a figure is known that was published at one instant and fetched at another: nobody
/// knew it before it was fetched. `None` where the publication lies further ahead than that, as
/// `9999-12-31` does, which some services send for "unknown".
#[must_use]
pub fn known_since(published: DateTime<Utc>, fetched_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (published - fetched_at <= PUBLICATION_SLACK).then(|| published.min(fetched_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::TZ_VARIANTS;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn start(text: &str, zone: &str) -> String {
        start_of_day(day(text), zone.parse().unwrap()).to_rfc3339()
    }

    fn on(instant: &str, zone: &str) -> String {
        day_of(instant.parse().unwrap(), zone.parse().unwrap()).to_string()
    }

    #[test]
    fn nobody_knew_a_figure_before_it_was_fetched() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let since = |published: &str| known_since(at(published), at("2024-12-31T08:00:00Z"));
        assert_eq!(
            since("2024-11-01T00:00:00Z"),
            Some(at("2024-11-01T00:00:00Z"))
        );
        assert_eq!(
            since("2025-01-01T00:00:00Z"),
            Some(at("2024-12-31T08:00:00Z"))
        );
        assert_eq!(since("2025-01-01T08:00:01Z"), None);
    }

    /// The first instant is of the day, the one before it is not, and the day ends where the next
    /// begins.
    fn holds(day: NaiveDate, zone: Tz) {
        let (from, to) = (start_of_day(day, zone), end_of_day(day, zone));
        let tick = TimeDelta::microseconds(1);
        assert_eq!(
            to,
            start_of_day(day.succ_opt().unwrap(), zone),
            "{day} {zone}"
        );
        assert!(day_of(from - tick, zone) < day, "{day} {zone}: {from}");
        if from == to {
            // Left out by the zone.
            assert!(day_of(from, zone) > day, "{day} {zone}");
        } else {
            assert!(from < to, "{day} {zone}");
            assert_eq!(
                (day_of(from, zone), day_of(to - tick, zone)),
                (day, day),
                "{zone}"
            );
        }
    }

    #[test]
    fn an_instant_is_on_the_day_of_the_office() {
        assert_eq!(on("2024-12-31T23:00:00Z", "Asia/Ho_Chi_Minh"), "2025-01-01");
        assert_eq!(
            on("2024-12-31T16:59:59.999999Z", "Asia/Ho_Chi_Minh"),
            "2024-12-31"
        );
        assert_eq!(on("2025-01-01T04:59:59Z", "America/Bogota"), "2024-12-31");
        assert_eq!(on("2025-01-01T10:00:00Z", "Etc/GMT-14"), "2025-01-02");
        assert_eq!(on("2025-01-01T11:59:59Z", "Etc/GMT+12"), "2024-12-31");
    }

    #[test]
    fn a_day_begins_where_its_midnight_is_left_out_or_comes_twice() {
        assert_eq!(
            start("2025-01-01", "Asia/Ho_Chi_Minh"),
            "2024-12-31T17:00:00+00:00"
        );
        // Clocks were put forward at midnight: these days began at one.
        assert_eq!(
            start("2018-11-04", "America/Sao_Paulo"),
            "2018-11-04T03:00:00+00:00"
        );
        assert_eq!(
            start("2024-03-31", "Asia/Beirut"),
            "2024-03-30T22:00:00+00:00"
        );
        assert_eq!(
            start("2024-04-26", "Africa/Cairo"),
            "2024-04-25T22:00:00+00:00"
        );
        // Clocks are put back from midnight to eleven of the evening before: that hour comes twice,
        // midnight once.
        assert_eq!(
            start("2018-02-18", "America/Sao_Paulo"),
            "2018-02-18T03:00:00+00:00"
        );
        assert_eq!(
            on("2018-02-18T02:30:00Z", "America/Sao_Paulo"),
            "2018-02-17"
        );
        // In Havana they are put back from one to midnight, so that midnight comes twice: the first
        // one counts.
        assert_eq!(
            start("2024-11-03", "America/Havana"),
            "2024-11-03T04:00:00+00:00"
        );
        // In Saint John's they were put back at one minute past midnight: the hour before it is not
        // the day before again.
        assert_eq!(
            start("2006-10-29", "America/St_Johns"),
            "2006-10-29T02:30:00+00:00"
        );
        assert_eq!(on("2006-10-29T02:29:59Z", "America/St_Johns"), "2006-10-28");
        assert_eq!(on("2006-10-29T03:00:00Z", "America/St_Johns"), "2006-10-29");
    }

    #[test]
    fn a_day_that_was_left_out_has_no_instant() {
        let apia = "Pacific/Apia";
        assert_eq!(
            [start("2011-12-30", apia), start("2011-12-31", apia)],
            ["2011-12-30T10:00:00+00:00", "2011-12-30T10:00:00+00:00"]
        );
        assert_eq!(on("2011-12-30T09:59:59Z", apia), "2011-12-29");
        assert_eq!(on("2011-12-30T10:00:00Z", apia), "2011-12-31");
        let read = |text: &str| parse_instant(text, chrono_tz::Pacific::Apia);
        assert_eq!(read("2011-12-30"), None);
        assert_eq!(read("2011-12-31"), read("2011-12-30T10:00:00Z"));
    }

    #[test]
    fn a_day_whose_midnight_was_left_out_is_a_day() {
        let read = |text: &str| parse_instant(text, chrono_tz::America::Sao_Paulo);
        assert_eq!(read("2018-11-04"), read("2018-11-04T03:00:00Z"));
    }

    #[test]
    fn a_text_is_a_day_or_an_instant() {
        let read =
            |text: &str| parse_instant(text, chrono_tz::America::Bogota).map(|t| t.to_rfc3339());
        assert_eq!(
            read("2025-02-01").as_deref(),
            Some("2025-02-01T05:00:00+00:00")
        );
        assert_eq!(
            read("2025-02-01T09:00:00+07:00").as_deref(),
            Some("2025-02-01T02:00:00+00:00")
        );
        assert_eq!(
            (read("2025-02-01T09:00:00"), read("1 February 2025")),
            (None, None)
        );
    }

    #[test]
    fn the_ends_of_time_are_no_trouble() {
        for zone in [chrono_tz::Etc::GMTMinus14, chrono_tz::Etc::GMTPlus12] {
            _ = (
                day_of(DateTime::<Utc>::MAX_UTC, zone),
                day_of(DateTime::<Utc>::MIN_UTC, zone),
            );
            _ = (
                start_of_day(NaiveDate::MIN, zone),
                end_of_day(NaiveDate::MAX, zone),
            );
        }
    }

    #[test]
    fn days_follow_each_other_at_every_change_of_every_clock() {
        let (first, last) = (day("2005-01-01"), day("2027-01-01"));
        let mut changes = 0;
        for zone in TZ_VARIANTS {
            let offset = |day: NaiveDate| {
                zone.offset_from_utc_datetime(&day.and_time(NaiveTime::MIN))
                    .fix()
            };
            let mut before = offset(first);
            for day in first.iter_days().take_while(|day| *day < last) {
                let now = offset(day);
                if now != before {
                    changes += 1;
                    for near in [
                        day.pred_opt().unwrap().pred_opt().unwrap(),
                        day.pred_opt().unwrap(),
                        day,
                        day.succ_opt().unwrap(),
                    ] {
                        holds(near, zone);
                    }
                }
                before = now;
            }
        }
        assert!(changes > 5_000, "{changes}");
    }

    proptest! {
        #[test]
        fn days_of_any_zone_divide_time(zone in prop::sample::select(TZ_VARIANTS.to_vec()), at in -2_000_000_000_000_000i64..4_000_000_000_000_000, later in 0i64..200_000_000_000) {
            let instant = DateTime::from_timestamp_micros(at).unwrap();
            let day = day_of(instant, zone);
            prop_assert!(start_of_day(day, zone) <= instant && instant < end_of_day(day, zone));
            prop_assert!(day <= day_of(instant + TimeDelta::microseconds(later), zone));
            holds(day, zone);
        }

        #[test]
        fn days_of_whole_hours_from_utc(hours in -12i32..=14, at in 0i64..4_000_000_000) {
            let name = format!("Etc/GMT{}{}", if hours > 0 { '-' } else { '+' }, hours.abs());
            let zone: Tz = if hours == 0 { Tz::UTC } else { name.parse().unwrap() };
            let instant = DateTime::from_timestamp(at, 0).unwrap();
            let shifted = instant + TimeDelta::hours(i64::from(hours));
            prop_assert_eq!(day_of(instant, zone), shifted.date_naive());
        }
    }
}
