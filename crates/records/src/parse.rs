//! The records of a piece of a file as typed columns; what is at fault as objects.

use crate::area::AreaMemory;
use crate::cells::Cells;
use crate::chunk::Chunk;
use crate::column::{ColumnReader, is_missing};
use crate::day::{self, Months};
use crate::doubts::{ColumnDoubts, open_end};
use crate::error::RecordsError;
use crate::fault::{CellFault, ColumnRemark, RecordFault, UnknownArea};
use crate::fields::Fields;
use crate::key::key_hashes;
use crate::number::Writing;
use crate::order::{Order, arrange};
use crate::reading::{Bound, Reading, empty_cells};
use crate::row_faults::{
    as_it_stands, not_of_our_time, outside, ragged, record_fault, still_to_come, text_of,
};
use chiso_model::{Period, RecordType, days_since_epoch};
use std::ops::RangeInclusive;

/// The place of an area among all codes, or why its text is none.
type AreaPlace = Result<u32, UnknownArea>;

/// The records of a piece, in order.
pub(crate) struct Piece {
    /// Which piece.
    pub(crate) number: u32,
    /// Records read, whatever became of them.
    pub(crate) read: u64,
    /// The area, the columns of the layout, whether a record is at fault, and its line.
    pub(crate) columns: Vec<Cells>,
    /// Where each group begins.
    pub(crate) groups: Vec<(u64, u32)>,
    /// Hashes of the keys of records that are not at fault.
    pub(crate) keys: Vec<u64>,
    pub(crate) faults: Vec<RecordFault>,
    /// What is odd about each column of the layout.
    pub(crate) doubts: Vec<ColumnDoubts>,
    /// What is odd about the end of the file.
    pub(crate) end: Option<ColumnRemark>,
}

impl Piece {
    pub(crate) fn rows(&self) -> usize {
        self.columns.first().map_or(0, Cells::len)
    }
}

/// Reads pieces of one file.
pub(crate) struct Parser<'a> {
    reading: &'a Reading<'a>,
    plans: Vec<ColumnReader<'a>>,
    order: Order,
    date: usize,
    areas: AreaMemory<'a>,
    months: Months,
    writing: Writing,
    /// Days of the period of the file.
    within: RangeInclusive<i32>,
    /// Days of our time.
    possible: RangeInclusive<i32>,
    /// The last day of which a record may be.
    until: i32,
    /// Records before this line are the header.
    first: u64,
}

