//! Faults of the target register with which nothing can be judged.

use crate::config::Project;
use crate::model::{Finding, PLANS, Place, Target, nearest};
use std::collections::BTreeMap;

/// Faults with which nothing can be judged.
pub(super) fn faults(project: &Project, targets: &[Target], places: &[Place]) -> Vec<Finding> {
    let supersedes: BTreeMap<&str, &str> = targets
        .iter()
        .map(|t| (t.id.as_str(), t.supersedes.as_str()))
        .collect();
    let mut findings = Vec::new();
    for (target, place) in targets.iter().zip(places) {
        let at = |col: &str| Place {
            col: col.to_owned(),
            ..place.clone()
        };
        if !target.plan.is_empty() && !PLANS.contains(&target.plan.as_str()) {
            let message = format!(
                "target `{}` names the plan `{}`, which is none",
                target.id, target.plan
            );
            let known = PLANS
                .iter()
                .map(|p| format!("`{p}`"))
                .collect::<Vec<_>>()
                .join(", ");
            findings.push(
                Finding::error("unknown_plan", at("plan"), message)
                    .hint(format!("write one of {known}, or leave it empty")),
            );
        }
        match project.kpis.iter().find(|k| k.id == target.kpi) {
            None => {
                let message = format!(
                    "target `{}` is for KPI `{}`, which no pipeline declares",
                    target.id, target.kpi
                );
                let near = nearest(&target.kpi, project.kpis.iter().map(|k| k.id.as_str()));
                let hint = near.map_or_else(String::new, |n| format!("did you mean `{n}`?"));
                findings.push(Finding::error("unknown_kpi", at("kpi"), message).hint(hint));
            }
            Some(kpi) if kpi.kind.value_unit() != target.value_unit => {
                let unit = kpi.kind.value_unit();
                let message = format!(
                    "target `{}` is in `{}`, and KPI `{}` in `{unit}`",
                    target.id, target.value_unit, target.kpi
                );
                let hint = format!(
                    "write the value in `{unit}`: 0.2 `ratio` is 20 %, 0.6 `pp` is 0.6 points"
                );
                findings
                    .push(Finding::error("unit_mismatch", at("value_unit"), message).hint(hint));
            }
            Some(_) => {}
        }
        let chain =
            std::iter::successors(supersedes.get(target.id.as_str()), |id| supersedes.get(*id))
                .take(targets.len());
        if chain.into_iter().any(|id| *id == target.id) {
            let message = format!(
                "target `{}` supersedes itself by way of others, so none of them would bind",
                target.id
            );
            let hint = "leave `supersedes` of the first of them empty";
            findings
                .push(Finding::error("unknown_supersedes", at("supersedes"), message).hint(hint));
        }
    }
    findings
}
