//! Which area, period and span combinations a KPI is answered for.

mod measures;
mod presence;
mod targets;

pub use measures::Measures;
pub use presence::{Universe, ranks_area};
pub use targets::{areas_of, asked_by_targets, binding};
