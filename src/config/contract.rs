//! Checks the contract of a dataset.

use super::document::ConfigNode;
use super::{arrival, raw, rule, value};
use crate::model::{
    Allowed, Attribute, AttributeType, Check, CheckAction, CheckRule, Contract, Dec, Dimension,
    Finding, Modes, STANDARD_COLUMNS, ValueType,
};
use chrono_tz::Tz;

/// Columns that every table has beside the standard ones; `_` in front marks lineage.
const SYSTEM_COLUMNS: [&str; 3] = ["area_date", "recorded_at", "withdrawn"];
/// Words of the grammar of `value` and `where`, which no column can be called.
const GRAMMAR: [&str; 9] = [
    "and", "or", "not", "in", "is", "null", "between", "true", "false",
];

/// Checks it; days of its deliveries are of the zone.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Contract,
    zone: Tz,
    faults: &mut Vec<Finding>,
) -> Contract {
    let value = at.key("value");
    let value_name = column_name(&value.key("name"), &raw.value.name, faults);
    let min = bound(&value.key("min"), raw.value.min.as_ref(), faults);
    let max = bound(&value.key("max"), raw.value.max.as_ref(), faults);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        faults.push(
            value
                .key("min")
                .error(rule::BAD_VALUE, format!("`min` {min} is above `max` {max}"))
                .hint("exchange the two"),
        );
    }
    let limit_at = at.key("quarantine_limit");
    let dimensions = dimensions(&at.key("dimensions"), &raw.dimensions, &value_name, faults);
    let attributes = attributes(
        &at.key("attributes"),
        &raw.attributes,
        &value_name,
        &dimensions,
        faults,
    );
    let checks = raw
        .checks
        .iter()
        .enumerate()
        .filter_map(|(i, raw)| check_of(&at.key("checks").item(i), raw, &dimensions, faults))
        .collect();
    Contract {
        value_type: value::word(&value.key("type"), &raw.value.data_type, faults)
            .unwrap_or(ValueType::Decimal),
        unit: raw
            .value
            .unit
            .as_ref()
            .map(|unit| value::text(&value.key("unit"), unit, faults)),
        min,
        max,
        basis: raw.basis.clone().unwrap_or_default(),
        quarantine_limit: raw
            .quarantine_limit
            .as_ref()
            .and_then(|limit| value::percent(&limit_at, limit, faults))
            .unwrap_or(Dec::ZERO),
        modes: modes(&at.key("modes"), raw.modes.as_ref(), faults),
        not_null: not_null(&at.key("not_null"), &raw.not_null, &value_name, faults),
        dimensions,
        attributes,
        list: raw.list,
        checks,
        volume: arrival::volume(&at.key("volume"), raw.volume.as_ref(), faults),
        value_name,
        zone,
    }
}

/// Keys of checks with what they are about; `true` for those that a rule cannot do without.
const RULES: &[(&str, &[(&str, bool)])] = &[
    ("repeats_previous_year", &[("at_least", true)]),
    ("cumulative_falls", &[]),
    (
        "parts_differ",
        &[
            ("dimension", true),
            ("whole", true),
            ("parts", true),
            ("within", false),
        ],
    ),
    ("large_change", &[("at_most", true), ("least", false)]),
    ("large_revision", &[("at_most", true)]),
];

