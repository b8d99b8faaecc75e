//! The records of a piece of a file as typed columns; what is at fault as objects.

use crate::area::AreaMemory;
use crate::cells::{Cells, NO_CODE, NO_DAY, NO_FLAG, NO_NUMBER};
use crate::chunk::Chunk;
use crate::day::{self, Months};
use crate::error::RecordsError;
use crate::fault::{CellFault, RecordFault};
use crate::fields::Fields;
use crate::hash::{QuickMap, fold, fold_text};
use crate::number::{self, Writing};
use crate::order::{Order, arrange};
use crate::reading::{Bound, Reading, empty_cells};
use chiso_model::RecordColumn;
use std::borrow::Cow;

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

/// A column and what its texts may be.
struct Plan<'a> {
    column: &'a RecordColumn,
    bound: &'a Bound,
    bounds: (i64, i64),
    codes: QuickMap<&'a str, u32>,
    /// The last text and what it was.
    last: (String, u32),
}

/// Reads pieces of one file.
pub(crate) struct Parser<'a> {
    reading: &'a Reading<'a>,
    plans: Vec<Plan<'a>>,
    order: Order,
    date: usize,
    areas: AreaMemory<'a>,
    months: Months,
    writing: Writing,
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
        let plan = |(column, bound): (&'a RecordColumn, &'a Bound)| Plan {
            column,
            bound,
            bounds: column.bounds(),
            codes: (0..)
                .zip(&column.one_of)
                .map(|(at, code)| (code.as_str(), at))
                .collect(),
            last: (String::new(), NO_CODE),
        };
        let columns = reading.layout.columns.iter().zip(&reading.columns);
        Parser {
            reading,
            plans: columns.map(plan).collect(),
            order: Order::new(reading.layout, reading.areas.codes().len()),
            date: reading.date(),
            areas: AreaMemory::new(reading.areas),
            months: Months::default(),
            writing: Writing {
                decimal: reading.decimal,
                grouping: reading.grouping,
            },
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

impl Plan<'_> {
    /// Reads a text into its column.
    fn push(
        &mut self,
        text: &str,
        missing: &[String],
        writing: Writing,
        cells: &mut Cells,
    ) -> Result<(), CellFault> {
        if is_missing(text, missing) {
            if !self.column.optional {
                let hint = "write it in every record at the source, or declare `optional = true`";
                let message = format!("there is no `{}` in the record", self.column.name);
                return Err(CellFault::new("null", message, hint));
            }
            cells.push_none();
            return Ok(());
        }
        match cells {
            Cells::Texts(all) => all.push(text.as_bytes()),
            Cells::Codes(all) => all.push(self.code(text)?),
            Cells::Numbers(all) => all.push(self.number(text, writing)?),
            Cells::Days(all) => all.push(day::read(text.as_bytes())?),
            Cells::Flags(all) => all.push(flag(text)?),
        }
        Ok(())
    }

    fn code(&mut self, text: &str) -> Result<u32, CellFault> {
        if self.last.1 != NO_CODE && self.last.0 == text {
            return Ok(self.last.1);
        }
        let Some(code) = self.codes.get(text) else {
            let message = format!("`{text}` is not a value of `{}`", self.column.name);
            let hint = chiso_model::nearest(text, self.codes.keys().copied()).map_or_else(
                || "correct the source, or add it to the list".to_owned(),
                |near| format!("did you mean `{near}`? else add it to the list"),
            );
            return Err(CellFault::new("not_one_of", message, hint));
        };
        self.last.0.clear();
        self.last.0.push_str(text);
        self.last.1 = *code;
        Ok(*code)
    }

    fn number(&self, text: &str, writing: Writing) -> Result<i64, CellFault> {
        let places = self.column.kind.places().unwrap_or_default();
        let number = number::read(text.as_bytes(), places, writing)?;
        let (least, most) = self.bounds;
        if (least..=most).contains(&number) {
            return Ok(number);
        }
        let message = match (self.column.min, self.column.max) {
            (Some(min), _) if number < least => format!("`{text}` is below `min` {min}"),
            (_, Some(max)) if number > most => format!("`{text}` is above `max` {max}"),
            _ => format!("`{text}` has more digits than can be held"),
        };
        let hint = "look at the source; if it is right, correct `min` or `max`";
        Err(CellFault::new("out_of_range", message, hint))
    }
}

fn flag(text: &str) -> Result<u8, CellFault> {
    match text {
        "true" | "TRUE" | "1" => Ok(1),
        "false" | "FALSE" | "0" => Ok(0),
        _ => Err(CellFault::new(
            "not_a_truth_value",
            format!("`{text}` is neither true nor false"),
            "ask for `true` and `false`, or declare the column as `code`",
        )),
    }
}

fn push_day(cells: &mut Cells, day: i32) {
    if let Cells::Days(days) = cells {
        days.push(day);
    }
}

fn is_missing(text: &str, missing: &[String]) -> bool {
    text.is_empty() || text.len() < 8 && missing.iter().any(|m| m == text)
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

/// Hashes of the keys of records.
fn key_hashes(reading: &Reading<'_>, columns: &[Cells]) -> Vec<u64> {
    let rows = columns.first().map_or(0, Cells::len);
    let mut hashes = vec![0; rows];
    for at in key_columns(reading) {
        fold_cells(&mut hashes, &columns[at]);
    }
    hashes
}

/// Where the columns of the key stand, the area counted first.
pub(crate) fn key_columns(reading: &Reading<'_>) -> Vec<usize> {
    let place = |name: &String| {
        let columns = &reading.layout.columns;
        columns
            .iter()
            .position(|c| c.name == *name)
            .map_or(0, |at| at + 1)
    };
    reading.layout.key.iter().map(place).collect()
}

/// Folds the cells of a column into the hashes of their rows.
fn fold_cells(hashes: &mut [u64], cells: &Cells) {
    match cells {
        Cells::Codes(all) => fold_all(hashes, all, u64::from),
        Cells::Numbers(all) => fold_all(hashes, all, i64::cast_unsigned),
        Cells::Days(all) => fold_all(hashes, all, |day| u64::from(day.cast_unsigned())),
        Cells::Flags(all) => fold_all(hashes, all, u64::from),
        Cells::Texts(all) => {
            for (row, hash) in hashes.iter_mut().enumerate() {
                *hash = fold_text(*hash, all.get(row));
            }
        }
    }
}

fn fold_all<T: Copy>(hashes: &mut [u64], all: &[T], word: impl Fn(T) -> u64) {
    for (hash, cell) in hashes.iter_mut().zip(all) {
        *hash = fold(*hash, word(*cell));
    }
}

/// Whether a cell has nothing in it.
pub(crate) fn is_none(cells: &Cells, row: usize) -> bool {
    match cells {
        Cells::Codes(all) => all[row] == NO_CODE,
        Cells::Numbers(all) => all[row] == NO_NUMBER,
        Cells::Days(all) => all[row] == NO_DAY,
        Cells::Flags(all) => all[row] == NO_FLAG,
        Cells::Texts(all) => all.get(row).is_empty(),
    }
}
