//! One KPI on one boundary → its scores: value, verdict, reasons, flags.
//!
//! The order of judgement is the public contract: data-side reasons, then whether there is a
//! target, then whether the figures state their whole period, then met or not met by exact
//! comparison.

mod assessed;
mod judge;
mod of_cells;
mod with_alternatives;

pub use judge::lacks_what_is_not_due;
pub use of_cells::{Scored, asked_with, of_others, score, score_asked};
pub use with_alternatives::WithAlternatives;
