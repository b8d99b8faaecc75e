//! `completion`: how much of what was to be done is done, as a ratio.

use super::formula::Formula;
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Range, Sign, Spec, Unit};
use crate::measure::Role;
use crate::pace::PaceRule;

/// part / whole of what was to be done; 0 out of 0 is no occasion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Measure of what was done.
    pub part: String,
    /// Measure of all that was planned or fell due, done or not.
    pub whole: String,
}

impl Completion {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "completion",
        needs: &["part", "whole"],
        may: &[],
        formula: Formula::Ratio(Role::Part, Role::Whole),
        unit: Unit::Fixed("ratio"),
        sign: Sign::Level,
        base: Some(Role::Whole),
        range: Some(Range::FromZero),
        no_occasion: true,
        merger: Merger::Sum,
        of_plan: OfPlan::Yes,
        paces: &[
            PaceRule::Usual,
            PaceRule::Linear,
            PaceRule::Plan,
            PaceRule::SamePeriod,
        ],
        falls_due: true,
        compares_years: false,
        moves_with_figure: true,
        can_be_unusual: true,
    };
}

impl Kind for Completion {
    fn read(given: &KpiKeys<'_>) -> Option<Completion> {
        Some(Completion {
            part: given.text("part")?,
            whole: given.text("whole")?,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![
            Lookup::now(Role::Part, "part", &self.part),
            Lookup::now(Role::Whole, "whole", &self.whole),
        ]
    }

    fn measures_mut(&mut self) -> Vec<&mut String> {
        vec![&mut self.part, &mut self.whole]
    }
}
