//! A batch of records added up, stretch by stretch: the records of a stretch are of one unit, month
//! and codes, so that most conditions hold for all of them or for none.

use super::asked::{UnitMonth, Units};
use super::columns::{areas, days, faulty, named, numbers};
use super::mask::{Chosen, Mask, joined};
use super::met::Met;
use super::state::{Content, Partial, State};
use super::superseded::Again;
use super::wants::{Want, Wants};
use crate::day::{date, month};
use crate::error::RecordsError;
use crate::schema::ROW;
use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray};
use arrow::datatypes::{Date32Type, Int32Type};
use chiso_model::{RecordLayout, days_since_epoch};
use chrono::{Datelike, Months, NaiveDate};
use std::ops::Range;

/// A batch with what is looked at.
pub(super) struct Batch<'b> {
    wants: &'b Wants<'b>,
    rows: usize,
    days: &'b [i32],
    /// The area of each record by its place among texts.
    areas: (&'b [i32], &'b StringArray),
    /// By want its column.
    columns: Vec<Option<&'b ArrayRef>>,
    /// By condition which records meet it.
    masks: Vec<Mask<'b>>,
    /// The codes of each column of codes.
    codes: Vec<&'b [i32]>,
    faulty: Option<&'b BooleanArray>,
    /// The lines of the records, where these are asked for.
    lines: Option<&'b [i64]>,
}

impl<'b> Batch<'b> {
    pub(super) fn new(
        wants: &'b Wants<'b>,
        layout: &'b RecordLayout,
        batch: &'b RecordBatch,
    ) -> Result<Batch<'b>, RecordsError> {
        let column = |want: &Want<'_>| want.column.map(|name| named(batch, name)).transpose();
        let masks = wants.filters.iter().map(|f| Mask::new(f, batch, layout));
        let codes = batch.columns().iter();
        let codes = codes.filter_map(|c| c.as_dictionary_opt::<Int32Type>());
        let lines = wants.lines.then(|| named(batch, ROW)).transpose()?;
        Ok(Batch {
            wants,
            rows: batch.num_rows(),
            days: days(batch, &layout.date)?.values(),
            areas: areas(batch)?,
            columns: wants.all.iter().map(column).collect::<Result<_, _>>()?,
            masks: masks.collect::<Result<_, _>>()?,
            codes: codes.map(|c| &c.keys().values()[..]).collect(),
            faulty: faulty(batch)?,
            lines: lines.and_then(numbers),
        })
    }

    /// Adds up all records: each stretch goes to the part of its unit and month, and of the file that
    /// superseded it.
    pub(super) fn add(
        &self,
        units: &dyn Units,
        gone: &[(usize, Again)],
        mut part: impl FnMut(UnitMonth, Option<Again>, &mut dyn FnMut(&mut Partial)),
    ) -> Result<(), RecordsError> {
        let (days, (keys, texts)) = (self.days, self.areas);
        let (mut row, mut gone) = (0, gone.iter().copied().peekable());
        while row < keys.len() {
            let code = usize::try_from(keys[row]).map_err(RecordsError::columns)?;
            let on = date(days[row]);
            let (unit, first, last) = units.unit(texts.value(code), on).ok_or_else(|| {
                RecordsError::Columns(format!("`{}` is no area on {on}", texts.value(code)))
            })?;
            let (from, to) = within(on, first, last);
            let end = self.end_of_stretch(row, |i| (from..=to).contains(&days[i]));
            let at = (unit, month(days[row]));
            let mut start = row;
            let mut add = |again: Option<Again>, start: usize, end: usize| {
                if start < end {
                    part(at, again, &mut |partial| self.stretch(partial, start, end));
                }
            };
            while let Some((place, again)) = gone.next_if(|(place, _)| *place < end) {
                add(None, start, place);
                add(Some(again), place, place + 1);
                start = place + 1;
            }
            add(None, start, end);
            row = end;
        }
        Ok(())
    }

    /// Behind the last record that follows with the same codes and a day that is one of them.
    fn end_of_stretch(&self, row: usize, same_month: impl Fn(usize) -> bool) -> usize {
        // The columns that change most often stand last, and shorten the look at the others.
        let mut end = self.rows;
        for codes in self.codes.iter().rev() {
            let other = codes[row..end].iter().position(|code| *code != codes[row]);
            end = other.map_or(end, |length| row + length);
        }
        (row..end).find(|i| !same_month(*i)).unwrap_or(end)
    }

    /// Adds up a stretch of records.
    fn stretch(&self, partial: &mut Partial, start: usize, end: usize) {
        partial.records += (end - start) as u64;
        if self.faulty.is_some() || self.lines.is_some() {
            self.one_by_one(partial, start, end);
            return;
        }
        let chosen: Vec<Chosen> = { self.masks.iter() }
            .map(|mask| mask.chosen(start, end))
            .collect();
        // What several measures have of all records of the stretch is added up once.
        let mut of_all: Vec<(usize, State)> = Vec::new();
        let whole = start..end;
        let wants = self.wants.all.iter().zip(&self.columns);
        for ((want, column), state) in wants.zip(&mut partial.states) {
            match want.filter.and_then(|f| chosen.get(f)) {
                Some(Chosen::Runs(runs)) => add(state, *column, runs),
                Some(Chosen::All) | None => {
                    let all = std::slice::from_ref(&whole);
                    let Some(shared) = want.shared else {
                        add(state, *column, all);
                        continue;
                    };
                    if let Some((_, held)) = of_all.iter().find(|(held, _)| *held == shared) {
                        state.add(held);
                    } else {
                        let mut held = State::none(want.asked.value.function);
                        add(&mut held, *column, all);
                        state.add(&held);
                        of_all.push((shared, held));
                    }
                }
            }
        }
    }

    /// Adds up a stretch of which some records are in quarantine, or of which the lines are wanted.
    fn one_by_one(&self, partial: &mut Partial, start: usize, end: usize) {
        let bad = |row: usize| self.faulty.is_some_and(|f| f.value(row));
        for ((want, column), state) in self
            .wants
            .all
            .iter()
            .zip(&self.columns)
            .zip(&mut partial.states)
        {
            let mask = want.filter.and_then(|f| self.masks.get(f));
            let met = |row: usize| mask.map_or(Met::Yes, |mask| mask.at(row));
            let concerned = |row: &usize| bad(*row) && met(*row) != Met::No;
            state.quarantined += (start..end).filter(concerned).count() as u64;
            let asked = |row: &usize| !bad(*row) && met(*row) == Met::Yes;
            let runs = joined((start..end).filter(asked));
            for line in runs.iter().cloned().flatten() {
                if let Some(line) = self.lines.and_then(|lines| lines.get(line)) {
                    state.lines.add_line(line.unsigned_abs());
                }
            }
            add(state, *column, &runs);
        }
    }
}

