//! From delivered bytes to records that keep what is declared of them: the header is bound to the
//! columns, the engine of `crates/records` reads, checks and sorts, and what it found is settled
//! here: findings, quarantine, the account.

mod areas;
mod binding;
mod settle;

use super::conform::{Conformed, Delivery, DeliveryContent, Out, Settled, in_memory};
use crate::ingest::our_time::years_of_our_time;
use crate::model::{
    AreaRegister, Dataset, DeliveryOutcome, Finding, Period, Place, RecordLayout, Source, day_of,
};
use crate::records::{
    Bound, Gathered, Reading, RecordsError, first_record, gather, header, record_schema,
};
use crate::store::StoreError;
use areas::AreaCodes;
use arrow::array::RecordBatch;
use chrono::NaiveDate;
use std::fs::File;
use std::io::{self, Cursor, Read};

/// Makes a file without a name for what does not fit into memory.
pub type Scratch<'a> = &'a (dyn Fn() -> io::Result<File> + Sync);

/// Reads the records of a delivery, in at most so much memory.
///
/// # Errors
/// When records cannot be put somewhere, or the file not be read.
pub fn take_in(
    (dataset, layout, source): (&Dataset, &RecordLayout, &Source),
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
    (room, scratch): (usize, Scratch<'_>),
    out: &mut dyn Out,
) -> Result<Settled, StoreError> {
    if let Some(finding) = settle::published_later(dataset, delivered, source) {
        return Ok(Settled::refused(finding));
    }
    let delimiter = source.layout.delimiter;
    let (columns, line) = match header(open(delivered)?, delimiter) {
        Ok(found) => found,
        Err(error) => return unreadable(delivered, error),
    };
    let bound = match binding::bind(source, layout, (&columns, delivered)) {
        Ok(bound) => bound,
        Err(findings) => {
            return Ok(Settled::without_rows(DeliveryOutcome::Refused, findings));
        }
    };
    let codes = AreaCodes::new(areas);
    let known_from = delivered.published_at.unwrap_or(delivered.fetched_at);
    let reading = Reading {
        layout,
        header: &columns,
        area: bound.area,
        columns: bound.columns,
        delimiter,
        missing: &source.missing,
        decimal: byte(source.number.decimal),
        grouping: source.number.grouping.map(byte),
        point_declared: source.decimal_declared || source.number.grouping.is_some(),
        areas: &codes,
        period: bound.period,
        years: years_of_our_time(delivered.fetched_at),
        until: (!layout.days_ahead).then(|| day_of(known_from, dataset.contract.zone)),
    };
    let gathered = match gather(&reading, open(delivered)?, (line, room), scratch) {
        Ok(gathered) => gathered,
        Err(error) => return unreadable(delivered, error),
    };
    let mut settled = settle::settle(dataset, delivered, &gathered);
    settled.findings.extend(bound.remarks);
    settle::quarantine(&gathered, delivered, out)?;
    if settled.outcome == DeliveryOutcome::Accepted {
        settled.held.areas = give(&gathered, out)?;
    }
    Ok(settled)
}

/// Reads the records of a delivery in memory: for one that people look at.
#[must_use]
pub fn conform(
    of: (&Dataset, &RecordLayout, &Source),
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
) -> Conformed {
    let nowhere = || {
        Err(io::Error::other(
            "records that people look at stay in memory",
        ))
    };
    in_memory(delivered, |out| {
        take_in(of, delivered, areas, (usize::MAX, &nowhere), out)
    })
}

/// Faults of the header of a file against what is declared of records.
#[must_use]
pub fn heads(layout: &RecordLayout, source: &Source, delivered: &Delivery<'_>) -> Vec<Finding> {
    let Ok(file) = open(delivered) else {
        return Vec::new();
    };
    match header(file, source.layout.delimiter) {
        Ok((columns, _)) => match binding::bind(source, layout, (&columns, delivered)) {
            Ok(bound) => bound.remarks,
            Err(faults) => faults,
        },
        Err(error) => text_fault(delivered, &error).into_iter().collect(),
    }
}

/// The day of a snapshot, by its first record; none where it cannot be read.
#[must_use]
pub fn day_of_snapshot(
    layout: &RecordLayout,
    source: &Source,
    delivered: &Delivery<'_>,
) -> Option<NaiveDate> {
    let delimiter = source.layout.delimiter;
    let (columns, _) = header(open(delivered).ok()?, delimiter).ok()?;
    let bound = binding::bind(source, layout, (&columns, delivered)).ok()?;
    let date = layout.columns.iter().position(|c| c.name == layout.date)?;
    let text = match bound.columns.get(date)? {
        Bound::Constant(text) => text.clone(),
        Bound::Field(at) => {
            let first = first_record(open(delivered).ok()?, delimiter).ok()??;
            first.get(*at)?.clone()
        }
    };
    text.parse().ok()
}

/// The period of which a delivery has all records, where that is said of it and can be read.
#[must_use]
pub fn stated_period(
    layout: &RecordLayout,
    source: &Source,
    delivered: &Delivery<'_>,
) -> Option<Period> {
    binding::stated_period(source, layout, delivered).ok()?
}

/// Gives all records and says of how many areas they are. That there are none is a statement too.
fn give(gathered: &Gathered<'_>, out: &mut dyn Out) -> Result<u64, StoreError> {
    if gathered.read() == 0 {
        out.rows(RecordBatch::new_empty(record_schema(gathered.layout())))?;
    }
    gathered.batches(|batch| out.rows(batch))?;
    Ok(gathered.areas())
}

/// The bytes of a delivery from their beginning.
fn open<'d>(delivered: &Delivery<'d>) -> Result<Box<dyn Read + Send + 'd>, StoreError> {
    match delivered.content {
        DeliveryContent::Held(bytes) => Ok(Box::new(Cursor::new(bytes))),
        DeliveryContent::File(path) => {
            let file = File::open(path).map_err(|cause| StoreError::Read {
                path: path.to_owned(),
                cause,
            })?;
            Ok(Box::new(file))
        }
    }
}

/// A delivery that is no delimited text; other troubles end the work.
fn unreadable(delivered: &Delivery<'_>, error: RecordsError) -> Result<Settled, StoreError> {
    match text_fault(delivered, &error) {
        Some(finding) => Ok(Settled::unreadable(finding)),
        None => Err(error.into()),
    }
}

/// Why a file is no delimited text.
fn text_fault(delivered: &Delivery<'_>, error: &RecordsError) -> Option<Finding> {
    let RecordsError::Text { line, message } = error else {
        return None;
    };
    let place = Place {
        file: delivered.file_name.to_owned(),
        row: *line,
        ..Place::default()
    };
    let hint = "records are read from delimited text in UTF-8: unpack the file, or ask for it so";
    Some(Finding::error("unreadable", place, message.clone()).hint(hint))
}

/// A sign of the ASCII table.
fn byte(sign: char) -> u8 {
    u8::try_from(sign).unwrap_or(b'.')
}
