//! Checks KPIs: that their kind is one we compute, that they name the measures it needs and no
//! others.

use super::document::ConfigNode;
use super::names::known;
use super::scope::Scope;
use super::{composite, raw, rule, value};
use crate::model::kind::{self, KINDS, KpiKeys, Scale, Spec, Unit};
use crate::model::{Dec, Finding, Kpi, KpiKind, Outlier, Pace, PaceRule, ScoreUnit};
use std::collections::BTreeMap;

/// How many years before are looked at when nothing is said.
const YEARS: i32 = 5;

/// Checks a KPI of a pipeline.
pub(super) fn check(
    at: &ConfigNode<'_>,
    raw: &raw::Kpi,
    pipeline: &str,
    scope: &Scope<'_>,
    faults: &mut Vec<Finding>,
) -> Option<Kpi> {
    let id = value::identifier(&at.key("id"), &raw.id, faults);
    let title = value::title(&at.key("title"), &raw.title, faults);
    let measures = [
        ("measure", &raw.measure),
        ("plan", &raw.plan),
        ("part", &raw.part),
        ("whole", &raw.whole),
        ("against", &raw.against),
    ];
    for (key, measure) in measures {
        if let Some(measure) = measure {
            known(
                &at.key(key),
                measure,
                &scope.names.measures,
                "measure",
                faults,
            );
        }
    }
    let level = raw
        .level
        .as_ref()
        .map(|level| value::text(&at.key("level"), level, faults));
    let better = raw
        .better
        .as_ref()
        .and_then(|word| value::word(&at.key("better"), word, faults));
    let unit = raw
        .value_unit
        .as_ref()
        .and_then(|word| value::word(&at.key("value_unit"), word, faults));
    let spec = kind::named(&raw.kind);
    let difference =
        |s: &Spec| s.unit == Unit::Declared && matches!(s.formula.scale(), Scale::Points);
    if unit == Some(ScoreUnit::Ratio) && spec.is_some_and(difference) {
        let hint = "a difference of percents is in points: leave `value_unit` out";
        faults.push(
            at.key("value_unit")
                .error(rule::BAD_VALUE, "a difference is no ratio")
                .hint(hint),
        );
    }
    let kinds: Vec<(&str, &Spec)> = KINDS.iter().map(|s| (s.name, s)).collect();
    let spec = value::one_of(&at.key("kind"), &raw.kind, "kind of KPI", &kinds, faults)?;
    let pace = raw
        .pace
        .as_ref()
        .and_then(|p| pace(&at.key("pace"), p, spec, faults));
    composite::check_names(at, raw, scope, faults);
    let kpis = (!raw.kpis.is_empty()).then(String::new);
    let others = [
        ("level", &raw.level),
        ("better", &raw.better),
        ("value_unit", &raw.value_unit),
        ("kpis", &kpis),
        ("rubric", &raw.rubric),
        ("field", &raw.field),
    ];
    for (key, given) in measures.into_iter().chain(others) {
        let message = match (spec.needs.contains(&key), given.is_some()) {
            (true, false) => format!("a KPI of kind `{}` needs `{key}`", raw.kind),
            (false, true) if !spec.may.contains(&key) => {
                format!("a KPI of kind `{}` has no `{key}`", raw.kind)
            }
            _ => continue,
        };
        let rule = if given.is_some() {
            rule::UNKNOWN_KEY
        } else {
            rule::MISSING_KEY
        };
        faults.push(at.key(key).error(rule, message).hint(format!(
            "it takes {}",
            value::list(spec.needs.iter().copied())
        )));
    }
    let small_base = raw
        .small_base
        .as_ref()
        .and_then(|text| small_base(&at.key("small_base"), text, spec, faults));
    let outlier = raw
        .outlier
        .as_ref()
        .and_then(|o| outlier(&at.key("outlier"), o, spec, faults));
    if let Some(measure) = &raw.coverage {
        known(
            &at.key("coverage"),
            measure,
            &scope.names.measures,
            "measure",
            faults,
        );
    }
    let named = measures
        .into_iter()
        .chain(others)
        .filter(|(key, _)| *key != "level");
    let mut texts: BTreeMap<&'static str, &str> = named
        .filter_map(|(key, text)| Some((key, text.as_deref()?)))
        .collect();
    texts.extend(level.as_deref().map(|level| ("level", level)));
    let given = KpiKeys {
        texts,
        kpis: &raw.kpis,
        better: better.unwrap_or_default(),
        unit: unit.unwrap_or_default(),
    };
    let kind = KpiKind::read(&raw.kind, &given)?;
    Some(Kpi {
        id,
        title,
        kind,
        pace,
        small_base,
        outlier,
        coverage: raw.coverage.clone(),
        pipeline: pipeline.to_owned(),
    })
}

