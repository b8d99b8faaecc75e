//! The target register as a whole: what is wrong with it, what in it needs an explanation, and
//! which of it binds.
//!
//! A target decides verdicts, so what the register leaves open (two targets for one figure, a year
//! without one, no document behind it) is said before a verdict is published, not found in one
//! afterwards.

use crate::config::Project;
use crate::governance::registers::Registers;
use crate::governance::target_effect::without_effect;
use crate::governance::targets_in_force::{
    Among, is_in_force, named, place_of, same_cell, same_place,
};
use crate::kpi::area_of;
use crate::model::{Finding, Frequency, Period, Place, Target, TargetOp, UnitId};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// How far a target binds beside those that supersede it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    /// In all its periods.
    Binds,
    /// In some of them; others have a successor.
    InPart,
    /// In none of them.
    Superseded,
    /// In those that had not ended, or begun under the target before it, when it took effect.
    FromEffect,
    /// In none of them: all had ended, or begun under the target before it, when it took effect.
    TooLate,
    /// In none of them: it lacks approvals.
    Waiting,
    /// Not yet decided on the day that is asked for.
    Undecided,
}

impl Binding {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Binding::Binds => "binds",
            Binding::InPart => "superseded_in_part",
            Binding::Superseded => "superseded",
            Binding::FromEffect => "binds_from_effect",
            Binding::TooLate => "binds_nothing",
            Binding::Waiting => "waiting",
            Binding::Undecided => "undecided",
        }
    }
}

/// A target of the register as people look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The target.
    pub target: Target,
    /// Where it is declared.
    pub place: Place,
    /// How far it binds.
    pub binding: Binding,
    /// Names of its area, Vietnamese and English.
    pub area: [String; 2],
    /// The chain of supersession it stands in, the oldest first; alone when it stands in none.
    pub chain: Vec<String>,
}

/// Every target with its standing, in the order of the register, as the register was decided by a
/// day.
#[must_use]
pub fn listed(registers: &Registers, as_of: Option<NaiveDate>) -> Vec<Listed> {
    let all: Vec<Target> = registers
        .targets
        .iter()
        .chain(registers.waiting_targets.iter().map(|(t, _)| t))
        .cloned()
        .collect();
    let one = |(target, place): (&Target, &Place), waits: bool| {
        let area = registers
            .areas
            .by_code(&target.area_code, target.period_from.end())
            .map(|id| registers.areas.unit(id));
        Listed {
            binding: if waits {
                Binding::Waiting
            } else {
                binding((&registers.areas, &registers.targets), target, as_of)
            },
            area: [true, false]
                .map(|vi| area.map_or_else(String::new, |unit| unit.name(vi).to_owned())),
            chain: chain(&all, target),
            target: target.clone(),
            place: place.clone(),
        }
    };
    let binding = registers
        .targets
        .iter()
        .zip(&registers.target_places)
        .map(|of| one(of, false));
    let waiting = registers
        .waiting_targets
        .iter()
        .map(|(target, place)| one((target, place), true));
    let mut listed: Vec<Listed> = binding.chain(waiting).collect();
    listed.sort_by_key(|l| l.place.row);
    listed
}

fn binding(among: Among<'_>, target: &Target, as_of: Option<NaiveDate>) -> Binding {
    if !target.decided_by(as_of) {
        return Binding::Undecided;
    }
    let (mut stands, mut replaced, mut early) = (0, 0, 0);
    for period in named(target) {
        if is_in_force(among, target, period, as_of) {
            stands += 1;
        } else if target.binds(period) && !target.takes_effect_within(period) {
            replaced += 1;
        } else {
            early += 1;
        }
    }
    match (stands, replaced, early) {
        (_, 0, 0) => Binding::Binds,
        (0, 0, _) => Binding::TooLate,
        (0, ..) => Binding::Superseded,
        (_, 0, _) => Binding::FromEffect,
        _ => Binding::InPart,
    }
}

fn chain(targets: &[Target], target: &Target) -> Vec<String> {
    let by_id: BTreeMap<&str, &Target> = targets.iter().map(|t| (t.id.as_str(), t)).collect();
    let mut chain: Vec<String> =
        std::iter::successors(Some(target), |t| by_id.get(t.supersedes.as_str()).copied())
            .take(targets.len()) // a ring is a fault of its own
            .map(|t| t.id.clone())
            .collect();
    chain.reverse();
    let mut last = target.id.as_str();
    while let Some(next) = targets
        .iter()
        .find(|t| t.supersedes == last && !chain.contains(&t.id))
    {
        chain.push(next.id.clone());
        last = &next.id;
    }
    chain
}

/// The periods a target binds, the last first.
fn periods(target: &Target) -> Vec<Period> {
    named(target).filter(|p| target.binds(*p)).collect()
}

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

