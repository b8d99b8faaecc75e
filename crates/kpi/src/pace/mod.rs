//! A year that still runs: how much of its target is expected by now, and where its figure is
//! heading.
//!
//! A completion of what fell due to date is asked its whole target at any time, because numerator
//! and denominator both run; only one of the year's plan is expected to grow towards it.
//!
//! `plan` goes by the months of a plan: what is missing of it is the reason why there is no verdict.
//!
//! Everything is exact. `usual` looks at years that are over: which share of the year's figure the
//! area had by the same month. Their median is the pace; the smallest and the largest are the band
//! of the projection, which makes it a back-test of the rule on that area. With fewer than three
//! such years nothing is expected, and the year is not due.

mod planned;
mod running;
mod shares;

pub use running::{NotExpected, expected, in_year, projected, runs};
pub use shares::is_part_of;
