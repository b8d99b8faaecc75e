//! The hash of what each delivery is compared with.

use crate::model::{CheckRule, Dataset};
use crate::pipeline::deliveries::PendingDelivery;
use crate::pipeline::repairs;
use crate::store::sha256_hex;
use std::collections::BTreeMap;

/// Whether checks of a dataset look at more than one delivery.
pub(super) fn looks_around(dataset: &Dataset) -> bool {
    dataset
        .contract
        .checks
        .iter()
        .any(|c| !matches!(c.rule, CheckRule::LargeRevision { .. }))
}

/// Fills in what each delivery of a stock is compared with, as a hash: when it changes, the
/// delivery has to be conformed again.
pub fn mark(stock: &mut [PendingDelivery<'_>]) {
    let mut datasets: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, stocked) in stock
        .iter()
        .enumerate()
        .filter(|(_, s)| s.source.is_some() && looks_around(s.dataset))
    {
        datasets
            .entry(stocked.dataset.id.clone())
            .or_default()
            .push(i);
    }
    for its in datasets.into_values() {
        for (i, hash) in marks(stock, its) {
            stock[i].around = hash;
        }
    }
}

/// For each delivery of a dataset, by its place in the stock, the hash of all that were landed
/// before it or with it.
fn marks(stock: &[PendingDelivery<'_>], mut its: Vec<usize>) -> Vec<(usize, String)> {
    let at = |i: &usize| stock[*i].landed.receipt.fetched_at;
    its.sort_by_cached_key(|i| (at(i), stock[*i].landed.delivery.clone()));
    let mut hash = String::new();
    let mut marks: Vec<(usize, String)> = Vec::new();
    for landing in its.chunk_by(|a, b| at(a) == at(b)) {
        for i in landing {
            let own = identity(&stock[*i]);
            hash = sha256_hex(format!("{hash}\0{own}").as_bytes());
        }
        marks.extend(landing.iter().map(|i| (*i, hash.clone())));
    }
    marks
}

/// What a delivery is to those that are compared with it.
fn identity(stocked: &PendingDelivery<'_>) -> String {
    let receipt = &stocked.landed.receipt;
    let published = stocked
        .publication
        .at
        .map_or_else(String::new, |at| at.to_rfc3339());
    let repairs: String = repairs::fingerprint(stocked.dataset, &stocked.landed.delivery)
        .into_iter()
        .collect();
    [
        &stocked.landed.delivery,
        &receipt.source_id,
        &receipt.path,
        &published,
        &repairs,
    ]
    .map(String::as_str)
    .join("\0")
}