fn check_of(
    at: &ConfigNode<'_>,
    raw: &raw::Check,
    dimensions: &[Dimension],
    faults: &mut Vec<Finding>,
) -> Option<Check> {
    let keys = value::one_of(&at.key("rule"), &raw.rule, "rule of checks", RULES, faults);
    let confirmed = value::confirmed(&at.key("confirmed"), &raw.confirmed, faults);
    let action = raw
        .action
        .as_ref()
        .and_then(|word| value::word(&at.key("action"), word, faults));
    let at_least = raw
        .at_least
        .map(|n| value::whole(&at.key("at_least"), n, 1..=i64::MAX, faults));
    let keys = keys?;
    let given = [
        ("at_least", raw.at_least.is_some()),
        ("dimension", raw.dimension.is_some()),
        ("whole", raw.whole.is_some()),
        ("parts", raw.parts.is_some()),
        ("within", raw.within.is_some()),
        ("at_most", raw.at_most.is_some()),
        ("least", raw.least.is_some()),
    ];
    for (key, given) in given {
        match keys.iter().find(|(k, _)| *k == key) {
            None if given => {
                let hint = format!(
                    "it takes {}",
                    value::list(keys.iter().map(|(k, _)| *k).chain(["action", "confirmed"]))
                );
                faults.push(
                    at.key(key)
                        .error(
                            rule::UNKNOWN_KEY,
                            format!("the check `{}` has no `{key}`", raw.rule),
                        )
                        .hint(hint),
                );
            }
            Some((_, true)) if !given => {
                faults.push(
                    at.key(key)
                        .error(
                            rule::MISSING_KEY,
                            format!("the check `{}` needs `{key}`", raw.rule),
                        )
                        .hint(example(key)),
                );
            }
            _ => {}
        }
    }
    let rule = match raw.rule.as_str() {
        "repeats_previous_year" => CheckRule::RepeatsPreviousYear {
            at_least: at_least.flatten()?,
        },
        "cumulative_falls" => CheckRule::CumulativeFalls,
        "parts_differ" => parts_differ(at, raw, dimensions, faults)?,
        "large_change" => CheckRule::LargeChange {
            at_most: share(&at.key("at_most"), raw.at_most.as_ref()?, faults)?,
            least: bound(&at.key("least"), raw.least.as_ref(), faults).unwrap_or(Dec::ZERO),
        },
        _ => CheckRule::LargeRevision {
            at_most: allowed(&at.key("at_most"), raw.at_most.as_ref()?, faults)?,
        },
    };
    if matches!(rule, CheckRule::LargeRevision { .. }) && action == Some(CheckAction::Quarantine) {
        let hint = "leave `action` out: what a delivery becomes must not depend on what came \
            before it, so a revision is told and used";
        faults.push(
            at.key("action")
                .error(rule::BAD_VALUE, "a large revision is not kept aside")
                .hint(hint),
        );
    }
    Some(Check {
        rule,
        action: action.unwrap_or_default(),
        confirmed,
    })
}

/// How a key of checks is written.
fn example(key: &str) -> String {
    let written = match key {
        "at_least" => "at_least = 3",
        "parts" => "parts = [\"central\", \"local\"]",
        "at_most" => "at_most = \"60 %\"",
        "dimension" => "dimension = \"revenue_source\"",
        _ => "whole = \"total\"",
    };
    format!("write it, as in `{written}`")
}

fn parts_differ(
    at: &ConfigNode<'_>,
    raw: &raw::Check,
    dimensions: &[Dimension],
    faults: &mut Vec<Finding>,
) -> Option<CheckRule> {
    let (name, whole, parts) = (
        raw.dimension.as_ref()?,
        raw.whole.as_ref()?,
        raw.parts.as_ref()?,
    );
    let Some(dimension) = dimensions.iter().position(|d| d.name == *name) else {
        let names: Vec<&str> = dimensions.iter().map(|d| d.name.as_str()).collect();
        let hint = value::did_you_mean(name, "dimensions", &names);
        faults.push(
            at.key("dimension")
                .error(rule::UNKNOWN_NAME, format!("`{name}` is not a dimension"))
                .hint(hint),
        );
        return None;
    };
    value::repeated(&at.key("parts"), parts, faults);
    if parts.contains(whole) || parts.is_empty() {
        faults.push(
            at.key("parts")
                .error(
                    rule::BAD_VALUE,
                    "the parts are none, or the whole is one of them",
                )
                .hint("list what adds up to `whole`"),
        );
    }
    let known = dimensions
        .get(dimension)
        .map_or(&[][..], |d| d.one_of.as_slice());
    for (i, text) in parts
        .iter()
        .chain([whole])
        .enumerate()
        .filter(|(_, text)| !known.is_empty() && !known.contains(text))
    {
        let at = if i < parts.len() {
            at.key("parts").item(i)
        } else {
            at.key("whole")
        };
        let hint = value::did_you_mean(
            text,
            "values",
            &known.iter().map(String::as_str).collect::<Vec<_>>(),
        );
        faults.push(
            at.error(
                rule::UNKNOWN_NAME,
                format!("`{text}` is not a value of `{name}`"),
            )
            .hint(hint),
        );
    }
    let (within, part_of) = match raw.within.as_deref() {
        None => (Dec::ZERO, Dec::ZERO),
        Some(text) if text.trim_end().ends_with('%') => {
            (Dec::ZERO, value::percent(&at.key("within"), text, faults)?)
        }
        Some(text) => (value::decimal(&at.key("within"), text, faults)?, Dec::ZERO),
    };
    Some(CheckRule::PartsDiffer {
        dimension,
        whole: whole.clone(),
        parts: parts.clone(),
        within,
        share: part_of,
    })
}