/// Adds up runs of records that are asked for.
fn add(state: &mut State, column: Option<&ArrayRef>, runs: &[Range<usize>]) {
    let asked = runs.iter().map(|run| run.len() as u64).sum::<u64>();
    state.asked += asked;
    let nulls = column.and_then(|column| column.nulls());
    match nulls.filter(|nulls| nulls.null_count() > 0) {
        None => {
            state.filled += asked;
            for run in runs {
                take_run(state, column, run);
            }
        }
        Some(nulls) => {
            for run in runs {
                let filled = run.clone().filter(|row| nulls.is_valid(*row));
                state.filled += filled.clone().count() as u64;
                take(state, column, filled);
            }
        }
    }
}

/// The days of a unit's month around a day.
fn within(on: NaiveDate, first: NaiveDate, last: NaiveDate) -> (i32, i32) {
    let start = on.with_day(1).unwrap_or(on);
    let end = start
        .checked_add_months(Months::new(1))
        .and_then(|next| next.pred_opt());
    let (from, to) = (start.max(first), end.unwrap_or(on).min(last));
    (days_since_epoch(from), days_since_epoch(to))
}

/// Takes in the values of some records.
fn take(state: &mut State, column: Option<&ArrayRef>, rows: impl Iterator<Item = usize>) {
    let Some(column) = column else { return };
    match numbers(column) {
        Some(all) => state.content.numbers(rows.map(|row| all[row])),
        None if state.content != Content::Count => others(state, column, rows),
        None => {}
    }
}

/// Takes in the values of a run of records none of which is empty.
fn take_run(state: &mut State, column: Option<&ArrayRef>, run: &Range<usize>) {
    match column
        .and_then(numbers)
        .and_then(|all| all.get(run.clone()))
    {
        Some(numbers) => state.content.numbers(numbers.iter().copied()),
        None => take(state, column, run.clone()),
    }
}

/// Takes in values that are no numbers: only different ones are told apart.
fn others(state: &mut State, column: &ArrayRef, rows: impl Iterator<Item = usize>) {
    for row in rows {
        if let Some(dictionary) = column.as_dictionary_opt::<Int32Type>() {
            let texts = dictionary.values().as_string::<i32>();
            let key = dictionary.key(row).map(|key| texts.value(key));
            state.content.value(key.unwrap_or_default().as_bytes());
        } else if let Some(texts) = column.as_string_opt::<i32>() {
            state.content.value(texts.value(row).as_bytes());
        } else if let Some(days) = column.as_primitive_opt::<Date32Type>() {
            state.content.value(&days.value(row).to_be_bytes());
        } else if let Some(flags) = column.as_boolean_opt() {
            state.content.value(&[u8::from(flags.value(row))]);
        }
    }
}
