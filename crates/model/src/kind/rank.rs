//! `rank`: the place of an area among those of its level.

use super::formula::Formula;
use super::ranking::{Better, Ranking};
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use crate::measure::Role;

/// Place among the areas of a level that have a figure: 1 is the best, equals share the better
/// place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Measure.
    pub measure: String,
    /// Level of the areas ranked, as in the register of areas.
    pub level: String,
    /// Which end is the first place.
    pub better: Better,
}

impl Rank {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "rank",
        needs: &["measure", "level"],
        may: &["better"],
        formula: Formula::Place(Role::Current),
        unit: Unit::Fixed("rank"),
        sign: Sign::Level,
        base: None,
        range: None,
        no_occasion: false,
        merger: Merger::Sum,
        of_plan: OfPlan::No,
        paces: &[],
        falls_due: false,
        compares_years: false,
        moves_with_figure: false,
        can_be_unusual: false,
    };
}

impl Kind for Rank {
    fn read(given: &KpiKeys<'_>) -> Option<Rank> {
        Some(Rank {
            measure: given.text("measure")?,
            level: given.text("level")?,
            better: given.better,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![Lookup::now(Role::Current, "measure", &self.measure)]
    }

    fn measures_mut(&mut self) -> Vec<&mut String> {
        vec![&mut self.measure]
    }

    fn ranking(&self) -> Option<Ranking<'_>> {
        Some(Ranking {
            measure: &self.measure,
            level: &self.level,
            better: self.better,
        })
    }
}
