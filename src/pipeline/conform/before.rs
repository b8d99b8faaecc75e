//! What the deliveries that were accepted hold, for the next one to be compared with.

use crate::error::RunError;
use crate::ingest::records::day_of_snapshot;
use crate::ingest::{self, Delivery, Settled};
use crate::model::{Dataset, Delivers, DeliveryOutcome, RecordLayout};
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::{PendingDelivery, Todo};
use crate::store::{LandedDelivery, StoreError};
use arrow::array::AsArray;
use arrow::datatypes::Date32Type;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are read at once.
const AT_ONCE: usize = 4096;

/// What deliveries that were accepted hold, by where they came from and in the order in which they
/// came.
#[derive(Default)]
pub(super) struct AcceptedBefore(BTreeMap<(String, String), InOrder>);

/// What deliveries hold, by the day of a snapshot (which others have not), when they were landed, and
/// their id.
type InOrder = BTreeMap<(Option<NaiveDate>, DateTime<Utc>, String), ingest::Held>;

/// Where a delivery came from, as far as the next one can be compared with it: its source and its
/// path; every file of a drop folder is the next of the one before, and so is every snapshot.
fn stream(dataset: &Dataset, landed: &LandedDelivery) -> (String, String) {
    let receipt = &landed.receipt;
    if snapshots(dataset).is_some() {
        return (String::new(), String::new());
    }
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
        let landed = stocked.landed.receipt.fetched_at;
        let moment = (conformed.held.day, landed, stocked.landed.delivery.clone());
        // What lands later decides nothing. A snapshot is compared with one of an earlier day.
        let is_before = |(day, at, _): &&(Option<NaiveDate>, DateTime<Utc>, String)| {
            *at <= landed && (day.is_none() || *day < moment.0)
        };
        let mut earlier = of_stream.range(..moment.clone()).rev();
        let last = earlier.find(|(at, _)| is_before(at)).map(|(_, held)| *held);
        // Areas of a register merge from one snapshot to the next.
        let last = last.map(|last| ingest::Held {
            areas: if last.day.is_some() { 0 } else { last.areas },
            ..last
        });
        ingest::refuse_shrunken(conformed, stocked.dataset, delivered, last);
        if conformed.outcome == DeliveryOutcome::Accepted {
            of_stream.insert(moment, conformed.held);
        }
    }
}

/// What the records of a register are that comes in snapshots.
fn snapshots(dataset: &Dataset) -> Option<&RecordLayout> {
    let records = dataset.contract.records.as_deref();
    records.filter(|layout| layout.delivers == Delivers::Snapshot)
}

impl ConformInputs<'_> {
    /// Deliveries in the order in which they are compared: of snapshots that were landed together, by
    /// their days.
    pub(super) fn in_order(&self, places: &[usize], todo: &[Todo<'_, '_>]) -> Vec<usize> {
        let mut places = places.to_vec();
        places.sort_by_cached_key(|place| {
            let (stocked, _) = todo.get(*place)?;
            let delivered = self.delivery(&stocked.landed, None, &[]);
            let day = day_of_snapshot(snapshots(stocked.dataset)?, stocked.source?, &delivered);
            Some((stocked.landed.receipt.fetched_at, day))
        });
        places
    }

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
        let date = snapshots(stocked.dataset).map(|layout| layout.date.as_str());
        let held = match self.held(&stocked.dataset.id, date) {
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
            Some((of, ((held.day, l.receipt.fetched_at, l.delivery), held)))
        });
        let mut before = AcceptedBefore::default();
        for (stream, (at, held)) in known {
            before.0.entry(stream).or_default().insert(at, held);
        }
        Ok(before)
    }

    /// What a table holds of each delivery; of snapshots the day of which stands in a column.
    pub(super) fn held(
        &self,
        table: &str,
        date: Option<&str>,
    ) -> Result<BTreeMap<String, ingest::Held>, StoreError> {
        let parts = self.lake.tables().parts(table, None)?;
        let mut days: BTreeMap<String, NaiveDate> = BTreeMap::new();
        let mut found: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
        for file in &parts.files {
            let (rows, areas) = found.entry(file.delivery.clone()).or_default();
            *rows += file.rows;
            let columns: Vec<&str> = std::iter::once("area_code").chain(date).collect();
            for batch in parts.batches(file, &columns, AT_ONCE)? {
                let batch = batch?;
                let of_day = date.and_then(|date| batch.column_by_name(date));
                let of_day =
                    of_day.and_then(|c| c.as_primitive_opt::<Date32Type>()?.value_as_date(0));
                days.extend(of_day.map(|day| (file.delivery.clone(), day)));
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
                let held = ingest::Held {
                    rows,
                    areas: areas.len() as u64,
                    day: days.get(&id).copied(),
                };
                (id, held)
            })
            .collect())
    }
}
