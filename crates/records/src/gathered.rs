//! The records of a file, put by in pieces: each column of a piece stands somewhere in memory or on
//! disk, and can be read again in part.

use crate::cells::{Cells, Texts};
use crate::day::date;
use crate::doubts::ColumnDoubts;
use crate::error::RecordsError;
use crate::fault::{ColumnRemark, RecordFault};
use crate::order::Order;
use crate::parse::Piece;
use crate::reading::{Reading, empty_cells};
use crate::scratch::Scratch;
use crate::unique::{KeyHashes, RecordPlace};
use chiso_model::{Delivers, Period, RecordLayout};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The records of a file, each checked.
pub struct Gathered<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) scratch: Scratch<'a>,
    pub(crate) runs: Vec<Run>,
    /// How many records each group has.
    pub(crate) groups: BTreeMap<u64, u64>,
    /// Records that say again what another one says.
    pub(crate) repeated: BTreeSet<RecordPlace>,
    /// Records that contradict others of their key.
    pub(crate) contradicted: BTreeSet<RecordPlace>,
    pub(crate) faults: Vec<RecordFault>,
    /// What is odd about each column of the layout.
    pub(crate) doubts: Vec<ColumnDoubts>,
    /// What is odd about the end of the file.
    pub(crate) end: Option<ColumnRemark>,
    pub(crate) read: u64,
    /// The first and the last day of records of a snapshot.
    pub(crate) days: Option<(i32, i32)>,
}

/// The records of a piece, put by.
pub(crate) struct Run {
    pub(crate) rows: usize,
    pub(crate) groups: Vec<(u64, u32)>,
    pub(crate) columns: Vec<ColumnPlace>,
}

/// Where a column of a run is put by.
pub(crate) struct ColumnPlace {
    pub(crate) cells: u64,
    pub(crate) texts: u64,
}

impl Gathered<'_> {
    /// What the records are.
    #[must_use]
    pub const fn layout(&self) -> &RecordLayout {
        self.reading.layout
    }

    /// The period of which the file has all records.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.reading.period
    }

    /// Records read.
    #[must_use]
    pub const fn read(&self) -> u64 {
        self.read
    }

    /// Records at fault, in the order of the file.
    #[must_use]
    pub fn faults(&self) -> &[RecordFault] {
        &self.faults
    }

    /// What is odd about the file and no fault of one of its records.
    #[must_use]
    pub fn remarks(&self) -> Vec<ColumnRemark> {
        let columns = self.doubts.iter().zip(&self.reading.columns);
        let of_columns =
            columns.flat_map(|(doubts, bound)| doubts.remarks(&self.reading.label(bound)));
        of_columns.chain(self.end.clone()).collect()
    }

    /// Of a snapshot the first and the last day that its records have, which should be one.
    #[must_use]
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.days.map(|(first, last)| (date(first), date(last)))
    }

    /// How many areas there are records of.
    #[must_use]
    pub fn areas(&self) -> u64 {
        let order = Order::new(self.reading.layout, self.reading.areas.codes().len());
        let areas: BTreeSet<u64> = self.groups.keys().map(|group| order.area(*group)).collect();
        areas.len() as u64
    }

    /// No cells in any column: the area, those of the layout, whether a record is at fault, its
    /// line.
    pub(crate) fn emptied(&self) -> Vec<Cells> {
        let kinds = self.reading.layout.columns.iter().map(|c| c.kind);
        std::iter::once(Cells::Codes(Vec::new()))
            .chain(kinds.map(empty_cells))
            .chain([Cells::Flags(Vec::new()), Cells::Numbers(Vec::new())])
            .collect()
    }

    /// Takes in the records of a piece.
    pub(crate) fn put(&mut self, piece: Piece, hashes: &mut KeyHashes) -> Result<(), RecordsError> {
        self.read += piece.read;
        let rows = piece.rows();
        let mut ends = piece.groups.iter().skip(1).map(|(_, start)| *start);
        for (place, start) in &piece.groups {
            let end = ends.next().map_or(rows as u64, u64::from);
            *self.groups.entry(*place).or_default() += end - u64::from(*start);
        }
        if let Some(Cells::Flags(faulty)) = piece.columns.iter().nth_back(1) {
            let sound = (0..).zip(piece.keys).zip(faulty).filter(|(_, f)| **f == 0);
            hashes.add(piece.number, sound.map(|(key, _)| key), &mut self.scratch)?;
        }
        let mut columns = Vec::with_capacity(piece.columns.len());
        for cells in &piece.columns {
            let (fixed, texts) = cells.bytes();
            columns.push(ColumnPlace {
                cells: self.scratch.put(fixed)?,
                texts: self.scratch.put(texts)?,
            });
        }
        self.faults.extend(piece.faults);
        self.doubts
            .resize(piece.doubts.len(), ColumnDoubts::default());
        for (held, later) in self.doubts.iter_mut().zip(piece.doubts) {
            held.join(later);
        }
        self.end = piece.end;
        let column = self.reading.date() + 1;
        if let (Delivers::Snapshot, Some(Cells::Days(days))) =
            (self.reading.layout.delivers, piece.columns.get(column))
        {
            let ends = self
                .days
                .into_iter()
                .flat_map(|(first, last)| [first, last]);
            let all = || days.iter().copied().chain(ends.clone());
            self.days = all().min().zip(all().max());
        }
        self.runs.push(Run {
            rows,
            groups: piece.groups,
            columns,
        });
        Ok(())
    }

    /// Cells of a column of a run.
    pub(crate) fn cells(
        &self,
        (run, column): (&Run, usize),
        kind: &Cells,
        (from, to): (usize, usize),
    ) -> Result<Cells, RecordsError> {
        let Some(place) = run.columns.get(column) else {
            return Ok(kind.emptied());
        };
        let (width, mut bytes) = (kind.width(), Vec::new());
        // Of texts the end of the one before is where the first begins.
        let texts = matches!(kind, Cells::Texts(_));
        let before = usize::from(texts && from > 0);
        let start = place.cells + ((from - before) * width) as u64;
        self.scratch
            .read(start, (to - from + before) * width, &mut bytes)?;
        match kind.decoded(&bytes) {
            Cells::Texts(mut texts) => {
                let first = if before == 1 { texts.ends.remove(0) } else { 0 };
                let last = texts.ends.last().copied().unwrap_or(first);
                let length = last.saturating_sub(first) as usize;
                self.scratch
                    .read(place.texts + u64::from(first), length, &mut texts.bytes)?;
                for end in &mut texts.ends {
                    *end -= first;
                }
                Ok(Cells::Texts(Texts { ..texts }))
            }
            cells => Ok(cells),
        }
    }
}
