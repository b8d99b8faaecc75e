//! `gap`: the distance between two measures of one period.

use super::formula::Formula;
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use super::unit::ScoreUnit;
use crate::measure::Role;

/// measure − another measure of the same period, for instance a score by oneself and by the
/// appraiser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Measure.
    pub measure: String,
    /// The measure taken off it.
    pub against: String,
    /// What its values are.
    pub unit: ScoreUnit,
}

impl Gap {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "gap",
        needs: &["measure", "against"],
        may: &["value_unit"],
        formula: Formula::Difference(Role::Current, Role::Base),
        unit: Unit::Declared,
        sign: Sign::Change,
        base: None,
        range: None,
        no_occasion: false,
        merger: Merger::ByUnit,
        of_plan: OfPlan::No,
        paces: &[],
        falls_due: false,
        compares_years: false,
        moves_with_figure: true,
        can_be_unusual: true,
    };
}

impl Kind for Gap {
    fn read(given: &KpiKeys<'_>) -> Option<Gap> {
        Some(Gap {
            measure: given.text("measure")?,
            against: given.text("against")?,
            unit: given.unit,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![
            Lookup::now(Role::Current, "measure", &self.measure),
            Lookup::now(Role::Base, "against", &self.against),
        ]
    }

    fn measures_mut(&mut self) -> Vec<&mut String> {
        vec![&mut self.measure, &mut self.against]
    }

    fn declared_unit(&self) -> Option<ScoreUnit> {
        Some(self.unit)
    }

    fn declared_unit_mut(&mut self) -> Option<&mut ScoreUnit> {
        Some(&mut self.unit)
    }
}
