//! Checks the contract of a dataset.

use super::document::At;
use super::{arrival, raw, rule, value};
use crate::model::{Check, Contract, Dec, Dimension, Finding, STANDARD_COLUMNS, ValueType};

/// Columns that every table has beside the standard ones; `_` in front marks lineage.
const SYSTEM_COLUMNS: [&str; 3] = ["area_date", "recorded_at", "withdrawn"];
/// Words of the grammar of `value` and `where`, which no column can be called.
const GRAMMAR: [&str; 9] = ["and", "or", "not", "in", "is", "null", "between", "true", "false"];

/// Checks it.
pub(super) fn check(at: &At<'_>, raw: &raw::Contract, faults: &mut Vec<Finding>) -> Contract {
    let value = at.key("value");
    let value_name = column_name(&value.key("name"), &raw.value.name, faults);
    let min = bound(&value.key("min"), raw.value.min.as_ref(), faults);
    let max = bound(&value.key("max"), raw.value.max.as_ref(), faults);
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        faults.push(value.key("min").error(rule::BAD_VALUE, format!("`min` {min} is above `max` {max}")).hint("exchange the two"));
    }
    let limit_at = at.key("quarantine_limit");
    Contract {
        dimensions: dimensions(&at.key("dimensions"), &raw.dimensions, &value_name, faults),
        value_type: value::word(&value.key("type"), &raw.value.data_type, faults).unwrap_or(ValueType::Decimal),
        unit: raw.value.unit.as_ref().map(|unit| value::text(&value.key("unit"), unit, faults)),
        min,
        max,
        basis: raw.basis.clone().unwrap_or_default(),
        quarantine_limit: raw.quarantine_limit.as_ref().and_then(|limit| value::percent(&limit_at, limit, faults)).unwrap_or(Dec::ZERO),
        checks: raw.checks.iter().enumerate().filter_map(|(i, raw)| check_of(&at.key("checks").item(i), raw, faults)).collect(),
        volume: arrival::volume(&at.key("volume"), raw.volume.as_ref(), faults),
        value_name,
    }
}

/// Rules of checks; the word is all there is to tell so far.
const RULES: &[(&str, ())] = &[("repeats_previous_year", ())];

fn check_of(at: &At<'_>, raw: &raw::Check, faults: &mut Vec<Finding>) -> Option<Check> {
    let known = value::one_of(&at.key("rule"), &raw.rule, "rule of checks", RULES, faults);
    let at_least = value::whole(&at.key("at_least"), raw.at_least, 1..=i64::MAX, faults);
    let list = at.key("confirmed");
    let mut confirmed = vec![];
    for (i, raw) in raw.confirmed.iter().enumerate() {
        let at = list.item(i);
        let area = value::text(&at.key("area_code"), &raw.area_code, faults);
        confirmed.extend(value::parsed(&at.key("period"), &raw.period, faults).map(|period| (area, period)));
    }
    known?;
    Some(Check::RepeatsPreviousYear { at_least: at_least?, confirmed })
}

fn bound(at: &At<'_>, raw: Option<&String>, faults: &mut Vec<Finding>) -> Option<Dec> {
    raw.and_then(|text| value::decimal(at, text, faults))
}

fn dimensions(at: &At<'_>, raw: &[raw::Dimension], value_name: &str, faults: &mut Vec<Finding>) -> Vec<Dimension> {
    let mut dimensions: Vec<Dimension> = vec![];
    for (i, raw) in raw.iter().enumerate() {
        let at = at.item(i);
        let name = column_name(&at.key("name"), &raw.name, faults);
        if name == value_name || dimensions.iter().any(|d| d.name == name) {
            faults.push(at.key("name").error(rule::DUPLICATE, format!("there is a column `{name}` already")).hint("rename one of the two"));
        }
        let values = at.key("one_of");
        value::repeated(&values, &raw.one_of, faults);
        for (j, text) in raw.one_of.iter().enumerate() {
            value::text(&values.item(j), text, faults);
        }
        dimensions.push(Dimension { name, one_of: raw.one_of.clone() });
    }
    dimensions
}

/// A column's name: an identifier that is neither taken nor a word of the grammar.
fn column_name(at: &At<'_>, name: &str, faults: &mut Vec<Finding>) -> String {
    if STANDARD_COLUMNS.contains(&name) || SYSTEM_COLUMNS.contains(&name) {
        let message = format!("every table has a column `{name}` already");
        faults.push(at.error(rule::BAD_VALUE, message).hint("choose another name"));
    } else if GRAMMAR.contains(&name) {
        let message = format!("`{name}` is a word of expressions");
        faults.push(at.error(rule::BAD_VALUE, message).hint("choose another name"));
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
                    "error[bad_value]: datasets/new_enterprises.toml:8, column `contract.dimensions.name`: every table has a column `period` already",
                    "  hint: choose another name",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "dimensions = [",
                r#"dimensions = [{ name = "Event", one_of = ["x"] }, "#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:8, column `contract.dimensions.name`: `Event` is not an identifier",
                    "  hint: use lower-case letters a-z, digits and `_`, beginning with a letter",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "dimensions = [",
                r#"dimensions = [{ name = "not", one_of = ["x"] }, "#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:8, column `contract.dimensions.name`: `not` is a word of expressions",
                    "  hint: choose another name",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                "dimensions = [",
                r#"dimensions = [{ name = "enterprises", one_of = ["x"] }, "#,
                &[
                    "error[duplicate]: datasets/new_enterprises.toml:8, column `contract.dimensions.name`: there is a column `enterprises` already",
                    "  hint: rename one of the two",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"one_of = ["new"]"#,
                r#"one_of = ["new", "new"]"#,
                &[
                    "error[duplicate]: datasets/new_enterprises.toml:8, column `contract.dimensions.one_of`: `new` is listed twice",
                    "  hint: leave one out",
                    "error[missing_key]: datasets/new_enterprises.toml:23, column `source.columns.event`: the dimension `event` is not mapped",
                    "  hint: map it, or give it to all rows with `constant`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"type = "integer""#,
                r#"type = "int""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:9, column `contract.value.type`: `int` is not a value type",
                    "  hint: write one of `integer`, `decimal`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"min = "0""#,
                r#"min = "2000000""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:9, column `contract.value.min`: `min` 2000000 is above `max` 1000000",
                    "  hint: exchange the two",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"max = "1000000""#,
                r#"max = "1.000.000""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:9, column `contract.value.max`: `1.000.000` is not a decimal number",
                    r#"  hint: write digits with a decimal point and no grouping, as in `"0.20"`"#,
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#"basis = "registered""#,
                r#"basis = "registered"
checks = [{ rule = "repeats_last_year", at_least = 0, confirmed = [{ area_code = "10", period = "18" }] }]"#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:11, column `contract.checks.at_least`: 0 is out of range",
                    "  hint: write at least 1",
                    "error[bad_value]: datasets/new_enterprises.toml:11, column `contract.checks.confirmed.period`: `18` is not a period: write a year `2020`, a quarter `2020-Q3` or a month `2020-09`",
                    "error[bad_value]: datasets/new_enterprises.toml:11, column `contract.checks.rule`: `repeats_last_year` is not a rule of checks",
                    "  hint: write one of `repeats_previous_year`",
                ],
            ),
            (
                "datasets/new_enterprises.toml",
                r#""0.5 %""#,
                r#""101 %""#,
                &[
                    "error[bad_value]: datasets/new_enterprises.toml:11, column `contract.quarantine_limit`: `101 %` is not a share in percent between 0 and 100",
                    "  hint: write it as `0.5 %`",
                ],
            ),
        ]);
    }
}
