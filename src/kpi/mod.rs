//! Measures → verdicts. Values in, values out: no paths, no clock, no floating point in a comparison.

mod composite;
mod operands;
mod pace;
mod rank;
mod revised;
mod score;
#[cfg(test)]
mod tests;
mod universe;
mod unusual;

pub use pace::expected;
pub use revised::{Revised, alike};
pub use score::{Open, Setting, score};
pub use universe::Measures;
