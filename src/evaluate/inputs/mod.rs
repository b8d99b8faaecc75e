//! What everything is computed from. [`evaluation`](crate::evaluate::evaluation) is how, the one
//! computation that `run`, `test` and `explain` share.

mod codes_behind;
mod datasets_behind;
mod figures;
mod given;
mod studies;

pub use codes_behind::codes_behind;
pub use datasets_behind::{broken_measures, decisions, moments, needed, wanted, withdrawals};
pub use figures::{cells_of, faults, lines_of, values_of};
pub use given::{Inputs, of_dataset, settings};
pub use studies::associations;
