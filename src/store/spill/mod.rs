//! Sorting of more rows than memory should hold: sorted runs on disk, merged as they are read.
//!
//! Rows are bytes: a key that is compared as bytes are, and what belongs to it. Equal keys keep the
//! order in which they came, so the result does not depend on how much memory there is. Runs are
//! nameless files of the lake's folder: whatever happens to the process, nothing is left behind.

mod merge;
mod sorter;

pub use merge::SortedRow;
pub use sorter::{Sorted, Sorter};
