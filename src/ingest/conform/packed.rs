//! Rows as bytes, so that more of them fit into memory and onto disk, and bytes alone put them in
//! order.
//!
//! The key of a packed row compares as [`ObservationKey`] does, then as part and line do. Texts end
//! in two noughts, and a zero within a text is followed by 255, so that a shorter text comes
//! first; days are shifted to be without a sign.

use super::observation::{ConformedRow, ObservationKey, RowContent};
use crate::model::{Covers, Dec, ObsStatus, PlanStage, Status};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// Room for one packed row, used again for the next.
#[derive(Default)]
pub(super) struct Packed {
    pub(super) key: Vec<u8>,
    pub(super) rest: Vec<u8>,
}

impl Packed {
    /// Packs a row; a hole is the place of a figure that is not there.
    pub(super) fn pack(&mut self, row: &ConformedRow, hole: bool) {
        let (key, rest) = (&mut self.key, &mut self.rest);
        key.clear();
        rest.clear();
        text_in_key(key, &row.key.area_code);
        key.extend(days(row.key.area_date).to_be_bytes());
        text_in_key(key, &row.key.period);
        text_in_key(key, &row.key.span);
        for dimension in &row.key.dimensions {
            text_in_key(key, dimension);
        }
        text_in_key(key, &row.key.source_id);
        rest.extend(u32::try_from(key.len()).unwrap_or(u32::MAX).to_le_bytes());
        text_in_key(key, &row.part);
        key.extend(row.line.to_be_bytes());
        let RowContent {
            value,
            unit,
            basis,
            scheme,
            plan_stage,
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
        rest.push(u8::from(hole));
        let said = obs_status.map_or(0, |o| u8::try_from(o as u32 + 1).unwrap_or(u8::MAX));
        let extent = covers.map_or(0, |c| u8::try_from(c as u32 + 1).unwrap_or(u8::MAX));
        rest.push(u8::from(*derived) | said << 1 | extent << 4);
        rest.push(u8::try_from(*status as u32).unwrap_or(u8::MAX));
        rest.push(plan_stage.map_or(0, |stage| u8::try_from(stage as u32 + 1).unwrap_or(u8::MAX)));
        rest.extend(known_from.timestamp().to_le_bytes());
        rest.extend(known_from.timestamp_subsec_nanos().to_le_bytes());
        optional(rest, value.map(|v| v.micros().to_le_bytes()));
        optional(rest, rounding.map(|v| v.micros().to_le_bytes()));
        optional(rest, rank.map(i32::to_le_bytes));
        for text in [unit, basis, scheme, note, &row.raw]
            .into_iter()
            .chain(attributes)
        {
            rest.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
            rest.extend(text.as_bytes());
        }
    }
}

/// The part of a packed key that tells figures apart: all but part and line.
pub(super) fn figure<'k>(key: &'k [u8], rest: &[u8]) -> &'k [u8] {
    let length = rest
        .first_chunk::<4>()
        .map_or(0, |n| u32::from_le_bytes(*n) as usize);
    key.get(..length).unwrap_or(key)
}

/// Takes a row with so many dimensions and attributes out of its bytes, and says whether it is a
/// hole. `None` when they are no row.
pub(super) fn unpack(
    key: &[u8],
    rest: &[u8],
    (dimensions, attributes): (usize, usize),
) -> Option<(ConformedRow, bool)> {
    let mut key = Bytes(key);
    let area_code = key.text_in_key()?;
    let area_date = NaiveDate::from_num_days_from_ce_opt(
        i32::from_be_bytes(key.array()?).wrapping_add(i32::MIN),
    )?;
    let (period, span) = (key.text_in_key()?, key.text_in_key()?);
    let dimensions = (0..dimensions)
        .map(|_| key.text_in_key())
        .collect::<Option<Vec<_>>>()?;
    let (source_id, part) = (key.text_in_key()?, key.text_in_key()?);
    let line = u64::from_be_bytes(key.array()?);
    let mut rest = Bytes(rest);
    let _: [u8; 4] = rest.array()?;
    let [hole, derived, status, stage] = rest.array()?;
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
        plan_stage: PlanStage::ALL
            .iter()
            .copied()
            .find(|s| stage == *s as u8 + 1),
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
    Some((
        ConformedRow {
            key: ObservationKey {
                area_code,
                area_date,
                period,
                span,
                dimensions,
                source_id,
            },
            said,
            part,
            line,
            raw,
        },
        hole == 1,
    ))
}

