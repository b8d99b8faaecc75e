//! Exact decimal figures. Money and counts never pass through floating point.
//!
//! A [`Dec`] is a whole number of millionths held in 128 bits, which is what the published type
//! `DECIMAL(38,6)` holds. Arithmetic is checked; a figure that needs more digits is refused, never
//! rounded.

mod common_divisor;
mod number;
mod parse;
#[cfg(test)]
mod tests;

pub(crate) use common_divisor::common_divisor;
pub use number::{Dec, SCALE};
pub use parse::DecError;
