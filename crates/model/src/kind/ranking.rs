//! What a place is among.

use crate::words;

/// Which figures of a measure are the better ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Better {
    /// High ones.
    #[default]
    High,
    /// Low ones.
    Low,
}
words!(Better, "direction", { High => "high", Low => "low" });

/// Which areas and figures a place is among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranking<'k> {
    /// Measure.
    pub measure: &'k str,
    /// Level of the areas ranked.
    pub level: &'k str,
    /// Which end is the first place.
    pub better: Better,
}
