//! Which area, period and span combinations a KPI is answered for.

mod measures;
mod presence;
mod targets;

pub use measures::Measures;
pub use presence::{Places, Presence, Universe, at, ranks_area};
pub use targets::{KpiTargets, TargetCells, areas_of};
