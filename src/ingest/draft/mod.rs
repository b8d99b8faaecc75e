//! A first contract for a file: which column seems to be the area, the period, the figure, and what
//! tells figures apart.
//!
//! Nothing is decided here. Every guess carries its evidence, and what a file cannot say (title,
//! licence, unit, how settled the figures are) is left for a person. The file is read as a source
//! with the drafted layout would be, so what is found here is what a run would find.

mod blocks;
mod columns;
mod guess;
mod guesses;
mod key;
mod notation;
mod parts;
mod read;
#[cfg(test)]
mod tests;
mod to_date;
mod units;
mod value;
mod writing;

pub use columns::RowsFound;
pub use guesses::{
    AreaGuess, DimensionGuess, Draft, PeriodGuess, ToDate, USUAL_MISSING, ValueGuess, WritingDoubt,
    WritingGuess,
};
pub use read::draft;
pub use units::UNIT_MULT;
