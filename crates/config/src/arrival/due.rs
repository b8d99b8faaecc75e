//! When figures of a period are due.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{DueBy, FARTHEST_DAYS, Finding};

/// So many days after the period, or a day of a month after it.
pub(super) fn due(
    at: &ConfigNode<'_>,
    raw: &raw::Arrival,
    faults: &mut Vec<Finding>,
) -> Option<DueBy> {
    match (raw.due_days, raw.due_day) {
        (Some(days), None) => due_days(at, days, raw, faults),
        (None, Some(day)) => due_day(at, day, raw, faults),
        (Some(_), Some(_)) => {
            faults.push(
                at.key("due_day")
                    .error(
                        rule::BAD_VALUE,
                        "the rule has both `due_days` and `due_day`",
                    )
                    .hint("give one of the two"),
            );
            None
        }
        (None, None) => {
            let hint = "write `due_days = 20`, or `due_day = 20` for the 20th of the next month";
            faults.push(
                at.key("due_days")
                    .error(rule::MISSING_KEY, "nothing says when the figures are due")
                    .hint(hint),
            );
            None
        }
    }
}

fn due_days(
    at: &ConfigNode<'_>,
    days: i64,
    raw: &raw::Arrival,
    faults: &mut Vec<Finding>,
) -> Option<DueBy> {
    if raw.due_month.is_some() {
        faults.push(
            at.key("due_month")
                .error(rule::BAD_VALUE, "only `due_day` is in a month")
                .hint("leave it out"),
        );
    }
    value::whole(
        &at.key("due_days"),
        days,
        -FARTHEST_DAYS..=FARTHEST_DAYS,
        faults,
    )
    .map(DueBy::Days)
}

fn due_day(
    at: &ConfigNode<'_>,
    day: i64,
    raw: &raw::Arrival,
    faults: &mut Vec<Finding>,
) -> Option<DueBy> {
    let month = raw.due_month.unwrap_or(1);
    let month = value::whole(&at.key("due_month"), month, -120..=120, faults);
    let day = value::whole(&at.key("due_day"), day, 1..=31, faults);
    Some(DueBy::DayOfMonth {
        month: month?,
        day: day?,
    })
}
