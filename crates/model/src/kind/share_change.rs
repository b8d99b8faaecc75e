//! `share_change`: the change of a share on the year before, in percentage points.

use super::comparison::Comparison;
use super::formula::Formula;
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Range, Sign, Spec, Unit};
use crate::measure::Role;
use crate::pace::PaceRule;

/// Change of part / whole on the year before, in percentage points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShareChange {
    /// Measure of the part.
    pub part: String,
    /// Measure of the whole.
    pub whole: String,
    /// What it is a change on.
    pub comparison: Comparison,
}

impl ShareChange {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "share_change",
        needs: &["part", "whole"],
        may: &["compared_with", "rate"],
        formula: Formula::PointsChange(
            [Role::Part, Role::Whole],
            [Role::BasePart, Role::BaseWhole],
        ),
        unit: Unit::Fixed("pp"),
        sign: Sign::Change,
        base: Some(Role::Whole),
        range: Some(Range::UpToWhole),
        no_occasion: false,
        merger: Merger::Sum,
        of_plan: OfPlan::No,
        paces: &[PaceRule::SamePeriod],
        falls_due: false,
        compares_years: true,
        moves_with_figure: false,
        can_be_unusual: true,
    };
}

impl Kind for ShareChange {
    fn read(given: &KpiKeys<'_>) -> Option<ShareChange> {
        Some(ShareChange {
            part: given.text("part")?,
            whole: given.text("whole")?,
            comparison: given.comparison,
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![
            Lookup::now(Role::Part, "part", &self.part),
            Lookup::now(Role::Whole, "whole", &self.whole),
            Lookup::before(Role::BasePart, "part", &self.part, self.comparison),
            Lookup::before(Role::BaseWhole, "whole", &self.whole, self.comparison),
        ]
    }

    fn measures_mut(&mut self) -> Vec<&mut String> {
        vec![&mut self.part, &mut self.whole]
    }

    fn comparison(&self) -> Option<Comparison> {
        Some(self.comparison)
    }
}
