//! What the deliveries that were accepted say in concepts of SDMX that nothing maps, for the next one
//! of the same source to be compared with.

use crate::error::RunError;
use crate::ingest::{self, Delivery, Settled, StatedConcepts};
use crate::model::{Dataset, DeliveryOutcome, Source};
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::{PendingDelivery, Todo};
use crate::store::LandedDelivery;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A delivery that was accepted.
enum AcceptedDelivery {
    /// What it says, as this run has read it.
    Read(StatedConcepts),
    /// One that this run need not read for anything else.
    Kept(Box<LandedDelivery>),
}

/// Accepted deliveries by source, in the order in which they came.
#[derive(Default)]
pub(super) struct ConceptsBefore(
    BTreeMap<String, BTreeMap<(DateTime<Utc>, String), AcceptedDelivery>>,
);

impl ConceptsBefore {
    /// Refuses a delivery that says something else than the one before it from the same source.
    pub(super) fn compare_with_last(
        &mut self,
        bench: &ConformInputs<'_>,
        stocked: &PendingDelivery<'_>,
        delivered: &Delivery<'_>,
        conformed: &mut Settled,
    ) -> Result<(), RunError> {
        let Some(source) = stocked.source.filter(|_| !conformed.concepts.is_empty()) else {
            return Ok(());
        };
        if conformed.outcome != DeliveryOutcome::Accepted {
            return Ok(());
        }
        let of_source = self.0.entry(source.id.clone()).or_default();
        let moment = (delivered.fetched_at, delivered.id.to_owned());
        if let Some(((_, id), last)) = of_source.range_mut(..moment.clone()).next_back() {
            let said = last.read(bench, stocked.dataset, source)?;
            ingest::refuse_other_concepts(conformed, delivered, (id, said));
        }
        if conformed.outcome == DeliveryOutcome::Accepted {
            of_source.insert(moment, AcceptedDelivery::Read(conformed.concepts.clone()));
        }
        Ok(())
    }
}

impl AcceptedDelivery {
    /// What it says; read once.
    fn read(
        &mut self,
        bench: &ConformInputs<'_>,
        dataset: &Dataset,
        source: &Source,
    ) -> Result<&StatedConcepts, RunError> {
        if let AcceptedDelivery::Kept(landed) = self {
            let (bytes, pages) = (bench.bytes(landed)?, landed.receipt.pages());
            let delivered = bench.delivery(landed, bytes.as_deref(), &pages);
            let areas = &bench.registers.areas;
            let said = ingest::stated_concepts(dataset, source, &delivered, areas)?;
            *self = AcceptedDelivery::Read(said);
        }
        match self {
            AcceptedDelivery::Read(said) => Ok(said),
            AcceptedDelivery::Kept(_) => Err(RunError::Internal("a delivery was not read")),
        }
    }
}

impl ConformInputs<'_> {
    /// The accepted deliveries that are not conformed again.
    pub(super) fn concepts_before(
        &self,
        places: &[usize],
        todo: &[Todo<'_, '_>],
    ) -> Result<ConceptsBefore, RunError> {
        let Some((stocked, _)) = places.first().and_then(|i| todo.get(*i)) else {
            return Ok(ConceptsBefore::default());
        };
        let table = stocked.dataset.id.as_str();
        let again: BTreeSet<&str> = { places.iter() }
            .filter_map(|i| todo.get(*i))
            .map(|(stocked, _)| stocked.landed.delivery.as_str())
            .collect();
        let mut before = ConceptsBefore::default();
        for landed in self.lake.landed(table)? {
            let id = landed.delivery.clone();
            if again.contains(id.as_str()) || self.live.of(table, &id).is_empty() {
                continue;
            }
            let of_source = before
                .0
                .entry(landed.receipt.source_id.clone())
                .or_default();
            let moment = (landed.receipt.fetched_at, id);
            of_source.insert(moment, AcceptedDelivery::Kept(Box::new(landed)));
        }
        Ok(before)
    }
}
