//! Places among the areas of a level: standard competition ranking, so that equals share the better
//! place (1, 2, 2, 4).
//!
//! Only areas that have a figure are ranked. Figures are compared exactly.

mod ends;
mod field;
mod moved;
mod open;
mod place;
mod ranks;
mod series;

pub use moved::{LastRankings, MovedAreas};
pub use ranks::Ranks;
