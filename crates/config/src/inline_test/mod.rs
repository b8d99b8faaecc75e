//! Checks inline tests: that rows fit the tables they are for, and that what is expected can come
//! out.

mod expect;
mod given;
mod target;

use super::document::ConfigNode;
use super::scope::Scope;
use super::{raw, rule, value};
use chiso_model::{Finding, InlineTest};
use expect::expect;
use given::given;
use target::target;

/// Checks a test.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Test,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> InlineTest {
    let (targets, expects) = (at.key("target"), at.key("expect"));
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
        reach: value::optional(&at.key("reach"), raw.reach.as_ref(), value::date, faults),
        given: value::each(&at.key("given"), &raw.given, |at, raw| {
            Some(given(at, raw, scope, faults))
        }),
        targets: raw
            .target
            .iter()
            .enumerate()
            .filter_map(|(i, raw)| target(&targets.item(i), i, raw, scope, faults))
            .collect(),
        expect: value::each(&expects, &raw.expect, |at, raw| {
            expect(at, raw, scope, faults)
        }),
    }
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
                    "  hint: write one of `ge`, `gt`, `le`, `lt`, `between`",
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
