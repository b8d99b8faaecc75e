//! A first contract for a file: which column seems to be the area, the period, the figure, and what
//! tells figures apart.
//!
//! Nothing is decided here. Every guess carries its evidence, and what a file cannot say (title,
//! licence, unit, how settled the figures are) is left for a person. The file is read as a source
//! with the drafted layout would be, so what is found here is what a run would find.

mod blocks;
mod columns;
mod file;
mod guess;
mod guesses;
mod headers;
mod key;
mod letters;
mod mixed;
mod notation;
mod one;
mod parts;
mod read;
mod sampled;
mod several;
mod signs;
#[cfg(test)]
mod tests;
mod to_date;
mod units;
mod unlisted;
mod value;
mod writing;
mod written;

pub use columns::RowsFound;
pub use guesses::{
    AreaGuess, DimensionGuess, Draft, LayoutEvidence, PeriodGuess, SampledLetters, ToDate,
    USUAL_MISSING, ValueGuess, WritingDoubt, WritingGuess,
};
pub use read::draft;
pub use units::UNIT_MULT;
