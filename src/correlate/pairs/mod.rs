//! Pairs: a score of an area and the outcome of the same area a number of periods later. What does
//! not have both is left out and counted.

mod book;
mod circular;
mod series;

pub(super) use book::{Book, Pair};
pub use series::StudyInputs;
