//! Whether a delivery holds as much as it should: far less than the one before it is a source that fails quietly, and what it lacks
//! would be taken for withdrawn.

use super::{Conformed, Delivered, refused};
use crate::model::{Dataset, DeliveryOutcome, Finding, Place, below};
use arrow::array::{Array, AsArray, RecordBatch};
use std::collections::{BTreeMap, BTreeSet};

/// How much a delivery holds. A place without a figure counts: a figure that is withheld has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Rows.
    pub rows: u64,
    /// Areas.
    pub areas: u64,
}

/// What each delivery holds whose rows stand in batches of observations, by its id.
#[must_use]
pub fn held(batches: &[RecordBatch]) -> BTreeMap<String, Held> {
    let mut found: BTreeMap<&str, (u64, BTreeSet<&str>)> = BTreeMap::new();
    for batch in batches {
        let text = |name: &str| batch.column_by_name(name).and_then(|c| c.as_string_opt::<i32>());
        let (Some(deliveries), Some(areas)) = (text("_delivery"), text("area_code")) else { continue };
        for i in (0..batch.num_rows()).filter(|i| !deliveries.is_null(*i)) {
            let (rows, codes) = found.entry(deliveries.value(i)).or_default();
            *rows += 1;
            codes.insert(areas.value(i));
        }
    }
    found.into_iter().map(|(id, (rows, codes))| (id.to_owned(), Held { rows, areas: codes.len() as u64 })).collect()
}

/// Refuses an accepted delivery that holds less than the contract asks; `before` is what the last one accepted from the same place held.
pub fn refuse_shrunken(conformed: &mut Conformed, dataset: &Dataset, delivered: &Delivered<'_>, before: Option<Held>) {
    let volume = &dataset.contract.volume;
    let Some(batch) = conformed.batch.as_ref().filter(|_| !volume.is_open() && !volume.confirmed.iter().any(|id| id == delivered.id)) else { return };
    let now = held(std::slice::from_ref(batch)).remove(delivered.id).unwrap_or_default();
    let least = [("rows", now.rows, volume.rows), ("areas", now.areas, volume.areas)];
    let mut short: Vec<String> = least
        .iter()
        .filter_map(|(what, n, least)| least.filter(|least| n < least).map(|least| format!("{n} {what} and should hold {least}")))
        .collect();
    if let (Some(share), Some(before)) = (volume.of_last, before) {
        let both = [("rows", now.rows, before.rows), ("areas", now.areas, before.areas)];
        let fewer = both.iter().filter(|(_, n, last)| below(*n, *last, share));
        short.extend(fewer.map(|(what, n, last)| format!("{n} {what}, and the delivery before it {last}")));
    }
    if short.is_empty() {
        return;
    }
    let place = Place { file: delivered.file_name.to_owned(), ..Place::default() };
    let message = format!("the delivery has shrunken: it holds {}; the last good one stays in use", short.join("; "));
    let hint = format!("ask the provider what is lacking; if it is right as it is, say so: `[contract.volume] confirmed = [\"{}\"]`", delivered.id);
    conformed.findings.insert(0, Finding::error("shrunken", place, message).hint(hint));
    conformed.batch = None;
    conformed.outcome = DeliveryOutcome::Refused;
    conformed.accounting = refused(conformed.accounting);
}
