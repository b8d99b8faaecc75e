//! Checks inline tests: that rows fit the tables they are for, and that what is expected can come
//! out.

use super::document::ConfigNode;
use super::names::known;
use super::scope::Scope;
use super::{columns, raw, rule, value};
use crate::model::{
    Contract, Dec, Expect, Finding, InlineRows, InlineTest, PLANS, Span, TestTarget,
};

/// Checks a test.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Test,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> InlineTest {
    let (givens, targets, expects) = (at.key("given"), at.key("target"), at.key("expect"));
    if raw.expect.is_empty() {
        faults.push(
            expects
                .error(rule::MISSING_KEY, "the test expects nothing")
                .hint("add a table `[[test.expect]]`"),
        );
    }
    InlineTest {
        name: value::text(&at.key("name"), &raw.name, faults),
        place: at.place(),
        reach: raw
            .reach
            .as_ref()
            .and_then(|text| value::date(&at.key("reach"), text, faults)),
        given: raw
            .given
            .iter()
            .enumerate()
            .map(|(i, raw)| given(&givens.item(i), raw, scope, faults))
            .collect(),
        targets: raw
            .target
            .iter()
            .enumerate()
            .filter_map(|(i, raw)| target(&targets.item(i), i, raw, scope, faults))
            .collect(),
        expect: raw
            .expect
            .iter()
            .enumerate()
            .filter_map(|(i, raw)| expect(&expects.item(i), raw, scope, faults))
            .collect(),
    }
}

fn given(
    at: &ConfigNode<'_>,
    raw: &raw::Given,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> InlineRows {
    let rows = at.key("rows");
    for (i, row) in raw
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.len() != raw.columns.len())
    {
        let message = format!(
            "the row has {} cells under {} columns",
            row.len(),
            raw.columns.len()
        );
        faults.push(
            rows.item(i)
                .error(rule::BAD_VALUE, message)
                .hint("give each column a cell; an empty text is no value"),
        );
    }
    if let Some(dataset) = scope.dataset(&at.key("dataset"), &raw.dataset, faults) {
        check_columns(&at.key("columns"), &raw.columns, &dataset.contract, faults);
        check_cells(&rows, raw, &dataset.contract, faults);
    }
    InlineRows {
        dataset: raw.dataset.clone(),
        columns: raw.columns.clone(),
        rows: raw.rows.clone(),
    }
}

fn check_columns(
    at: &ConfigNode<'_>,
    names: &[String],
    contract: &Contract,
    faults: &mut Vec<Finding>,
) {
    let table = columns::given(contract);
    let known: Vec<&str> = table.iter().map(String::as_str).collect();
    value::repeated(at, names, faults);
    for (i, name) in names
        .iter()
        .enumerate()
        .filter(|(_, name)| !known.contains(&name.as_str()))
    {
        let hint = value::did_you_mean(name, "columns", &known);
        faults.push(
            at.item(i)
                .error(
                    rule::UNKNOWN_NAME,
                    format!("the table has no column `{name}`"),
                )
                .hint(hint),
        );
    }
    for needed in ["area_code", "period", &contract.value_name] {
        if !names.iter().any(|n| n == needed) {
            let message = format!("the column `{needed}` is not given");
            faults.push(
                at.error(rule::MISSING_KEY, message)
                    .hint("a row needs an area, a period and a figure"),
            );
        }
    }
}

fn check_cells(
    at: &ConfigNode<'_>,
    raw: &raw::Given,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) {
    for (i, row) in raw.rows.iter().enumerate() {
        let at = at.item(i);
        for (j, (column, text)) in raw
            .columns
            .iter()
            .zip(row)
            .enumerate()
            .filter(|(_, (_, text))| !text.is_empty())
        {
            columns::check_cell(&at.item(j), contract, column, text, faults);
        }
    }
}

