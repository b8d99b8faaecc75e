//! Tables → measures → scores with their history, and how little of it has to be done again when
//! some cells changed.
//!
//! What was computed is kept with its history. When the rows of some cells have changed, only what
//! is made of them is made again: values that a changed cell is part of, scores that look at a
//! changed value. Everything else is what it was. The result is the same as when all of it is
//! computed, which is what happens when nothing was kept; the tests compare the two.

mod affected;
mod evaluation;
mod judge;
mod kept;
mod measure_values;
mod scoring;

pub use judge::{Evaluated, judge, judged};
pub use kept::{CachedState, EvaluatedShare, Kept};
