//! What the registers say compared with what the project declares.

use crate::config::Project;
use crate::model::{AreaRegister, AreaUnit, Derivation, Finding, Kpi, Measure, Place};
use crate::series::reaches_areas;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Levels that are named and have no areas: the pipeline cannot know it; the register does. A rank
/// among none is an error, as before; a sum of none, or of none on any boundary that is published,
/// can never have a value.
pub(super) fn without_areas(project: &Project, areas: &AreaRegister) -> Vec<Finding> {
    if areas.units().next().is_none() {
        return Vec::new();
    }
    let levels = |units: &mut dyn Iterator<Item = &AreaUnit>| -> BTreeSet<String> {
        let levels = units.map(|unit| unit.level.clone());
        levels.filter(|level| !level.is_empty()).collect()
    };
    let all = levels(&mut areas.units().map(|(_, unit)| unit));
    let published = levels(
        &mut project
            .boundaries
            .iter()
            .flat_map(|day| areas.units_on(*day))
            .map(|(_, unit)| unit),
    );
    let known = all.iter().map(|l| format!("`{l}`")).collect::<Vec<_>>();
    let hint = format!("the levels are {}", known.join(", "));
    let mut findings = Vec::new();
    for (file, col, what, level) in named(project) {
        let place = || Place {
            file: file.clone(),
            col: col.to_owned(),
            ..Place::default()
        };
        if !all.contains(level) {
            let message = format!("{what} level `{level}`, and the register of areas has none");
            let finding = match col {
                "kpi.level" => Finding::error("unknown_level", place(), message),
                _ => Finding::warning("never_a_value", place(), message),
            };
            findings.push(finding.hint(hint.clone()));
        } else if !published.contains(level) && !project.boundaries.is_empty() {
            let message = format!(
                "{what} level `{level}`, and there is none on the published boundaries: it can \
                    never have a value"
            );
            findings.push(Finding::warning("never_a_value", place(), message).hint(
                "publish a boundary on which there are areas of that level (`boundaries` in \
                    chiso.toml), or name another level",
            ));
        }
    }
    findings
}

/// Where levels are named: file, key, the words before the level, and the level.
fn named(project: &Project) -> Vec<(String, &'static str, String, &str)> {
    let rank = |kpi: &'_ Kpi| format!("KPI `{}` ranks areas of", kpi.id);
    let ranks = project.kpis.iter().filter_map(|kpi| {
        let file = format!("pipelines/{}.toml", kpi.pipeline);
        Some((file, "kpi.level", rank(kpi), kpi.kind.ranking()?.level))
    });
    let sums = project.measures.iter().filter_map(|measure| {
        let what = format!("measure `{}` is the sum of areas of", measure.id);
        let level = measure.sum_of.as_deref()?;
        Some(("pipelines".to_owned(), "measure.sum_of", what, level))
    });
    let pooled = project.measures.iter().filter_map(|measure| {
        let what = format!("measure `{}` is of the records of areas of", measure.id);
        let level = measure.level_below().filter(|_| measure.sum_of.is_none())?;
        Some(("pipelines".to_owned(), "measure.records_of", what, level))
    });
    let above = project.measures.iter().filter_map(|measure| {
        let what = format!("measure `{}` takes the figures of areas of", measure.id);
        let level = measure.derived.as_deref()?.of_level()?;
        Some(("pipelines".to_owned(), "measure.of_area.level", what, level))
    });
    ranks.chain(sums).chain(pooled).chain(above).collect()
}

