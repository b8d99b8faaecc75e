//! What a contract asks of the observations of a delivery together.

use crate::decimal::Dec;
use crate::period::Period;
use crate::words;

/// Something that is asked of the observations of a delivery together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is asked.
    pub rule: CheckRule,
    /// What is done about observations that do not keep it.
    pub action: CheckAction,
    /// Areas and periods of which somebody has said that they are right, by area code.
    pub confirmed: Vec<(String, Period)>,
}

/// How far a figure may be from an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// A share of the earlier figure; of a percentage or ratio, so many points.
    Share(Dec),
    /// A difference in the unit of the figures.
    Difference(Dec),
}

/// What is asked of observations, named after the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckRule {
    /// An area whose figures all equal those of the year before has handed in the old form: the
    /// later year is meant.
    RepeatsPreviousYear {
        /// Fewer equal figures than this may be chance.
        at_least: usize,
    },
    /// A year to date that is smaller than an earlier one of the same year.
    CumulativeFalls,
    /// Parts that do not add up to their whole. All of them are meant, for nobody knows which is
    /// wrong.
    PartsDiffer {
        /// Place of the dimension that tells parts from the whole.
        dimension: usize,
        /// Its value for the whole.
        whole: String,
        /// Its values for the parts; nothing is checked where one of them is missing.
        parts: Vec<String>,
        /// Difference allowed, in the unit of the figures.
        within: Dec,
        /// Difference allowed, as a share of the whole; the larger of the two counts.
        share: Dec,
    },
    /// A figure that is further from the one of the year before than this share of it.
    LargeChange {
        /// The share.
        at_most: Dec,
        /// Smaller figures of the year before are not asked.
        least: Dec,
    },
    /// A figure of a measure that was said otherwise by an earlier delivery, by more than this.
    /// Reported, never quarantined.
    LargeRevision {
        /// How far the later figure may be from the earlier one.
        at_most: Allowed,
    },
}

impl CheckRule {
    /// The word in files and findings.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            CheckRule::RepeatsPreviousYear { .. } => "repeats_previous_year",
            CheckRule::CumulativeFalls => "cumulative_falls",
            CheckRule::PartsDiffer { .. } => "parts_differ",
            CheckRule::LargeChange { .. } => "large_change",
            CheckRule::LargeRevision { .. } => "large_revision",
        }
    }
}

/// What is done about observations that do not keep a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CheckAction {
    /// They are quarantined.
    #[default]
    Quarantine,
    /// They are used, and reported.
    Warn,
}

words!(CheckAction, "action of a check", { Quarantine => "quarantine", Warn => "warn" });
