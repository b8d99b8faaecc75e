//! Checks the schedule of a pipeline: that it is due at all, and what is done about runs that are
//! late, overlap or fail.

mod expression;

use super::document::ConfigNode;
use super::plan::{Missed, Overlap, Retries, Schedule};
use super::{raw, rule, value};
use chiso_model::Finding;
use chrono_tz::Tz;
use expression::expression;
use std::ops::RangeInclusive;
use std::time::Duration;

const MISSED: &[(&str, Missed)] = &[
    ("all", Missed::All),
    ("last", Missed::Last),
    ("none", Missed::None),
];
const OVERLAP: &[(&str, Overlap)] = &[("skip", Overlap::Skip), ("queue", Overlap::Queue)];
/// How late a missed run is made up for when nothing is said: a week.
const MAX_LATENESS: Duration = Duration::from_hours(7 * 24);
/// Occurrences that may wait at once when nothing is said.
const MAX_WAITING: u32 = 24;
/// Most that can be asked for: each is a run.
const MOST_WAITING: i64 = 1_000;
/// Retries when nothing is said.
const RETRIES: u32 = 3;
/// Most retries that can be asked for; more would hide a fault rather than survive it.
const MOST_RETRIES: i64 = 10;
/// Time before the first retry when nothing is said.
const RETRY_DELAY: Duration = Duration::from_mins(1);
/// Shortest time before a retry: what failed needs time to recover.
const LEAST_RETRY_DELAY: Duration = Duration::from_secs(1);
/// Longest time before a retry, whatever the backoff makes of it.
const MOST_RETRY_DELAY: Duration = Duration::from_hours(24);
/// How many times longer each retry waits than the one before when nothing is said.
const RETRY_BACKOFF: u32 = 2;
/// Largest factor that can be asked for.
const MOST_BACKOFF: i64 = 10;

/// Checks it; `zone` is the project's. `None` with a fault when it is never due.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Schedule,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> Option<Schedule> {
    let cron = expression(&at.key("cron"), &raw.cron, faults);
    let timezone = value::optional(
        &at.key("timezone"),
        raw.timezone.as_ref(),
        value::zone,
        faults,
    )
    .unwrap_or(zone);
    let missed = missed(&at.key("missed"), raw.missed.as_deref(), faults);
    let max_lateness = value::optional(
        &at.key("max_lateness"),
        raw.max_lateness.as_ref(),
        value::duration,
        faults,
    )
    .unwrap_or(MAX_LATENESS);
    let max_waiting = whole(
        &at.key("max_waiting"),
        raw.max_waiting,
        1..=MOST_WAITING,
        faults,
    )
    .unwrap_or(MAX_WAITING);
    let overlap = overlap(&at.key("overlap"), raw.overlap.as_deref(), faults);
    let retries = retries(at, raw, faults);
    Some(Schedule {
        cron: cron?,
        timezone,
        missed,
        max_lateness,
        max_waiting,
        overlap,
        retries,
    })
}

fn missed(at: &ConfigNode<'_>, raw: Option<&str>, faults: &mut Vec<Finding>) -> Missed {
    raw.and_then(|word| value::one_of(at, word, "choice of missed runs", MISSED, faults))
        .unwrap_or(Missed::Last)
}

fn overlap(at: &ConfigNode<'_>, raw: Option<&str>, faults: &mut Vec<Finding>) -> Overlap {
    raw.and_then(|word| value::one_of(at, word, "rule for overlapping runs", OVERLAP, faults))
        .unwrap_or(Overlap::Skip)
}

/// How a failed run is tried again.
fn retries(at: &ConfigNode<'_>, raw: &raw::Schedule, faults: &mut Vec<Finding>) -> Retries {
    let attempts = whole(&at.key("retries"), raw.retries, 0..=MOST_RETRIES, faults);
    let delay_at = at.key("retry_delay");
    let delay = value::optional(&delay_at, raw.retry_delay.as_ref(), value::duration, faults)
        .unwrap_or(RETRY_DELAY);
    if !(LEAST_RETRY_DELAY..=MOST_RETRY_DELAY).contains(&delay) {
        let message = format!("{} s is no time to wait before a retry", delay.as_secs());
        faults.push(
            delay_at
                .error(rule::BAD_VALUE, message)
                .hint("write a length of time from `1s` to `24h`"),
        );
    }
    let backoff = whole(
        &at.key("retry_backoff"),
        raw.retry_backoff,
        1..=MOST_BACKOFF,
        faults,
    );
    Retries {
        attempts: attempts.unwrap_or(RETRIES),
        delay,
        backoff: backoff.unwrap_or(RETRY_BACKOFF),
        longest: MOST_RETRY_DELAY,
    }
}

