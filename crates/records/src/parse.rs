//! The records of a piece of a file as typed columns; what is at fault as objects.

use crate::area::AreaMemory;
use crate::cells::Cells;
use crate::chunk::Chunk;
use crate::column::{ColumnReader, is_missing};
use crate::day::{self, Months};
use crate::error::RecordsError;
use crate::fault::{CellFault, RecordFault};
use crate::fields::Fields;
use crate::key::key_hashes;
use crate::number::Writing;
use crate::order::{Order, arrange};
use crate::reading::{Bound, Reading, empty_cells};
use chiso_model::{Period, days_since_epoch};
use std::borrow::Cow;
use std::ops::RangeInclusive;

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
            },
            within: reading.period.map_or(i32::MIN..=i32::MAX, days),
            possible: *days(Period::Year(*reading.years.start())).start()
                ..=*days(Period::Year(*reading.years.end())).end(),
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
        let mut read = 0;
        while let Some(line) = fields.step()? {
            if line < self.first || fields.is_blank() {
                continue;
            }
            read += 1;
            self.record(&fields, line, &mut draft)?;
        }
        Ok(self.arranged(chunk.number, read, draft))
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
            Err((bound, raw, fault)) => {
                let fault = self.fault(line, bound, &raw, fault);
                draft.faults.push(fault);
                return Ok(());
            }
        };
        self.cells(fields, line, placed, draft);
        Ok(())
    }

    /// The day of a record and the place of its area.
    fn placed<'t>(
        &mut self,
        fields: &Fields<'t>,
    ) -> Result<(i32, u32), (&'a Bound, Cow<'t, str>, CellFault)>
    where
        'a: 't,
    {
        let reading = self.reading;
        let bound = &reading.columns[self.date];
        let text = text_of(fields, bound);
        if is_missing(&text, reading.missing) {
            let hint = "write the day in every record at the source";
            let fault = CellFault::new("null", "the day of the record is missing", hint);
            return Err((bound, text, fault));
        }
        let day = match day::read(text.as_bytes()) {
            Ok(day) => day,
            Err(fault) => return Err((bound, text, fault)),
        };
        if !self.possible.contains(&day) {
            let fault = not_of_our_time(&text);
            return Err((bound, text, fault));
        }
        if let Some(period) = reading.period.filter(|_| !self.within.contains(&day)) {
            return Err((bound, text, outside(period)));
        }
        let text = text_of(fields, &reading.area);
        match self.areas.of(&text, day) {
            Ok(area) => Ok((day, area)),
            Err(fault) => Err((&reading.area, text, fault)),
        }
    }

    fn cells(
        &mut self,
        fields: &Fields<'_>,
        line: u64,
        (day, area): (i32, u32),
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
            if let Err(fault) = plan.push(&text, self.reading.missing, self.writing, cells) {
                cells.push_none();
                first.get_or_insert_with(|| RecordFault {
                    row: line,
                    column: self.reading.label(plan.bound),
                    raw: text.into_owned(),
                    fault,
                });
            }
        }
        draft.area.push(area);
        draft.faulty.push(u8::from(first.is_some()));
        draft.lines.push(i64::try_from(line).unwrap_or(i64::MAX));
        let month = self.months.of(day);
        let place = self.order.place((month, area), &draft.columns, row);
        draft.places.push(place);
        draft.faults.extend(first);
    }

    fn fault(&self, row: u64, bound: &Bound, raw: &str, fault: CellFault) -> RecordFault {
        RecordFault {
            row,
            column: self.reading.label(bound),
            raw: raw.to_owned(),
            fault,
        }
    }

    /// The records in order.
    fn arranged(&self, number: u32, read: u64, draft: Draft) -> Piece {
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
        }
    }
}

fn not_of_our_time(text: &str) -> CellFault {
    CellFault::new(
        "bad_date",
        format!("`{text}` is of no year of our time"),
        "look whether digits of the year were exchanged, or the day is of another calendar, and have it \
            corrected at the source",
    )
}

fn outside(period: Period) -> CellFault {
    CellFault::new(
        "outside_period",
        format!("the day is outside {period}, the period of the file"),
        "look whether the file or its name is the wrong one, or ask for the record in the file of its \
            own period",
    )
}

fn push_day(cells: &mut Cells, day: i32) {
    if let Cells::Days(days) = cells {
        days.push(day);
    }
}

fn text_of<'t>(fields: &Fields<'t>, bound: &'t Bound) -> Cow<'t, str> {
    match bound {
        Bound::Field(at) => fields.text(*at),
        Bound::Constant(text) => Cow::Borrowed(text),
    }
}

fn ragged(fields: &Fields<'_>, row: u64, width: usize) -> RecordFault {
    let message = format!("the row has {} cells, the header {width}", fields.len());
    let hint = "look for a separator inside an unquoted cell, or a line that was broken";
    RecordFault {
        row,
        column: String::new(),
        raw: fields.joined(),
        fault: CellFault::new("ragged_row", message, hint),
    }
}
