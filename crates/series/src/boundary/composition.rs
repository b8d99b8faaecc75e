//! What a unit of one day is made of, of the units of another.

use chiso_model::UnitId;
use std::collections::BTreeSet;

/// What a unit of the boundary day is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Composition {
    /// Units of the other day whose figures are added up.
    pub parts: BTreeSet<UnitId>,
    /// A part that figures cannot separate came or went: the sum is near, not exact.
    pub approximate: bool,
    /// The parts hold more than this unit and cannot be divided: there is no figure.
    pub divided: bool,
    /// An area below left it or came to it on the way.
    pub(super) regrouped: bool,
}

impl Composition {
    /// A unit that is itself.
    pub(crate) fn of(unit: UnitId) -> Composition {
        Composition {
            parts: BTreeSet::from([unit]),
            ..Composition::default()
        }
    }

    pub(super) fn absorb(&mut self, other: &Composition) {
        self.parts.extend(&other.parts);
        self.approximate |= other.approximate;
        self.divided |= other.divided;
        self.regrouped |= other.regrouped;
    }
}
