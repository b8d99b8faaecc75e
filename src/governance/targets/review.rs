//! What the register leaves open.

use crate::config::Project;
use crate::governance::registers::Registers;
use crate::governance::target_effect::without_effect;
use crate::governance::targets::gaps::gaps;
use crate::governance::targets::pairs::pair;
use crate::governance::targets_in_force::{Among, named, same_cell};
use crate::kpi::areas_of;
use crate::model::{AreaRegister, Finding, Place, Target};
use chrono::NaiveDate;

/// What the register leaves open: warnings, and remarks on two plans for one figure.
#[must_use]
pub fn review(project: &Project, registers: &Registers) -> Vec<Finding> {
    let (targets, places) = (&registers.targets, &registers.target_places);
    let among = (&registers.areas, targets.as_slice());
    let mut findings = Vec::new();
    for (i, (target, place)) in targets.iter().zip(places).enumerate() {
        let at = |col: &str| Place {
            col: col.to_owned(),
            ..place.clone()
        };
        if target.legal_basis.is_empty() {
            let message = format!("target `{}` names no document that sets it", target.id);
            findings.push(
                Finding::warning("no_legal_basis", at("legal_basis"), message)
                    .hint("name the decision, its number and its date"),
            );
        }
        findings.extend(without_effect(project, registers, target).into_iter().map(
            |(col, finding)| Finding {
                place: at(col),
                ..finding
            },
        ));
        findings.extend(
            supersession(among, target)
                .map(|(rule, why, hint)| Finding::warning(rule, at("supersedes"), why).hint(hint)),
        );
        for (other, there) in targets[..i].iter().zip(places) {
            findings.extend(pair(among, (other, there), target).map(|finding| Finding {
                place: at(&finding.place.col),
                ..finding
            }));
        }
    }
    findings.extend(gaps(registers));
    findings
}

/// Targets of places and levels that are on none of the boundaries, so that they bind nothing that
/// is published.
#[must_use]
pub fn unbound(registers: &Registers, boundaries: &[NaiveDate]) -> Vec<Finding> {
    let areas = &registers.areas;
    let one = |(target, place): (&Target, &Place)| {
        let bound = |day: &NaiveDate| !areas_of(target, areas, *day).is_empty();
        if boundaries.is_empty() || boundaries.iter().any(bound) {
            return None;
        }
        let days: Vec<String> = boundaries.iter().map(ToString::to_string).collect();
        let (col, message, hint) = nowhere(areas, target, &days.join(", "))?;
        let place = Place {
            col: col.to_owned(),
            ..place.clone()
        };
        Some(Finding::warning("binds_nothing", place, message).hint(hint))
    };
    registers
        .targets
        .iter()
        .zip(&registers.target_places)
        .filter_map(one)
        .collect()
}

/// Column, message and hint of a target that is for nothing on the boundaries.
fn nowhere(
    areas: &AreaRegister,
    target: &Target,
    days: &str,
) -> Option<(&'static str, String, &'static str)> {
    if !target.area_level.is_empty() {
        let message = format!(
            "target `{}` is for every area of level `{}`, and there is none on the published \
                boundaries ({days}): it binds nothing",
            target.id, target.area_level
        );
        let hint = "publish a boundary on which there are areas of that level (`boundaries` in \
            chiso.toml), or name the level that is meant";
        return Some(("area_level", message, hint));
    }
    let unit = areas.unit(target.unit(areas)?);
    let end = target.period_from.end();
    let day = unit.valid_to.map_or(end, |last| last.min(end));
    let message = format!(
        "target `{}` is for {} ({}) as it was on {day}; on the published boundaries ({days}) it is \
            another place, so the target binds nothing",
        target.id,
        unit.name(true),
        target.area_code,
    );
    let hint = "publish a boundary of its time (`boundaries` in chiso.toml), or give the area \
        that took its place a target of its own";
    Some(("area_code", message, hint))
}

/// A target that says it supersedes another and replaces it nowhere, or that was decided before it.
fn supersession(
    (areas, targets): Among<'_>,
    target: &Target,
) -> Option<(&'static str, String, &'static str)> {
    let replaced = targets
        .iter()
        .find(|t| t.id == target.supersedes && t.id != target.id)?;
    let common = named(target).any(|p| replaced.names(p));
    if !same_cell(areas, replaced, target) || !common {
        let what = if same_cell(areas, replaced, target) {
            "binds other periods"
        } else {
            "is for another KPI or area"
        };
        let message = format!(
            "target `{}` supersedes `{}`, which {what}: it replaces nothing",
            target.id, replaced.id
        );
        return Some((
            "supersedes_nothing",
            message,
            "name the target of the same KPI, area and period that it replaces",
        ));
    }
    match (target.decided_on, replaced.decided_on) {
        (Some(new), Some(old)) if new < old => {
            let message = format!(
                "target `{}`, decided on {new}, supersedes `{}`, decided on {old}",
                target.id, replaced.id
            );
            Some((
                "supersedes_later",
                message,
                "exchange the two, or correct the days",
            ))
        }
        _ => None,
    }
}
