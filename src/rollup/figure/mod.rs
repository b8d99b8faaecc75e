//! The figure of one cell from the rows that were selected for it.

mod aggregate;
mod group;
mod nothing;
mod of_group;

pub use aggregate::Overflow;
pub(in crate::rollup) use aggregate::{mean, quantile};
pub use group::Group;
pub use of_group::figure;
pub(in crate::rollup) use of_group::withheld;