/// Measures that take the figures of areas above, and that no area takes them from: what they name is
/// there and has nothing below it.
pub(super) fn without_areas_below(project: &Project, areas: &AreaRegister) -> Vec<Finding> {
    let there = |day: &NaiveDate, by: &Derivation| {
        let level = |level: &str| areas.units_on(*day).any(|(_, unit)| unit.level == level);
        by.of_level().is_none_or(level)
            && by
                .of_code()
                .is_none_or(|(_, code, _)| areas.by_code(code, *day).is_some())
    };
    let lost = |by: &&Derivation| {
        let days = || project.boundaries.iter();
        matches!(by, Derivation::OfArea(_))
            && days().any(|day| there(day, by))
            && !days().any(|day| reaches_areas(by, areas, *day))
    };
    let fault = |measure: &Measure| {
        measure.derived.as_deref().filter(lost)?;
        let place = Place {
            file: "pipelines".into(),
            col: "measure.of_area".into(),
            ..Place::default()
        };
        let message = format!(
            "measure `{}` takes the figures of an area above, and no area is below it on the \
                boundaries of the project: it can never have a value",
            measure.id
        );
        let hint = "name an area or a level that is above others, or fill `parent_code` in the \
            register of areas";
        Some(Finding::warning("never_a_value", place, message).hint(hint))
    };
    project.measures.iter().filter_map(fault).collect()
}

/// Areas whose figures measures take for other areas, and that are none on any boundary that is
/// published.
pub(super) fn unknown_areas(project: &Project, areas: &AreaRegister) -> Vec<Finding> {
    let named = |m: &crate::model::Measure| {
        let (key, code, what) = m.derived.as_deref()?.of_code()?;
        Some((m.id.clone(), key, code.to_owned(), what))
    };
    let known = |code: &str| {
        project
            .boundaries
            .iter()
            .any(|day| areas.by_code(code, *day).is_some())
    };
    let lost = project
        .measures
        .iter()
        .filter_map(named)
        .filter(|(_, _, code, _)| !known(code) && areas.units().next().is_some());
    let fault = |(measure, key, code, what): (String, &str, String, &str)| {
        let place = Place {
            file: "pipelines".into(),
            col: format!("measure.{key}"),
            ..Place::default()
        };
        let message = format!(
            "measure `{measure}`: there is no area `{code}` on any boundary of the project"
        );
        Finding::error("unknown_area", place, message)
            .hint(format!("write the code of the area {what}"))
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

/// Names of levels that no area has: nobody would ever read them.
pub(super) fn unknown_levels(project: &Project, areas: &AreaRegister) -> Vec<Finding> {
    let known: BTreeSet<&str> = areas.units().map(|(_, unit)| unit.level.as_str()).collect();
    let declared = project.levels.keys().map(String::as_str);
    let lost = declared.filter(|level| !known.is_empty() && !known.contains(level));
    let fault = |level: &str| {
        let place = Place {
            file: "chiso.toml".into(),
            col: format!("levels.{level}"),
            ..Place::default()
        };
        let there: Vec<&str> = known.iter().copied().collect();
        let hint = format!("write one of {}, or leave it out", there.join(", "));
        let message = format!("no area has the level `{level}`");
        Finding::warning("unknown_level", place, message).hint(hint)
    };
    lost.map(fault).collect()
}

/// Codes on maps that are no area on any published boundary that the map is shown for: their tiles
/// would be missing without a word.
pub(super) fn unknown_tiles(project: &Project, areas: &AreaRegister) -> Vec<Finding> {
    let shown = |day: &NaiveDate| {
        let mut maps = project.areas.tiles.iter();
        let begun = |from: Option<NaiveDate>| from.is_none_or(|from| from <= *day);
        maps.rposition(|map| begun(map.valid_from))
    };
    let mut findings = vec![];
    for (i, map) in project.areas.tiles.iter().enumerate() {
        let days = project
            .boundaries
            .iter()
            .filter(|day| shown(day) == Some(i));
        let days: Vec<&NaiveDate> = days.collect();
        let known = |code: &str| days.iter().any(|day| areas.by_code(code, **day).is_some());
        let codes: BTreeSet<&str> = map
            .tiles
            .iter()
            .map(|tile| tile.area_code.as_str())
            .collect();
        for code in codes
            .into_iter()
            .filter(|code| !days.is_empty() && !known(code))
        {
            let place = Place {
                file: format!("datasets/{}.toml", project.areas.id),
                col: format!("tiles.{}.grid", i + 1),
                ..Place::default()
            };
            let message = format!("`{code}` is on the map and no area on its boundaries");
            let hint = "write the code of an area of those days, or `.` where there is none";
            findings.push(Finding::warning("unknown_area", place, message).hint(hint));
        }
    }
    findings
}
