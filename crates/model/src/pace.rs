//! How a figure of a year that still runs is compared with a target of the year, as declared.

use crate::words;
use serde::{Deserialize, Serialize};

/// How a figure of the year to date is compared with a target of the year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How much of the year's target is expected by now.
    pub rule: PaceRule,
    /// For `usual`: how many years before are looked at.
    pub years: i32,
    /// For `plan`: the measure whose months are the plan.
    pub plan: Option<String>,
    /// The figure cannot fall until the year ends, so that a target reached early is met.
    pub non_decreasing: bool,
    /// For a completion: its whole is the plan of the year, not what fell due to date.
    pub whole_year: bool,
}

/// Rules of pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaceRule {
    /// As much of the target as of the year's months has passed.
    Linear,
    /// The median share of the year's figure that the area had by the same month in the years
    /// before.
    Usual,
    /// The target itself: the figure is already one against the same months of the year before.
    SamePeriod,
    /// The share of the year's plan that its own months up to now are.
    Plan,
}
words!(PaceRule, "rule of pace", { Linear => "linear", Usual => "usual", SamePeriod => "same_period", Plan => "plan" });
