//! What is kept of an evaluation, and how little of the next one has to be made.

use crate::kpi::Revision;
use crate::model::{BoundaryKey, Score};
use crate::rollup::Differences;
use crate::series::Values;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What was computed, with all that is needed to do only a part of it again. It fits one
/// configuration, one program and one set of registers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// Values over time, by measure and boundary.
    pub(super) values: BTreeMap<BoundaryKey, Values>,
    /// Scores and revisions, by KPI and boundary.
    pub(super) scores: BTreeMap<BoundaryKey, Scored>,
    /// Measures with a source that was broken.
    pub(super) broken: BTreeSet<String>,
}

/// The scores of a KPI on a boundary.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Scored {
    /// Each on its own, before what is said of it among others.
    pub(super) scores: Vec<Score>,
    pub(super) revisions: Vec<Revision>,
    /// The moments at which the measures of the KPI may have changed.
    pub(super) moments: BTreeSet<DateTime<Utc>>,
}

/// What was kept, and the cells of each dataset that have changed since.
#[derive(Default)]
pub struct CachedState {
    /// What was kept.
    pub kept: Kept,
    /// What changed since.
    pub changed: BTreeMap<String, Differences>,
}

/// How much was made, of how much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvaluatedShare {
    /// Values of measures that were made.
    pub values: usize,
    /// Values of measures.
    pub of_values: usize,
    /// Scores that were made.
    pub scores: usize,
    /// Scores.
    pub of_scores: usize,
}
