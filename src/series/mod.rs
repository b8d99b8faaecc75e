//! What verdicts and studies share: figures brought onto one set of administrative units, from the best source.

mod boundary;
mod combine;
mod over_time;
mod periods;

pub use boundary::{BoundaryMap, Composition};
pub use over_time::{CellKey, Mended, OverTime, Turns, ValueKey, ValueLine, Values};
