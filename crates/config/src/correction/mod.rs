//! Checks corrections: that each names one row by its key, says what the source says of it, and
//! does one thing about it.

mod action;
mod matching;

use super::document::ConfigNode;
use super::scope::Scope;
use super::{raw, rule, value};
use action::{action, figure};
use chiso_model::{Contract, Correction, CorrectionStatus, Finding, start_of_day};
use chrono_tz::Tz;
use matching::matching;

/// Checks a file of corrections of a dataset.
pub(super) fn check(
    at: &ConfigNode<'_>,
    dataset: &str,
    raw: &raw::Corrections,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Vec<Correction> {
    let hint = "deliver the record again: a key that is known is a correction";
    let Some(declared) = scope.observations(at, dataset, ("corrections", hint), faults) else {
        return vec![];
    };
    value::each(&at.key("correction"), &raw.correction, |at, raw| {
        correction(at, dataset, raw, (&declared.contract, scope.zone), faults)
    })
}

fn correction(
    at: &ConfigNode<'_>,
    dataset: &str,
    raw: &raw::Correction,
    (contract, zone): (&Contract, Tz),
    faults: &mut Vec<Finding>,
) -> Option<Correction> {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let id = identifier(&at.key("id"), &raw.id, faults);
    let matching = matching(&at.key("match"), &raw.matching, contract, faults);
    let expect = figure(&at.key("expect"), &raw.expect, contract, faults);
    let action = action(at, raw, expect, contract, faults);
    let reason = value::bilingual(&at.key("reason"), "reason", &raw.reason, faults);
    let status = raw
        .status
        .as_ref()
        .map_or(Some(CorrectionStatus::default()), |s| {
            value::word(&at.key("status"), s, faults)
        });
    let decided_on = value::date(&at.key("decided_on"), &raw.decided_on, faults);
    let since = decided_on.map(|day| start_of_day(day, zone));
    Some(Correction {
        id,
        dataset: dataset.to_owned(),
        place: at.place(),
        matching: matching?,
        action: action?,
        expect: expect?,
        reason,
        evidence: optional(&raw.evidence),
        reported_to: optional(&raw.reported_to),
        status: status?,
        decided_on: decided_on?,
        since: since?,
    })
}

/// An identifier that people cite in letters to the publisher, so hyphens are welcome.
fn identifier(at: &ConfigNode<'_>, raw: &str, faults: &mut Vec<Finding>) -> String {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    if raw.is_empty() || !raw.bytes().all(allowed) {
        let hint = "use lower-case letters a-z, digits, `-` and `_`";
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not an identifier"))
                .hint(hint),
        );
    }
    raw.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, render};
    use chiso_model::{CorrectionAction, CorrectionStatus, Dec, Flag, Period};

    const FILE: &str = "datasets/new_enterprises/corrections.toml";
    const CORRECTIONS: &str = r#"[[correction]]
id = "v0502-2017-vinh-phuc"
match = { area_code = "26", period = "2017", event = "new" }
action = "override"
expect = "8000"
value = "5000"
reason = { en = "Exchanged with the row above" }
status = "reported"
decided_on = "2026-11-22"

[[correction]]
id = "v0502-2018-unit"
match = { area_code = "27", period = "2018" }
action = "scale"
expect = "12"
factor = "1000"
reason = { en = "In thousands" }
decided_on = "2026-11-22"

[[correction]]
id = "v0502-2019"
match = { area_code = "27", period = "2019", source_id = "nso_v05_02", span = "period" }
action = "drop"
expect = "1"
reason = { en = "A form of the year before" }
decided_on = "2026-11-22"

