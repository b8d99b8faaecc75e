//! Which stated figures make up a stretch of months: those that add up to it, or years to date of
//! which one is taken off another.
//!
//! A stretch that is itself stated is used as stated, whatever it is called: the first quarter, the
//! year to date of March and that of the first quarter are one stretch. Else the fewest stated
//! figures that add up to it are used, so that a stated quarter stands for its months. Only where
//! none add up is a difference of cumulative figures of a year taken, `C(month)`, with `C(0)`
//! nothing.

mod differences;
mod ends;
mod stated;

pub use differences::{By, Differences};
pub use ends::Ends;
pub use stated::{StatedFigures, stretches, stretches_of_whole};
