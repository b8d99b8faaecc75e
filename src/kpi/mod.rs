//! Measures → verdicts. Values in, values out: no paths, no clock, no floating point in a comparison.

mod operands;
mod score;
mod universe;

pub use score::{Open, Setting, score};
