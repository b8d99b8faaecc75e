//! Targets: the value a KPI is compared with, who set it, and the exact comparison with it.

use crate::decimal::Dec;
use crate::period::Period;
use crate::status::PlanStage;
use crate::words;
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

    /// Whether a margin is enough: zero is, unless the comparison is strict.
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
    /// Allowed shortfall in `value_unit`, zero when none is stated.
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
    /// Whether it means a plan of this stage. A target that names no plan means whichever the KPI
    /// compares with.
    #[must_use]
    pub fn means(&self, stage: PlanStage) -> bool {
        match self.plan.as_str() {
            "" => true,
            "government" => matches!(
                stage,
                PlanStage::Submitted | PlanStage::Assigned | PlanStage::Revised
            ),
            other => other == stage.as_str(),
        }
    }

    /// Whether it was decided by a day; where nobody knows when it was, it counts.
    #[must_use]
    pub fn decided_by(&self, day: Option<NaiveDate>) -> bool {
        day.is_none_or(|day| self.decided_on.is_none_or(|decided| decided <= day))
    }

    /// Whether it names a period.
    #[must_use]
    pub fn names(&self, period: Period) -> bool {
        period.frequency() == self.period_from.frequency()
            && self.period_from <= period
            && period <= self.period_to
    }

    /// Whether it binds a period: one that it names, and that had not ended before it took effect.
    #[must_use]
    pub fn binds(&self, period: Period) -> bool {
        self.names(period) && self.valid_from.is_none_or(|day| day <= period.end())
    }

    /// Whether it took effect after the period had begun and before it ended.
    #[must_use]
    pub fn takes_effect_within(&self, period: Period) -> bool {
        self.valid_from
            .is_some_and(|day| period.start() < day && day <= period.end())
    }
}

/// Which of the targets that bind one figure are in force, by their places in `candidates`: those
/// that no other one replaces. A target replaces the one that it supersedes in the periods that
/// begin on the day it takes effect or later; the period in which it takes effect keeps the older
/// one. `candidates` are all the targets that bind the KPI, the area and the period, and `period`
/// is theirs.
#[must_use]
pub fn in_force(candidates: &[&Target], period: Period) -> Vec<bool> {
    let place = |id: &str| candidates.iter().position(|t| t.id == id);
    let before: Vec<Option<usize>> = candidates
        .iter()
        .enumerate()
        .map(|(i, t)| place(&t.supersedes).filter(|p| *p != i && !t.supersedes.is_empty()))
        .collect();
    let waits: Vec<bool> = candidates
        .iter()
        .zip(&before)
        .map(|(t, b)| b.is_some() && t.takes_effect_within(period))
        .collect();
    let mut stands: Vec<bool> = waits.iter().map(|waits| !waits).collect();
    for start in (0..candidates.len()).filter(|i| !waits[*i]) {
        for older in std::iter::successors(before[start], |i| before[*i]).take(candidates.len()) {
            stands[older] = false;
        }
    }
    stands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(id: &str, supersedes: &str, valid_from: &str) -> Target {
        Target {
            id: id.into(),
            kpi: "growth".into(),
            area_code: "01".into(),
            period_from: Period::Year(2025),
            period_to: Period::Year(2026),
            op: TargetOp::Ge,
            value: Dec::ZERO,
            value_unit: "ratio".into(),
            plan: String::new(),
            tolerance: Dec::ZERO,
            legal_basis: String::new(),
            decided_on: None,
            valid_from: valid_from.parse().ok(),
            supersedes: supersedes.into(),
            note: String::new(),
        }
    }

    /// Ids of the targets in force for a year, of those that bind it.
    fn ids(targets: &[Target], year: i32) -> Vec<&str> {
        let period = Period::Year(year);
        let bound: Vec<&Target> = targets.iter().filter(|t| t.binds(period)).collect();
        bound
            .iter()
            .zip(in_force(&bound, period))
            .filter(|(_, stands)| *stands)
            .map(|(t, _)| t.id.as_str())
            .collect()
    }

    #[test]
    fn a_new_target_replaces_the_old_one_from_the_first_period_that_begins_under_it() {
        let [old, new] = [target("old", "", ""), target("new", "old", "2025-07-01")];
        assert_eq!(
            ids(&[old.clone(), new.clone()], 2025),
            ["old"],
            "the year in which it takes effect keeps the old one"
        );
        assert_eq!(ids(&[old.clone(), new.clone()], 2026), ["new"]);
        assert_eq!(
            ids(std::slice::from_ref(&new), 2025),
            ["new"],
            "without an older one it binds the year in which it takes effect"
        );
        let first = target("first", "old", "2025-01-01");
        assert_eq!(
            ids(&[old.clone(), first], 2025),
            ["first"],
            "in effect from the first day of the year"
        );
        let late = target("late", "old", "2027-01-01");
        assert_eq!(
            ids(&[old.clone(), late.clone()], 2026),
            ["old"],
            "in effect only after all its periods had ended"
        );
        assert_eq!(ids(&[late], 2026), Vec::<&str>::new());
        let newer = target("newer", "new", "2025-10-01");
        assert_eq!(
            ids(&[old.clone(), new.clone(), newer], 2025),
            ["old"],
            "two within one year"
        );
        let newest = target("newest", "new", "2025-01-01");
        assert_eq!(
            ids(&[old, new, newest], 2025),
            ["newest"],
            "what is replaced by way of another is replaced"
        );
    }

    #[test]
    fn a_margin_of_nought_under_gt_is_not_met() {
        let ratio = |s: &str| s.parse::<Dec>().unwrap().ratio();
        let holds = |op: TargetOp, v: &str| op.holds(&op.margin(&ratio(v), &ratio("0.2")));
        assert!(holds(TargetOp::Ge, "0.2") && !holds(TargetOp::Gt, "0.2"));
        assert!(holds(TargetOp::Le, "0.2") && !holds(TargetOp::Lt, "0.2"));
        assert!(!holds(TargetOp::Ge, "0.199999") && holds(TargetOp::Le, "0.199999"));
    }
}
