//! Reference areas as dated units, and the relations between units when boundaries change.
//!
//! A unit is a code *and* the day it came into being: the same code may be another place later (Lào
//! Cai is 10 until 30 June 2025, then 15, which had been Yên Bái), so nothing here joins on a code
//! or a name without a date.

mod existence;
mod land;
mod made_of;
mod month;
mod name;
mod place;
mod register;
mod regrouped;
mod relation;
mod renamings;
#[cfg(test)]
mod tests;
mod unit;

pub use name::fold_name;
pub use register::{AreaRegister, Unresolved};
pub use relation::{Relation, RelationKind};
pub use unit::{AreaUnit, FirstAndLast, UnitId};
