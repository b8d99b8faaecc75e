//! Checks the contract of a dataset.

mod checks;
mod columns;
mod parts;

pub(super) use columns::{free_name, members, tidied};

use super::document::ConfigNode;
use super::{arrival, raw, rule, value};
use chiso_model::{
    Contract, Dec, Dimension, Finding, FiscalYear, MemberList, Mode, Modes, ValueType, unit_as_kept,
};
use chrono_tz::Tz;
use std::sync::Arc;

/// Checks it; days of its deliveries are of the zone, and members of the registers.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Contract,
    (zone, fiscal_year, lists): (Tz, Option<FiscalYear>, &[Arc<MemberList>]),
    faults: &mut Vec<Finding>,
) -> Contract {
    let value = at.key("value");
    let value_name = columns::column_name(&value.key("name"), &raw.value.name, faults);
    let (min, max) = bounds(&value, raw, faults);
    let dimensions = columns::dimensions(
        &at.key("dimensions"),
        &raw.dimensions,
        (&value_name, lists),
        faults,
    );
    let attributes = columns::attributes(
        &at.key("attributes"),
        &raw.attributes,
        &value_name,
        &dimensions,
        faults,
    );
    let checks = checks::checks(
        &at.key("checks"),
        &raw.checks,
        (&dimensions, fiscal_year),
        faults,
    );
    let quarantine_limit = value::optional(
        &at.key("quarantine_limit"),
        raw.quarantine_limit.as_ref(),
        value::percent,
        faults,
    )
    .unwrap_or(Dec::ZERO);
    lists_all(&at.key("lists_all"), raw, quarantine_limit, faults);
    let modes = modes(&at.key("modes"), raw.modes.as_ref(), faults);
    only_members(&at.key("modes").key("value"), modes, &dimensions, faults);
    Contract {
        value_type: value::word(&value.key("type"), &raw.value.data_type, faults)
            .unwrap_or(ValueType::Decimal),
        unit: raw
            .value
            .unit
            .as_ref()
            .map(|unit| unit_as_kept(&value::text(&value.key("unit"), unit, faults))),
        min,
        max,
        basis: raw.basis.clone().unwrap_or_default(),
        quarantine_limit,
        to_date_since: value::optional(
            &at.key("to_date_since"),
            raw.to_date_since.as_ref(),
            value::word,
            faults,
        ),
        modes,
        not_null: columns::not_null(&at.key("not_null"), &raw.not_null, &value_name, faults),
        dimensions,
        attributes,
        list: raw.list,
        lists_all: raw.lists_all,
        checks,
        volume: arrival::volume(&at.key("volume"), raw.volume.as_ref(), faults),
        value_name,
        zone,
        fiscal_year,
        records: None,
    }
}

/// A total over members cannot have figures of others, so codes outside a register are never taken.
fn only_members(
    at: &ConfigNode<'_>,
    modes: Modes,
    dimensions: &[Dimension],
    faults: &mut Vec<Finding>,
) {
    let listed = dimensions.iter().find(|d| d.members.is_some());
    let Some(dimension) = listed.filter(|_| modes.value == Mode::Evolve) else {
        return;
    };
    let message = format!(
        "`evolve` takes codes that the register of `{}` does not have",
        dimension.name
    );
    let hint = "write `quarantine` or `freeze`, and add new members to the register";
    faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
}

/// A list of all areas is a list, and none of its rows may be lost: the area of a row that was not
/// understood would count as one that has none.
fn lists_all(at: &ConfigNode<'_>, raw: &raw::Contract, limit: Dec, faults: &mut Vec<Finding>) {
    if !raw.lists_all {
        return;
    }
    if !raw.list {
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "`lists_all` is for lists, and this is none",
            )
            .hint("declare `list = true` as well, or take it out"),
        );
    }
    if limit.is_positive() {
        let message = "a list of all areas cannot quarantine rows: the area of a row that was not \
            understood would count as one without rows";
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint("write `quarantine_limit = \"0 %\"`, or take `lists_all` out"),
        );
    }
}

/// The smallest and the largest figure allowed.
fn bounds(
    at: &ConfigNode<'_>,
    raw: &raw::Contract,
    faults: &mut Vec<Finding>,
) -> (Option<Dec>, Option<Dec>) {
    let mut bound = |key: &str, raw| value::optional(&at.key(key), raw, value::decimal, faults);
    let (min, max) = (
        bound("min", raw.value.min.as_ref()),
        bound("max", raw.value.max.as_ref()),
    );
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        faults.push(
            at.key("min")
                .error(rule::BAD_VALUE, format!("`min` {min} is above `max` {max}"))
                .hint("exchange the two"),
        );
    }
    (min, max)
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
                        `2020`, a half-year `2020-S1`, a quarter `2020-Q3`, a month `2020-09`, a week `2020-W05` or a fiscal year `2020-04-01/P1Y`",
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
