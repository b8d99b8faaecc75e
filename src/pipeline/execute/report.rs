//! What a run did, for those who asked for it.

use crate::evaluate::Counts;
use crate::model::{Finding, Severity};
use crate::store::{DeliveryRecord, ReleaseState, RunOutcome};

/// What a run did.
#[derive(Clone, Debug)]
pub struct RunReport {
    /// The release that holds what was computed: in force, or waiting for approval, or one that was
    /// refused.
    pub release: String,
    /// Where that release stands.
    pub state: ReleaseState,
    /// Release in force.
    pub in_force: Option<String>,
    /// Release that came in force at the beginning of the run, because it was approved and nothing
    /// held it back any more.
    pub came: Option<String>,
    /// Whether this run put it in force, or before those who approve.
    pub new_release: bool,
    /// Nothing was new, so nothing was done.
    pub unchanged: bool,
    /// Deliveries conformed by this run.
    pub deliveries: Vec<DeliveryRecord>,
    /// What is wrong now: with sources, with the deliveries in use, with measures.
    pub findings: Vec<Finding>,
    /// How many values, verdicts and studies there are; none where nothing was done.
    pub counts: Counts,
    /// Sources that could not be read in this run; another attempt may find them.
    pub source_faults: usize,
}

impl RunReport {
    /// Whether some delivery or KPI failed while the rest was published.
    #[must_use]
    pub fn partial(&self) -> bool {
        self.findings.iter().any(|f| f.severity == Severity::Error)
    }

    /// How it ended, in a word.
    #[must_use]
    pub fn outcome(&self) -> RunOutcome {
        match RunOutcome::of(self.partial(), self.new_release) {
            RunOutcome::Published if self.state != ReleaseState::InForce => RunOutcome::Proposed,
            outcome => outcome,
        }
    }
}
