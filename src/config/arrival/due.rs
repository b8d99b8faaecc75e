//! When figures are due, from which areas and how many rows of them.

use super::volume::ROWS;
use crate::config::document::ConfigNode;
use crate::config::{raw, rule, value};
use crate::model::{AreasDue, ArrivalRule, Dec, DueBy, FARTHEST_DAYS, Finding, Period, RowsDue};
use chrono::TimeDelta;

/// Checks the rules of a dataset: one for each frequency.
pub(in crate::config) fn rules(
    at: &ConfigNode<'_>,
    raw: &[raw::Arrival],
    faults: &mut Vec<Finding>,
) -> Vec<ArrivalRule> {
    let mut rules: Vec<ArrivalRule> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let Some(rule) = rule_of(&at, raw, faults) else {
            continue;
        };
        if rules.iter().any(|r| r.frequency == rule.frequency) {
            let message = format!(
                "there is a rule for frequency `{}` already",
                rule.frequency.code()
            );
            faults.push(
                at.key("from")
                    .error(rule::DUPLICATE, message)
                    .hint("leave one of the two out"),
            );
        }
        rules.push(rule);
    }
    rules
}

fn rule_of(
    at: &ConfigNode<'_>,
    raw: &raw::Arrival,
    faults: &mut Vec<Finding>,
) -> Option<ArrivalRule> {
    let from = value::parsed::<Period>(&at.key("from"), &raw.from, faults);
    let until = value::optional(
        &at.key("until"),
        raw.until.as_ref(),
        value::parsed::<Period>,
        faults,
    );
    let due = due(at, raw, faults);
    let grace = value::optional(
        &at.key("grace"),
        raw.grace.as_ref(),
        value::duration,
        faults,
    )
    .unwrap_or_default();
    let rows = rows(at, raw, faults);
    let tolerance = tolerance(&at.key("tolerance"), raw.tolerance.as_ref(), rows, faults);
    let areas = areas(at, raw, faults);
    let (from, due) = (from?, due?);
    if until.is_some_and(|until| until.frequency() != from.frequency() || until < from) {
        let message = format!("`until` is no period like `{from}` that comes after it");
        faults.push(
            at.key("until")
                .error(rule::BAD_VALUE, message)
                .hint("write a later period of the same length, or leave it out"),
        );
    }
    Some(ArrivalRule {
        frequency: from.frequency(),
        from,
        until,
        due,
        grace: TimeDelta::from_std(grace).unwrap_or(TimeDelta::MAX),
        areas,
        rows,
        tolerance,
    })
}

fn due(at: &ConfigNode<'_>, raw: &raw::Arrival, faults: &mut Vec<Finding>) -> Option<DueBy> {
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
                    .error(rule::MISSING_KEY, "it is not said when the figures are due")
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

fn areas(at: &ConfigNode<'_>, raw: &raw::Arrival, faults: &mut Vec<Finding>) -> AreasDue {
    value::repeated(&at.key("areas"), &raw.areas, faults);
    match &raw.level {
        Some(_) if !raw.areas.is_empty() => {
            faults.push(
                at.key("areas")
                    .error(rule::BAD_VALUE, "the rule has both `level` and `areas`")
                    .hint("give one of the two"),
            );
            AreasDue::AsBefore
        }
        Some(level) => AreasDue::Level(value::text(&at.key("level"), level, faults)),
        None if raw.areas.is_empty() => AreasDue::AsBefore,
        None => AreasDue::Codes(raw.areas.clone()),
    }
}

fn rows(at: &ConfigNode<'_>, raw: &raw::Arrival, faults: &mut Vec<Finding>) -> RowsDue {
    match (raw.rows, raw.rows_history) {
        (Some(_), Some(_)) => {
            faults.push(
                at.key("rows_history")
                    .error(
                        rule::BAD_VALUE,
                        "the rule has both `rows` and `rows_history`",
                    )
                    .hint("give one of the two"),
            );
            RowsDue::Any
        }
        (Some(rows), None) => value::whole(&at.key("rows"), rows, ROWS, faults)
            .map_or(RowsDue::Any, RowsDue::Declared),
        (None, Some(n)) => value::whole(&at.key("rows_history"), n, 1..=120, faults)
            .map_or(RowsDue::Any, RowsDue::History),
        (None, None) => RowsDue::Any,
    }
}

/// The share of the rows that may lack.
fn tolerance(
    at: &ConfigNode<'_>,
    raw: Option<&String>,
    rows: RowsDue,
    faults: &mut Vec<Finding>,
) -> Dec {
    let tolerance = value::optional(at, raw, value::percent, faults).unwrap_or(Dec::ZERO);
    if raw.is_some() && rows == RowsDue::Any {
        let hint = "add `rows` or `rows_history`, or leave it out";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "there is no number of rows to be tolerant about",
            )
            .hint(hint),
        );
    }
    tolerance
}
