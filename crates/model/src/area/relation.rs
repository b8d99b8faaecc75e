//! What happened between two units when boundaries changed.

use crate::words;
use chrono::NaiveDate;

/// What happened between two units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// The whole of `from` became part of `to`.
    Merge,
    /// `from` was divided; `to` is one of the parts.
    Split,
    /// A part of `from` that figures cannot separate went to `to`; both go on.
    Transfer,
    /// The same place under another code or name.
    Rename,
}

words!(RelationKind, "kind of relation", { Merge => "merge", Split => "split", Transfer => "transfer", Rename => "rename" });

/// One step from a unit to its successor on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// First day of the new state.
    pub date: NaiveDate,
    /// What happened.
    pub kind: RelationKind,
    /// Code on the day before.
    pub from_code: String,
    /// Code on the day.
    pub to_code: String,
    /// Remark.
    pub note: String,
}
