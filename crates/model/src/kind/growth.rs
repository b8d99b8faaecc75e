//! `growth`: the change of a flow on the same period of the year before, as a ratio.

use super::comparison::Comparison;
use super::formula::Formula;
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use crate::measure::Role;
use crate::pace::PaceRule;

/// current / the year before − 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Growth {
    /// Measure.
    pub measure: String,
    /// What it is a change on.
    pub comparison: Comparison,
}

impl Growth {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "growth",
        needs: &["measure"],
        may: &["compared_with", "rate"],
        formula: Formula::RelativeChange(Role::Current, Role::Base),
        unit: Unit::Fixed("ratio"),
        sign: Sign::Change,
        base: Some(Role::Base),
        range: None,
        no_occasion: false,
        merger: Merger::Sum,
        of_plan: OfPlan::No,
        paces: &[PaceRule::SamePeriod],
        falls_due: false,
        compares_years: true,
        moves_with_figure: true,
        can_be_unusual: true,
    };
}

impl Kind for Growth {
    fn read(given: &KpiKeys<'_>) -> Option<Growth> {
        Some(Growth {
            measure: given.text("measure")?,
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

    fn comparison(&self) -> Option<Comparison> {
        Some(self.comparison)
    }
}
