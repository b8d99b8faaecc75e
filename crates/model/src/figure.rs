//! A published figure with everything that is known about it.

use crate::decimal::Dec;
use crate::status::{PlanStage, Status};
use crate::verdict::{Flag, Reason};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A value with everything that must travel with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The value; `None` when rows exist but give none that could be defended (`reasons` says why).
    pub value: Option<Dec>,
    /// Unit.
    pub unit: String,
    /// What exactly is counted, a word of the office's own.
    pub basis: String,
    /// The scoring scheme it was made by; empty when none is stated.
    pub scheme: String,
    /// Stage, for plans.
    pub plan_stage: Option<PlanStage>,
    /// Weakest status of the rows.
    pub status: Status,
    /// Half-width of the rounding of the published input, in `unit`.
    pub rounding: Dec,
    /// Latest publication among the rows.
    pub known_from: DateTime<Utc>,
    /// Sources of the rows.
    pub source_ids: BTreeSet<String>,
    /// Deliveries of the rows.
    pub deliveries: BTreeSet<String>,
    /// Flags so far.
    pub flags: BTreeSet<Flag>,
    /// Why it cannot be used, if so.
    pub reasons: BTreeSet<Reason>,
}