/// The records of a piece while they are read.
struct Draft {
    area: Vec<u32>,
    columns: Vec<Cells>,
    faulty: Vec<u8>,
    lines: Vec<i64>,
    places: Vec<u64>,
    faults: Vec<RecordFault>,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(reading: &'a Reading<'a>, first: u64) -> Parser<'a> {
        let columns = reading.layout.columns.iter().zip(&reading.columns);
        let days = |p: Period| days_since_epoch(p.start())..=days_since_epoch(p.end());
        Parser {
            reading,
            plans: columns
                .map(|(column, bound)| ColumnReader::new(column, bound))
                .collect(),
            order: Order::new(reading.layout, reading.areas.codes().len()),
            date: reading.date(),
            areas: AreaMemory::new(reading.areas),
            months: Months::default(),
            writing: Writing {
                decimal: reading.decimal,
                grouping: reading.grouping,
                declared: reading.point_declared,
            },
            within: reading.period.map_or(i32::MIN..=i32::MAX, days),
            possible: *days(Period::Year(*reading.years.start())).start()
                ..=*days(Period::Year(*reading.years.end())).end(),
            until: reading.until.map_or(i32::MAX, days_since_epoch),
            first,
        }
    }

    /// Reads a piece.
    pub(crate) fn piece(&mut self, chunk: &Chunk) -> Result<Piece, RecordsError> {
        let kinds = self.reading.layout.columns.iter().map(|c| c.kind);
        let mut draft = Draft {
            area: Vec::new(),
            columns: kinds.map(empty_cells).collect(),
            faulty: Vec::new(),
            lines: Vec::new(),
            places: Vec::new(),
            faults: Vec::new(),
        };
        let mut fields = Fields::new(&chunk.text, chunk.line, self.reading.delimiter);
        let (mut read, mut end) = (0, None);
        while let Some(line) = fields.step()? {
            if line < self.first || fields.is_blank() {
                continue;
            }
            read += 1;
            self.record(&fields, line, &mut draft)?;
            if !fields.is_closed() {
                end = self.open_end(&fields, line);
            }
        }
        Ok(self.arranged((chunk.number, read, end), draft))
    }

    /// What is to be said of a last line without an end: its last cell may lack a part where any part of
    /// it could be read.
    fn open_end(&self, fields: &Fields<'_>, line: u64) -> Option<ColumnRemark> {
        let last = Bound::Field(fields.len().checked_sub(1)?);
        let mut columns = self
            .reading
            .layout
            .columns
            .iter()
            .zip(&self.reading.columns);
        let (column, bound) = columns.find(|(_, bound)| **bound == last)?;
        let cut = matches!(
            column.kind,
            RecordType::Text | RecordType::Integer | RecordType::Decimal(_)
        );
        cut.then(|| open_end(line, self.reading.label(bound), as_it_stands(fields, bound)))
    }

    /// Reads a record. One of which area or day cannot be known is left out; in any other that is at
    /// fault the cell is empty.
    fn record(
        &mut self,
        fields: &Fields<'_>,
        line: u64,
        draft: &mut Draft,
    ) -> Result<(), RecordsError> {
        let width = self.reading.header.len();
        if fields.len() != width {
            if !fields.is_closed() && fields.len() < width {
                let message = format!(
                    "the last row is cut off: {} of {width} cells, and no line end; the file did \
                        not arrive whole: fetch it again",
                    fields.len()
                );
                return Err(RecordsError::Text { line, message });
            }
            draft.faults.push(ragged(fields, line, width));
            return Ok(());
        }
        let placed = match self.placed(fields) {
            Ok(placed) => placed,
            Err((bound, fault)) => {
                draft.faults.push(self.fault((fields, line), bound, fault));
                return Ok(());
            }
        };
        let (day, area) = placed;
        match area {
            Ok(area) => self.cells(fields, line, (day, area, None), draft),
            Err(unknown) => {
                let fault = self.fault((fields, line), &self.reading.area, unknown.fault);
                // It is a record of one of these, and nobody knows of which.
                for area in unknown.may_be {
                    self.cells(fields, line, (day, area, Some(&fault)), draft);
                }
                draft.faults.push(fault);
            }
        }
        Ok(())
    }

    /// The day of a record, and the place of its area where it is known.
    fn placed(&mut self, fields: &Fields<'_>) -> Result<(i32, AreaPlace), (&'a Bound, CellFault)> {
        let reading = self.reading;
        let bound = &reading.columns[self.date];
        let text = text_of(fields, bound);
        if is_missing(&text, reading.missing) {
            let hint = "write the day in every record at the source";
            let fault = CellFault::new("null", "the day of the record is missing", hint);
            return Err((bound, fault));
        }
        let day = day::read(text.as_bytes()).map_err(|fault| (bound, fault))?;
        if !self.possible.contains(&day) {
            return Err((bound, not_of_our_time(&text)));
        }
        if let Some(until) = reading.until.filter(|_| day > self.until) {
            return Err((bound, still_to_come(&text, until)));
        }
        if let Some(period) = reading.period.filter(|_| !self.within.contains(&day)) {
            return Err((bound, outside(period)));
        }
        let text = text_of(fields, &reading.area);
        Ok((day, self.areas.of(&text, day)))
    }

    fn cells(
        &mut self,
        fields: &Fields<'_>,
        line: u64,
        (day, area, unplaced): (i32, u32, Option<&RecordFault>),
        draft: &mut Draft,
    ) {
        let row = draft.area.len();
        let mut first: Option<RecordFault> = None;
        for (at, (plan, cells)) in self.plans.iter_mut().zip(&mut draft.columns).enumerate() {
            if at == self.date {
                push_day(cells, day);
                continue;
            }
            let text = text_of(fields, plan.bound);
            let read = plan.push((&text, line), self.reading.missing, self.writing, cells);
            if let Err(fault) = read {
                cells.push_none();
                let bound = plan.bound;
                first.get_or_insert_with(|| {
                    record_fault(self.reading, (fields, line), bound, fault)
                });
            }
        }
        draft.area.push(area);
        draft
            .faulty
            .push(u8::from(first.is_some() || unplaced.is_some()));
        draft.lines.push(i64::try_from(line).unwrap_or(i64::MAX));
        let month = self.months.of(day);
        let place = self.order.place((month, area), &draft.columns, row);
        draft.places.push(place);
        draft.faults.extend(first.filter(|_| unplaced.is_none()));
    }

    fn fault(&self, at: (&Fields<'_>, u64), bound: &Bound, fault: CellFault) -> RecordFault {
        record_fault(self.reading, at, bound, fault)
    }

    /// The records in order.
    fn arranged(
        &mut self,
        (number, read, end): (u32, u64, Option<ColumnRemark>),
        draft: Draft,
    ) -> Piece {
        let doubts = self
            .plans
            .iter_mut()
            .map(|plan| std::mem::take(&mut plan.doubts));
        let (order, groups) = arrange(&draft.places);
        let columns: Vec<Cells> = std::iter::once(Cells::Codes(draft.area))
            .chain(draft.columns)
            .chain([Cells::Flags(draft.faulty), Cells::Numbers(draft.lines)])
            .map(|cells| cells.taken(&order))
            .collect();
        Piece {
            number,
            read,
            keys: key_hashes(self.reading, &columns),
            columns,
            groups,
            faults: draft.faults,
            doubts: doubts.collect(),
            end,
        }
    }
}

fn push_day(cells: &mut Cells, day: i32) {
    if let Cells::Days(days) = cells {
        days.push(day);
    }
}
