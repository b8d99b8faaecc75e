//! Contributions of areas and members: asked for only where figures are sums of them.

use super::{rule, value};
use chiso_model::{ContributedBy, Finding, Kpi, Measure, Place};

/// Refuses contributions to what is no change of a sum.
pub(super) fn check(kpis: &[Kpi], measures: &[Measure], faults: &mut Vec<Finding>) {
    for kpi in kpis {
        let Some(by) = &kpi.contributions else {
            continue;
        };
        let Some([message, hint]) = fault(kpi, by, measures) else {
            continue;
        };
        let place = Place {
            file: format!("pipelines/{}.toml", kpi.pipeline),
            col: "kpi.contributions".into(),
            ..Place::default()
        };
        faults.push(Finding::error(rule::BAD_VALUE, place, message).hint(hint));
    }
}

/// What is wrong, with the remedy.
fn fault(kpi: &Kpi, by: &ContributedBy, measures: &[Measure]) -> Option<[String; 2]> {
    if kpi.kind.change().is_none() {
        return Some([
            format!("parts add nothing to a KPI of kind `{}`", kpi.kind.as_str()),
            "leave `contributions` out; `growth`, `attainment`, `score_change` and `gap` that are \
                no rates a year have them"
                .to_owned(),
        ]);
    }
    let ids = kpi.kind.measures();
    let mut named = ids
        .iter()
        .filter_map(|id| measures.iter().find(|m| m.id == *id));
    match by {
        ContributedBy::Areas => {
            let id = &named.find(|m| m.sum_of.is_none())?.id;
            Some([
                format!("no areas add up to figures of `{id}`"),
                format!("declare `sum_of` for `{id}`, or leave `contributions` out"),
            ])
        }
        ContributedBy::Members(dimension) => {
            let broken_down = |m: &&Measure| m.by.contains(dimension) && m.adds_up();
            let measure = named.find(|m| !broken_down(m))?;
            let id = &measure.id;
            let hint = if measure.by.is_empty() || !measure.adds_up() {
                format!(
                    "write `areas`, or a dimension in `by` of `{id}`, which is a sum or a count of \
                        its sources"
                )
            } else {
                let all: Vec<&str> = measure.by.iter().map(String::as_str).collect();
                value::did_you_mean(dimension, "dimensions", &all)
            };
            Some([
                format!("no members of `{dimension}` add up to figures of `{id}`"),
                hint,
            ])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::check_faults;

    #[test]
    fn faults_of_contributions() {
        let growth = r#"kind = "growth""#;
        check_faults(&[
            (
                "pipelines/annual.toml",
                growth,
                r#"kind = "growth"
contributions = "areas""#,
                &[
                    "error[bad_value]: pipelines/annual.toml, column `kpi.contributions`: no areas \
                        add up to figures of `new_firms`",
                    "  hint: declare `sum_of` for `new_firms`, or leave `contributions` out",
                ],
            ),
            (
                "pipelines/annual.toml",
                growth,
                r#"kind = "growth"
contributions = "sector""#,
                &[
                    "error[bad_value]: pipelines/annual.toml, column `kpi.contributions`: no \
                        members of `sector` add up to figures of `new_firms`",
                    "  hint: write `areas`, or a dimension in `by` of `new_firms`, which is a sum \
                        or a count of its sources",
                ],
            ),
            (
                "pipelines/annual.toml",
                growth,
                r#"kind = "score"
contributions = "areas""#,
                &[
                    "error[bad_value]: pipelines/annual.toml, column `kpi.contributions`: parts \
                        add nothing to a KPI of kind `score`",
                    "  hint: leave `contributions` out; `growth`, `attainment`, `score_change` and \
                        `gap` that are no rates a year have them",
                ],
            ),
        ]);
    }
}
