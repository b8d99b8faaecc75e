//! Units that a KPI may declare for its values.

use crate::words;

/// What the values of a `score` are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScoreUnit {
    /// Points of a score; not added up when areas merge.
    #[default]
    Score,
    /// A ratio, or percents, which are shown as ratios; not added up when areas merge.
    Ratio,
    /// A count.
    Count,
    /// Đồng.
    Vnd,
}
words!(ScoreUnit, "unit of a score", { Score => "score", Ratio => "ratio", Count => "count", Vnd => "vnd" });

impl ScoreUnit {
    /// Whether a figure in a unit is one of these values as it is.
    #[must_use]
    pub fn fits(self, unit: &str) -> bool {
        match self {
            ScoreUnit::Vnd => unit == "vnd",
            ScoreUnit::Ratio => matches!(unit, "ratio" | "percent"),
            ScoreUnit::Score | ScoreUnit::Count => true,
        }
    }

    /// Whether the value of a merged area is the sum of its parts'.
    #[must_use]
    pub const fn adds_up(self) -> bool {
        matches!(self, ScoreUnit::Count | ScoreUnit::Vnd)
    }
}
