//! Cells over time → values over time, on one boundary: what was known of each figure from each
//! moment on.
//!
//! A value depends on the cells of its own parts only, and a period that is worked out on the
//! values of its own area only.

mod from_cells;
mod lines;
mod made_of_others;
mod values;

pub use from_cells::OverTime;
pub use made_of_others::made_of_others;
pub use values::Values;
