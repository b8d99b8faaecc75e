//! Money at the prices of another period: nominal × index of the base / index of the period,
//! exactly.
//!
//! A figure whose index is missing has none at constant prices: `deflator_missing`, never the
//! nominal figure in disguise. An area has one index throughout. It is its own where it has any
//! figure of its own, else that of the larger area that the measure names, so that two periods that
//! are compared are never at prices of two places.

mod deflate;
mod index;
mod rounding;

pub use deflate::deflate;
