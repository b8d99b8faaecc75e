//! How much the figures of a measure have been revised after they were said, and whether a verdict
//! hangs on that.
//!
//! A revision is the distance from an earlier figure to the latest one known of the same area and
//! period: of an amount as a share of the earlier one, of a rate, share, score or index as a
//! difference in its unit (half a point more is half a point, of 1 % and of 60 %); a figure without
//! a later one says nothing, and another unit, basis or scheme is another figure. It is counted by
//! maturity in two ways, as revision analysis does (OECD and Eurostat, *Guidelines on Revisions
//! Policy and Analysis*; OECD, *Revisions Analysis Database*): from the first figure of a status
//! (estimate, preliminary, final), and from the first, second, … figure said. The mean is the bias,
//! the mean of sizes how large revisions usually are. A margin within the revisions that nine in
//! ten figures of that status stayed within is a knife edge. With few revisions nobody knows, and
//! nothing is said.

mod knife_edge;
mod of_measures;
mod revisions;
mod unit;

pub use of_measures::{KeptRevisions, Maturity, Revised, RevisionGroup, alike};
pub use revisions::{FEWEST_REVISIONS, Revisions};
pub use unit::RevisionUnit;
