//! Cells of a measure in one period → the value of a unit of a boundary, from the highest-ranked
//! source that has it.
//!
//! Sums run only along recorded relations between units, so a region or the country never enters a
//! sum of provinces. Sources are not mixed within one sum.

mod compose;
mod join;
mod mapping;
mod on_boundary;
mod part_cells;
mod value;

pub use compose::of_one_unit;
pub(super) use join::{join, mix_series};
pub use mapping::{BoundaryMapping, BySource};
pub use on_boundary::on_boundary;
