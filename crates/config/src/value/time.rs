//! Days, instants, time zones and lengths of time.

use crate::document::ConfigNode;
use crate::rule;
use chiso_model::{Finding, Grace, nearest, start_of_day};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use std::time::Duration;

fn day(raw: &str) -> Option<NaiveDate> {
    // chrono would take `2025-6-3` too.
    NaiveDate::parse_from_str(raw, "%Y-%m-%d")
        .ok()
        .filter(|_| raw.len() == "2025-06-30".len())
}

/// A calendar day.
pub(crate) fn date(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<NaiveDate> {
    let date = day(raw);
    if date.is_none() {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a day"))
                .hint("write year, month and day, as in `2025-06-30`"),
        );
    }
    date
}

/// A day of a zone, from its first instant on, or an RFC 3339 instant.
pub(crate) fn instant(
    at: &ConfigNode<'_>,
    raw: &str,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> Option<DateTime<Utc>> {
    let first = || day(raw).map(|d| start_of_day(d, zone));
    let instant = DateTime::parse_from_rfc3339(raw)
        .ok()
        .map(|t| t.to_utc())
        .or_else(first);
    if instant.is_none() {
        let hint = "write a day as in `2025-10-10` or an instant as in `2025-10-10T08:30:00+07:00`";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{raw}` is neither a day nor an RFC 3339 instant"),
            )
            .hint(hint),
        );
    }
    instant
}

/// A time zone.
pub(crate) fn zone(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<Tz> {
    let zone = raw.parse().ok();
    if zone.is_none() {
        let hint = match nearest(raw, chrono_tz::TZ_VARIANTS.iter().map(|z| z.name())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write an IANA name such as `Asia/Ho_Chi_Minh`".to_owned(),
        };
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a time zone"))
                .hint(hint),
        );
    }
    zone
}

fn number_and_unit(raw: &str) -> Option<(u32, char)> {
    let unit = raw.chars().next_back()?;
    let digits = raw
        .strip_suffix(unit)
        .filter(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()))?;
    Some((digits.parse().ok()?, unit))
}

/// A length of time after a due day: days and weeks are those of the office.
pub(crate) fn grace(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> Option<Grace> {
    let length = duration(at, raw, faults)?;
    let days = match number_and_unit(raw)? {
        (days, 'd') => Some(days),
        (weeks, 'w') => weeks.checked_mul(7),
        _ => None,
    };
    let time = || Grace::Time(TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX));
    Some(days.map_or_else(time, Grace::Days))
}

/// A number with a unit of time: `90s`, `30m`, `12h`, `7d`, `2w`.
pub(crate) fn duration(
    at: &ConfigNode<'_>,
    raw: &str,
    faults: &mut Vec<Finding>,
) -> Option<Duration> {
    let seconds = |raw: &str| {
        let (number, unit) = number_and_unit(raw)?;
        let unit = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 7 * 86_400,
            _ => return None,
        };
        u64::from(number).checked_mul(unit)
    };
    let duration = seconds(raw).map(Duration::from_secs);
    if duration.is_none() {
        let hint = "write a whole number with `s`, `m`, `h`, `d` or `w`, as in `7d`";
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a length of time"))
                .hint(hint),
        );
    }
    duration
}

/// A number with a unit of time, `500ms` included, in milliseconds; at least so many.
pub(crate) fn milliseconds(
    at: &ConfigNode<'_>,
    raw: &str,
    least: u64,
    faults: &mut Vec<Finding>,
) -> Option<u64> {
    let length = match raw.strip_suffix("ms") {
        Some(digits) => digits
            .parse::<u32>()
            .ok()
            .filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))
            .map(u64::from),
        // The finding is said below, with the unit that is allowed here alone.
        None => duration(at, raw, &mut vec![]).and_then(|d| u64::try_from(d.as_millis()).ok()),
    };
    let length = length.filter(|ms| *ms >= least);
    if length.is_none() {
        let hint = "write a whole number with `ms`, `s`, `m` or `h`, as in `500ms`";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{raw}` is not a length of time that can be used here"),
            )
            .hint(hint),
        );
    }
    length
}
