//! One record of a delivery as it stands, for people who look at what was quarantined.

use super::delivered::{Delivery, DeliveryContent};
use super::outcome::internal;
use crate::decode::cell;
use crate::ingest::isolated;
use crate::model::{Finding, Source};

/// A record with the names of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Columns as the file names them.
    pub columns: Vec<String>,
    /// Cells as they stand; more or fewer than there are columns when the row is ragged.
    pub cells: Vec<String>,
}

/// The record at a row of a part, before any repair; `None` when the delivery has no such row.
///
/// # Errors
/// When the delivery cannot be read.
pub fn find(
    source: &Source,
    delivered: &Delivery<'_>,
    (part, row): (&str, u64),
) -> Result<Option<Found>, Box<Finding>> {
    let DeliveryContent::Held(bytes) = delivered.content else {
        return Err(Box::new(internal(
            delivered,
            &"a record is looked for in a file that was not read",
        )));
    };
    let decoded = isolated::decode(delivered.reading(source), bytes, delivered.bounds)?;
    for record in decoded.records {
        let record = record?;
        if record.row == row && record.part == part {
            return Ok(Some(Found {
                columns: decoded.columns,
                cells: record
                    .cells
                    .iter()
                    .map(|c| cell::text(c).to_owned())
                    .collect(),
            }));
        }
    }
    Ok(None)
}
