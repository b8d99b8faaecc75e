//! What other deliveries state, read from the tables or from their bytes.

use crate::error::RunError;
use crate::ingest;
use crate::ingest::{Delivery, DeliveryContent};
use crate::model::{Dataset, Source};
use crate::pipeline::conform_context::ConformInputs;
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::load::stated_by;
use crate::pipeline::other_deliveries::marks::looks_around;
use crate::pipeline::other_deliveries::statements::{OtherStatements, StatementsByArea};
use crate::rollup::{Row, Rows};
use crate::store::LandedDelivery;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of deliveries landed at one instant, each read by itself, by delivery: they are compared
/// with each other.
pub type RowsOfOneInstant = BTreeMap<String, Vec<Row>>;

/// What a delivery is compared with. The deliveries landed before it must be in the table as they
/// are read today.
///
/// # Errors
/// When the lake cannot be read.
pub fn around(
    bench: &ConformInputs<'_>,
    of: &PendingDelivery<'_>,
    read: &mut RowsOfOneInstant,
) -> Result<StatementsByArea, RunError> {
    if !looks_around(of.dataset) {
        return Ok(StatementsByArea::new());
    }
    let receipt = &of.landed.receipt;
    let landed = bench.lake.landed(&of.dataset.id)?;
    let replaced = |l: &LandedDelivery| {
        let same = (&l.receipt.source_id, &l.receipt.path) == (&receipt.source_id, &receipt.path);
        same && !receipt.partial()
    };
    let before: BTreeSet<String> = landed
        .iter()
        .filter(|l| l.receipt.fetched_at < receipt.fetched_at)
        .filter(|l| declared(of.dataset, l).is_some() && !replaced(l))
        .map(|l| l.delivery.clone())
        .collect();
    let mut stated = OtherStatements::default();
    if !before.is_empty() {
        for row in stated_by(bench.lake, of.dataset, &before)? {
            stated.add(&row, false);
        }
    }
    let at_once = landed
        .iter()
        .filter(|l| l.receipt.fetched_at == receipt.fetched_at && l.delivery != of.landed.delivery);
    for (l, source) in at_once.filter_map(|l| Some((l, declared(of.dataset, l)?))) {
        if !read.contains_key(&l.delivery) {
            read.insert(l.delivery.clone(), alone(bench, of.dataset, source, l)?);
        }
        for row in read.get(&l.delivery).into_iter().flatten() {
            stated.add(row, true);
        }
    }
    Ok(stated.by_area(&bench.registers.areas))
}

fn declared<'a>(dataset: &'a Dataset, landed: &LandedDelivery) -> Option<&'a Source> {
    dataset
        .sources
        .iter()
        .find(|s| s.id == landed.receipt.source_id)
}

/// The rows that a delivery gives by itself; none when it is refused.
fn alone(
    bench: &ConformInputs<'_>,
    dataset: &Dataset,
    source: &Source,
    l: &LandedDelivery,
) -> Result<Vec<Row>, RunError> {
    let (bytes, pages) = (bench.lake.read(l)?, l.receipt.pages());
    let delivered = Delivery {
        id: &l.delivery,
        file_name: &l.receipt.path,
        content: DeliveryContent::Held(&bytes),
        pages: &pages,
        published_at: None,
        fetched_at: l.receipt.fetched_at,
        bounds: bench.bounds,
    };
    let conformed = ingest::conform(dataset, source, &delivered, &bench.registers.areas);
    Ok(conformed.batch.map_or(Ok(Vec::new()), |batch| {
        Rows::of_batch(&dataset.contract, &batch)
    })?)
}
