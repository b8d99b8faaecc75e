//! What may be odd about the cells of a column.

use crate::model::Place;

/// How often something was seen, and where first.
pub(super) struct Tallied {
    pub(super) place: Place,
    pub(super) raw: String,
    pub(super) detail: String,
    pub(super) count: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OddityKind {
    Percent,
    Scaled,
    Typed,
    Hidden,
    Note,
    Partial,
}
