//! What a rank is among.

use crate::words;

/// Which figures are the better ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Better {
    /// High ones.
    #[default]
    High,
    /// Low ones.
    Low,
}
words!(Better, "direction", { High => "high", Low => "low" });

/// Which areas and figures a rank is among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranking<'k> {
    /// Measure, or KPI whose values are ranked.
    pub measure: &'k str,
    /// Level of the areas ranked.
    pub level: &'k str,
    /// Which end is the first rank.
    pub better: Better,
}
