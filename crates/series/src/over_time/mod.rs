//! Cells over time → values over time, on one boundary: what was known of each figure from each
//! moment on.
//!
//! A value depends on the cells of its own parts only, and a period that is worked out on the
//! values of its own area only.

mod derived;
mod from_cells;
mod lines;
mod summed;
#[cfg(test)]
mod test_measure;
mod values;

pub use derived::{NamedValues, derived_over_time};
pub use from_cells::OverTime;
pub use summed::summed_over_time;
#[cfg(test)]
pub(crate) use test_measure::{cell, communes, measure};
pub use values::Values;
