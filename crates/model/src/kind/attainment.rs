//! `attainment`: how far a figure is above or below its plan, as a ratio.

use super::formula::Formula;
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use crate::measure::Role;
use crate::pace::PaceRule;

/// current / plan − 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attainment {
    /// Measure.
    pub measure: String,
    /// Measure of the plan.
    pub plan: String,
}

impl Attainment {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "attainment",
        needs: &["measure", "plan"],
        may: &[],
        formula: Formula::RelativeChange(Role::Current, Role::Plan),
        unit: Unit::Fixed("ratio"),
        sign: Sign::Change,
        base: Some(Role::Plan),
        range: None,
        no_occasion: false,
        merger: Merger::Sum,
        of_plan: OfPlan::Yes,
        paces: &[PaceRule::Usual, PaceRule::Linear, PaceRule::Plan],
        falls_due: false,
        compares_years: false,
        moves_with_figure: true,
        can_be_unusual: true,
    };
}

impl Kind for Attainment {
    fn read(given: &KpiKeys<'_>) -> Option<Attainment> {
        Some(Attainment {
            measure: given.text("measure")?,
            plan: given.text("plan")?,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![
            Lookup::now(Role::Current, "measure", &self.measure),
            Lookup::now(Role::Plan, "plan", &self.plan),
        ]
    }

    fn measures_mut(&mut self) -> Vec<&mut String> {
        vec![&mut self.measure, &mut self.plan]
    }
}
