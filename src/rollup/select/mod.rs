//! Which rows take part in a measure, and why the others do not.
//!
//! One statement of a figure is used: derived and dropped rows never, the preferred value of a
//! ranked column before the others, the best rank before the others. Statements of equal rank that
//! disagree are a conflict, not a sum.

mod choose;
mod fate;
mod statement;
mod totals;
mod ways;

pub use choose::{matches, select};
pub use fate::{Fate, Traced};
pub use statement::{FigureKey, among_equals, figure_key, said};
pub use totals::{lacking_members, lacks_members, separate_extremes, set_aside};
pub use ways::{other_ways, stated_totals, totals_of};
