//! One entry of the register: what is asked, of whom, when, and who set it.

use crate::area::{AreaRegister, UnitId};
use crate::decimal::Dec;
use crate::period::Period;
use crate::status::PlanStage;
use crate::target::op::TargetOp;
use crate::target::path::TargetPath;
use crate::target::requirement::Requirement;
use chrono::NaiveDate;
use num_rational::BigRational;

/// The plans that a target can name.
pub const PLANS: &[&str] = &["government", "submitted", "assigned", "council", "revised"];

/// One entry of the target register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Identifier, unique in the register.
    pub id: String,
    /// The KPI it binds.
    pub kpi: String,
    /// Code of the area at the end of `period_from`, or on its last day within it; empty where it is
    /// for a level.
    pub area_code: String,
    /// The level whose every area it is for; empty where it is for one area.
    pub area_level: String,
    /// First period it binds.
    pub period_from: Period,
    /// Last period it binds.
    pub period_to: Period,
    /// Comparison.
    pub op: TargetOp,
    /// Value in `value_unit`, exact: the lower bound of a corridor, the end of a path.
    pub value: Dec,
    /// The upper bound of a corridor.
    pub high: Option<Dec>,
    /// The values on the way to `value`, where it is reached over several periods.
    pub path: Option<TargetPath>,
    /// `ratio`, `pp`, `score`, `rank`, `count`, or the code of a currency in lower case.
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
    /// The unit that its code means: the one that has it at the end of its first period, or had it
    /// last within that period. A target of a year in which its area is merged is one of that area.
    #[must_use]
    pub fn unit(&self, areas: &AreaRegister) -> Option<UnitId> {
        let first = self.period_from;
        areas.last_by_code(&self.area_code, first.start(), first.end())
    }

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

    /// Whether it names a period, and its path has a value there.
    #[must_use]
    pub fn names(&self, period: Period) -> bool {
        self.holds(period) && self.value_in(period).is_some()
    }

    /// Whether a period is one of those that it is for, also where its path has no value there.
    fn holds(&self, period: Period) -> bool {
        period.frequency() == self.period_from.frequency()
            && self.period_from <= period
            && period <= self.period_to
    }

    /// Whether it stands for a period: it is for it, and took effect before it ended. It stands in
    /// the place of others there even where its path has no value and it asks nothing.
    #[must_use]
    pub fn stands_for(&self, period: Period) -> bool {
        self.holds(period) && self.valid_from.is_none_or(|day| day <= period.end())
    }

    /// Its value in a period that it names: on the path, where it has one.
    fn value_in(&self, period: Period) -> Option<BigRational> {
        self.path.as_ref().map_or_else(
            || Some(self.value.ratio()),
            |path| path.at((self.period_to, self.value), period),
        )
    }

    /// What it asks in a period that it binds; a period within a year that it binds is asked what
    /// the year is.
    #[must_use]
    pub fn asked(&self, period: Period) -> Requirement {
        let period = if period.frequency() == self.period_from.frequency() {
            period
        } else {
            period.of_year()
        };
        Requirement {
            op: self.op,
            value: self.value_in(period).unwrap_or_else(|| self.value.ratio()),
            high: self.high.map(Dec::ratio),
            tolerance: self.tolerance.ratio(),
        }
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

    /// Whether it is an area's own target that stands in the place of one of the area's level: it
    /// asks the same question, by the same comparison and of the same plan. An own floor removes no
    /// ceiling.
    #[must_use]
    pub fn instead_of(&self, level: &Target) -> bool {
        self.area_level.is_empty()
            && !level.area_level.is_empty()
            && self.op == level.op
            && self.plan == level.plan
    }
}
