//! What the registers say compared with what the project declares.

use crate::config::Project;
use crate::model::{AreaRegister, Finding, Kpi, Place};
use std::collections::BTreeSet;

/// A rank among areas of a level that no area has. The pipeline cannot know it; the register does.
pub(super) fn unknown_level(kpi: &Kpi, areas: &AreaRegister) -> Option<Finding> {
    let level = kpi.kind.ranking()?.level;
    let levels: BTreeSet<&str> = areas
        .units()
        .map(|(_, unit)| unit.level.as_str())
        .filter(|l| !l.is_empty())
        .collect();
    if levels.contains(level) || areas.units().next().is_none() {
        return None;
    }
    let place = Place {
        file: format!("pipelines/{}.toml", kpi.pipeline),
        col: "kpi.level".into(),
        ..Place::default()
    };
    let known = levels
        .iter()
        .map(|l| format!("`{l}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let message = format!(
        "KPI `{}` ranks areas of level `{level}`, and the register of areas has none",
        kpi.id
    );
    Some(Finding::error("unknown_level", place, message).hint(format!("the levels are {known}")))
}

/// Areas whose price index stands in for those without one, and that are none on any boundary that
/// is published.
pub(super) fn unknown_national(project: &Project, areas: &AreaRegister) -> Vec<Finding> {
    let national = |m: &crate::model::Measure| Some((m.id.clone(), m.real()?.national.clone()?));
    let known = |code: &str| {
        project
            .boundaries
            .iter()
            .any(|day| areas.by_code(code, *day).is_some())
    };
    let lost = project
        .measures
        .iter()
        .filter_map(national)
        .filter(|(_, code)| !known(code) && areas.units().next().is_some());
    let fault = |(measure, code): (String, String)| {
        let place = Place {
            file: "pipelines".into(),
            col: "measure.real.national".into(),
            ..Place::default()
        };
        let message = format!(
            "measure `{measure}`: there is no area `{code}` on any boundary of the project"
        );
        Finding::error("unknown_area", place, message)
            .hint("write the code of the area whose price index is the national one")
    };
    lost.map(fault).collect()
}

/// The area of the headline, when there is none of that name on the first boundary.
pub(super) fn unknown_headline(project: &Project, areas: &AreaRegister) -> Option<Finding> {
    let (area, _) = project.headline.as_ref()?;
    let day = project.boundaries.first()?;
    if areas.resolve(area, *day).is_ok() {
        return None;
    }
    let place = Place {
        file: "chiso.toml".into(),
        col: "headline.area".into(),
        ..Place::default()
    };
    let message = format!("there is no area `{area}` on the first boundary");
    Some(
        Finding::error("unknown_area", place, message)
            .hint("write the code or name of an area of that day"),
    )
}
