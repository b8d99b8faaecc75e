//! Cells over time → values over time, on one boundary: what was known of each figure from each
//! moment on.
//!
//! A value depends on the cells of its own parts, of a total also on those of its members; where some
//! of them state a period and others do not, also on their shorter periods. A period that is worked out
//! depends on the values of its own area only.

mod derived;
mod from_cells;
mod lines;
mod slices;
mod summed;
#[cfg(test)]
mod test_measure;
#[cfg(test)]
mod tests;
mod values;

pub use derived::{NamedValues, derived_over_time};
pub use from_cells::OverTime;
pub use summed::summed_over_time;
#[cfg(test)]
pub(crate) use test_measure::{cell, communes, measure};
pub use values::Values;
