//! Contributions of areas: asked for only where figures are sums of the areas below.

use super::rule;
use chiso_model::{Finding, Kpi, Measure, Place};

/// Refuses contributions to what is no change of a sum.
pub(super) fn check(kpis: &[Kpi], measures: &[Measure], faults: &mut Vec<Finding>) {
    for kpi in kpis.iter().filter(|kpi| kpi.contributions) {
        let adds_up = |id: &&str| measures.iter().any(|m| m.id == *id && m.sum_of.is_some());
        let [message, hint] = if kpi.kind.change().is_none() {
            [
                format!("areas add nothing to a KPI of kind `{}`", kpi.kind.as_str()),
                "leave `contributions` out; `growth`, `attainment`, `score_change` and `gap` that \
                    are no rates a year have them"
                    .to_owned(),
            ]
        } else if let Some(id) = kpi.kind.measures().iter().find(|id| !adds_up(id)) {
            [
                format!("no areas add up to figures of `{id}`"),
                format!("declare `sum_of` for `{id}`, or leave `contributions` out"),
            ]
        } else {
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
                r#"kind = "score"
contributions = "areas""#,
                &[
                    "error[bad_value]: pipelines/annual.toml, column `kpi.contributions`: areas \
                        add nothing to a KPI of kind `score`",
                    "  hint: leave `contributions` out; `growth`, `attainment`, `score_change` and \
                        `gap` that are no rates a year have them",
                ],
            ),
        ]);
    }
}
