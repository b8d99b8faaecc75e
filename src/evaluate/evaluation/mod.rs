//! Tables → measures → scores with their history.
//!
//! All of it is computed every time. What a run need not do again lies on both sides of it: the
//! cells of tables, which it is given, and the rows of studies, which a
//! [`StudyCache`](crate::correlate::StudyCache) hands out.

mod all_areas;
mod measure_values;
mod order;
mod part;
mod scoring;

pub use all_areas::AllAreas;
pub use order::{Counts, Evaluated, evaluate, evaluate_with};
pub use part::{ScoresWanted, evaluate_part};
