//! What data files give, each apart, with what came of it later.

use super::asked::UnitMonth;
use super::state::Partial;
use chiso_model::Reason;
use std::collections::BTreeMap;

/// What a data file gives of a unit and month, while it was not superseded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The data file since which they count, by its place in the order in which files became known.
    pub from: usize,
    /// The data file by which these records were superseded.
    pub to: Option<usize>,
    /// The data file in which the records stand.
    pub file: usize,
    /// Another data file that became known at the same moment says something of them too.
    pub conflict: bool,
    /// Why they make no figure.
    pub reason: Option<Reason>,
    /// What they give.
    pub partial: Partial,
}

/// What all data files give.
pub type Versions = BTreeMap<UnitMonth, Vec<Version>>;