[[correction]]
id = "v0502-2020"
match = { area_code = "27", period = "2020" }
action = "flag"
expect = "1"
flag = "outlier_unverified"
reason = { en = "A jump" }
decided_on = "2026-11-22"
"#;

    fn sample() -> Sample {
        Sample::new().with(FILE, CORRECTIONS)
    }

    #[test]
    fn corrections_belong_to_the_configuration() {
        let plan = sample().plan();
        let dec = |n: i64| Dec::from_int(n);
        let actions: Vec<CorrectionAction> = plan.corrections["new_enterprises"]
            .iter()
            .map(|c| c.action)
            .collect();
        assert_eq!(
            actions,
            [
                CorrectionAction::Override { value: dec(5000) },
                CorrectionAction::Scale {
                    factor: dec(1000),
                    value: dec(12_000)
                },
                CorrectionAction::Drop,
                CorrectionAction::Flag {
                    flag: Flag::OutlierUnverified
                },
            ]
        );
        let first = &plan.corrections["new_enterprises"][0];
        assert_eq!(
            (first.dataset.as_str(), first.expect, first.status),
            ("new_enterprises", dec(8000), CorrectionStatus::Reported)
        );
        assert_eq!(
            (
                first.matching.period,
                first.matching.dimensions["event"].as_str()
            ),
            (Period::Year(2017), "new")
        );
        assert_eq!(
            first.place.to_string(),
            format!("{FILE}:1, column `correction`")
        );
        assert!(plan.files.iter().any(|f| f.path == FILE));
        let other = sample().edit(FILE, "A jump", "A leap").plan();
        assert_ne!(other.config_hash, plan.config_hash);
        assert_eq!(
            other.datasets[1].contract_hash, plan.datasets[1].contract_hash,
            "after a correction nothing is conformed again"
        );
    }

    #[test]
    fn faults_of_corrections() {
        let cases: &[(&str, &str, &[&str])] = &[
            (
                r#"period = "2017", event = "new""#,
                r#"periods = "2017", event = "old""#,
                &[
                    "error[bad_value]: F:3, column `correction.match.event`: `old` is not a value \
                        of the dimension `event`",
                    "  hint: the values are `new`",
                    "error[missing_key]: F:3, column `correction.match.period`: `period` is missing",
                    "  hint: a correction is of one row: name its area and period, and what else \
                        tells it apart",
                    "error[unknown_name]: F:3, column `correction.match.periods`: `periods` is not \
                        a column of the key",
                    "  hint: did you mean `period`?",
                ],
            ),
            (
                r#""override""#,
                r#""drop""#,
                &[
                    "error[unknown_key]: F:6, column `correction.value`: the action `drop` has no \
                        `value`",
                    "  hint: leave it out",
                ],
            ),
            (
                r#"flag = "outlier_unverified""#,
                "",
                &[
                    "error[missing_key]: F:28, column `correction.flag`: the action `flag` needs \
                        `flag`",
                    "  hint: it takes `flag`",
                ],
            ),
            (
                r#"value = "5000""#,
                r#"value = "8000.0""#,
                &[
                    "error[bad_value]: F:6, column `correction.value`: `value` is what is published",
                    "  hint: write the right figure, or use the action `flag`",
                ],
            ),
            (
                r#"factor = "1000""#,
                r#"factor = "0.0001""#,
                &[
                    "error[bad_value]: F:16, column `correction.factor`: `0.0012` is not a whole \
                        number",
                    "  hint: the contract declares the value as `integer`",
                ],
            ),
            (
                r#"factor = "1000""#,
                r#"factor = "1""#,
                &[
                    "error[bad_value]: F:16, column `correction.factor`: a factor of 1 corrects \
                        nothing",
                    "  hint: write what the figure is to be multiplied by, as in `\"1000\"`",
                ],
            ),
            (
                r#"reason = { en = "A jump" }"#,
                r#"reason = { en = " " }"#,
                &[
                    "error[bad_value]: F:34, column `correction.reason`: the reason is empty in \
                        both languages",
                    "  hint: give `vi`, `en` or both",
                ],
            ),
            (
                r#"id = "v0502-2020""#,
                r#"id = "v0502-2019""#,
                &[
                    "error[duplicate]: F:29, column `correction.id`: there is a correction \
                        `v0502-2019` already, at F:21",
                    "  hint: an identifier is unique in the project: rename one of the two",
                ],
            ),
        ];
        for (from, to, expected) in cases {
            let found = sample().edit(FILE, from, to).faults().replace(FILE, "F");
            assert_eq!(found, expected.join("\n"), "after `{from}` became `{to}`");
        }
    }

    #[test]
    fn corrections_of_what_is_no_dataset() {
        let faults_of =
            |path: &'static str| render(&Sample::new().with(path, CORRECTIONS).load().unwrap_err());
        assert!(faults_of("datasets/new_enterprise/corrections.toml").starts_with(
            "error[unknown_name]: datasets/new_enterprise/corrections.toml: there is no dataset \
                `new_enterprise`\n  hint: did you mean"
        ));
        assert!(
            faults_of("datasets/areas/corrections.toml")
                .contains("`areas` is a register of areas, not a dataset of observations")
        );
    }
}
