//! Every target with how far it binds.

use crate::governance::registers::Registers;
use crate::governance::targets_in_force::{Among, is_in_force, named};
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
