//! A dataset's table as typed rows, with the rows in force as of a moment.

use crate::model::{Contract, Dec, Literal, Period, UNDATED, day_of};
use crate::rollup::row::{GroupKey, Row};
use crate::rollup::vintages::{Known, Landings, Since, Streams};
use arrow::array::{
    Array, AsArray, BooleanArray, Date32Array, Decimal128Array, Int32Array, Int64Array,
    RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType,
};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// A table that does not hold what its contract says; only a damaged lake can cause it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "column `{column}` of the table {problem}; delete `tables/` in the lake and run again to \
        rebuild it from landing"
)]
pub struct TableError {
    /// Column.
    pub column: String,
    /// What is wrong.
    pub problem: String,
}

/// The columns that tell groups of rows apart, in the order of a data file.
pub const KEY: [&str; 4] = ["area_code", "area_date", "period", "span"];

/// The rows of a dataset's table.
#[derive(Clone, Debug)]
pub struct Rows {
    /// All rows, in the order of the data files; after them those that say a figure was withdrawn.
    pub all: Vec<Row>,
    dimensions: Vec<String>,
    attributes: Vec<String>,
    value_name: String,
    pub(super) zone: Tz,
    /// The day on which rows were published that have been known from the beginning.
    pub(super) undated: NaiveDate,
}

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

    /// The rows of a batch, which may lack the columns that only say where a row comes from.
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
    pub fn groups_of_batch(batch: &RecordBatch) -> Result<BTreeSet<GroupKey>, TableError> {
        let text_of = |c: &str| found(batch, c, &DataType::Utf8).map(AsArray::as_string::<i32>);
        let words = |column: &str, e: &dyn std::fmt::Display| {
            fault(column, format!("holds a word that is not allowed: {e}"))
        };
        let (codes, periods, spans) = (text_of("area_code")?, text_of("period")?, text_of("span")?);
        let dates = found(batch, "area_date", &DataType::Date32)?.as_primitive::<Date32Type>();
        let row = |i: usize| {
            let date = dates
                .is_valid(i)
                .then(|| dates.value_as_date(i))
                .flatten()
                .ok_or_else(|| fault("area_date", "holds no date".into()))?;
            let period = text(periods, i)
                .unwrap_or_default()
                .parse()
                .map_err(|e| words("period", &e))?;
            let span = text(spans, i)
                .unwrap_or_default()
                .parse()
                .map_err(|e| words("span", &e))?;
            Ok((
                text(codes, i).unwrap_or_default().to_owned(),
                date,
                period,
                span,
            ))
        };
        (0..batch.num_rows()).map(row).collect()
    }

    /// When the latest row of a batch became known and was landed; `None` when it has no rows.
    ///
    /// # Errors
    /// As [`Rows::read`].
    pub fn latest(batch: &RecordBatch) -> Result<Option<Since>, TableError> {
        let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let column =
            |c: &str| found(batch, c, &utc).map(AsArray::as_primitive::<TimestampMicrosecondType>);
        let (known_from, recorded_at) = (column("known_from")?, column("recorded_at")?);
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

    /// All rows that deliveries have for one area, day, period and span, with what was withdrawn of
    /// them.
    #[must_use]
    pub fn of_group(contract: &Contract, all: Vec<Row>, landings: &Landings) -> Rows {
        Rows {
            all: landings.resolve(all),
            ..Rows::none(contract)
        }
    }

    fn none(contract: &Contract) -> Rows {
        let dimensions = contract.dimensions.iter().map(|d| d.name.clone()).collect();
        let attributes = contract.attributes.iter().map(|a| a.name.clone()).collect();
        let (value_name, zone) = (contract.value_name.clone(), contract.zone);
        Rows {
            all: Vec::new(),
            dimensions,
            attributes,
            value_name,
            zone,
            undated: day_of(UNDATED, zone),
        }
    }

    /// The same columns without rows.
    pub(super) fn emptied(&self) -> Rows {
        self.with(Vec::new())
    }

    /// The same columns with other rows.
    pub(super) fn with(&self, all: Vec<Row>) -> Rows {
        let Rows {
            dimensions,
            attributes,
            value_name,
            zone,
            undated,
            ..
        } = self;
        Rows {
            all,
            dimensions: dimensions.clone(),
            attributes: attributes.clone(),
            value_name: value_name.clone(),
            zone: *zone,
            undated: *undated,
        }
    }

    /// The same rows, those that have been known from the beginning published on a day.
    #[must_use]
    pub fn published_on(self, undated: NaiveDate) -> Rows {
        Rows { undated, ..self }
    }

    /// Rows put together by a test.
    #[cfg(test)]
    pub(super) fn of(all: Vec<Row>, dimensions: &[&str], value_name: &str) -> Rows {
        let dimensions = dimensions.iter().map(|d| (*d).to_owned()).collect();
        Rows {
            all,
            dimensions,
            attributes: vec![],
            value_name: value_name.to_owned(),
            zone: Tz::UTC,
            undated: NaiveDate::MIN,
        }
    }

    /// Every moment at which something became known or was withdrawn, in order.
    #[must_use]
    pub fn moments(&self) -> BTreeSet<DateTime<Utc>> {
        self.all.iter().map(|r| r.known_from).collect()
    }

    /// Names of the dimensions, in the order of [`Row::dimensions`].
    pub fn dimension_names(&self) -> impl Iterator<Item = &str> {
        self.dimensions.iter().map(String::as_str)
    }

    /// A column's value in a row, for expressions.
    #[must_use]
    pub fn literal(&self, row: &Row, column: &str) -> Option<Literal> {
        let text = |s: &str| Some(Literal::Text(s.to_owned()));
        match column {
            "area_code" => text(&row.area_code),
            "period" => text(&row.period.to_string()),
            "span" => text(&row.span.to_string()),
            "source_id" => text(&row.source_id),
            "unit" => text(&row.unit),
            "basis" => text(&row.basis),
            "scheme" => Some(row.scheme.as_str())
                .filter(|s| !s.is_empty())
                .and_then(text),
            "plan_stage" => row.plan_stage.and_then(|p| text(p.as_str())),
            "status" => text(row.status.as_str()),
            "note" => row.note.as_deref().and_then(text),
            "rank" => row
                .rank
                .map(|r| Literal::Number(Dec::from_int(i64::from(r)))),
            "rounding" => Some(Literal::Number(row.rounding)),
            "derived" => Some(Literal::Bool(row.derived)),
            "obs_status" => row.obs_status.and_then(|o| text(o.as_str())),
            "covers" => row.covers.and_then(|c| text(c.as_str())),
            _ if column == self.value_name => row.value.map(Literal::Number),
            _ => match self.dimensions.iter().position(|d| d == column) {
                Some(i) => text(&row.dimensions[i]),
                None => self
                    .attributes
                    .iter()
                    .position(|a| a == column)
                    .and_then(|i| text(row.attributes.get(i)?.as_deref()?)),
            },
        }
    }
}

