//! What the deliveries that were accepted hold, for the next one to be compared with.

use crate::error::RunError;
use crate::ingest::{self, Delivery, Settled};
use crate::model::{Dataset, DeliveryOutcome};
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::{PendingDelivery, Todo};
use crate::store::{LandedDelivery, StoreError};
use arrow::array::AsArray;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are read at once.
const AT_ONCE: usize = 4096;

/// What deliveries that were accepted hold, by where they came from and in the order in which they
/// came.
#[derive(Default)]
pub(super) struct AcceptedBefore(BTreeMap<(String, String), InOrder>);

/// What deliveries hold, by when they were landed and their id.
type InOrder = BTreeMap<(DateTime<Utc>, String), ingest::Held>;

/// Where a delivery came from, as far as the next one can be compared with it: its source and its
/// path; every file of a drop folder is the next of the one before.
fn stream(dataset: &Dataset, landed: &LandedDelivery) -> (String, String) {
    let receipt = &landed.receipt;
    let dropped = dataset
        .sources
        .iter()
        .any(|s| s.id == receipt.source_id && s.drop.is_some());
    let fetched = receipt.transfer.is_some();
    (
        receipt.source_id.clone(),
        if dropped || fetched {
            String::new()
        } else {
            receipt.path.clone()
        },
    )
}

impl AcceptedBefore {
    /// Refuses a delivery that holds far less than the one before it from the same place.
    pub(super) fn compare_with_last(
        &mut self,
        conformed: &mut Settled,
        stocked: &PendingDelivery<'_>,
        delivered: &Delivery<'_>,
    ) {
        let of_stream = self
            .0
            .entry(stream(stocked.dataset, &stocked.landed))
            .or_default();
        let moment = (
            stocked.landed.receipt.fetched_at,
            stocked.landed.delivery.clone(),
        );
        let last = of_stream
            .range(..moment.clone())
            .next_back()
            .map(|(_, held)| *held);
        ingest::refuse_shrunken(conformed, stocked.dataset, delivered, last);
        if conformed.outcome == DeliveryOutcome::Accepted {
            of_stream.insert(moment, conformed.held);
        }
    }
}

impl ConformInputs<'_> {
    /// What the deliveries that are not conformed again hold, where the contract asks how much the
    /// one before held.
    pub(super) fn before(
        &self,
        places: &[usize],
        todo: &[Todo<'_, '_>],
    ) -> Result<AcceptedBefore, RunError> {
        let Some((stocked, _)) = places.first().and_then(|i| todo.get(*i)) else {
            return Ok(AcceptedBefore::default());
        };
        if stocked.dataset.contract.volume.of_last.is_none() {
            return Ok(AcceptedBefore::default());
        }
        let again: BTreeSet<&str> = places
            .iter()
            .filter_map(|i| todo.get(*i))
            .map(|(s, _)| s.landed.delivery.as_str())
            .collect();
        let held = match self.held(&stocked.dataset.id) {
            // Rows of an earlier contract: then every delivery is conformed again.
            Err(StoreError::Table { .. }) => BTreeMap::new(),
            held => held?,
        };
        let kept = self
            .lake
            .landed(&stocked.dataset.id)?
            .into_iter()
            .filter(|l| !l.receipt.partial() && !again.contains(l.delivery.as_str()));
        let known = kept.filter_map(|l| {
            let held = *held.get(&l.delivery)?;
            let of = stream(stocked.dataset, &l);
            Some((of, ((l.receipt.fetched_at, l.delivery), held)))
        });
        let mut before = AcceptedBefore::default();
        for (stream, (at, held)) in known {
            before.0.entry(stream).or_default().insert(at, held);
        }
        Ok(before)
    }

    /// What a table holds of each delivery.
    pub(super) fn held(&self, table: &str) -> Result<BTreeMap<String, ingest::Held>, StoreError> {
        let parts = self.lake.tables().parts(table, None)?;
        let mut found: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
        for file in &parts.files {
            let (rows, areas) = found.entry(file.delivery.clone()).or_default();
            *rows += file.rows;
            for batch in parts.batches(file, &["area_code"], AT_ONCE)? {
                let batch = batch?;
                let codes = batch
                    .column_by_name("area_code")
                    .and_then(|c| c.as_string_opt::<i32>());
                areas.extend(
                    codes
                        .into_iter()
                        .flat_map(|codes| codes.iter().flatten().map(str::to_owned)),
                );
            }
        }
        Ok(found
            .into_iter()
            .map(|(id, (rows, areas))| {
                (
                    id,
                    ingest::Held {
                        rows,
                        areas: areas.len() as u64,
                    },
                )
            })
            .collect())
    }
}
