//! From tables of records to figures: runs of records of one area and month are added up at once,
//! for all measures in one pass.
//!
//! What each data file gives is kept apart, and with it which later file took its place, so that
//! what was known at any moment can be put together from the same parts.

mod alike;
mod asked;
mod batch;
mod columns;
mod flows;
mod kept;
mod listed;
mod mask;
mod met;
mod prints;
mod rolling;
mod row_group;
mod scan;
mod snapshots;
mod sql;
mod state;
mod stated;
mod superseded;
mod thresholds;
mod versions;
mod wants;

pub use asked::{Asked, UnitMonth, Units};
pub use flows::{SnapshotChange, UnitChange, changes};
pub use kept::{KeptBefore, KeptParts};
pub use listed::listed;
pub use rolling::{roll, roll_by};
pub use snapshots::{Neighbours, neighbours, snapshot_days};
pub use sql::{SqlServer, changes_by};
pub use state::{Content, Lines, Partial, State};
pub use stated::stated_months;
pub use versions::{Version, Versions};
