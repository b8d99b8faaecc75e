//! Repairs: what is read in place of a cell of one delivery that could not be read as it stands.
//!
//! A repair corrects what was handed in; a [`Correction`](crate::Correction) is about a
//! figure that was read well and is wrong. The landed bytes never change: a repair is laid over the
//! cell when the delivery is conformed, and only while the cell says what the repair expects.

use crate::finding::Place;
use chrono::NaiveDate;

/// Stands between the cells of a row where a whole row is one text.
pub const CELLS_JOINED: &str = " | ";

/// A repair of one cell, or of one row, of one delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Delivery: 12 hex digits.
    pub delivery: String,
    /// Sheet or member; empty when the file has no parts.
    pub part: String,
    /// Row in the delivered file, from 1.
    pub row: u64,
    /// Column in the delivered file; empty when the whole row is meant, its cells joined by
    /// [`CELLS_JOINED`].
    pub col: String,
    /// What stands there. Another text there means that the repair is of something else.
    pub expect: String,
    /// What is done.
    pub action: RepairAction,
    /// Why.
    pub reason: String,
    /// Who decided it.
    pub by: String,
    /// When it was decided.
    pub date: NaiveDate,
    /// Where the repair is declared.
    pub declared_at: Place,
}

/// What is done about a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RepairAction {
    /// This text is read in its place.
    Value(String),
    /// The observation is not used and counts as ignored.
    Drop,
}