fn target(
    at: &ConfigNode<'_>,
    i: usize,
    raw: &raw::Target,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<TestTarget> {
    known(&at.key("kpi"), &raw.kpi, &scope.names.kpis, "KPI", faults);
    let area = value::text(&at.key("area"), &raw.area, faults);
    let period = value::parsed(&at.key("period"), &raw.period, faults);
    let op = value::word(&at.key("op"), &raw.op, faults);
    let target = value::decimal(&at.key("value"), &raw.value, faults);
    let tolerance = raw.tolerance.as_ref().map_or(Some(Dec::ZERO), |text| {
        value::decimal(&at.key("tolerance"), text, faults)
    });
    if tolerance.is_some_and(|t| t < Dec::ZERO) {
        let hint = "write the allowed shortfall as a positive number";
        faults.push(
            at.key("tolerance")
                .error(rule::BAD_VALUE, "the tolerance is negative")
                .hint(hint),
        );
    }
    let until = raw
        .until
        .as_ref()
        .map_or(period, |text| value::parsed(&at.key("until"), text, faults));
    let plan = raw.plan.clone().unwrap_or_default();
    if !plan.is_empty() && !PLANS.contains(&plan.as_str()) {
        faults.push(
            at.key("plan")
                .error(rule::BAD_VALUE, format!("`{plan}` is not a plan"))
                .hint(value::did_you_mean(&plan, "plans", PLANS)),
        );
    }
    Some(TestTarget {
        id: raw.id.clone().unwrap_or_else(|| format!("test-{}", i + 1)),
        kpi: raw.kpi.clone(),
        area,
        period: period?,
        until: until?,
        plan,
        supersedes: raw.supersedes.clone().unwrap_or_default(),
        valid_from: raw
            .valid_from
            .as_ref()
            .and_then(|text| value::date(&at.key("valid_from"), text, faults)),
        op: op?,
        value: target?,
        tolerance: tolerance?,
    })
}

fn expect(
    at: &ConfigNode<'_>,
    raw: &raw::Expect,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<Expect> {
    known(&at.key("kpi"), &raw.kpi, &scope.names.kpis, "KPI", faults);
    let lists = raw.reasons.is_some() || raw.flags.is_some();
    let texts = [
        &raw.value,
        &raw.verdict,
        &raw.reason,
        &raw.pace,
        &raw.projection,
    ];
    if !lists && texts.iter().all(|t| t.is_none()) {
        faults.push(
            at.error(rule::MISSING_KEY, "nothing is expected of this row")
                .hint("give `value`, `verdict`, `reason` or `flags`"),
        );
    }
    let (flags_at, reasons_at) = (at.key("flags"), at.key("reasons"));
    let span = raw.span.as_ref().map_or(Some(Span::Period), |text| {
        value::parsed(&at.key("span"), text, faults)
    });
    let pace = raw
        .pace
        .as_ref()
        .and_then(|text| value::decimal(&at.key("pace"), text, faults));
    let projection = raw
        .projection
        .as_ref()
        .and_then(|text| value::decimal(&at.key("projection"), text, faults));
    let reasons = raw.reasons.as_ref().map(|list| {
        list.iter()
            .enumerate()
            .filter_map(|(i, text)| value::word(&reasons_at.item(i), text, faults))
            .collect()
    });
    let area = value::text(&at.key("area"), &raw.area, faults);
    let period = value::parsed(&at.key("period"), &raw.period, faults);
    let boundary = raw
        .boundary
        .as_ref()
        .and_then(|text| value::date(&at.key("boundary"), text, faults));
    let figure = raw
        .value
        .as_ref()
        .and_then(|text| value::decimal(&at.key("value"), text, faults));
    let verdict = raw
        .verdict
        .as_ref()
        .and_then(|text| value::word(&at.key("verdict"), text, faults));
    let reason = raw
        .reason
        .as_ref()
        .and_then(|text| value::word(&at.key("reason"), text, faults));
    let flags = raw.flags.as_ref().map(|list| {
        list.iter()
            .enumerate()
            .filter_map(|(i, text)| value::word(&flags_at.item(i), text, faults))
            .collect()
    });
    Some(Expect {
        kpi: raw.kpi.clone(),
        area,
        period: period?,
        boundary,
        span: span?,
        target: raw.target.clone(),
        value: figure,
        verdict,
        reason,
        reasons,
        flags,
        pace,
        projection,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_tests_in_pipelines() {
        check_faults(&[
            (
                "pipelines/annual.toml",
                r#"["01", "2020", "new", "120", ""]"#,
                r#"["01", "2020", "new", "120"]"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:42, column `test.given.rows`: the row \
                        has 4 cells under 5 columns",
                    "  hint: give each column a cell; an empty text is no value",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"["01", "2020", "new", "120", ""]"#,
                r#"["01", "2020", "old", "1.5", ""]"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:42, column `test.given.rows`: `old` \
                        is not a value of the dimension `event`",
                    "  hint: the values are `new`",
                    "error[bad_value]: pipelines/annual.toml:42, column `test.given.rows`: `1.5` \
                        is not a whole number",
                    "  hint: the contract declares the value as `integer`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#""enterprises", "status"]"#,
                r#""enterprises", "statuses"]"#,
                &[
                    "error[unknown_name]: pipelines/annual.toml:39, column `test.given.columns`: \
                        the table has no column `statuses`",
                    "  hint: did you mean `status`?",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"["area_code", "period", "event""#,
                r#"["area_date", "period", "event""#,
                &[
                    "error[missing_key]: pipelines/annual.toml:39, column `test.given.columns`: \
                        the column `area_code` is not given",
                    "  hint: a row needs an area, a period and a figure",
                    "error[bad_value]: pipelines/annual.toml:41, column `test.given.rows`: `01` is \
                        not a day",
                    "  hint: write year, month and day, as in `2025-06-30`",
                    "error[bad_value]: pipelines/annual.toml:42, column `test.given.rows`: `01` is \
                        not a day",
                    "  hint: write year, month and day, as in `2025-06-30`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"op = "ge""#,
                r#"op = ">=""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:48, column `test.target.op`: `>=` is \
                        not a comparison",
                    "  hint: write one of `ge`, `gt`, `le`, `lt`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"value = "0.20"
[[test.expect]]"#,
                r#"value = "20 %"
[[test.expect]]"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:49, column `test.target.value`: `20 \
                        %` is not a decimal number",
                    r#"  hint: write digits with a decimal point and no grouping, as in `"0.20"`"#,
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"value = "0.20"
[[test.expect]]"#,
                r#"value = "0.20"
tolerance = "-1"
[[test.expect]]"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:50, column `test.target.tolerance`: \
                        the tolerance is negative",
                    "  hint: write the allowed shortfall as a positive number",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"[[test.expect]]
kpi = "new_firms_growth""#,
                r#"[[test.expect]]
kpi = "new_firm_growth""#,
                &[
                    "error[unknown_name]: pipelines/annual.toml:51, column `test.expect.kpi`: \
                        there is no KPI `new_firm_growth`",
                    "  hint: did you mean `new_firms_growth`?",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"value = "0.20"
verdict = "met"
flags = []
"#,
                "",
                &[
                    "error[missing_key]: pipelines/annual.toml:50, column `test.expect`: nothing \
                        is expected of this row",
                    "  hint: give `value`, `verdict`, `reason` or `flags`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"verdict = "met""#,
                r#"verdict = "reached""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:55, column `test.expect.verdict`: \
                        `reached` is not a verdict",
                    "  hint: write one of `met`, `not_met`, `on_track`, `off_track`, `not_due`, \
                        `no_target`, `not_assessable`",
                ],
            ),
            (
                "pipelines/annual.toml",
                "flags = []",
                r#"flags = ["correct"]"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:56, column `test.expect.flags`: \
                        `correct` is not a flag",
                    "  hint: did you mean `corrected`?",
                ],
            ),
        ]);
    }
}
