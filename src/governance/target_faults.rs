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
        findings.extend(unknown_plan(target, place));
        findings.extend(unknown_kpi(project, target, place));
        let mut chain =
            std::iter::successors(supersedes.get(target.id.as_str()), |id| supersedes.get(*id))
                .take(targets.len());
        if chain.any(|id| *id == target.id) {
            findings.push(ring(target, place));
        }
    }
    findings
}

fn at(place: &Place, col: &str) -> Place {
    Place {
        col: col.to_owned(),
        ..place.clone()
    }
}

fn unknown_plan(target: &Target, place: &Place) -> Option<Finding> {
    if target.plan.is_empty() || PLANS.contains(&target.plan.as_str()) {
        return None;
    }
    let message = format!(
        "target `{}` names the plan `{}`, which is not a plan",
        target.id, target.plan
    );
    let known = PLANS
        .iter()
        .map(|p| format!("`{p}`"))
        .collect::<Vec<_>>()
        .join(", ");
    Some(
        Finding::error("unknown_plan", at(place, "plan"), message)
            .hint(format!("write one of {known}, or leave it empty")),
    )
}

/// A target for no KPI, or in another unit than its KPI.
fn unknown_kpi(project: &Project, target: &Target, place: &Place) -> Option<Finding> {
    let Some(kpi) = project.kpis.iter().find(|k| k.id == target.kpi) else {
        let message = format!(
            "target `{}` is for KPI `{}`, which no pipeline declares",
            target.id, target.kpi
        );
        let near = nearest(&target.kpi, project.kpis.iter().map(|k| k.id.as_str()));
        let hint = near.map_or_else(String::new, |n| format!("did you mean `{n}`?"));
        return Some(Finding::error("unknown_kpi", at(place, "kpi"), message).hint(hint));
    };
    let unit = kpi.kind.value_unit();
    if unit == target.value_unit {
        return None;
    }
    let message = format!(
        "target `{}` is in `{}`, and KPI `{}` in `{unit}`",
        target.id, target.value_unit, target.kpi
    );
    let hint = format!("write the value in `{unit}`: 0.2 `ratio` is 20 %, 0.6 `pp` is 0.6 points");
    Some(Finding::error("unit_mismatch", at(place, "value_unit"), message).hint(hint))
}

fn ring(target: &Target, place: &Place) -> Finding {
    let message = format!(
        "target `{}` supersedes itself through others, so none of them would bind",
        target.id
    );
    let hint = "leave `supersedes` of the first of them empty";
    Finding::error("unknown_supersedes", at(place, "supersedes"), message).hint(hint)
}
