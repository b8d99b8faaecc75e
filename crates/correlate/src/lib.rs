//! Scores and results → rows of association. Values in, values out: no paths, no clock; the
//! numerics are `stats`'.
//!
//! `pairs` brings a score and an outcome together (the score precedes by the lag), `sample` removes
//! what the design removes, `assess` gives coefficient, interval and p, `study` arranges the rows
//! of a study, says which of them count, and keeps them by the hash of what they were made from.

mod assess;
mod pairs;
#[cfg(test)]
mod rejection;
mod sample;
mod scatter;
mod study;

pub use pairs::StudyInputs;
pub use scatter::{Dot, Scatter, scatter};
pub use study::{StudyCache, StudyRows};
