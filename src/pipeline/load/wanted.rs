//! Which state of tables is wanted, and what they are rolled up with.

use crate::model::{AreaRegister, Correction, Measure};
use std::collections::BTreeMap;

/// Which state of a table is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableState {
    /// The newest.
    Newest,
    /// A version.
    Version(u64),
    /// The one before the table existed.
    Absent,
}

/// What tables are rolled up with.
#[derive(Clone, Copy)]
pub struct Rolling<'a> {
    /// Measures wanted.
    pub measures: &'a [Measure],
    /// Corrections by dataset.
    pub corrections: &'a BTreeMap<String, Vec<Correction>>,
    /// Areas.
    pub areas: &'a AreaRegister,
}
