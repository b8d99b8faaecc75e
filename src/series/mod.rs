//! What verdicts and studies share: figures brought onto one set of administrative units, from the best source.

mod boundary;
mod combine;
mod periods;
mod upward;

pub use boundary::{BoundaryMap, Composition};
pub use combine::on_boundary;
pub use periods::work_out;
pub use upward::sum_up;
