//! Rows as they are read from a table, with what replaces what.

use crate::model::{CellKey, Contract, Period, Span};
use crate::rollup::row::Row;
use crate::rollup::rows::batch::BatchColumns;
use crate::rollup::rows::columns::{TableError, TypedColumns, day, text, time, word};
use crate::rollup::rows::table::Rows;
use crate::rollup::vintages::{Known, Landings, Since, Streams};
use arrow::array::RecordBatch;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The columns that tell groups of rows apart, in the order of a data file.
pub const KEY: [&str; 4] = ["area_code", "area_date", "period", "span"];

/// The period and span of a row, and the day at which its code is read.
pub type DayOfRow = ((Period, Span), NaiveDate);

impl Rows {
    /// Reads batches that have the columns of `observation_columns(contract)`.
    ///
    /// What replaces what is settled here, from all deliveries in the order in which they were
    /// landed: see [`Landings`].
    ///
    /// # Errors
    /// When a column is missing, has another type, or holds a word outside its list.
    pub fn read(
        contract: &Contract,
        batches: &[RecordBatch],
        streams: &Streams,
    ) -> Result<Rows, TableError> {
        let mut rows = Rows::none(contract);
        rows.all
            .reserve(batches.iter().map(RecordBatch::num_rows).sum());
        for batch in batches {
            rows.all.extend(Rows::of_batch(contract, batch)?);
        }
        let mut known = Known::new();
        for row in &rows.all {
            let held = known
                .entry(row.delivery.clone())
                .or_insert((row.known_from, row.recorded_at));
            *held = (*held).max((row.known_from, row.recorded_at));
        }
        rows.all = Landings::new(streams, &known).resolve(rows.all);
        Ok(rows)
    }

    /// The rows of a batch, which may not have the columns that only say where a row comes from.
    ///
    /// # Errors
    /// As [`Rows::read`].
    pub fn of_batch(contract: &Contract, batch: &RecordBatch) -> Result<Vec<Row>, TableError> {
        let mut reader = BatchColumns::new(contract, batch)?;
        (0..batch.num_rows()).map(|i| reader.row(i)).collect()
    }

    /// What the rows of a batch are of, which need have no other columns than [`KEY`].
    ///
    /// # Errors
    /// As [`Rows::read`].
    pub fn groups_of_batch(batch: &RecordBatch) -> Result<BTreeSet<CellKey>, TableError> {
        let columns = TypedColumns(batch);
        let (codes, periods, spans) = (
            columns.text("area_code")?,
            columns.text("period")?,
            columns.text("span")?,
        );
        let dates = columns.date("area_date")?;
        let row = |i: usize| {
            Ok(CellKey {
                area_date: day(dates, "area_date", i)?,
                period: word(text(periods, i), "period")?,
                span: word(text(spans, i), "span")?,
                area_code: text(codes, i).unwrap_or_default().to_owned(),
            })
        };
        (0..batch.num_rows()).map(row).collect()
    }

    /// The periods and spans of the rows of a batch, each with a day at which codes are read, each once.
    ///
    /// # Errors
    /// As [`Rows::read`].
    pub fn days_of_batch(batch: &RecordBatch) -> Result<BTreeSet<DayOfRow>, TableError> {
        let columns = TypedColumns(batch);
        let (periods, spans) = (columns.text("period")?, columns.text("span")?);
        let dates = columns.date("area_date")?;
        let texts = |i| (text(periods, i), text(spans, i));
        let rows = (0..batch.num_rows()).map(|i| Ok((texts(i), day(dates, "area_date", i)?)));
        let found: BTreeSet<_> = rows.collect::<Result<_, TableError>>()?;
        let read =
            |((period, span), day)| Ok(((word(period, "period")?, word(span, "span")?), day));
        found.into_iter().map(read).collect()
    }

    /// When the latest row of a batch became known and was landed; `None` when it has no rows.
    ///
    /// # Errors
    /// As [`Rows::read`].
    pub fn latest(batch: &RecordBatch) -> Result<Option<Since>, TableError> {
        let columns = TypedColumns(batch);
        let (known_from, recorded_at) = (columns.time("known_from")?, columns.time("recorded_at")?);
        let row = |i| {
            Ok((
                time(known_from, "known_from", i)?,
                time(recorded_at, "recorded_at", i)?,
            ))
        };
        (0..batch.num_rows())
            .map(row)
            .try_fold(None, |latest, row| row.map(|row| latest.max(Some(row))))
    }
}
