//! Measures → verdicts. Values in, values out: no paths, no clock, no floating point in a comparison.

mod calendar;
mod coverage;
mod operands;
mod pace;
mod rank;
mod revised;
mod score;
#[cfg(test)]
mod tests;
mod universe;
mod unusual;

pub use calendar::{compares_years, mark_calendar};
pub use coverage::{Coverage, Weight, coverage};
pub use operands::adds_up;
pub use pace::expected;
pub use revised::{Revised, alike};
pub use score::{Open, Setting, score};
pub use universe::Measures;
