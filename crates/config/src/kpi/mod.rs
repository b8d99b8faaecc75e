//! Checks KPIs: that their kind is one we compute, that they name the measures it needs and no
//! others.

mod comparison;
mod flags;
mod keys;
mod pace;

use super::document::ConfigNode;
use super::names::known;
use super::scope::Scope;
use super::{composite, ranked, raw, rule, value};
use chiso_model::kind::{self, KINDS, KpiKeys, Scale, Spec, Unit};
use chiso_model::{ContributedBy, Finding, Kpi, KpiKind, ScoreUnit};

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
    for (key, measure) in keys::measures(raw) {
        let ranks = key == "measure" && kind::named(&raw.kind).is_some_and(ranks_values);
        if let Some(measure) = measure
            && !(ranks && ranked::named_as_measure(&at.key(key), measure, scope, faults))
        {
            a_measure(&at.key(key), measure, scope, faults);
        }
    }
    if let Some(level) = &raw.level {
        value::text(&at.key("level"), level, faults);
    }
    let better = value::optional(&at.key("better"), raw.better.as_ref(), value::word, faults);
    let unit = value_unit(at, raw, faults);
    let kinds: Vec<(&str, &Spec)> = KINDS.iter().map(|s| (s.name, s)).collect();
    let spec = value::one_of(&at.key("kind"), &raw.kind, "kind of KPI", &kinds, faults)?;
    let pace = raw
        .pace
        .as_ref()
        .and_then(|p| pace::pace(&at.key("pace"), p, spec, faults));
    if let Some(plan) = raw.pace.as_ref().and_then(|pace| pace.plan.as_ref()) {
        a_measure(&at.key("pace").key("plan"), plan, scope, faults);
    }
    composite::check_names(at, raw, scope, faults);
    keys::fit(at, raw, spec, faults);
    let small_base = raw
        .small_base
        .as_ref()
        .and_then(|text| flags::small_base(&at.key("small_base"), text, spec, faults));
    let outlier = raw
        .outlier
        .as_ref()
        .and_then(|o| flags::outlier(&at.key("outlier"), o, (spec, scope.fiscal), faults));
    if let Some(measure) = &raw.coverage {
        a_measure(&at.key("coverage"), measure, scope, faults);
    }
    let contributions = raw.contributions.as_deref().map(|word| match word {
        "areas" => ContributedBy::Areas,
        dimension => ContributedBy::Members(dimension.to_owned()),
    });
    let comparison = comparison::comparison(at, raw, scope.fiscal, faults)?;
    let given = KpiKeys {
        comparison,
        texts: keys::texts(raw),
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
        contributions,
        members: vec![],
        pipeline: pipeline.to_owned(),
    })
}

/// Whether a KPI may stand in place of the measure.
fn ranks_values(spec: &Spec) -> bool {
    spec.may.contains(&"kpi")
}

fn a_measure(at: &ConfigNode<'_>, id: &str, scope: &Scope<'_>, faults: &mut Vec<Finding>) {
    known(at, id, &scope.names.measures, "measure", faults);
}

/// What the values are, which for a difference of percents is settled.
fn value_unit(at: &ConfigNode<'_>, raw: &raw::Kpi, faults: &mut Vec<Finding>) -> Option<ScoreUnit> {
    let at = at.key("value_unit");
    let unit = value::optional(&at, raw.value_unit.as_ref(), value::word, faults);
    let difference =
        |s: &Spec| s.unit == Unit::Declared && matches!(s.formula.scale(), Scale::Points);
    if unit == Some(ScoreUnit::Ratio) && kind::named(&raw.kind).is_some_and(difference) {
        let hint = "a difference of percents is in points: leave `value_unit` out";
        faults.push(
            at.error(rule::BAD_VALUE, "a difference is no ratio")
                .hint(hint),
        );
    }
    unit
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
                r#"kind = "growth"
pace = { rule = "same_period" }
compared_with = { periods_before = 1, years_before = 2 }"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:27, column `kpi.compared_with`: a \
                        change is compared with one period",
                    "  hint: write one of `periods_before = 1` (the previous period), \
                        `years_before = 4`, `period = \"2020\"` (a fixed base)",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"kind = "growth""#,
                r#"kind = "growth"
pace = { rule = "same_period" }
compared_with = { period = "2020" }
rate = "yearly""#,
                &[
                    "error[bad_value]: pipelines/annual.toml:28, column `kpi.rate`: `yearly` is \
                        not a rate",
                    "  hint: write one of `total`, `annual_average`",
                ],
            ),
            (
                "pipelines/annual.toml",
                r#"kind = "growth""#,
                r#"kind = "growth"
pace = { rule = "same_period" }
compared_with = { period = "2020" }"#,
                &[
                    "error[bad_value]: pipelines/annual.toml:26, column `kpi.pace`: a year to date \
                        is compared with years to date of as many months only",
                    "  hint: leave `pace` out, or compare with `years_before`",
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
                    "  hint: it takes `measure`, `level`; `kpi` may stand in place of `measure`",
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
