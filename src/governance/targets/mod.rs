//! The target register as a whole: what is wrong with it, what in it needs an explanation, and
//! which of it binds.
//!
//! A target decides verdicts, so what the register leaves open (two targets for one figure, a year
//! without one, no document behind it) is said before a verdict is published, not found in one
//! afterwards.

mod gaps;
mod listed;
mod pairs;
mod review;

pub use listed::{Binding, Listed, listed};
pub use review::{review, unbound};
