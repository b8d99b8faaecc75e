//! From tables of records to figures: runs of records of one area and month are added up at once,
//! for all measures in one pass.
//!
//! What each data file gives is kept apart, and with it which later file took its place, so that
//! what was known at any moment can be put together from the same parts.

mod asked;
mod batch;
mod columns;
mod listed;
mod mask;
mod met;
mod row_group;
mod scan;
mod state;
mod superseded;
mod thresholds;
mod versions;
mod wants;

pub use asked::{Asked, UnitMonth, Units};
pub use listed::listed;
pub use scan::roll;
pub use state::{Content, Lines, Partial, State};
pub use versions::{Version, Versions};