/// A day as a number that compares without a sign.
fn days(date: NaiveDate) -> i32 {
    date.num_days_from_ce().wrapping_add(i32::MIN)
}

/// A text that compares as texts do and ends before what follows it.
pub(super) fn text_in_key(out: &mut Vec<u8>, text: &str) {
    if text.as_bytes().contains(&0) {
        for byte in text.bytes() {
            out.push(byte);
            if byte == 0 {
                out.push(u8::MAX);
            }
        }
    } else {
        out.extend_from_slice(text.as_bytes());
    }
    out.extend([0, 0]);
}

fn optional<const N: usize>(out: &mut Vec<u8>, bytes: Option<[u8; N]>) {
    out.push(u8::from(bytes.is_some()));
    out.extend(bytes.iter().flatten());
}

/// Bytes that are read from the front.
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl Bytes<'_> {
    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*array)
    }

    /// Nothing too where the bytes end before it; what follows then finds nothing either.
    fn optional<const N: usize>(&mut self) -> Option<[u8; N]> {
        let [there] = self.array()?;
        if there == 1 { self.array() } else { None }
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let length = u32::from_le_bytes(self.array()?) as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(text).ok().map(str::to_owned)
    }

    pub(super) fn text_in_key(&mut self) -> Option<String> {
        let end = self.0.iter().position(|b| *b == 0)?;
        if self.0.get(end + 1) == Some(&0) {
            let text = std::str::from_utf8(&self.0[..end]).ok()?.to_owned();
            self.0 = &self.0[end + 2..];
            return Some(text);
        }
        let mut text = Vec::new();
        loop {
            match self.0 {
                [0, 0, rest @ ..] => {
                    self.0 = rest;
                    return String::from_utf8(text).ok();
                }
                [0, _, rest @ ..] => {
                    text.push(0);
                    self.0 = rest;
                }
                [byte, rest @ ..] => {
                    text.push(*byte);
                    self.0 = rest;
                }
                [] => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows() -> impl Strategy<Value = ConformedRow> {
        let text = || "[a\u{0}b\u{1}Đ]{0,3}";
        let key = (
            text(),
            -800_000i32..800_000,
            text(),
            text(),
            prop::collection::vec(text(), 2),
            text(),
        );
        let said = (
            any::<Option<i64>>(),
            text(),
            text(),
            any::<Option<i32>>(),
            any::<bool>(),
            0..PlanStage::ALL.len() + 1,
            0..Status::ALL.len(),
            any::<i32>(),
        );
        (key, said, text(), 0u64..300, text()).prop_map(|(key, said, part, line, raw)| {
            let (area_code, day, period, span, dimensions, source_id) = key;
            let (value, unit, note, rank, derived, stage, status, at) = said;
            let area_date = NaiveDate::from_num_days_from_ce_opt(day).unwrap();
            let key = ObservationKey {
                area_code,
                area_date,
                period,
                span,
                dimensions,
                source_id,
            };
            let said = RowContent {
                value: value.map(Dec::from_int),
                unit,
                basis: String::new(),
                scheme: "x".into(),
                plan_stage: PlanStage::ALL.get(stage).copied(),
                status: Status::ALL[status],
                rank,
                rounding: value.map(|_| Dec::ZERO),
                derived,
                obs_status: ObsStatus::ALL.get(status).copied(),
                covers: Covers::ALL.get(stage % 3).copied(),
                attributes: vec![note.clone()],
                note,
                known_from: DateTime::from_timestamp(i64::from(at), 5).unwrap(),
            };
            ConformedRow {
                key,
                said,
                part,
                line,
                raw,
            }
        })
    }

    proptest! {
        #[test]
        fn a_row_comes_back_and_bytes_are_in_the_order_of_rows(a in rows(), b in rows(), hole: bool) {
            let (mut x, mut y) = (Packed::default(), Packed::default());
            x.pack(&a, hole);
            y.pack(&b, hole);
            prop_assert_eq!(unpack(&x.key, &x.rest, (2, 1)), Some((a.clone(), hole)));
            let order = |r: &ConformedRow| (r.key.clone(), r.part.clone(), r.line);
            prop_assert_eq!(x.key.cmp(&y.key), order(&a).cmp(&order(&b)));
            prop_assert_eq!(figure(&x.key, &x.rest).cmp(figure(&y.key, &y.rest)), a.key.cmp(&b.key));
        }
    }
}
