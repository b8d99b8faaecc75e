//! `rubric`: points earned by a rubric, of those that were possible.

use super::formula::Formula;
use super::parts::{Parts, PartsMut};
use super::spec::{Kind, KpiKeys, Lookup, Merger, OfPlan, Sign, Spec, Unit};
use crate::measure::Role;
use crate::rubric::Scheme;

/// Points earned by a rubric, of those that were possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rubric {
    /// The rubric.
    pub rubric: String,
    /// The only field that counts; all of them when `None`.
    pub field: Option<String>,
    /// Its schemes.
    pub schemes: Vec<Scheme>,
}

impl Rubric {
    /// What holds of every KPI of the kind.
    pub(super) const SPEC: Spec = Spec {
        name: "rubric",
        needs: &["rubric"],
        may: &["field"],
        formula: Formula::Ratio(Role::Part, Role::Whole),
        unit: Unit::Fixed("ratio"),
        sign: Sign::Level,
        base: None,
        range: None,
        no_occasion: true,
        merger: Merger::Sum,
        of_plan: OfPlan::No,
        paces: &[],
        falls_due: false,
        compares_years: false,
        moves_with_figure: false,
        can_be_unusual: true,
    };
}

impl Kind for Rubric {
    fn read(given: &KpiKeys<'_>) -> Option<Rubric> {
        Some(Rubric {
            rubric: given.text("rubric")?,
            field: given.text("field"),
            schemes: vec![],
        })
    }

    fn operands(&self) -> Vec<Lookup<'_>> {
        vec![]
    }

    fn parts(&self) -> Option<Parts<'_>> {
        Some(Parts::Criteria {
            schemes: &self.schemes,
            field: self.field.as_deref(),
        })
    }

    fn parts_mut(&mut self) -> Option<PartsMut<'_>> {
        Some(PartsMut::Criteria {
            rubric: &self.rubric,
            schemes: &mut self.schemes,
        })
    }
}