/// The columns of a batch, found once.
struct BatchColumns<'a> {
    area_code: &'a StringArray,
    area_date: &'a Date32Array,
    period: &'a StringArray,
    span: &'a StringArray,
    dimensions: Vec<&'a StringArray>,
    attributes: Vec<&'a StringArray>,
    source_id: &'a StringArray,
    value: &'a Decimal128Array,
    unit: &'a StringArray,
    basis: &'a StringArray,
    scheme: &'a StringArray,
    plan_stage: &'a StringArray,
    status: &'a StringArray,
    rank: &'a Int32Array,
    rounding: &'a Decimal128Array,
    derived: &'a BooleanArray,
    obs_status: &'a StringArray,
    covers: &'a StringArray,
    note: &'a StringArray,
    known_from: &'a TimestampMicrosecondArray,
    recorded_at: &'a TimestampMicrosecondArray,
    withdrawn: &'a BooleanArray,
    delivery: &'a StringArray,
    part: Option<&'a StringArray>,
    row: Option<&'a Int64Array>,
    col: Option<&'a StringArray>,
    raw: Option<&'a StringArray>,
    /// The period last read: rows are sorted, so it is mostly the next one too.
    last: Option<(&'a str, Period)>,
}

fn found<'a>(
    batch: &'a RecordBatch,
    column: &str,
    wanted: &DataType,
) -> Result<&'a dyn Array, TableError> {
    let array = batch
        .column_by_name(column)
        .ok_or_else(|| fault(column, "is missing".into()))?;
    if array.data_type() == wanted {
        Ok(array.as_ref())
    } else {
        Err(fault(
            column,
            format!("is {} instead of {wanted}", array.data_type()),
        ))
    }
}

