//! The cron expression of a schedule: that it is due at all, and remarks on days that people take
//! for something else.

use crate::cron::Cron;
use crate::document::ConfigNode;
use crate::rule;
use chiso_model::Finding;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// Any day from which an expression must still be due: whether it is does not depend on the day.
const SOME_DAY: DateTime<Utc> = DateTime::from_timestamp_nanos(0);

/// Reads it; `None` with a fault when it is never due.
pub(super) fn expression(
    at: &ConfigNode<'_>,
    text: &str,
    faults: &mut Vec<Finding>,
) -> Option<Cron> {
    let cron = match Cron::parse(text) {
        Ok(cron) => cron,
        Err(why) => {
            let message = format!("`{text}` is not a cron expression: {why}");
            let hint = "write 5 fields (minute, hour, day of month, month, day of week) or 6 with \
                seconds in front, as in `30 6 5 * *`";
            faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
            return None;
        }
    };
    if cron.next_after(SOME_DAY, Tz::UTC).is_none() {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{text}` is never due"))
                .hint("name a day that exists"),
        );
        return None;
    }
    remarks(at, text, faults);
    Some(cron)
}

/// Remarks on days that are alternatives, and on days that some months do not have.
fn remarks(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) {
    if both_days(text) {
        let message = format!(
            "`{text}` is due on its days of the month and on its days of the week, not only where \
                they meet"
        );
        let hint = "write `*` in one of the two; the first Monday of a month is `1#1` as day of \
            the week, `+1` is a Monday on those days of the month";
        faults.push(at.warning(rule::EITHER_DAY, message).hint(hint));
    }
    if let Some(day) = missing_day(text) {
        let message = format!("`{text}` is not due in months that have no day {day}");
        let hint = "write `L` as day of the month for the last day of each month, `LW` for its \
            last weekday";
        faults.push(at.warning(rule::SHORT_MONTHS, message).hint(hint));
    }
}

/// The day that is asked for, or the weekday nearest to it, of a month that does not always have
/// it. A day of several days is none: there is another one.
fn missing_day(text: &str) -> Option<&str> {
    let fields: Vec<&str> = text.split_whitespace().rev().collect();
    let (week, month, day) = (fields.first()?, fields.get(1)?, fields.get(2)?);
    let day = day.strip_suffix(['W', 'w']).unwrap_or(day);
    let number: u32 = day.parse().ok()?;
    let lacks = |m: u32| {
        let has = match m {
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        has < number
    };
    let any = *month == "*" && number > 28;
    let some = { month.split(',') }.any(|m| number_of(m).is_some_and(lacks));
    (matches!(*week, "*" | "?") && (any || some)).then_some(day)
}

/// A month by its number or its English name.
fn number_of(month: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let named = NAMES.iter().zip(1..);
    let named = named.filter(|(name, _)| name.eq_ignore_ascii_case(month));
    named
        .map(|(_, number)| number)
        .next()
        .or(month.parse().ok())
}

/// Whether day of month and day of week are both given; they are alternatives then, as in cron
/// itself.
fn both_days(text: &str) -> bool {
    let fields: Vec<&str> = text.split_whitespace().rev().collect();
    let given = |field: Option<&&str>| field.is_some_and(|f| !matches!(*f, "*" | "?"));
    // `+` asks for both, so that nothing is left to be said.
    given(fields.first()) && given(fields.get(2)) && !fields[0].starts_with('+')
}