/// Targets of places that are on none of the boundaries, so that they bind nothing that is
/// published.
#[must_use]
pub fn unbound(registers: &Registers, boundaries: &[NaiveDate]) -> Vec<Finding> {
    let areas = &registers.areas;
    let one = |(target, place): (&Target, &Place)| {
        let day = target.period_from.end();
        let unit = areas.unit(areas.by_code(&target.area_code, day)?);
        if boundaries.is_empty()
            || boundaries
                .iter()
                .any(|boundary| area_of(target, areas, *boundary).is_some())
        {
            return None;
        }
        let days: Vec<String> = boundaries.iter().map(ToString::to_string).collect();
        let message = format!(
            "target `{}` is for {} ({}) as it was on {day}; on the published boundaries ({}) it is \
                another place, so the target binds nothing",
            target.id,
            unit.name(true),
            target.area_code,
            days.join(", ")
        );
        let hint = "publish a boundary of its time (`boundaries` in chiso.toml), or give the area \
            that took its place a target of its own";
        Some(
            Finding::warning(
                "binds_nothing",
                Place {
                    col: "area_code".to_owned(),
                    ..place.clone()
                },
                message,
            )
            .hint(hint),
        )
    };
    registers
        .targets
        .iter()
        .zip(&registers.target_places)
        .filter_map(one)
        .collect()
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
                "exchange the two, or mend the days",
            ))
        }
        _ => None,
    }
}

/// What two targets that bind one area in one period have to do with each other. The place holds
/// only the column.
fn pair(among: Among<'_>, (first, there): (&Target, &Place), second: &Target) -> Option<Finding> {
    if !same_place(among.0, first, second) {
        return None;
    }
    let common: Vec<Period> = periods(second)
        .into_iter()
        .filter(|p| first.binds(*p))
        .collect();
    let both = |p: &Period| {
        [first, second]
            .iter()
            .all(|t| is_in_force(among, t, *p, None))
    };
    let period = common.into_iter().rfind(both)?;
    let place = |col: &str| Place {
        col: col.to_owned(),
        ..Place::default()
    };
    let ids = format!("`{}` (line {}) and `{}`", first.id, there.row, second.id);
    let plans = !first.plan.is_empty() && !second.plan.is_empty() && first.plan != second.plan;
    if plans {
        let message = format!(
            "targets {ids} hold area {} in {period} against two plans, `{}` and `{}`",
            second.area_code, first.plan, second.plan
        );
        let hint = "both verdicts are published and may differ: quote a figure only with its plan";
        return Some(Finding {
            severity: crate::model::Severity::Info,
            ..Finding::warning("two_plans", place("plan"), message).hint(hint)
        });
    }
    if first.kpi != second.kpi {
        return None;
    }
    if contradict(first, second) {
        let message = format!(
            "targets {ids} for `{}` in {period} cannot both be met",
            second.kpi
        );
        return Some(
            Finding::warning("targets_contradict", place("target_value"), message)
                .hint("let one supersede the other, or mend one"),
        );
    }
    if first.op != second.op {
        // Two questions: a score kept (at least 0) and raised (more than 0), a gap neither above
        // nor below zero.
        return None;
    }
    let message = format!(
        "targets {ids} both bind `{}` of area {} in {period}",
        second.kpi, second.area_code
    );
    let hint = "let the newer one name the older in `supersedes`; where both are meant, both \
        verdicts are published";
    Some(Finding::warning("targets_overlap", place("period_from"), message).hint(hint))
}

/// Whether no value meets both.
fn contradict(a: &Target, b: &Target) -> bool {
    let floor = |t: &Target| matches!(t.op, TargetOp::Ge | TargetOp::Gt);
    let (low, high) = match (floor(a), floor(b)) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ => return false,
    };
    let strict = low.op == TargetOp::Gt || high.op == TargetOp::Lt;
    high.value < low.value || (strict && high.value == low.value)
}

/// KPI, place and frequency of targets.
type TargetPlace<'r> = (&'r str, Option<UnitId>, Frequency);

/// The periods that targets bind, the code of the first of them, and where it stands.
type BoundPeriods<'r> = (BTreeSet<Period>, &'r str, &'r Place);

/// Periods without a target between periods that have one, by KPI, area and frequency.
fn gaps(registers: &Registers) -> Vec<Finding> {
    let mut series: BTreeMap<TargetPlace<'_>, BoundPeriods<'_>> = BTreeMap::new();
    for (target, place) in registers.targets.iter().zip(&registers.target_places) {
        let key = (
            target.kpi.as_str(),
            place_of(&registers.areas, target),
            target.period_from.frequency(),
        );
        series
            .entry(key)
            .or_insert_with(|| (BTreeSet::new(), &target.area_code, place))
            .0
            .extend(periods(target));
    }
    let gap = |((kpi, ..), (bound, area, place)): (&TargetPlace<'_>, &BoundPeriods<'_>)| {
        let (first, last) = (*bound.first()?, *bound.last()?);
        let lacking: Vec<String> = std::iter::successors(Some(last), |p| Some(p.before()))
            .take_while(|p| *p > first)
            .filter(|p| !bound.contains(p))
            .map(|p| p.to_string())
            .collect();
        let shown = lacking.iter().rev().cloned().collect::<Vec<_>>().join(", ");
        let message = format!(
            "`{kpi}` of area {area} has targets for {first} to {last}, and none for {shown}"
        );
        let finding = Finding::warning(
            "period_gap",
            Place {
                col: "period_from".to_owned(),
                ..(*place).clone()
            },
            message,
        );
        (!lacking.is_empty()).then(|| {
            finding.hint("add the target of that period, or say in `note` that there was none")
        })
    };
    series.iter().filter_map(gap).collect()
}
