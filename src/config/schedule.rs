//! Checks the schedule of a pipeline. When it is due is the scheduler's business; only words and alphabet are checked.

use super::document::At;
use super::plan::{Missed, Overlap, Schedule};
use super::{raw, rule, value};
use crate::model::Finding;
use chrono_tz::Tz;
use std::time::Duration;

const MISSED: &[(&str, Missed)] = &[("all", Missed::All), ("last", Missed::Last), ("none", Missed::None)];
const OVERLAP: &[(&str, Overlap)] = &[("skip", Overlap::Skip), ("queue", Overlap::Queue)];
/// How late a missed run is made up for when nothing is said: a week.
const MAX_LATENESS: Duration = Duration::from_hours(7 * 24);
/// Retries when nothing is said.
const RETRIES: u32 = 3;
/// Most retries that can be asked for; more would hide a fault rather than survive it.
const MAX_RETRIES: i64 = 10;

/// Checks it; `zone` is the project's.
pub(super) fn check(at: &At<'_>, raw: &raw::Schedule, zone: Tz, faults: &mut Vec<Finding>) -> Schedule {
    if !is_cron(&raw.cron) {
        let hint = "write 5 fields (minute, hour, day of month, month, day of week) or 6 with seconds in front, as in `30 6 5 * *`";
        faults.push(at.key("cron").error(rule::BAD_VALUE, format!("`{}` is not a cron expression", raw.cron)).hint(hint));
    }
    Schedule {
        cron: raw.cron.clone(),
        timezone: raw.timezone.as_ref().and_then(|text| value::zone(&at.key("timezone"), text, faults)).unwrap_or(zone),
        missed: raw
            .missed
            .as_ref()
            .and_then(|text| value::one_of(&at.key("missed"), text, "choice of missed runs", MISSED, faults))
            .unwrap_or(Missed::Last),
        max_lateness: raw.max_lateness.as_ref().and_then(|text| value::duration(&at.key("max_lateness"), text, faults)).unwrap_or(MAX_LATENESS),
        overlap: raw
            .overlap
            .as_ref()
            .and_then(|text| value::one_of(&at.key("overlap"), text, "rule for overlapping runs", OVERLAP, faults))
            .unwrap_or(Overlap::Skip),
        retries: raw.retries.and_then(|n| value::whole(&at.key("retries"), n, 0..=MAX_RETRIES, faults)).unwrap_or(RETRIES),
    }
}

fn is_cron(text: &str) -> bool {
    let alphabet = |c: char| c.is_ascii_alphanumeric() || "*/,-?# ".contains(c);
    matches!(text.split_whitespace().count(), 5 | 6) && text.chars().all(alphabet)
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_schedules() {
        check_faults(&[
            (
                "pipelines/annual.toml",
                r#""30 6 5 * *""#,
                r#""30 6 5 *""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.cron`: `30 6 5 *` is not a cron expression",
                    "  hint: write 5 fields (minute, hour, day of month, month, day of week) or 6 with seconds in front, as in `30 6 5 * *`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"missed = "last""#,
                r#"missed = "lst""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.missed`: `lst` is not a choice of missed runs",
                    "  hint: write one of `all`, `last`, `none`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""7d""#,
                r#""a week""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.max_lateness`: `a week` is not a length of time",
                    "  hint: write a whole number with `s`, `m`, `h`, `d` or `w`, as in `7d`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"overlap = "skip""#,
                r#"overlap = "stop""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.overlap`: `stop` is not a rule for overlapping runs",
                    "  hint: write one of `skip`, `queue`",
                ],
            ),
            (
                "pipelines/annual.toml",
                "retries = 3",
                "retries = 99",
                &["error[bad_value]: pipelines/annual.toml:2, column `schedule.retries`: 99 is out of range", "  hint: write a number from 0 to 10"],
            ),
            (
                "pipelines/annual.toml",
                r#""Asia/Ho_Chi_Minh""#,
                r#""Hanoi""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:2, column `schedule.timezone`: `Hanoi` is not a time zone",
                    "  hint: write an IANA name such as `Asia/Ho_Chi_Minh`",
                ],
            ),
        ]);
    }
}
