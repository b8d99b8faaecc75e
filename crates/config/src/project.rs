//! Checks `chiso.toml`.

use super::document::ConfigNode;
use super::names::{Names, known};
use super::plan::{Engine, Limits, ObjectStorage};
use super::raw::DAYS;
use super::{approval, engine, object_storage, raw, rule, value};
use chiso_model::{Approval, Bilingual, Finding, FiscalYear, Period};
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Folder of the lake when none is named.
const LAKE: &str = "lake";

/// Least memory for decoding, in MiB: with less not even a small file is read.
const LEAST_MEMORY: i64 = 16;

/// What `chiso.toml` says, checked.
pub(super) struct Checked {
    pub title: Bilingual,
    pub timezone: Tz,
    pub boundaries: Vec<NaiveDate>,
    pub weekend: Vec<Weekday>,
    pub fiscal_year: Option<FiscalYear>,
    pub similar_by: Option<String>,
    pub lake: String,
    pub headline: Option<(String, Period)>,
    pub limits: Limits,
    pub approval: Approval,
    pub engine: Option<Engine>,
    pub object_storage: Option<ObjectStorage>,
    pub levels: BTreeMap<String, Bilingual>,
    pub units: BTreeMap<String, Bilingual>,
}

/// Checks it.
pub(super) fn check(
    root: &ConfigNode<'_>,
    raw: &raw::Chiso,
    names: &Names,
    faults: &mut Vec<Finding>,
) -> Checked {
    let at = root.key("project");
    let project = &raw.project;
    let fiscal_year = project
        .fiscal_year
        .as_ref()
        .and_then(|raw| value::fiscal_year(&at.key("fiscal_year"), raw, faults));
    let timezone = value::zone(&at.key("timezone"), &project.timezone, faults).unwrap_or(Tz::UTC);
    Checked {
        title: value::title(&at.key("title"), &project.title, faults),
        timezone,
        boundaries: boundaries(&at.key("boundaries"), &project.boundaries, faults),
        weekend: project.weekend.as_ref().map_or_else(
            || vec![Weekday::Sat, Weekday::Sun],
            |days| weekend(&at.key("weekend"), days, faults),
        ),
        fiscal_year,
        similar_by: project.similar_by.as_ref().map(|id| {
            known(
                &at.key("similar_by"),
                id,
                &names.measures,
                "measure",
                faults,
            );
            id.clone()
        }),
        lake: project.lake.as_ref().map_or_else(
            || LAKE.to_owned(),
            |lake| value::text(&at.key("lake"), lake, faults),
        ),
        headline: raw
            .headline
            .as_ref()
            .and_then(|h| headline(&root.key("headline"), h, fiscal_year, faults)),
        limits: raw
            .limits
            .as_ref()
            .map_or_else(Limits::default, |l| limits(&root.key("limits"), l, faults)),
        approval: raw.approval.as_ref().map_or_else(Approval::default, |a| {
            approval::check(&root.key("approval"), a, timezone, faults)
        }),
        engine: raw
            .engine
            .as_ref()
            .and_then(|e| engine::check(&root.key("engine"), e, faults)),
        object_storage: { raw.object_storage.as_ref() }
            .and_then(|raw| object_storage::check(&root.key("object_storage"), raw, faults)),
        levels: words(&root.key("levels"), &raw.levels, faults),
        units: words(&root.key("units"), &raw.units, faults),
    }
}

