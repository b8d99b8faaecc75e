//! Checks KPIs: that their kind is one we compute, that they name the measures it needs and no others.

use super::document::At;
use super::names::known;
use super::pipeline::Scope;
use super::{raw, rule, value};
use crate::model::{Better, Finding, Kpi, KpiKind};

/// Kinds of KPI with the keys that each needs.
const KINDS: &[(&str, &[&str])] = &[
    ("growth", &["measure"]),
    ("attainment", &["measure", "plan"]),
    ("share", &["part", "whole"]),
    ("share_change", &["part", "whole"]),
    ("score_change", &["measure"]),
    ("rank", &["measure", "level"]),
];
/// A key that a kind of KPI may have.
const OPTIONAL: (&str, &str) = ("rank", "better");
/// Kinds that are designed but not computed yet.
const NOT_YET: [&str; 3] = ["completion", "gap", "score"];

/// Checks a KPI of a pipeline.
pub(super) fn check(at: &At<'_>, raw: &raw::Kpi, pipeline: &str, scope: &Scope<'_>, faults: &mut Vec<Finding>) -> Option<Kpi> {
    let id = value::identifier(&at.key("id"), &raw.id, faults);
    let title = value::title(&at.key("title"), &raw.title, faults);
    let measures = [("measure", &raw.measure), ("plan", &raw.plan), ("part", &raw.part), ("whole", &raw.whole)];
    for (key, measure) in measures {
        if let Some(measure) = measure {
            known(&at.key(key), measure, &scope.names.measures, "measure", faults);
        }
    }
    let level = raw.level.as_ref().map(|level| value::text(&at.key("level"), level, faults));
    let better = raw.better.as_ref().and_then(|word| value::word(&at.key("better"), word, faults));
    let needed = needed(&at.key("kind"), &raw.kind, faults)?;
    for (key, given) in measures.into_iter().chain([("level", &raw.level), ("better", &raw.better)]) {
        let message = match (needed.contains(&key), given.is_some()) {
            (true, false) => format!("a KPI of kind `{}` needs `{key}`", raw.kind),
            (false, true) if (raw.kind.as_str(), key) != OPTIONAL => format!("a KPI of kind `{}` has no `{key}`", raw.kind),
            _ => continue,
        };
        let rule = if given.is_some() { rule::UNKNOWN_KEY } else { rule::MISSING_KEY };
        faults.push(at.key(key).error(rule, message).hint(format!("it takes {}", value::list(needed.iter().copied()))));
    }
    Some(Kpi { id, title, kind: kind(raw, level, better.unwrap_or_default())?, pipeline: pipeline.to_owned() })
}

fn needed(at: &At<'_>, kind: &str, faults: &mut Vec<Finding>) -> Option<&'static [&'static str]> {
    if NOT_YET.contains(&kind) {
        let hint = format!("the kinds are {}", value::list(KINDS.iter().map(|(word, _)| *word)));
        faults.push(at.error(rule::NOT_SUPPORTED, format!("KPIs of kind `{kind}` are not supported yet")).hint(hint));
        return None;
    }
    value::one_of(at, kind, "kind of KPI", KINDS, faults)
}

/// `None` when a key is missing, which is a fault already.
fn kind(raw: &raw::Kpi, level: Option<String>, better: Better) -> Option<KpiKind> {
    let raw::Kpi { measure, plan, part, whole, .. } = raw;
    Some(match raw.kind.as_str() {
        "growth" => KpiKind::Growth { measure: measure.clone()? },
        "attainment" => KpiKind::Attainment { measure: measure.clone()?, plan: plan.clone()? },
        "share" => KpiKind::Share { part: part.clone()?, whole: whole.clone()? },
        "share_change" => KpiKind::ShareChange { part: part.clone()?, whole: whole.clone()? },
        "score_change" => KpiKind::ScoreChange { measure: measure.clone()? },
        "rank" => KpiKind::Rank { measure: measure.clone()?, level: level?, better },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_kpis() {
        check_faults(&[
            (
                "pipelines/annual.toml",
                r#"kind = "growth""#,
                r#"kind = "completion""#,
                &[
                    "error[not_supported]: pipelines/annual.toml:25, column `kpi.kind`: KPIs of kind `completion` are not supported yet",
                    "  hint: the kinds are `growth`, `attainment`, `share`, `share_change`, `score_change`, `rank`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"kind = "growth""#,
                r#"kind = "grow""#,
                &["error[bad_value]: pipelines/annual.toml:25, column `kpi.kind`: `grow` is not a kind of KPI", "  hint: did you mean `growth`?"],
            ),
            (
                "pipelines/annual.toml",
                r#"measure = "new_firms""#,
                r#"measure = "new_firm""#,
                &[
                    "error[unknown_name]: pipelines/annual.toml:26, column `kpi.measure`: there is no measure `new_firm`",
                    "  hint: did you mean `new_firms`?",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"measure = "new_firms""#,
                r#"measure = "new_firms"
plan = "new_firms""#,
                &[
                    "error[unknown_key]: pipelines/annual.toml:27, column `kpi.plan`: a KPI of kind `growth` has no `plan`",
                    "  hint: it takes `measure`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"whole = "revenue_plan_government"
"#,
                "",
                &[
                    "error[missing_key]: pipelines/annual.toml:28, column `kpi.whole`: a KPI of kind `share` needs `whole`",
                    "  hint: it takes `part`, `whole`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"kind = "growth""#,
                r#"kind = "rank"
better = "highest""#,
                &[
                    "error[missing_key]: pipelines/annual.toml:22, column `kpi.level`: a KPI of kind `rank` needs `level`",
                    "  hint: it takes `measure`, `level`",
                    "error[bad_value]: pipelines/annual.toml:26, column `kpi.better`: `highest` is not a direction",
                    "  hint: write one of `high`, `low`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"id = "plan_share""#,
                r#"id = "plan-share""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:29, column `kpi.id`: `plan-share` is not an identifier",
                    "  hint: use lower-case letters a-z, digits and `_`, beginning with a letter",
                ],
            ),
        ]);
    }
}
