//! A union of units, and what became of it.

use chiso_model::{Relation, UnitId};
use std::collections::BTreeSet;

/// What became of the units of a union.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// One unit that goes on under its code and name.
    Same,
    /// One unit under another code or name.
    Renamed,
    /// Several became one.
    Merged,
    /// One became several.
    Split,
    /// Several became several.
    Regrouped,
    /// Nothing is known of it before.
    Begun,
    /// Nothing is known of it after.
    Ended,
}

impl Outcome {
    /// The word in files and tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Same => "same",
            Outcome::Renamed => "renamed",
            Outcome::Merged => "merged",
            Outcome::Split => "split",
            Outcome::Regrouped => "regrouped",
            Outcome::Begun => "begun",
            Outcome::Ended => "ended",
        }
    }
}

/// A union of units that is the same place on both days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its units on the earlier day, by code.
    pub from: Vec<UnitId>,
    /// Its units on the later day, by code.
    pub to: Vec<UnitId>,
    /// What became of them.
    pub outcome: Outcome,
    /// What happened within it, by date.
    pub relations: Vec<Relation>,
    /// Parts that came or went and that figures cannot separate.
    pub transfers: Vec<Relation>,
    /// Units of the later day together with which it would be exact; empty when it is.
    pub exact_with: BTreeSet<UnitId>,
}