/// What people read in place of words of the data.
fn words(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, raw::Bilingual>,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Bilingual> {
    let one = |(word, text): (&String, &raw::Bilingual)| {
        let text = value::bilingual(&at.key(word), "name", text, faults);
        (word.clone(), text)
    };
    raw.iter().map(one).collect()
}

fn boundaries(at: &ConfigNode<'_>, raw: &[String], faults: &mut Vec<Finding>) -> Vec<NaiveDate> {
    if raw.is_empty() {
        let hint = "name the day whose administrative boundaries figures are published on, as in \
            `[\"2025-07-01\"]`";
        faults.push(at.error(rule::BAD_VALUE, "there is no boundary").hint(hint));
    }
    value::repeated(at, raw, faults);
    value::each(at, raw, |at, text| value::date(at, text, faults))
}

fn weekend(at: &ConfigNode<'_>, raw: &[String], faults: &mut Vec<Finding>) -> Vec<Weekday> {
    value::repeated(at, raw, faults);
    let known: Vec<(&str, Weekday)> = DAYS
        .into_iter()
        .zip(std::iter::successors(Some(Weekday::Mon), |day| {
            Some(day.succ())
        }))
        .collect();
    value::each(at, raw, |at, day| {
        value::one_of(at, day, "day of the week", &known, faults)
    })
}

fn headline(
    at: &ConfigNode<'_>,
    raw: &raw::Headline,
    office: Option<FiscalYear>,
    faults: &mut Vec<Finding>,
) -> Option<(String, Period)> {
    let area = value::text(&at.key("area"), &raw.area, faults);
    value::period(&at.key("period"), &raw.period, office, faults).map(|period| (area, period))
}

fn limits(at: &ConfigNode<'_>, raw: &raw::Limits, faults: &mut Vec<Finding>) -> Limits {
    let default = Limits::default();
    let mut limit = |key: &str, raw: Option<i64>, default: u64, least: i64| {
        raw.map_or(Some(default), |n| {
            value::whole(&at.key(key), n, least..=i64::MAX, faults)
        })
        .unwrap_or(default)
    };
    Limits {
        max_file_bytes: limit(
            "max_file_bytes",
            raw.max_file_bytes,
            default.max_file_bytes,
            1,
        ),
        max_observations: limit(
            "max_observations",
            raw.max_observations,
            default.max_observations,
            1,
        ),
        decode_memory_mib: limit(
            "decode_memory_mib",
            raw.decode_memory_mib,
            default.decode_memory_mib,
            LEAST_MEMORY,
        ),
        decode_seconds: limit(
            "decode_seconds",
            raw.decode_seconds,
            default.decode_seconds,
            1,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_chiso_toml() {
        check_faults(&[
            (
                "chiso.toml",
                r#""Asia/Ho_Chi_Minh""#,
                r#""Asia/Ho_Chi_Min""#,
                &[
                    "error[bad_value]: chiso.toml:3, column `project.timezone`: `Asia/Ho_Chi_Min` \
                        is not a time zone",
                    "  hint: did you mean `Asia/Ho_Chi_Minh`?",
                ],
            ),
            (
                "chiso.toml",
                r#""2025-07-01"]"#,
                r#""2025-06-30"]"#,
                &[
                    "error[duplicate]: chiso.toml:4, column `project.boundaries`: `2025-06-30` is \
                        listed twice",
                    "  hint: leave one out",
                ],
            ),
            (
                "chiso.toml",
                r#"lake = "lake""#,
                r#"weekend = ["friday", "satuday"]"#,
                &[
                    "error[bad_value]: chiso.toml:5, column `project.weekend`: `satuday` is not a \
                        day of the week",
                    "  hint: did you mean `saturday`?",
                ],
            ),
            (
                "chiso.toml",
                r#"["2025-06-30", "2025-07-01"]"#,
                "[]",
                &[
                    "error[bad_value]: chiso.toml:4, column `project.boundaries`: there is no \
                        boundary",
                    r#"  hint: name the day whose administrative boundaries figures are published on, as in `["2025-07-01"]`"#,
                ],
            ),
            (
                "chiso.toml",
                "max_file_bytes = 1000000",
                "max_file_bytes = 1000000\n[levels]\nprovince = { vi = \"\" }",
                &[
                    "error[bad_value]: chiso.toml:14, column `levels.province`: the name is empty \
                        in both languages",
                    "  hint: give `vi`, `en` or both",
                ],
            ),
            (
                "chiso.toml",
                r#""2025-07-01"]"#,
                r#""2025-7-1"]"#,
                &[
                    "error[bad_value]: chiso.toml:4, column `project.boundaries`: `2025-7-1` is \
                        not a day",
                    "  hint: write year, month and day, as in `2025-06-30`",
                ],
            ),
            (
                "chiso.toml",
                r#"period = "2020""#,
                r#"period = "2020-Q5""#,
                &[
                    "error[bad_value]: chiso.toml:9, column `headline.period`: `2020-Q5` is not a \
                        period: write a year `2020`, a half-year `2020-S1`, a quarter `2020-Q3`, a month `2020-09`, a week `2020-W05` or a fiscal year `2020-04-01/P1Y`",
                ],
            ),
            (
                "chiso.toml",
                r#"lake = "lake""#,
                r#"similar_by = "new_firm""#,
                &[
                    "error[unknown_name]: chiso.toml:5, column `project.similar_by`: there is no measure \
                        `new_firm`",
                    "  hint: did you mean `new_firms`?",
                ],
            ),
            (
                "chiso.toml",
                "max_file_bytes = 1000000",
                "max_file_bytes = 0",
                &[
                    "error[bad_value]: chiso.toml:12, column `limits.max_file_bytes`: 0 is out of \
                        range",
                    "  hint: write at least 1",
                ],
            ),
            (
                "chiso.toml",
                r#"{ vi = "Cải cách và kết quả", en = "Reform and results" }"#,
                r#"{ vi = " " }"#,
                &[
                    "error[bad_value]: chiso.toml:2, column `project.title`: the title is empty in \
                        both languages",
                    "  hint: give `vi`, `en` or both",
                ],
            ),
        ]);
    }
}
