//! Measures → verdicts. Values in, values out: no paths, no clock, no floating point in a comparison.

mod operands;
mod pace;
mod rank;
mod score;
#[cfg(test)]
mod tests;
mod universe;

pub use score::{Open, Setting, score};
pub use universe::Measures;
