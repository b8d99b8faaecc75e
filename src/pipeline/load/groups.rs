//! Rows of one area, day, period and span gathered from all data files of a table at a time.

use crate::error::RunError;
use crate::model::{Contract, Period, Span};
use crate::pipeline::load::table_files::TableFiles;
use crate::pipeline::load::wanted::AT_ONCE;
use crate::pipeline::row_groups::RowGroups;
use crate::rollup::{Known, Landings, Row, Rows};
use crate::store::{StoreError, TableFile};
use arrow::array::RecordBatch;
use chrono::NaiveDate;
use std::iter::Peekable;
use std::vec::IntoIter;

/// Rows of whole groups that are worked on side by side.
const SIDE_BY_SIDE: usize = 1 << 14;

/// A file of fewer rows is held rather than kept open.
const SMALL: u64 = 1 << 14;

impl TableFiles<'_> {
    /// Gives all groups of rows in order, some at a time.
    pub(super) fn groups(
        &self,
        (traced, known, touched): (bool, &Known, Option<&RowGroups>),
        visit: &mut dyn FnMut(Vec<Rows>),
    ) -> Result<(), RunError> {
        let landings = Landings::new(&self.streams, known);
        let mut merge = self.merge(&self.columns(traced), touched)?;
        let (mut waiting, mut count) = (Vec::new(), 0);
        let columns = Rows::none(self.contract);
        while let Some(group) = merge.next_group()? {
            count += group.len();
            waiting.push(columns.of_group(group, &landings));
            if count >= SIDE_BY_SIDE {
                visit(std::mem::take(&mut waiting));
                count = 0;
            }
        }
        visit(waiting);
        Ok(())
    }

    /// Opens all data files that may have any of the groups: small ones are read, large ones stand at
    /// their first row.
    fn merge<'s>(
        &'s self,
        columns: &[&str],
        touched: Option<&'s RowGroups>,
    ) -> Result<Merge<'s>, RunError> {
        let (mut held, mut cursors): (Vec<(usize, Row)>, Vec<Cursor<'s>>) =
            (Vec::new(), Vec::new());
        let concerned = |file: &TableFile| touched.is_none_or(|touched| touched.may_be_in(file));
        let texts = touched.map(RowGroups::texts);
        let files = self.files().enumerate();
        for (place, (parts, file)) in files.filter(|(_, (_, file))| concerned(file)) {
            let batches = parts.batches_of(file, (columns, texts.as_ref()), AT_ONCE)?;
            let mut cursor = Cursor {
                contract: self.contract,
                place,
                touched,
                batches: Box::new(batches),
                rows: Vec::new().into_iter(),
                next: None,
            };
            if file.rows < SMALL {
                while let Some(row) = cursor.step()? {
                    held.push((place, row));
                }
            } else {
                cursor.next = cursor.step()?;
                cursors.push(cursor);
            }
        }
        held.sort_by_cached_key(|(_, row)| order(row));
        Ok(Merge {
            held: held.into_iter().peekable(),
            cursors,
        })
    }
}

/// Where a row stands in the order of a data file: a period stands where its text does.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct FileOrder {
    area_code: String,
    area_date: NaiveDate,
    period: String,
    span: String,
}

fn order(row: &Row) -> FileOrder {
    FileOrder {
        area_code: row.area_code.clone(),
        area_date: row.area_date,
        period: row.period.to_string(),
        span: row.span.to_string(),
    }
}

/// Rows of all data files of a table, each with the place of its file.
struct Merge<'a> {
    held: Peekable<IntoIter<(usize, Row)>>,
    cursors: Vec<Cursor<'a>>,
}

impl Merge<'_> {
    /// The group that stands first among what is left, its rows in the order of files, as if those
    /// had been read one after the other.
    fn next_group(&mut self) -> Result<Option<Vec<Row>>, RunError> {
        let Some(first) = self.first() else {
            return Ok(None);
        };
        let (period, span): (Option<Period>, Option<Span>) =
            (first.period.parse().ok(), first.span.parse().ok());
        let is_it = |row: &Row| {
            Some(row.period) == period
                && Some(row.span) == span
                && row.area_date == first.area_date
                && row.area_code == first.area_code
        };
        let mut group: Vec<(usize, Row)> = Vec::new();
        while let Some(row) = self.held.next_if(|(_, row)| is_it(row)) {
            group.push(row);
        }
        for cursor in &mut self.cursors {
            while let Some(row) = cursor.next.take_if(|row| is_it(row)) {
                group.push((cursor.place, row));
                cursor.next = cursor.step()?;
            }
        }
        group.sort_by_key(|(place, _)| *place);
        Ok(Some(group.into_iter().map(|(_, row)| row).collect()))
    }

    fn first(&mut self) -> Option<FileOrder> {
        let held = self.held.peek().map(|(_, row)| row);
        let next = self.cursors.iter().filter_map(|c| c.next.as_ref());
        held.into_iter().chain(next).map(order).min()
    }
}

/// A data file with the row it stands at.
struct Cursor<'a> {
    contract: &'a Contract,
    place: usize,
    /// Only rows of these groups are given.
    touched: Option<&'a RowGroups>,
    batches: Box<dyn Iterator<Item = Result<RecordBatch, StoreError>> + Send>,
    rows: IntoIter<Row>,
    next: Option<Row>,
}

impl Cursor<'_> {
    fn step(&mut self) -> Result<Option<Row>, RunError> {
        loop {
            if let Some(row) = self.rows.next() {
                return Ok(Some(row));
            }
            let Some(batch) = self.batches.next() else {
                return Ok(None);
            };
            let rows = Rows::of_batch(self.contract, &batch?)?;
            self.rows = match self.touched {
                None => rows,
                Some(touched) => rows
                    .into_iter()
                    .filter(|row| touched.has_row(row))
                    .collect(),
            }
            .into_iter();
        }
    }
}
