//! Pairs: a score of an area and the outcome of the same area a number of periods later. What does
//! not have both is left out and counted.

mod areas;
mod book;
mod circular;
mod given;
mod hash;
mod series;

pub(super) use areas::ComparedAreas;
pub(super) use book::{Book, Pair};
pub use given::StudyInputs;
pub(super) use hash::BookHash;
