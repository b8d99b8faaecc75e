//! What data files give, each apart, with what came of it later.

use super::asked::UnitMonth;
use super::state::Partial;
use std::collections::BTreeMap;

/// What a data file gives of a unit and month, while it was not superseded.
#[derive(Clone, Debug)]
pub struct Version {
    /// The data file, by its place in the order in which files became known.
    pub from: usize,
    /// The data file by which these records were superseded.
    pub to: Option<usize>,
    /// Another data file that became known at the same moment says something of them too.
    pub conflict: bool,
    /// What they give.
    pub partial: Partial,
}

/// What all data files give.
pub type Versions = BTreeMap<UnitMonth, Vec<Version>>;
