//! Figures that are made from other measures by an operation: real money, ratios, averages, links.
//!
//! What an operation computes is in one file (`operation`), what it reads in the model. All else is
//! done once for all operations (`one`): a figure made carries the status, flags, sources and
//! moments of all that it was made from; figures of one measure are of one series, unit, basis and
//! definition; and what is missing has its reason, never a figure in disguise.

mod currencies;
mod given;
mod one;
mod operation;
#[cfg(test)]
mod tests;

pub use given::{Given, Reach, reaches_areas};
pub use one::derive;