fn small_base(
    at: &ConfigNode<'_>,
    text: &str,
    spec: &Spec,
    faults: &mut Vec<Finding>,
) -> Option<Dec> {
    if spec.base.is_none() {
        let rates = KINDS.iter().filter(|s| s.base.is_some());
        let hint = format!(
            "leave it out; kinds that have one are {}",
            value::list(rates.map(|s| s.name))
        );
        faults.push(
            at.error(
                rule::UNKNOWN_KEY,
                format!("a KPI of kind `{}` is no rate of a base", spec.name),
            )
            .hint(hint),
        );
    }
    positive(at, text, faults)
}

fn outlier(
    at: &ConfigNode<'_>,
    raw: &raw::Outlier,
    spec: &Spec,
    faults: &mut Vec<Finding>,
) -> Option<Outlier> {
    if !spec.can_be_unusual {
        faults.push(
            at.error(rule::UNKNOWN_KEY, "a rank is never unusual")
                .hint("leave `outlier` out"),
        );
    }
    let confirmed = value::confirmed(&at.key("confirmed"), &raw.confirmed, faults);
    Some(Outlier {
        deviations: positive(&at.key("deviations"), &raw.deviations, faults)?,
        confirmed,
    })
}

fn positive(at: &ConfigNode<'_>, text: &str, faults: &mut Vec<Finding>) -> Option<Dec> {
    let number = value::decimal(at, text, faults)?;
    if !number.is_positive() {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{text}` is not more than nought"))
                .hint("write a number such as `\"5\"`"),
        );
        return None;
    }
    Some(number)
}

fn pace(
    at: &ConfigNode<'_>,
    raw: &raw::Pace,
    spec: &Spec,
    faults: &mut Vec<Finding>,
) -> Option<Pace> {
    let rule: PaceRule = value::word(&at.key("rule"), &raw.rule, faults)?;
    let fitting = spec.paces;
    if !fitting.contains(&rule) {
        let message = format!(
            "a KPI of kind `{}` cannot be judged by pace `{}`",
            spec.name,
            rule.as_str()
        );
        let hint = match fitting {
            [] => "leave `pace` out: a year that still runs is then not due".to_owned(),
            rules => format!(
                "write one of {}",
                value::list(rules.iter().map(|r| r.as_str()))
            ),
        };
        faults.push(at.key("rule").error(rule::BAD_VALUE, message).hint(hint));
    }
    let years = match raw.years {
        Some(years) if rule == PaceRule::Usual => {
            value::whole(&at.key("years"), years, 3..=30, faults)?
        }
        Some(_) => {
            faults.push(
                at.key("years")
                    .error(
                        rule::UNKNOWN_KEY,
                        format!("pace `{}` has no `years`", rule.as_str()),
                    )
                    .hint("only `usual` looks at years before"),
            );
            return None;
        }
        None => YEARS,
    };
    let whole_year = whole_year(at, raw, rule, spec, faults)?;
    Some(Pace {
        rule,
        years,
        non_decreasing: raw.non_decreasing,
        whole_year,
    })
}

