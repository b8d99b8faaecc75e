//! `score`: a measure as it is stated.

use super::formula::Formula;
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use super::unit::ScoreUnit;
use crate::measure::Role;
use crate::pace::PaceRule;

/// The measure itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Measure.
    pub measure: String,
    /// What its values are. Percents are shown as ratios.
    pub unit: ScoreUnit,
}

impl Score {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "score",
        needs: &["measure"],
        may: &["value_unit"],
        formula: Formula::Figure(Role::Current),
        unit: Unit::Declared,
        sign: Sign::Level,
        base: None,
        range: None,
        no_occasion: false,
        merger: Merger::ByUnit,
        of_plan: OfPlan::Ratios,
        paces: &[PaceRule::Usual, PaceRule::Linear, PaceRule::Plan],
        falls_due: false,
        compares_years: false,
        moves_with_figure: true,
        can_be_unusual: true,
    };
}

impl Kind for Score {
    fn read(given: &KpiKeys<'_>) -> Option<Score> {
        Some(Score {
            measure: given.text("measure")?,
            unit: given.unit,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![Lookup::now(Role::Current, "measure", &self.measure)]
    }

    fn measures_mut(&mut self) -> Vec<&mut String> {
        vec![&mut self.measure]
    }

    fn declared_unit(&self) -> Option<ScoreUnit> {
        Some(self.unit)
    }

    fn declared_unit_mut(&mut self) -> Option<&mut ScoreUnit> {
        Some(&mut self.unit)
    }
}
