//! `rank_change`: how many places an area went up or down.

use super::comparison::Comparison;
use super::formula::Formula;
use super::parts::PartsMut;
use super::ranked_by::RankedBy;
use super::ranking::{Better, Ranking};
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use crate::kpi::Kpi;
use crate::measure::Role;
use crate::pace::PaceRule;

/// rank − rank in the period compared with: negative for an area that went up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankChange {
    /// What the areas are ranked by.
    pub by: RankedBy,
    /// Level of the areas ranked, as in the register of areas.
    pub level: String,
    /// Which end is the first rank.
    pub better: Better,
    /// What it is a change on.
    pub comparison: Comparison,
}

impl RankChange {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "rank_change",
        needs: &["measure", "level"],
        may: &["kpi", "better", "compared_with"],
        formula: Formula::RankChange(Role::Current, Role::Base),
        unit: Unit::Fixed("rank"),
        sign: Sign::Change,
        base: None,
        range: None,
        no_occasion: false,
        merger: Merger::Sum,
        of_plan: OfPlan::No,
        paces: &[PaceRule::SamePeriod],
        falls_due: false,
        compares_years: false,
        moves_with_figure: false,
        can_be_unusual: false,
    };
}

impl Kind for RankChange {
    fn read(given: &KpiKeys<'_>) -> Option<RankChange> {
        Some(RankChange {
            by: RankedBy::read(given)?,
            level: given.text("level")?,
            better: given.better,
            comparison: given.comparison,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        let (key, id) = (self.by.key(), self.by.id());
        vec![
            Lookup::now(Role::Current, key, id),
            Lookup::before(Role::Base, key, id, self.comparison),
        ]
    }

    fn measures_mut(&mut self) -> Vec<&mut String> {
        self.by.measures_mut()
    }

    fn comparison(&self) -> Option<Comparison> {
        Some(self.comparison)
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
