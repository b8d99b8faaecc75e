//! `targets_met`: how many targets of other KPIs are met, of how many are set.

use super::formula::Formula;
use super::parts::{Parts, PartsMut};
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use crate::kpi::Kpi;
use crate::measure::Role;

/// How many targets of a list are met, of how many are set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetsMet {
    /// The KPIs that the targets bind.
    pub kpis: Vec<String>,
    /// Those KPIs.
    pub items: Vec<Kpi>,
}

impl TargetsMet {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "targets_met",
        needs: &["kpis"],
        may: &[],
        formula: Formula::Ratio(Role::Part, Role::Whole),
        unit: Unit::Fixed("ratio"),
        sign: Sign::Level,
        base: None,
        range: None,
        no_occasion: true,
        merger: Merger::Sum,
        of_plan: OfPlan::Yes,
        paces: &[],
        falls_due: false,
        compares_years: false,
        moves_with_figure: false,
        can_be_unusual: true,
    };
}

impl Kind for TargetsMet {
    fn read(given: &KpiKeys<'_>) -> Option<TargetsMet> {
        Some(TargetsMet {
            kpis: given.kpis.to_vec(),
            items: vec![],
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![]
    }

    fn parts(&self) -> Option<Parts<'_>> {
        Some(Parts::Targets(&self.items))
    }

    fn parts_mut(&mut self) -> Option<PartsMut<'_>> {
        Some(PartsMut::Targets {
            kpis: &self.kpis,
            items: &mut self.items,
        })
    }
}
