//! A sample of pairs and what a design leaves of it: deviations, ready for coefficients.

mod coefficients;
mod designed;
mod prepared;

pub(super) use designed::Designed;
pub(super) use prepared::{Prepared, Sample};