fn whole(
    at: &ConfigNode<'_>,
    raw: Option<i64>,
    bounds: RangeInclusive<i64>,
    faults: &mut Vec<Finding>,
) -> Option<u32> {
    value::whole(at, raw?, bounds, faults)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, check_faults};

    /// The remarks on a schedule.
    fn remarks(cron: &str) -> Vec<String> {
        let (_, faults) = Sample::new()
            .edit("pipelines/annual.toml", "30 6 5 * *", cron)
            .load()
            .unwrap();
        faults.into_iter().map(|f| f.rule.into_owned()).collect()
    }

    #[test]
    fn days_that_mean_something_else_than_one_thinks_are_remarked_on() {
        for cron in [
            "0 7 1-7 * 1",
            "0 7 15 * MON",
            "0 7 */2 * 1",
            "0 0 7 1-7 * 1",
        ] {
            assert_eq!(remarks(cron), ["either_day"], "{cron}");
        }
        for cron in [
            "0 6 31 * *",
            "0 6 30 * *",
            "0 0 6 29 * ?",
            "0 7 29 2 *",
            "0 7 29 FEB *",
            "0 7 31W * *",
            "0 7 31 1,4 *",
        ] {
            assert_eq!(remarks(cron), ["short_months"], "{cron}");
        }
        for cron in [
            "0 7 * * 1#1",
            "0 7 1-7 * +1",
            "0 6 L * *",
            "0 6 LW * *",
            "0 6 15W * *",
            "0 6 * * 5L",
            "0 6 31 1,12 *",
            "0 7 * * 1-5",
            "*/15 * * * *",
        ] {
            assert_eq!(remarks(cron), Vec::<String>::new(), "{cron}");
        }
    }

    #[test]
    fn faults_of_schedules() {
        check_faults(&[
            (
                "pipelines/annual.toml",
                r#""30 6 5 * *""#,
                r#""30 6 5 *""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.cron`: `30 6 5 *` \
                        is not a cron expression: it has 4 fields",
                    "  hint: write 5 fields (minute, hour, day of month, month, day of week) or 6 \
                        with seconds in front, as in `30 6 5 * *`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""30 6 5 * *""#,
                r#""30 6 30 2 *""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.cron`: `30 6 30 2 \
                        *` is never due",
                    "  hint: name a day that exists",
                ],
            ),
            (
                "pipelines/annual.toml",
                "retries = 3",
                r#"retries = 3, retry_delay = "0s""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.retry_delay`: 0 s \
                        is no time to wait before a retry",
                    "  hint: write a length of time from `1s` to `24h`",
                ],
            ),
            (
                "pipelines/annual.toml",
                "retries = 3",
                "retries = 3, retry_backoff = 0",
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.retry_backoff`: 0 \
                        is out of range",
                    "  hint: write a number from 1 to 10",
                ],
            ),
            (
                "pipelines/annual.toml",
                "retries = 3",
                "retries = 3, max_waiting = 0",
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.max_waiting`: 0 \
                        is out of range",
                    "  hint: write a number from 1 to 1000",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"missed = "last""#,
                r#"missed = "lst""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.missed`: `lst` is \
                        not a choice of missed runs",
                    "  hint: write one of `all`, `last`, `none`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""7d""#,
                r#""a week""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.max_lateness`: `a \
                        week` is not a length of time",
                    "  hint: write a whole number with `s`, `m`, `h`, `d` or `w`, as in `7d`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"overlap = "skip""#,
                r#"overlap = "stop""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.overlap`: `stop` \
                        is not a rule for overlapping runs",
                    "  hint: write one of `skip`, `queue`",
                ],
            ),
            (
                "pipelines/annual.toml",
                "retries = 3",
                "retries = 99",
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.retries`: 99 is \
                        out of range",
                    "  hint: write a number from 0 to 10",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""Asia/Ho_Chi_Minh""#,
                r#""Hanoi""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.timezone`: \
                        `Hanoi` is not a time zone",
                    "  hint: write an IANA name such as `Asia/Ho_Chi_Minh`",
                ],
            ),
        ]);
    }
}
