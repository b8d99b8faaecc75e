//! What the sampling errors of survey figures make of a verdict.
//!
//! A figure of a survey is the true value give or take its standard error, normally distributed.
//! Samples of different datasets or of different periods are independent; those of one are not, so
//! that nothing is said of their difference. A target is held against figures without dividing: of
//! a growth, against current - (1 + target) × base (E. C. Fieller, *Some problems in interval
//! estimation*, 1954), whose variance is the sum of those of its terms. An interval that is wider
//! to one side counts by the side towards the target (G. Y. Zou and A. Donner, *Construction of
//! confidence limits about effect measures*, 2008).
//!
//! The verdict stays what the figures say. It lies within the sampling error where the target lies
//! within 95 % of it, which is compared exactly; only the probability is a floating-point number.

mod distance;
mod error;
mod judged;

pub use error::{Errors, of_survey};
pub use judged::{judged, unjudged};
