//! Checks what a dataset says about arrivals: when figures are due, how much a delivery must hold,
//! and where people drop files.

use super::document::ConfigNode;
use super::{raw, rule, value};
use crate::model::{
    AreasDue, ArrivalRule, Dec, DropFolder, DueBy, FARTHEST_DAYS, Finding, Period, RowsDue, Volume,
};
use chrono::TimeDelta;
use std::time::Duration;

/// How often a drop folder is looked at when nothing is said.
const EVERY: Duration = Duration::from_mins(1);
/// How long a file must stay as it is when nothing is said.
const SETTLE: Duration = Duration::from_secs(2);
/// Bounds of both: a look takes time, and a run waits for `settle`.
const BETWEEN_LOOKS: std::ops::RangeInclusive<Duration> =
    Duration::from_secs(1)..=Duration::from_hours(24);
const SETTLES: std::ops::RangeInclusive<Duration> =
    Duration::from_millis(0)..=Duration::from_mins(5);
/// Rows of a delivery.
const ROWS: std::ops::RangeInclusive<i64> = 1..=1_000_000_000;

/// Checks the rules of a dataset: one for each frequency.
pub(super) fn rules(
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
    let until = raw
        .until
        .as_ref()
        .and_then(|text| value::parsed::<Period>(&at.key("until"), text, faults));
    let due = due(at, raw, faults);
    let grace = raw
        .grace
        .as_ref()
        .and_then(|text| value::duration(&at.key("grace"), text, faults))
        .unwrap_or_default();
    let grace = TimeDelta::from_std(grace).unwrap_or(TimeDelta::MAX);
    let rows = rows(at, raw, faults);
    let tolerance = raw
        .tolerance
        .as_ref()
        .and_then(|text| value::percent(&at.key("tolerance"), text, faults))
        .unwrap_or(Dec::ZERO);
    if raw.tolerance.is_some() && rows == RowsDue::Any {
        let hint = "add `rows` or `rows_history`, or leave it out";
        faults.push(
            at.key("tolerance")
                .error(
                    rule::BAD_VALUE,
                    "there is no number of rows to be tolerant about",
                )
                .hint(hint),
        );
    }
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
        grace,
        areas,
        rows,
        tolerance,
    })
}

