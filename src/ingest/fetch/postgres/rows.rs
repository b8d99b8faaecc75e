//! The rows of an answer with their watermarks: what they say that is not held, and how far they
//! reach.

use super::super::trouble::Trouble;
use super::watermark::{Mark, Point};
use crate::store::{WatermarkReceipt, sha256_hex};
use chrono::{DateTime, TimeDelta, Utc};

/// A row of an answer: its watermark, `None` where it is NULL, and its bytes.
struct ResultRow<'a> {
    point: Option<Point>,
    bytes: &'a [u8],
}

/// The rows of an answer.
pub(super) struct ResultRows<'a> {
    rows: Vec<ResultRow<'a>>,
}

impl<'a> ResultRows<'a> {
    /// Reads the rows; none may be later than a day from now.
    pub(super) fn read(
        mark: &Mark,
        bytes: &'a [u8],
        now: DateTime<Utc>,
    ) -> Result<ResultRows<'a>, Trouble> {
        let mut reader = csv::Reader::from_reader(bytes);
        let place = reader
            .byte_headers()
            .map_err(|e| unreadable(&e))?
            .iter()
            .position(|h| h == mark.column.as_bytes());
        let place = place.ok_or_else(|| {
            Trouble::new(
                "database_broken",
                "the answer does not have the column of the watermark",
                "run again",
            )
        })?;
        let (mut rows, mut record) = (Vec::new(), csv::ByteRecord::new());
        let latest = Point::Time((now + TimeDelta::days(1)).naive_utc());
        let mut begin = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        while reader
            .read_byte_record(&mut record)
            .map_err(|e| unreadable(&e))?
        {
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            let text = String::from_utf8_lossy(record.get(place).unwrap_or_default());
            rows.push(ResultRow {
                point: point_of_row(mark, &text, rows.len() + 1, latest)?,
                bytes: bytes.get(begin..end).unwrap_or_default(),
            });
            begin = end;
        }
        Ok(ResultRows { rows })
    }

    /// Hash of the rows whose watermark is wanted; rows without one are passed over, for they are
    /// never asked for again.
    fn hash(&self, wanted: &dyn Fn(Point) -> bool) -> String {
        let rows = self.rows.iter().filter(|r| r.point.is_some_and(wanted));
        sha256_hex(&rows.flat_map(|r| r.bytes).copied().collect::<Vec<u8>>())
    }

    /// How many there are.
    pub(super) fn number(&self) -> u64 {
        self.rows.len() as u64
    }

    /// How far they reach, when the last delivery reached `before` and what is behind `after` was
    /// asked for; `None` when they say nothing that is not held.
    pub(super) fn receipt(
        &self,
        mark: &Mark,
        before: Option<&WatermarkReceipt>,
        after: Option<Point>,
    ) -> Option<WatermarkReceipt> {
        let all = self.hash(&|_| true);
        if before
            .is_some_and(|b| after.is_some() && (self.rows.is_empty() || b.held.contains(&all)))
        {
            return None;
        }
        let reached = self
            .rows
            .iter()
            .filter_map(|r| r.point)
            .chain(before.and_then(|b| mark.point(&b.reached)))
            .max();
        let shown = |point: Option<Point>| point.map(|p| mark.text(p)).unwrap_or_default();
        let cut = reached.and_then(|r| mark.minus(r));
        let held = cut
            .map(|cut| [self.hash(&|p| p > cut), self.hash(&|p| p >= cut)])
            .map_or_else(Vec::new, |both| both.to_vec());
        Some(WatermarkReceipt {
            column: mark.column.clone(),
            after: shown(after),
            reached: shown(reached),
            held,
        })
    }
}

/// The watermark of a row; `None` where it is NULL.
fn point_of_row(
    mark: &Mark,
    text: &str,
    number: usize,
    latest: Point,
) -> Result<Option<Point>, Trouble> {
    let why = match (text.is_empty(), mark.point(text)) {
        (true, _) => return Ok(None),
        (false, Some(point)) if matches!(point, Point::Time(_)) && point > latest => {
            "which is in the future: rows before it would never be fetched"
        }
        (false, Some(point)) => return Ok(Some(point)),
        (false, None) => "after which nothing can be later",
    };
    Err(Trouble::new(
        "database_watermark",
        format!("row {number} of the answer has the watermark `{text}`, {why}"),
        "correct the row at its source, or leave it out in the query",
    )
    .at(".watermark.column"))
}

/// Rows of an answer.
pub(super) fn count(bytes: &[u8]) -> Result<u64, Trouble> {
    let mut reader = csv::Reader::from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader
        .read_byte_record(&mut record)
        .map_err(|e| unreadable(&e))?
    {
        rows += 1;
    }
    Ok(rows)
}

fn unreadable(error: &csv::Error) -> Trouble {
    Trouble::new(
        "database_broken",
        format!("the answer is no table: {error}"),
        "run again; if it stays, report it",
    )
}
