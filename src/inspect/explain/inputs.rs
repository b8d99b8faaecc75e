//! What an explanation is made from.

use crate::config::Project;
use crate::evaluate::history::History;
use crate::evaluate::results::Computed;
use crate::governance::Registers;
use crate::inspect::explain::delivery::ExplainedDelivery;
use crate::inspect::explain::lookups::Lookups;
use crate::inspect::quarantine::observation::QuarantinedObservation;
use crate::kpi::Revised;
use crate::model::{DeliveryKey, MeasureSource, MeasureValue};
use crate::pipeline::load::DaysOfRows;
use crate::rollup::{RecordTrace, Rows};
use crate::store::FindingRecord;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an explanation is made from.
#[derive(Clone, Copy)]
pub struct ExplainInputs<'a> {
    /// Project.
    pub project: &'a Project,
    /// Registers.
    pub registers: &'a Registers,
    /// Rows by dataset.
    pub tables: &'a BTreeMap<String, Rows>,
    /// The days at which the codes of areas are read in them.
    pub days: &'a BTreeMap<String, DaysOfRows>,
    /// Where the records stand that sources of measures ask for.
    pub records: &'a [(MeasureSource, RecordTrace)],
    /// Deliveries.
    pub deliveries: &'a BTreeMap<DeliveryKey, ExplainedDelivery>,
    /// What conforming had to say, which repairs were applied among it.
    pub findings: &'a [FindingRecord],
    /// What was quarantined.
    pub kept_aside: &'a [QuarantinedObservation],
    /// What operands look up.
    pub lookups: &'a Lookups<'a>,
    /// Values of the measures.
    pub values: &'a [Arc<MeasureValue>],
    /// Only what was known by then.
    pub as_of: Option<DateTime<Utc>>,
    /// What was computed.
    pub computed: &'a Computed,
    /// What the measures have said so far.
    pub history: &'a History,
    /// How much they have been revised.
    pub revised: &'a Revised<'a>,
}
