//! `score_change`: the change of a score on the year before, in its points.

use super::comparison::Comparison;
use super::formula::Formula;
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use super::unit::ScoreUnit;
use crate::measure::Role;
use crate::pace::PaceRule;

/// current − the year before, in points of a score. The base may be zero or negative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreChange {
    /// Measure.
    pub measure: String,
    /// What its values are.
    pub unit: ScoreUnit,
    /// What it is a change on.
    pub comparison: Comparison,
}

impl ScoreChange {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "score_change",
        needs: &["measure"],
        may: &["value_unit", "compared_with", "rate"],
        formula: Formula::Difference(Role::Current, Role::Base),
        unit: Unit::Declared,
        sign: Sign::Change,
        base: None,
        range: None,
        no_occasion: false,
        merger: Merger::ByUnit,
        of_plan: OfPlan::No,
        paces: &[PaceRule::SamePeriod],
        falls_due: false,
        compares_years: false,
        moves_with_figure: true,
        can_be_unusual: true,
    };
}

impl Kind for ScoreChange {
    fn read(given: &KpiKeys<'_>) -> Option<ScoreChange> {
        Some(ScoreChange {
            measure: given.text("measure")?,
            unit: given.unit,
            comparison: given.comparison,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![
            Lookup::now(Role::Current, "measure", &self.measure),
            Lookup::before(Role::Base, "measure", &self.measure, self.comparison),
        ]
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

    fn comparison(&self) -> Option<Comparison> {
        Some(self.comparison)
    }
}
