//! What a look at the sources is given, and what it gives.

use crate::config::Project;
use crate::model::{DeliveryKey, Finding};
use crate::pipeline::Environment;
use crate::pipeline::drop_folders::Dropped;
use crate::pipeline::lost_deliveries::Former;
use crate::store::Lake;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// What a look at the sources gave.
#[derive(Default)]
pub struct FetchOutcome {
    /// Faults of sources, by dataset.
    pub findings: Vec<(String, Finding)>,
    /// Every delivery that the sources hold now; `None` when they were not looked at.
    pub current: Option<BTreeSet<DeliveryKey>>,
    /// Files of drop folders that were landed and are to be moved.
    pub dropped: Vec<Dropped>,
    /// Datasets whose sources were not looked at while others were.
    pub unseen: BTreeSet<String>,
}

/// Whose sources are looked at, when, and where what they deliver is landed.
#[derive(Clone, Copy)]
pub struct Looking<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its lake.
    pub lake: &'a Lake,
    /// How others are asked.
    pub world: Environment<'a>,
    /// The time at which it is received.
    pub now: DateTime<Utc>,
    /// What the last release was made from.
    pub former: &'a Former,
}
