//! What verdicts would have been had another figure been chosen: of another dataset of the measure,
//! of another source within the dataset, or of an earlier vintage that is as settled as the figure
//! it is compared with.
//!
//! All statements of a figure are kept and one is used, by declared rank. A reader who knows
//! another one wants to see what hangs on the choice. A source is put in wherever it has the
//! figure, for all operands of the measure at once, as if it had been ranked first; targets, the
//! pace of earlier years and the other areas of a ranking stay. Nothing here changes a verdict.

mod by_source;
mod not_used;
mod of_made;
mod of_scores;
mod places_of_cells;
mod vintages;

pub use of_scores::alternatives;
