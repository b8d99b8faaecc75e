//! One record to one row. Every rule that looks at a single observation is here; the first one
//! broken is reported.
//!
//! `read` reads a record, `build` makes its row, `place` that of a figure that is not there; the
//! others read one thing each that a row says.

mod area;
mod build;
mod content;
mod dimensions;
mod known_from;
mod place;
pub(super) mod qualifiers;
mod read;
mod text;
mod unit;

pub(in crate::ingest) use area::{AreaOf, resolve as resolve_area};
pub(in crate::ingest) use known_from::later_than_fetched;
pub(super) use place::{held_back, hole, unreadable};
pub(super) use read::read;