/// Whether the whole of a completion is the plan of the year. What fell due to date is asked the
/// target itself: no rule scales it, and its share can fall when more falls due.
fn whole_year(
    at: &ConfigNode<'_>,
    raw: &raw::Pace,
    rule: PaceRule,
    spec: &Spec,
    faults: &mut Vec<Finding>,
) -> Option<bool> {
    let year = match &raw.whole {
        Some(word) => value::one_of(
            &at.key("whole"),
            word,
            "whole of a pace",
            &[("to_date", false), ("year", true)],
            faults,
        )?,
        None => false,
    };
    if !spec.falls_due {
        if raw.whole.is_some() {
            let fault = at.key("whole").error(
                rule::UNKNOWN_KEY,
                format!("the pace of a KPI of kind `{}` has no `whole`", spec.name),
            );
            faults.push(fault.hint("only a `completion` has one"));
        }
        return Some(false);
    }
    match (year, rule) {
        (true, PaceRule::SamePeriod) => {
            let fault = at.key("rule").error(
                rule::BAD_VALUE,
                "a completion of the year's plan is not at its target from the first month on",
            );
            faults.push(fault.hint("write `linear` or `usual`, or leave `whole` out"));
        }
        (false, PaceRule::Linear | PaceRule::Usual) => {
            let message = format!(
                "`{}` has no effect: what fell due to date is held against the target itself",
                rule.as_str()
            );
            let hint = "write `rule = \"same_period\"`; or `whole = \"year\"` where `whole` of the \
                KPI is the plan of the whole year";
            faults.push(at.key("rule").warning(rule::UNUSED, message).hint(hint));
        }
        _ => {}
    }
    if !year && raw.non_decreasing {
        let fault = at.key("non_decreasing").error(
            rule::BAD_VALUE,
            "a completion of what fell due to date falls when more falls due",
        );
        faults.push(fault.hint("leave `non_decreasing` out, or write `whole = \"year\"`"));
    }
    Some(year)
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
                r#"kind = "growth"
pace = { rule = "linear" }"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:26, column `kpi.pace.rule`: a KPI of \
                        kind `growth` cannot be judged by pace `linear`",
                    "  hint: write one of `same_period`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"kind = "growth""#,
                r#"kind = "grow""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:25, column `kpi.kind`: `grow` is not \
                        a kind of KPI",
                    "  hint: did you mean `growth`?",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"measure = "new_firms""#,
                r#"measure = "new_firm""#,
                &[
                    "error[unknown_name]: pipelines/annual.toml:26, column `kpi.measure`: there is \
                        no measure `new_firm`",
                    "  hint: did you mean `new_firms`?",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"measure = "new_firms""#,
                r#"measure = "new_firms"
plan = "new_firms""#,
                &[
                    "error[unknown_key]: pipelines/annual.toml:27, column `kpi.plan`: a KPI of \
                        kind `growth` has no `plan`",
                    "  hint: it takes `measure`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"whole = "revenue_plan_government"
"#,
                "",
                &[
                    "error[missing_key]: pipelines/annual.toml:28, column `kpi.whole`: a KPI of \
                        kind `share` needs `whole`",
                    "  hint: it takes `part`, `whole`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"kind = "growth""#,
                r#"kind = "rank"
better = "highest""#,
                &[
                    "error[missing_key]: pipelines/annual.toml:22, column `kpi.level`: a KPI of \
                        kind `rank` needs `level`",
                    "  hint: it takes `measure`, `level`",
                    "error[bad_value]: pipelines/annual.toml:26, column `kpi.better`: `highest` is \
                        not a direction",
                    "  hint: write one of `high`, `low`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"id = "plan_share""#,
                r#"id = "plan-share""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:29, column `kpi.id`: `plan-share` is \
                        not an identifier",
                    "  hint: use lower-case letters a-z, digits and `_`, beginning with a letter",
                ],
            ),
        ]);
    }
}
