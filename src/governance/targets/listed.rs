//! Every target with how far it binds.

use crate::governance::registers::Registers;
use crate::governance::targets_in_force::{Among, is_in_force, named};
use crate::kpi::areas_of;
use crate::model::{Place, Target};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// How far a target binds next to those that supersede it.
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
    /// In none of them: it does not have its approvals.
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
    /// The areas that it binds on the boundary, by code; of one for a level those without a target
    /// of their own that asks the same.
    pub binds: Vec<String>,
    /// The areas of its level that have a target of their own instead, each `code:target`.
    pub instead: Vec<String>,
    /// The chain of supersession it stands in, the oldest first; alone when it stands in none.
    pub chain: Vec<String>,
}

/// Every target with its standing and the areas of a boundary that it binds, in the order of the
/// register, as the register was decided by a day.
#[must_use]
pub fn listed(
    registers: &Registers,
    boundary: Option<NaiveDate>,
    as_of: Option<NaiveDate>,
) -> Vec<Listed> {
    let all: Vec<Target> = registers
        .targets
        .iter()
        .chain(registers.waiting_targets.iter().map(|(t, _)| t))
        .cloned()
        .collect();
    let one = |(target, place): (&Target, &Place), waits: bool| {
        let area = target.unit(&registers.areas);
        let area = area.map(|id| registers.areas.unit(id));
        let among = (&registers.areas, registers.targets.as_slice());
        let binding = if waits {
            Binding::Waiting
        } else {
            binding(among, target, as_of)
        };
        let [binds, instead] =
            boundary.map_or_else(Default::default, |day| bound_on(among, target, day, as_of));
        Listed {
            binding,
            binds,
            instead,
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

/// The areas of a boundary that a target is for: those without and with a target of their own.
fn bound_on(
    (areas, targets): Among<'_>,
    target: &Target,
    boundary: NaiveDate,
    as_of: Option<NaiveDate>,
) -> [Vec<String>; 2] {
    let mut bound = [Vec::new(), Vec::new()];
    for area in areas_of(target, areas, boundary) {
        let instead = |t: &&Target| {
            t.kpi == target.kpi
                && t.decided_by(as_of)
                && t.instead_of(target)
                && named(target).any(|p| target.binds(p) && t.binds(p))
                && areas_of(t, areas, boundary) == [area]
        };
        let code = &areas.unit(area).code;
        match targets.iter().find(instead) {
            None => bound[0].push(code.clone()),
            Some(own) => bound[1].push(format!("{code}:{}", own.id)),
        }
    }
    bound
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
