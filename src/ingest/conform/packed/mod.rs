//! Rows as bytes, so that more of them fit into memory and onto disk, and bytes alone put them in
//! order.
//!
//! The key of a packed row compares as [`ObservationKey`] does, then as part and line do. Texts end
//! in two zeros, and a zero within a text is followed by 255, so that a shorter text comes
//! first; days are shifted to be without a sign.

mod bytes;
#[cfg(test)]
mod tests;

use super::observation::{ConformedRow, ObservationKey, Presence, RowContent};
use crate::model::{Covers, Dec, ObsStatus, PlanStage, Status};
use bytes::optional;
pub(super) use bytes::{Bytes, text, text_in_key};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

const PRESENCES: [Presence; 4] = [
    Presence::Figure,
    Presence::NoFigure,
    Presence::Blank,
    Presence::Unused,
];

/// Room for one packed row, used again for the next.
#[derive(Default)]
pub(super) struct Packed {
    pub(super) key: Vec<u8>,
    pub(super) rest: Vec<u8>,
}

impl Packed {
    /// Packs a row with what its record says of the figure.
    pub(super) fn pack(&mut self, row: &ConformedRow, presence: Presence) {
        let (key, rest) = (&mut self.key, &mut self.rest);
        key.clear();
        rest.clear();
        pack_figure(key, &row.key);
        rest.extend(u32::try_from(key.len()).unwrap_or(u32::MAX).to_le_bytes());
        text_in_key(key, &row.part);
        key.extend(row.line.to_be_bytes());
        rest.push(presence as u8);
        rest.extend(row.nth.to_le_bytes());
        pack_content(rest, row);
    }
}

/// What tells a figure from others.
fn pack_figure(out: &mut Vec<u8>, key: &ObservationKey) {
    text_in_key(out, &key.area_code);
    out.extend(days(key.area_date).to_be_bytes());
    text_in_key(out, &key.period);
    text_in_key(out, &key.span);
    for dimension in &key.dimensions {
        text_in_key(out, dimension);
    }
    text_in_key(out, &key.source_id);
    out.push(
        key.plan_stage
            .map_or(0, |stage| u8::try_from(stage as u32 + 1).unwrap_or(u8::MAX)),
    );
}

fn pack_content(out: &mut Vec<u8>, row: &ConformedRow) {
    let RowContent {
        value,
        unit,
        basis,
        scheme,
        status,
        rank,
        rounding,
        derived,
        obs_status,
        covers,
        note,
        attributes,
        known_from,
    } = &row.said;
    let said = obs_status.map_or(0, |o| u8::try_from(o as u32 + 1).unwrap_or(u8::MAX));
    let extent = covers.map_or(0, |c| u8::try_from(c as u32 + 1).unwrap_or(u8::MAX));
    out.push(u8::from(*derived) | said << 1 | extent << 4);
    out.push(u8::try_from(*status as u32).unwrap_or(u8::MAX));
    out.extend(known_from.timestamp().to_le_bytes());
    out.extend(known_from.timestamp_subsec_nanos().to_le_bytes());
    optional(out, value.map(|v| v.micros().to_le_bytes()));
    optional(out, rounding.map(|v| v.micros().to_le_bytes()));
    optional(out, rank.map(i32::to_le_bytes));
    for said in [unit, basis, scheme, note, &row.raw]
        .into_iter()
        .chain(attributes)
    {
        text(out, said);
    }
}

/// The part of a packed key that tells figures apart: all but part and line.
pub(super) fn figure<'k>(key: &'k [u8], rest: &[u8]) -> &'k [u8] {
    let length = rest
        .first_chunk::<4>()
        .map_or(0, |n| u32::from_le_bytes(*n) as usize);
    key.get(..length).unwrap_or(key)
}

/// Takes a row with so many dimensions and attributes out of its bytes, and what its record says of
/// the figure. `None` when they are no row.
pub(super) fn unpack(
    key: &[u8],
    rest: &[u8],
    (dimensions, attributes): (usize, usize),
) -> Option<(ConformedRow, Presence)> {
    let (mut key, mut rest) = (Bytes(key), Bytes(rest));
    let figure = unpack_figure(&mut key, dimensions)?;
    let part = key.text_in_key()?;
    let line = u64::from_be_bytes(key.array()?);
    let _: [u8; 4] = rest.array()?;
    let [presence] = rest.array()?;
    let presence = PRESENCES.into_iter().find(|p| *p as u8 == presence)?;
    let nth = u32::from_le_bytes(rest.array()?);
    let (said, raw) = unpack_content(&mut rest, attributes)?;
    let row = ConformedRow {
        key: figure,
        said,
        part,
        line,
        nth,
        raw,
    };
    Some((row, presence))
}

fn unpack_figure(key: &mut Bytes<'_>, dimensions: usize) -> Option<ObservationKey> {
    let area_code = key.text_in_key()?;
    let area_date = NaiveDate::from_num_days_from_ce_opt(
        i32::from_be_bytes(key.array()?).wrapping_add(i32::MIN),
    )?;
    Some(ObservationKey {
        area_code,
        area_date,
        period: key.text_in_key()?,
        span: key.text_in_key()?,
        dimensions: (0..dimensions)
            .map(|_| key.text_in_key())
            .collect::<Option<Vec<_>>>()?,
        source_id: key.text_in_key()?,
        plan_stage: {
            let [stage] = key.array()?;
            let mut all = PlanStage::ALL.iter().copied();
            all.find(|s| stage == *s as u8 + 1)
        },
    })
}

/// What a row says, and the text of its cell.
fn unpack_content(rest: &mut Bytes<'_>, attributes: usize) -> Option<(RowContent, String)> {
    let [derived, status] = rest.array()?;
    let (seconds, nanos) = (
        i64::from_le_bytes(rest.array()?),
        u32::from_le_bytes(rest.array()?),
    );
    let dec =
        |bytes: Option<[u8; 16]>| bytes.and_then(|b| Dec::from_micros(i128::from_le_bytes(b)));
    let (value, rounding) = (dec(rest.optional()), dec(rest.optional()));
    let rank = rest.optional().map(i32::from_le_bytes);
    let (unit, basis, scheme, note, raw) = (
        rest.text()?,
        rest.text()?,
        rest.text()?,
        rest.text()?,
        rest.text()?,
    );
    let attributes = (0..attributes)
        .map(|_| rest.text())
        .collect::<Option<Vec<_>>>()?;
    let said = RowContent {
        value,
        unit,
        basis,
        scheme,
        status: Status::ALL.iter().copied().find(|s| *s as u8 == status)?,
        rank,
        rounding,
        derived: derived & 1 == 1,
        obs_status: ObsStatus::ALL
            .iter()
            .copied()
            .find(|o| derived >> 1 & 7 == *o as u8 + 1),
        covers: Covers::ALL
            .iter()
            .copied()
            .find(|c| derived >> 4 == *c as u8 + 1),
        note,
        attributes,
        known_from: DateTime::<Utc>::from_timestamp(seconds, nanos)?,
    };
    Some((said, raw))
}

/// A day as a number that compares without a sign.
fn days(date: NaiveDate) -> i32 {
    date.num_days_from_ce().wrapping_add(i32::MIN)
}