impl<'a> BatchColumns<'a> {
    fn new(contract: &Contract, batch: &'a RecordBatch) -> Result<BatchColumns<'a>, TableError> {
        let text = |c: &str| found(batch, c, &DataType::Utf8).map(AsArray::as_string::<i32>);
        let dec = |c: &str| {
            found(batch, c, &DataType::Decimal128(38, 6))
                .map(AsArray::as_primitive::<Decimal128Type>)
        };
        let bool = |c: &str| found(batch, c, &DataType::Boolean).map(AsArray::as_boolean);
        let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let time =
            |c: &str| found(batch, c, &utc).map(AsArray::as_primitive::<TimestampMicrosecondType>);
        let traced = batch.column_by_name("_row").is_some();
        let trace = |c: &str| if traced { text(c).map(Some) } else { Ok(None) };
        Ok(BatchColumns {
            area_code: text("area_code")?,
            area_date: found(batch, "area_date", &DataType::Date32)?.as_primitive::<Date32Type>(),
            period: text("period")?,
            span: text("span")?,
            dimensions: contract
                .dimensions
                .iter()
                .map(|d| text(&d.name))
                .collect::<Result<_, _>>()?,
            attributes: contract
                .attributes
                .iter()
                .map(|a| text(&a.name))
                .collect::<Result<_, _>>()?,
            source_id: text("source_id")?,
            value: dec(&contract.value_name)?,
            unit: text("unit")?,
            basis: text("basis")?,
            scheme: text("scheme")?,
            plan_stage: text("plan_stage")?,
            status: text("status")?,
            rank: found(batch, "rank", &DataType::Int32)?.as_primitive::<Int32Type>(),
            rounding: dec("rounding")?,
            derived: bool("derived")?,
            obs_status: text("obs_status")?,
            covers: text("covers")?,
            note: text("note")?,
            known_from: time("known_from")?,
            recorded_at: time("recorded_at")?,
            withdrawn: bool("withdrawn")?,
            delivery: text("_delivery")?,
            part: trace("_part")?,
            row: if traced {
                Some(found(batch, "_row", &DataType::Int64)?.as_primitive::<Int64Type>())
            } else {
                None
            },
            col: trace("_col")?,
            raw: trace("_raw")?,
            last: None,
        })
    }

    fn row(&mut self, i: usize) -> Result<Row, TableError> {
        let words = |column: &str, e: &dyn std::fmt::Display| {
            fault(column, format!("holds a word that is not allowed: {e}"))
        };
        let period = text(self.period, i).unwrap_or_default();
        let period = match self.last {
            Some((last, read)) if last == period => read,
            _ => {
                self.last
                    .insert((period, period.parse().map_err(|e| words("period", &e))?))
                    .1
            }
        };
        let plan_stage = text(self.plan_stage, i).filter(|t| !t.is_empty());
        let date = self
            .area_date
            .is_valid(i)
            .then(|| self.area_date.value_as_date(i))
            .flatten();
        let owned = |array| text(array, i).unwrap_or_default().to_owned();
        let traced = |array: Option<&'a StringArray>| array.map(owned).unwrap_or_default();
        let dec = |array: &Decimal128Array| {
            array
                .is_valid(i)
                .then(|| Dec::from_micros(array.value(i)))
                .flatten()
        };
        let number = self
            .row
            .filter(|rows| rows.is_valid(i))
            .map_or(0, |rows| rows.value(i));
        Ok(Row {
            area_code: owned(self.area_code),
            area_date: date.ok_or_else(|| fault("area_date", "holds no date".into()))?,
            period,
            span: text(self.span, i)
                .unwrap_or_default()
                .parse()
                .map_err(|e| words("span", &e))?,
            dimensions: self.dimensions.iter().map(|d| owned(d)).collect(),
            attributes: self
                .attributes
                .iter()
                .map(|a| text(a, i).map(str::to_owned))
                .collect(),
            source_id: owned(self.source_id),
            value: dec(self.value),
            unit: owned(self.unit),
            basis: owned(self.basis),
            scheme: owned(self.scheme),
            plan_stage: plan_stage
                .map(str::parse)
                .transpose()
                .map_err(|e| words("plan_stage", &e))?,
            status: text(self.status, i)
                .unwrap_or_default()
                .parse()
                .map_err(|e| words("status", &e))?,
            rank: self.rank.is_valid(i).then(|| self.rank.value(i)),
            rounding: dec(self.rounding).unwrap_or(Dec::ZERO),
            derived: self.derived.is_valid(i) && self.derived.value(i),
            obs_status: text(self.obs_status, i)
                .map(str::parse)
                .transpose()
                .map_err(|e| words("obs_status", &e))?,
            covers: text(self.covers, i)
                .map(str::parse)
                .transpose()
                .map_err(|e| words("covers", &e))?,
            note: text(self.note, i).map(str::to_owned),
            known_from: time(self.known_from, "known_from", i)?,
            recorded_at: time(self.recorded_at, "recorded_at", i)?,
            withdrawn: self.withdrawn.is_valid(i) && self.withdrawn.value(i),
            delivery: owned(self.delivery),
            part: traced(self.part),
            row: u64::try_from(number).unwrap_or(0),
            col: traced(self.col),
            raw: traced(self.raw),
            place: None,
            void: false,
        })
    }
}

fn text(array: &StringArray, i: usize) -> Option<&str> {
    array.is_valid(i).then(|| array.value(i))
}

fn time(
    array: &TimestampMicrosecondArray,
    column: &str,
    i: usize,
) -> Result<DateTime<Utc>, TableError> {
    let micros = array.is_valid(i).then(|| array.value(i));
    micros
        .and_then(DateTime::from_timestamp_micros)
        .ok_or_else(|| fault(column, "holds no time".into()))
}

fn fault(column: &str, problem: String) -> TableError {
    TableError {
        column: column.to_owned(),
        problem,
    }
}