/// A share in percent that may be more than the whole.
fn share(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<Dec> {
    let share = text
        .strip_suffix('%')
        .and_then(|number| Dec::parse_scaled(number.trim(), -2).ok())
        .filter(|s| s.is_positive());
    if share.is_none() {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                format!("`{text}` is not a share in percent"),
            )
            .hint("write it as `60 %`"),
        );
    }
    share
}

/// A share in percent, or a difference in the unit of the figures.
fn allowed(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<Allowed> {
    if text.trim_end().ends_with('%') {
        return share(at, text, faults).map(Allowed::Share);
    }
    let difference = value::decimal(at, text, faults)?;
    if !difference.is_positive() {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{text}` is not more than 0"))
                .hint("write a share such as `60 %`, or a difference such as `0.5`"),
        );
        return None;
    }
    Some(Allowed::Difference(difference))
}

fn modes(at: &ConfigNode<'_>, raw: Option<&raw::Modes>, faults: &mut Vec<Finding>) -> Modes {
    let mut mode = |key: &str, text: Option<&String>| {
        text.and_then(|word| value::word(&at.key(key), word, faults))
    };
    let Some(raw) = raw else {
        return Modes::default();
    };
    let default = Modes::default();
    Modes {
        table: mode("table", raw.table.as_ref()).unwrap_or(default.table),
        column: mode("column", raw.column.as_ref()).unwrap_or(default.column),
        value: mode("value", raw.value.as_ref()).unwrap_or(default.value),
    }
}

/// Columns that a row may leave empty unless `not_null` names them.
const MAY_BE_NULL: [&str; 6] = ["basis", "scheme", "plan_stage", "rank", "rounding", "note"];

fn not_null(
    at: &ConfigNode<'_>,
    raw: &[String],
    value_name: &str,
    faults: &mut Vec<Finding>,
) -> Vec<String> {
    value::repeated(at, raw, faults);
    for (i, name) in raw
        .iter()
        .enumerate()
        .filter(|(_, name)| *name != value_name && !MAY_BE_NULL.contains(&name.as_str()))
    {
        let known: Vec<&str> = MAY_BE_NULL.into_iter().chain([value_name]).collect();
        let message = format!("`{name}` is never empty, or no column");
        faults.push(
            at.item(i)
                .error(rule::BAD_VALUE, message)
                .hint(value::did_you_mean(name, "columns", &known)),
        );
    }
    raw.to_vec()
}

fn bound(at: &ConfigNode<'_>, raw: Option<&String>, faults: &mut Vec<Finding>) -> Option<Dec> {
    raw.and_then(|text| value::decimal(at, text, faults))
}

fn dimensions(
    at: &ConfigNode<'_>,
    raw: &[raw::Dimension],
    value_name: &str,
    faults: &mut Vec<Finding>,
) -> Vec<Dimension> {
    let mut dimensions: Vec<Dimension> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let name = column_name(&at.key("name"), &raw.name, faults);
        if name == value_name || dimensions.iter().any(|d| d.name == name) {
            faults.push(
                at.key("name")
                    .error(
                        rule::DUPLICATE,
                        format!("there is a column `{name}` already"),
                    )
                    .hint("rename one of the two"),
            );
        }
        let values = at.key("one_of");
        value::repeated(&values, &raw.one_of, faults);
        for (j, text) in raw.one_of.iter().enumerate() {
            value::text(&values.item(j), text, faults);
        }
        dimensions.push(Dimension {
            name,
            one_of: raw.one_of.clone(),
        });
    }
    dimensions
}

fn attributes(
    at: &ConfigNode<'_>,
    raw: &[raw::Attribute],
    value_name: &str,
    dimensions: &[Dimension],
    faults: &mut Vec<Finding>,
) -> Vec<Attribute> {
    let mut attributes: Vec<Attribute> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let name = column_name(&at.key("name"), &raw.name, faults);
        if name == value_name
            || dimensions.iter().any(|d| d.name == name)
            || attributes.iter().any(|a| a.name == name)
        {
            faults.push(
                at.key("name")
                    .error(
                        rule::DUPLICATE,
                        format!("there is a column `{name}` already"),
                    )
                    .hint("rename one of the two"),
            );
        }
        let kind = raw
            .data_type
            .as_ref()
            .and_then(|word| value::word(&at.key("type"), word, faults))
            .unwrap_or(AttributeType::Text);
        attributes.push(Attribute { name, kind });
    }
    attributes
}

/// A column's name: an identifier that is neither taken nor a word of the grammar.
fn column_name(at: &ConfigNode<'_>, name: &str, faults: &mut Vec<Finding>) -> String {
    if STANDARD_COLUMNS.contains(&name) || SYSTEM_COLUMNS.contains(&name) {
        let message = format!("every table has a column `{name}` already");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("choose another name"),
        );
    } else if GRAMMAR.contains(&name) {
        let message = format!("`{name}` is a word of expressions");
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("choose another name"),
        );
    }
    value::identifier(at, name, faults)
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_contracts() {
        check_faults(&[
            (
                "datasets/new_enterprises.toml",
                "dimensions = [",
                r#"dimensions = [{ name = "period", one_of = ["x"] }, "#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:8, column \
                        `contract.dimensions.name`: every table has a column `period` already",
                    "  hint: choose another name",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "dimensions = [",
                r#"dimensions = [{ name = "Event", one_of = ["x"] }, "#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:8, column \
                        `contract.dimensions.name`: `Event` is not an identifier",
                    "  hint: use lower-case letters a-z, digits and `_`, beginning with a letter",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "dimensions = [",
                r#"dimensions = [{ name = "not", one_of = ["x"] }, "#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:8, column \
                        `contract.dimensions.name`: `not` is a word of expressions",
                    "  hint: choose another name",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "dimensions = [",
                r#"dimensions = [{ name = "enterprises", one_of = ["x"] }, "#,
                &[
                    "error[duplicate]: datasets/new_enterprises.toml:8, column \
                        `contract.dimensions.name`: there is a column `enterprises` already",
                    "  hint: rename one of the two",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "dimensions = [",
                r#"attributes = [{ name = "event" }, { name = "done_on", type = "day" }]
dimensions = ["#,
                &[
                    "error[duplicate]: datasets/new_enterprises.toml:8, column \
                        `contract.attributes.name`: there is a column `event` already",
                    "  hint: rename one of the two",
                    "error[bad_value]: datasets/new_enterprises.toml:8, column \
                        `contract.attributes.type`: `day` is not a type of an attribute",
                    "  hint: write one of `text`, `date`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"one_of = ["new"]"#,
                r#"one_of = ["new", "new"]"#,
                &[
                    "error[duplicate]: datasets/new_enterprises.toml:8, column \
                        `contract.dimensions.one_of`: `new` is listed twice",
                    "  hint: leave one out",
                    "error[missing_key]: datasets/new_enterprises.toml:23, column \
                        `source.columns.event`: the dimension `event` is not mapped",
                    "  hint: map it, or give it to all rows with `constant`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"type = "integer""#,
                r#"type = "int""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:9, column \
                        `contract.value.type`: `int` is not a value type",
                    "  hint: write one of `integer`, `decimal`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"min = "0""#,
                r#"min = "2000000""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:9, column \
                        `contract.value.min`: `min` 2000000 is above `max` 1000000",
                    "  hint: exchange the two",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"max = "1000000""#,
                r#"max = "1.000.000""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:9, column \
                        `contract.value.max`: `1.000.000` is not a decimal number",
                    r#"  hint: write digits with a decimal point and no grouping, as in `"0.20"`"#,
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"basis = "registered""#,
                r#"basis = "registered"
checks = [{ rule = "repeats_last_year", at_least = 0, confirmed = [{ area_code = "10", period = "18" }] }]"#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:11, column \
                        `contract.checks.at_least`: 0 is out of range",
                    "  hint: write at least 1",
                    "error[bad_value]: datasets/new_enterprises.toml:11, column \
                        `contract.checks.confirmed.period`: `18` is not a period: write a year \
                        `2020`, a quarter `2020-Q3` or a month `2020-09`",
                    "error[bad_value]: datasets/new_enterprises.toml:11, column \
                        `contract.checks.rule`: `repeats_last_year` is not a rule of checks",
                    "  hint: write one of `repeats_previous_year`, `cumulative_falls`, \
                        `parts_differ`, `large_change`, `large_revision`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#""0.5 %""#,
                r#""101 %""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:11, column \
                        `contract.quarantine_limit`: `101 %` is not a share in percent between 0 \
                        and 100",
                    "  hint: write it as `0.5 %`",
                ],
            ),
        ]);
    }
}
