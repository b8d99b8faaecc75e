//! A delivery made into rows in memory: for one that people look at.

use super::decoded::conform_to;
use super::delivered::Delivery;
use super::outcome::{Conformed, Out, Quarantined, Settled, internal};
use super::stated_concepts::StatedConcepts;
use crate::model::{AreaRegister, Dataset, DeliveryOutcome, Source};
use crate::store::{Sorter, StoreError};
use arrow::compute::concat_batches;
use arrow::record_batch::RecordBatch;

/// Keeps everything in memory.
#[derive(Default)]
struct InMemory {
    rows: Vec<RecordBatch>,
    quarantine: Vec<Quarantined>,
}

impl Out for InMemory {
    fn rows(&mut self, batch: RecordBatch) -> Result<(), StoreError> {
        self.rows.push(batch);
        Ok(())
    }

    fn quarantine(&mut self, bad: Vec<Quarantined>) -> Result<(), StoreError> {
        self.quarantine.extend(bad);
        Ok(())
    }

    fn sorter(&self, _: usize) -> Sorter {
        Sorter::in_memory()
    }
}

/// Keeps nothing.
struct NoRows;

impl Out for NoRows {
    fn rows(&mut self, _: RecordBatch) -> Result<(), StoreError> {
        Ok(())
    }

    fn quarantine(&mut self, _: Vec<Quarantined>) -> Result<(), StoreError> {
        Ok(())
    }

    fn sorter(&self, _: usize) -> Sorter {
        Sorter::in_memory()
    }
}

/// What a delivery says in concepts that nothing maps, without keeping its rows.
///
/// # Errors
/// As [`conform_to`].
pub fn stated_concepts(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
) -> Result<StatedConcepts, StoreError> {
    conform_to(dataset, source, delivered, areas, &mut NoRows).map(|settled| settled.concepts)
}

/// Decodes a delivery and makes rows of it, all in memory: for one that people look at.
#[must_use]
pub fn conform(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
) -> Conformed {
    in_memory(delivered, |out| {
        conform_to(dataset, source, delivered, areas, out)
    })
}

/// Rows and quarantined observations in memory.
pub(in crate::ingest) fn in_memory(
    delivered: &Delivery<'_>,
    conform: impl FnOnce(&mut dyn Out) -> Result<Settled, StoreError>,
) -> Conformed {
    let mut out = InMemory::default();
    let settled = conform(&mut out).unwrap_or_else(|e| {
        Settled::without_rows(DeliveryOutcome::Refused, vec![internal(delivered, &e)])
    });
    let Settled {
        findings,
        accounting,
        outcome,
        ..
    } = settled;
    let accepted = outcome == DeliveryOutcome::Accepted;
    let whole = out
        .rows
        .first()
        .map(RecordBatch::schema)
        .filter(|_| accepted);
    let batch = whole.and_then(|schema| concat_batches(&schema, &out.rows).ok());
    Conformed {
        batch,
        quarantine: out.quarantine,
        findings,
        accounting,
        outcome,
    }
}
