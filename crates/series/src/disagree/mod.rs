//! Two statements of one stretch and area that differ by more than their rounding: a stated quarter
//! and its months, a region's own figure and the sum of its provinces, a total and the sum over its
//! members, whatever the periods that either is worked out from. One of the two is used everywhere;
//! that they differ is reported, once for each figure.

mod difference;
mod message;
mod report;

pub use difference::{Against, differing};
pub use report::disagreements;
