//! Measures → verdicts. Values in, values out: no paths, no clock, no floating point in a comparison.

mod backtest;
mod operands;
mod pace;
mod rank;
mod revised;
mod score;
#[cfg(test)]
mod tests;
mod universe;
mod unusual;

pub use backtest::{BackTest, FEWEST_TRIALS, backtest, in_points};
pub use pace::expected;
pub use revised::{Alike, FEWEST_REVISIONS, Maturity, Revised, Revisions, alike};
pub use score::{Instead, Open, Setting, score};
pub use universe::Measures;
