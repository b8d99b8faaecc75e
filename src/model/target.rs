//! Targets: the value a KPI is held against, who set it, and the exact comparison with it.

use crate::model::decimal::Dec;
use crate::model::period::Period;
use crate::model::status::{PlanStage, words};
use chrono::NaiveDate;
use num_rational::BigRational;
use num_traits::Zero;

/// How a value is compared with its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetOp {
    /// At least.
    Ge,
    /// More than.
    Gt,
    /// At most.
    Le,
    /// Less than.
    Lt,
}
words!(TargetOp, "comparison", { Ge => "ge", Gt => "gt", Le => "le", Lt => "lt" });

impl TargetOp {
    /// Signed distance from the target, positive on the good side.
    #[must_use]
    pub fn margin(self, value: &BigRational, target: &BigRational) -> BigRational {
        match self {
            TargetOp::Ge | TargetOp::Gt => value - target,
            TargetOp::Le | TargetOp::Lt => target - value,
        }
    }

    /// Whether a margin is enough: nought is, unless the comparison is strict.
    #[must_use]
    pub fn holds(self, margin: &BigRational) -> bool {
        match self {
            TargetOp::Ge | TargetOp::Le => *margin >= BigRational::zero(),
            TargetOp::Gt | TargetOp::Lt => *margin > BigRational::zero(),
        }
    }

    /// The mathematical sign, for people.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            TargetOp::Ge => "≥",
            TargetOp::Gt => ">",
            TargetOp::Le => "≤",
            TargetOp::Lt => "<",
        }
    }
}

/// The plans that a target can name.
pub const PLANS: &[&str] = &["government", "submitted", "assigned", "council", "revised"];

/// One entry of the target register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Identifier, unique in the register.
    pub id: String,
    /// The KPI it binds.
    pub kpi: String,
    /// Code of the area at the end of `period_from`.
    pub area_code: String,
    /// First period it binds.
    pub period_from: Period,
    /// Last period it binds.
    pub period_to: Period,
    /// Comparison.
    pub op: TargetOp,
    /// Value in `value_unit`, exact.
    pub value: Dec,
    /// `ratio`, `pp`, `score`, `rank`, `count` or `vnd`.
    pub value_unit: String,
    /// The plan meant, where the KPI compares with a plan: one of [`PLANS`], or empty.
    pub plan: String,
    /// Allowed shortfall in `value_unit`, nought when none is stated.
    pub tolerance: Dec,
    /// The document that sets it.
    pub legal_basis: String,
    /// When it was decided, if known.
    pub decided_on: Option<NaiveDate>,
    /// When it took effect, if known.
    pub valid_from: Option<NaiveDate>,
    /// The target it replaces; empty for none.
    pub supersedes: String,
    /// Remark.
    pub note: String,
}

impl Target {
    /// Whether it means a plan of this stage. A target that names no plan means whichever the KPI compares with.
    #[must_use]
    pub fn means(&self, stage: PlanStage) -> bool {
        match self.plan.as_str() {
            "" => true,
            "government" => matches!(stage, PlanStage::Submitted | PlanStage::Assigned | PlanStage::Revised),
            other => other == stage.as_str(),
        }
    }

    /// Whether it was decided by a day; where nobody knows when it was, it counts.
    #[must_use]
    pub fn decided_by(&self, day: Option<NaiveDate>) -> bool {
        day.is_none_or(|day| self.decided_on.is_none_or(|decided| decided <= day))
    }

    /// Whether it binds a period.
    #[must_use]
    pub fn binds(&self, period: Period) -> bool {
        period.frequency() == self.period_from.frequency() && self.period_from <= period && period <= self.period_to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_of_nought_under_gt_is_not_met() {
        let ratio = |s: &str| s.parse::<Dec>().unwrap().ratio();
        let holds = |op: TargetOp, v: &str| op.holds(&op.margin(&ratio(v), &ratio("0.2")));
        assert!(holds(TargetOp::Ge, "0.2") && !holds(TargetOp::Gt, "0.2"));
        assert!(holds(TargetOp::Le, "0.2") && !holds(TargetOp::Lt, "0.2"));
        assert!(!holds(TargetOp::Ge, "0.199999") && holds(TargetOp::Le, "0.199999"));
    }
}
