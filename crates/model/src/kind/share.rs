//! `share`: the part of a whole, as a ratio.

use super::formula::Formula;
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Range, Sign, Spec, Unit};
use crate::measure::Role;

/// part / whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Measure of the part.
    pub part: String,
    /// Measure of the whole.
    pub whole: String,
}

impl Share {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "share",
        needs: &["part", "whole"],
        may: &[],
        formula: Formula::Ratio(Role::Part, Role::Whole),
        unit: Unit::Fixed("ratio"),
        sign: Sign::Level,
        base: Some(Role::Whole),
        range: Some(Range::UpToWhole),
        no_occasion: false,
        merger: Merger::Sum,
        of_plan: OfPlan::No,
        paces: &[],
        falls_due: false,
        compares_years: false,
        moves_with_figure: true,
        can_be_unusual: true,
    };
}

impl Kind for Share {
    fn read(given: &KpiKeys<'_>) -> Option<Share> {
        Some(Share {
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