fn due(at: &ConfigNode<'_>, raw: &raw::Arrival, faults: &mut Vec<Finding>) -> Option<DueBy> {
    let hint = "write `due_days = 20`, or `due_day = 20` for the 20th of the next month";
    match (raw.due_days, raw.due_day) {
        (Some(days), None) => {
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
        (None, Some(day)) => {
            let month = value::whole(
                &at.key("due_month"),
                raw.due_month.unwrap_or(1),
                -120..=120,
                faults,
            );
            let day = value::whole(&at.key("due_day"), day, 1..=31, faults);
            Some(DueBy::DayOfMonth {
                month: month?,
                day: day?,
            })
        }
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
            faults.push(
                at.key("due_days")
                    .error(rule::MISSING_KEY, "it is not said when the figures are due")
                    .hint(hint),
            );
            None
        }
    }
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

/// Checks what a delivery must hold at least.
pub(super) fn volume(
    at: &ConfigNode<'_>,
    raw: Option<&raw::Volume>,
    faults: &mut Vec<Finding>,
) -> Volume {
    let Some(raw) = raw else {
        return Volume::default();
    };
    let mut number =
        |key: &str, n: Option<i64>| n.and_then(|n| value::whole(&at.key(key), n, ROWS, faults));
    let (rows, areas) = (number("rows", raw.rows), number("areas", raw.areas));
    let of_last = raw
        .of_last
        .as_ref()
        .and_then(|text| value::percent(&at.key("of_last"), text, faults));
    let volume = Volume {
        of_last,
        rows,
        areas,
        confirmed: raw.confirmed.clone(),
    };
    if raw.of_last.is_none() && raw.rows.is_none() && raw.areas.is_none() {
        let hint = "add `of_last = \"50 %\"`, `rows` or `areas`, or leave the table out";
        faults.push(
            at.error(
                rule::MISSING_KEY,
                "it is not said how much a delivery must hold",
            )
            .hint(hint),
        );
    }
    value::repeated(&at.key("confirmed"), &raw.confirmed, faults);
    volume
}

/// Checks a drop folder.
pub(super) fn drop(at: &ConfigNode<'_>, raw: &raw::Drop, faults: &mut Vec<Finding>) -> DropFolder {
    let (folder, pattern) = raw.path.rsplit_once('/').unwrap_or_default();
    let fault = if raw.path.contains('\\') {
        Some(format!("`{}` has a backslash", raw.path))
    } else if raw.path.starts_with('/') || raw.path.contains(':') {
        Some(format!("`{}` is not relative", raw.path))
    } else if raw.path.split('/').any(|part| part == "..") {
        Some(format!("`{}` leads out of the project", raw.path))
    } else if folder.is_empty() || pattern.is_empty() {
        Some(format!(
            "`{}` is no folder with the name of a file in it",
            raw.path
        ))
    } else if folder.contains(['*', '?', '[']) || pattern.contains("**") {
        Some(format!(
            "`{}` has a pattern outside the file name",
            raw.path
        ))
    } else {
        glob::Pattern::new(pattern)
            .err()
            .map(|e| format!("`{}` is not a path or glob: {}", raw.path, e.msg))
    };
    if let Some(message) = fault {
        let hint = "write a folder of the project and a file name or pattern, as in \
            `inbox/new_enterprises/*.csv`";
        faults.push(at.key("path").error(rule::BAD_VALUE, message).hint(hint));
    }
    let mut length = |key: &str,
                      text: &Option<String>,
                      usual: Duration,
                      bounds: std::ops::RangeInclusive<Duration>| {
        let found = text
            .as_ref()
            .and_then(|text| value::duration(&at.key(key), text, faults))
            .unwrap_or(usual);
        if !bounds.contains(&found) {
            let message = format!("{} s is out of range", found.as_secs());
            let hint = format!(
                "write a length of time from `{}s` to `{}s`",
                bounds.start().as_secs(),
                bounds.end().as_secs()
            );
            faults.push(at.key(key).error(rule::BAD_VALUE, message).hint(hint));
        }
        found
    };
    let (every, settle) = (
        length("every", &raw.every, EVERY, BETWEEN_LOOKS),
        length("settle", &raw.settle, SETTLE, SETTLES),
    );
    let delta = |d: Duration| TimeDelta::from_std(d).unwrap_or_default();
    DropFolder {
        folder: folder.to_owned(),
        pattern: pattern.to_owned(),
        every: delta(every),
        settle: delta(settle),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn two_sources_cannot_take_the_same_files() {
        check_faults(&[(
            "datasets/new_enterprises.toml",
            "[[source]]",
            "[[source]]\nid = \"office\"\ndrop = { path = \"in/a.csv\" }\nformat = \
                \"csv\"\ncolumns = { area_code = { column = \"a\" }, period = { column = \"p\" }, \
                status = { constant = \"final\" }, enterprises = { column = \"n\" } \
                }\n\n[[source]]\nid = \"other\"\ndrop = { path = \"in/a.csv\" }\nformat = \
                \"csv\"\ncolumns = { area_code = { column = \"a\" }, period = { column = \"p\" }, \
                status = { constant = \"final\" }, enterprises = { column = \"n\" } \
                }\n\n[[source]]",
            &[
                "error[duplicate]: datasets/new_enterprises.toml:21, column `source.drop.path`: \
                    source `office` of `new_enterprises` takes the same files",
                "  hint: give each source a folder of its own",
            ],
        )]);
    }

    #[test]
    fn faults_of_arrivals() {
        let at_the_end = |more: &'static str| {
            (
                "datasets/new_enterprises.toml",
                "citation = \"NSO V05.02\"",
                more,
            )
        };
        let (file, from, _) = at_the_end("");
        check_faults(&[
            (
                file,
                from,
                "citation = \"NSO V05.02\"\narrival = [{ from = \"2025-01\" }]",
                &[
                    "error[missing_key]: datasets/new_enterprises.toml:6, column \
                        `arrival.due_days`: it is not said when the figures are due",
                    "  hint: write `due_days = 20`, or `due_day = 20` for the 20th of the next \
                        month",
                ],
            ),
            (
                file,
                from,
                "citation = \"NSO V05.02\"\narrival = [{ from = \"2025-01\", due_day = 32 }]",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:6, column `arrival.due_day`: \
                        32 is out of range",
                    "  hint: write a number from 1 to 31",
                ],
            ),
            (
                file,
                from,
                "citation = \"NSO V05.02\"\narrival = [{ from = \"2025-01\", due_days = 20, level \
                    = \"province\", areas = [\"01\"], until = \"2024-12\" }]",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:6, column `arrival.areas`: \
                        the rule has both `level` and `areas`",
                    "  hint: give one of the two",
                    "error[bad_value]: datasets/new_enterprises.toml:6, column `arrival.until`: \
                        `until` is no period like `2025-01` that comes after it",
                    "  hint: write a later period of the same length, or leave it out",
                ],
            ),
            (
                file,
                "file = \"new_enterprises/*.json\"",
                "drop = { path = \"in*/a.json\" }",
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:17, column \
                        `source.drop.path`: `in*/a.json` has a pattern outside the file name",
                    "  hint: write a folder of the project and a file name or pattern, as in \
                        `inbox/new_enterprises/*.csv`",
                ],
            ),
        ]);
    }
}
