//! What became of a row, and the row with it.

use crate::model::Correction;
use crate::rollup::row::Row;
use serde::{Deserialize, Serialize};

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Fate {
    /// It took part.
    Used,
    /// It was computed by someone from other figures.
    Derived,
    /// A correction leaves it out.
    Dropped,
    /// Another value of the preferred column was used.
    NotPreferred,
    /// The total is stated in another row, or was added up from others.
    OtherTotal,
    /// Another statement of the figure has a better rank.
    Outranked,
    /// Another statement of the same rank says something else.
    Conflict,
    /// A later publication replaced it.
    Superseded,
    /// It says again what was already known.
    Repeated,
    /// It came and was not accepted.
    Quarantined,
    /// It is of another series than the figure that was used.
    OtherSeries,
    /// It says again what was already known, as the first after the period had ended, so that the
    /// figure states the whole period.
    Confirms,
    /// It stands in a list and is not what is asked for; reported where nothing is, so that a zero
    /// can be seen.
    NotAsked,
}

/// A row with its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// The row, as published.
    pub row: Row,
    /// What became of it.
    pub fate: Fate,
    /// The delivery that no longer has it, where nothing replaced it.
    pub withdrawn_by: Option<String>,
    /// The correction applied to it.
    pub correction: Option<Correction>,
}
