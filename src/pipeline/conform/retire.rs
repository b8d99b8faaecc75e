//! What a table has of deliveries that no longer count, taken out of it.

use crate::error::RunError;
use crate::pipeline::conform_context::LiveFiles;
use crate::pipeline::deliveries::PendingDelivery;
use crate::store::{Lake, LandedDelivery, TableFile};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Takes what a table has of a delivery out of it: its source is no longer declared, or it is worth
/// nothing under today's contract.
///
/// # Errors
/// When the table cannot be written.
pub fn retire(
    lake: &Lake,
    table: &str,
    stocked: &PendingDelivery<'_>,
    live: &LiveFiles,
) -> Result<(), RunError> {
    let its = live.of(table, &stocked.landed.delivery);
    if !its.is_empty() {
        lake.tables()
            .retire(table, its, stocked.landed.receipt.fetched_at)?;
    }
    Ok(())
}

/// Takes out of a table what it has of deliveries that landing no longer has: tables are made of
/// landing and nothing else.
///
/// # Errors
/// When the table cannot be written.
pub fn retire_unknown<'l>(
    lake: &Lake,
    table: &str,
    landed: impl Iterator<Item = &'l LandedDelivery>,
    live: &LiveFiles,
) -> Result<(), RunError> {
    let known: BTreeMap<&str, DateTime<Utc>> = landed
        .map(|l| (l.delivery.as_str(), l.receipt.fetched_at))
        .collect();
    let held = live
        .0
        .get(table)
        .into_iter()
        .flatten()
        .filter(|(delivery, _)| !known.contains_key(delivery.as_str()));
    let unknown: Vec<TableFile> = held.flat_map(|(_, files)| files.iter().cloned()).collect();
    if !unknown.is_empty() {
        lake.tables().retire(
            table,
            &unknown,
            known.values().max().copied().unwrap_or_default(),
        )?;
    }
    Ok(())
}
