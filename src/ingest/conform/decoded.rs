//! Decodes a delivery: record by record where its format allows, else in whole and apart.

use super::data_header;
use super::delivered::{Delivery, DeliveryContent, Terms};
use super::novelty;
use super::outcome::{Out, Settled};
use super::records::conform_records;
use super::stated;
use crate::decode::{self, Decoded, Reading, Undecodable};
use crate::env::{Input, may_isolate};
use crate::ingest::isolated;
use crate::model::{AreaRegister, Dataset, Finding, Severity, Source};
use crate::store::StoreError;
use std::borrow::Cow;
use std::fs::File;
use std::path::Path;

/// Decodes a delivery and makes rows of it. The same input gives the same rows, whatever the order
/// of rows in the file.
///
/// # Errors
/// When rows cannot be put somewhere, or the file not be read.
pub fn conform_to(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
    out: &mut dyn Out,
) -> Result<Settled, StoreError> {
    let terms = Terms {
        dataset,
        source,
        delivered,
        areas,
    };
    let reading = delivered.reading(source);
    if let Some(finding) = member_says_otherwise(terms) {
        return Ok(Settled::refused(finding));
    }
    match delivered.content {
        DeliveryContent::Held(bytes) => {
            let decoded = isolated::decode(reading, bytes, delivered.bounds);
            conform_decoded(terms, decoded, out)
        }
        DeliveryContent::File(path) => conform_file(terms, reading, path, out),
    }
}

/// What the name of the file in an archive says against the unit of its source, where a pattern
/// leaves it open. What is wrong with the archive itself is said where it is unpacked.
fn member_says_otherwise(terms: Terms<'_>) -> Option<Finding> {
    let Terms {
        source, delivered, ..
    } = terms;
    if !source.layout.member.contains('*') {
        return None;
    }
    let held = match delivered.content {
        DeliveryContent::Held(bytes) => Cow::Borrowed(bytes),
        DeliveryContent::File(path) => Cow::Owned(std::fs::read(path).ok()?),
    };
    let names = decode::members(delivered.file_name, &held).ok()??;
    stated::in_member(source, &names, delivered.file_name)
}

fn conform_file(
    terms: Terms<'_>,
    reading: Reading<'_>,
    path: &Path,
    out: &mut dyn Out,
) -> Result<Settled, StoreError> {
    let failed = |cause| StoreError::Read {
        path: path.to_owned(),
        cause,
    };
    let streamed = Reading {
        max_cells: usize::MAX,
        ..reading
    };
    match decode::decode_stream(streamed, File::open(path).map_err(failed)?) {
        Ok(Some(decoded)) => conform_decoded(terms, Ok(decoded), out),
        Err(finding) => Ok(Settled::unreadable(*finding)),
        Ok(None) if may_isolate() => {
            let bounds = terms.delivered.bounds;
            let decoded = isolated::decode_apart(reading, Input::File(path), bounds);
            conform_decoded(terms, decoded, out)
        }
        Ok(None) => {
            let whole = std::fs::read(path).map_err(failed)?;
            conform_decoded(terms, decode::decode(reading, &whole), out)
        }
    }
}

fn conform_decoded(
    terms: Terms<'_>,
    decoded: Result<Decoded<'_>, Undecodable>,
    out: &mut dyn Out,
) -> Result<Settled, StoreError> {
    let decoded = match decoded {
        Ok(decoded) => decoded,
        Err(finding) => return Ok(Settled::unreadable(*finding)),
    };
    let new = novelty::tables(
        terms.dataset,
        terms.source,
        terms.delivered,
        &decoded.other_tables,
    );
    if let Some(finding) = new.as_ref().filter(|f| f.severity == Severity::Error) {
        return Ok(Settled::refused(finding.clone()));
    }
    if let Some(finding) = data_header::refusal(terms, &decoded) {
        return Ok(Settled::refused(finding));
    }
    let mut settled = conform_records(terms, &decoded.columns, decoded.records, out)?;
    settled.findings.extend(new);
    Ok(settled)
}
