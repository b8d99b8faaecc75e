//! `rank`: the place of an area among those of its level.

use super::formula::Formula;
use super::parts::PartsMut;
use super::ranked_by::RankedBy;
use super::ranking::{Better, Ranking};
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use crate::kpi::Kpi;
use crate::measure::Role;

/// Place among the areas of a level that have a figure: 1 is the best, equals share the better
/// place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    /// What the areas are ranked by.
    pub by: RankedBy,
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
        may: &["kpi", "better"],
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
            by: RankedBy::read(given)?,
            level: given.text("level")?,
            better: given.better,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![Lookup::now(Role::Current, self.by.key(), self.by.id())]
    }

    fn measures_mut(&mut self) -> Vec<&mut String> {
        self.by.measures_mut()
    }

    fn ranking(&self) -> Option<Ranking<'_>> {
        Some(Ranking {
            measure: self.by.id(),
            level: &self.level,
            better: self.better,
        })
    }

    fn of_values(&self) -> Option<&Kpi> {
        self.by.kpi()
    }

    fn parts_mut(&mut self) -> Option<PartsMut<'_>> {
        self.by.kpi_mut()
    }
}
