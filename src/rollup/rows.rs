//! A dataset's table as typed rows, with the rows in force as of a moment.

use crate::model::{Contract, Dec, Literal, Period, PlanStage, Span, Status};
use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Decimal128Type, Int32Type, Int64Type, TimeUnit, TimestampMicrosecondType};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// One row of a dataset's table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Area code on `area_date`.
    pub area_code: String,
    /// Day at which the code is to be read.
    pub area_date: NaiveDate,
    /// Period.
    pub period: Period,
    /// Span.
    pub span: Span,
    /// The contract's dimensions, in its order.
    pub dimensions: Vec<String>,
    /// Source.
    pub source_id: String,
    /// Figure; `None` when withdrawn.
    pub value: Option<Dec>,
    /// Unit.
    pub unit: String,
    /// Basis.
    pub basis: String,
    /// Scoring scheme; empty when none is stated.
    pub scheme: String,
    /// Plan stage.
    pub plan_stage: Option<PlanStage>,
    /// Status.
    pub status: Status,
    /// Rank among rows for the same figure.
    pub rank: Option<i32>,
    /// Half-width of rounding.
    pub rounding: Dec,
    /// Computed by someone from other figures.
    pub derived: bool,
    /// Remark.
    pub note: Option<String>,
    /// When the provider published it.
    pub known_from: DateTime<Utc>,
    /// When it was landed.
    pub recorded_at: DateTime<Utc>,
    /// The provider took it back.
    pub withdrawn: bool,
    /// Delivery.
    pub delivery: String,
    /// Sheet or member.
    pub part: String,
    /// Row in the delivered file.
    pub row: u64,
    /// Column in the delivered file.
    pub col: String,
    /// The cell's text as it stood.
    pub raw: String,
}

/// A table that does not hold what its contract says; only a damaged lake can cause it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column `{column}` of the table {problem}; delete `tables/` in the lake and run again to rebuild it from landing")]
pub struct TableError {
    /// Column.
    pub column: String,
    /// What is wrong.
    pub problem: String,
}

/// Where a delivery was read. Deliveries from one place replace each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stream {
    /// Source.
    pub source_id: String,
    /// Path or address.
    pub path: String,
    /// None of its observations was quarantined, so what it lacks is lacking and not merely unreadable.
    pub complete: bool,
}

/// Where each delivery was read.
pub type Streams = BTreeMap<String, Stream>;

/// The rows of a dataset's table.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// All rows, in the order of the data files; after them those that say a figure was withdrawn.
    pub all: Vec<Row>,
    dimensions: Vec<String>,
    value_name: String,
}

impl Rows {
    /// Reads batches that have the columns of `observation_columns(contract)`.
    ///
    /// A figure that a delivery had and the next one from the same place lacks is withdrawn from then on. This is worked
    /// out here, from all deliveries in the order in which they became known, so the order of arrival does not matter.
    ///
    /// # Errors
    /// When a column is missing, has another type, or holds a word outside its list.
    pub fn read(contract: &Contract, batches: &[RecordBatch], streams: &Streams) -> Result<Rows, TableError> {
        let dimensions: Vec<String> = contract.dimensions.iter().map(|d| d.name.clone()).collect();
        let mut all = Vec::with_capacity(batches.iter().map(RecordBatch::num_rows).sum());
        for batch in batches {
            let reader = Reader { batch };
            for i in 0..batch.num_rows() {
                all.push(reader.row(i, &dimensions, &contract.value_name)?);
            }
        }
        all.extend(withdrawals(&all, streams));
        Ok(Rows { all, dimensions, value_name: contract.value_name.clone() })
    }

    /// Rows put together by a test.
    #[cfg(test)]
    pub(super) fn of(all: Vec<Row>, dimensions: &[&str], value_name: &str) -> Rows {
        Rows { all, dimensions: dimensions.iter().map(|d| (*d).to_owned()).collect(), value_name: value_name.to_owned() }
    }

    /// Every moment at which something became known or was withdrawn, in order.
    #[must_use]
    pub fn moments(&self) -> BTreeSet<DateTime<Utc>> {
        self.all.iter().map(|r| r.known_from).collect()
    }

    /// Indices of the rows in force as of a moment: for each key the one published last, then landed last; not if withdrawn.
    #[must_use]
    pub fn in_force(&self, as_of: Option<DateTime<Utc>>) -> Vec<usize> {
        let mut newest: BTreeMap<_, usize> = BTreeMap::new();
        for (i, row) in self.all.iter().enumerate() {
            if as_of.is_some_and(|t| row.known_from > t) {
                continue;
            }
            let older = |a: &Row, b: &Row| (a.known_from, a.recorded_at, &a.delivery) < (b.known_from, b.recorded_at, &b.delivery);
            newest
                .entry(row.key())
                .and_modify(|held| {
                    if older(&self.all[*held], row) {
                        *held = i;
                    }
                })
                .or_insert(i);
        }
        newest.into_values().filter(|i| !self.all[*i].withdrawn).collect()
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
            "scheme" => Some(row.scheme.as_str()).filter(|s| !s.is_empty()).and_then(text),
            "plan_stage" => row.plan_stage.and_then(|p| text(p.as_str())),
            "status" => text(row.status.as_str()),
            "note" => row.note.as_deref().and_then(text),
            "rank" => row.rank.map(|r| Literal::Number(Dec::from_int(i64::from(r)))),
            "rounding" => Some(Literal::Number(row.rounding)),
            "derived" => Some(Literal::Bool(row.derived)),
            _ if column == self.value_name => row.value.map(Literal::Number),
            _ => self.dimensions.iter().position(|d| d == column).and_then(|i| text(&row.dimensions[i])),
        }
    }
}

impl Row {
    /// What tells this figure apart, its source included.
    #[must_use]
    pub fn key(&self) -> (&str, NaiveDate, Period, Span, &[String], &str) {
        (&self.area_code, self.area_date, self.period, self.span, &self.dimensions, &self.source_id)
    }
}

/// Rows that withdraw what a delivery no longer says, as of when that delivery became known.
fn withdrawals(rows: &[Row], streams: &Streams) -> Vec<Row> {
    let mut places: BTreeMap<(&str, &str), BTreeMap<&str, Vec<&Row>>> = BTreeMap::new();
    for row in rows {
        if let Some(stream) = streams.get(&row.delivery) {
            places.entry((&stream.source_id, &stream.path)).or_default().entry(&row.delivery).or_default().push(row);
        }
    }
    let mut withdrawn = Vec::new();
    for deliveries in places.into_values() {
        let known = |rows: &[&Row]| rows.iter().map(|r| (r.known_from, r.recorded_at)).max();
        let mut ordered: Vec<(&str, Vec<&Row>)> = deliveries.into_iter().collect();
        ordered.sort_by_cached_key(|(id, rows)| (known(rows), (*id).to_owned()));
        let mut said: BTreeMap<_, &Row> = BTreeMap::new();
        for (id, rows) in ordered {
            let Some((known_from, recorded_at)) = known(&rows) else { continue };
            let mut says: BTreeMap<_, &Row> = rows.into_iter().map(|r| (r.key(), r)).collect();
            if streams.get(id).is_some_and(|s| !s.complete) {
                says.extend(said.into_iter().filter(|(key, _)| !says.contains_key(key)).collect::<Vec<_>>());
                said = says;
                continue;
            }
            for (_, row) in said.iter().filter(|(key, _)| !says.contains_key(*key)) {
                withdrawn.push(Row { value: None, withdrawn: true, known_from, recorded_at, delivery: id.to_owned(), ..(*row).clone() });
            }
            said = says;
        }
    }
    withdrawn
}

struct Reader<'a> {
    batch: &'a RecordBatch,
}

impl Reader<'_> {
    fn row(&self, i: usize, dimensions: &[String], value_name: &str) -> Result<Row, TableError> {
        let words = |column: &str, e: &dyn std::fmt::Display| fault(column, format!("holds a word that is not allowed: {e}"));
        let text = |c: &str| self.text(c, i).map(Option::unwrap_or_default);
        let plan_stage = self.text("plan_stage", i)?.filter(|t| !t.is_empty());
        Ok(Row {
            area_code: text("area_code")?,
            area_date: self.date("area_date", i)?,
            period: text("period")?.parse().map_err(|e| words("period", &e))?,
            span: text("span")?.parse().map_err(|e| words("span", &e))?,
            dimensions: dimensions.iter().map(|d| text(d)).collect::<Result<_, _>>()?,
            source_id: text("source_id")?,
            value: self.dec(value_name, i)?,
            unit: text("unit")?,
            basis: text("basis")?,
            scheme: text("scheme")?,
            plan_stage: plan_stage.map(|t| t.parse()).transpose().map_err(|e| words("plan_stage", &e))?,
            status: text("status")?.parse().map_err(|e| words("status", &e))?,
            rank: self.int("rank", i)?,
            rounding: self.dec("rounding", i)?.unwrap_or(Dec::ZERO),
            derived: self.bool("derived", i)?,
            note: self.text("note", i)?,
            known_from: self.timestamp("known_from", i)?,
            recorded_at: self.timestamp("recorded_at", i)?,
            withdrawn: self.bool("withdrawn", i)?,
            delivery: text("_delivery")?,
            part: text("_part")?,
            row: u64::try_from(self.big_int("_row", i)?).unwrap_or(0),
            col: text("_col")?,
            raw: text("_raw")?,
        })
    }

    fn array(&self, column: &str, wanted: &DataType) -> Result<&dyn Array, TableError> {
        let array = self.batch.column_by_name(column).ok_or_else(|| fault(column, "is missing".into()))?;
        if array.data_type() == wanted { Ok(array.as_ref()) } else { Err(fault(column, format!("is {} instead of {wanted}", array.data_type()))) }
    }

    fn text(&self, column: &str, i: usize) -> Result<Option<String>, TableError> {
        let array = self.array(column, &DataType::Utf8)?;
        Ok(array.is_valid(i).then(|| array.as_string::<i32>().value(i).to_owned()))
    }

    fn bool(&self, column: &str, i: usize) -> Result<bool, TableError> {
        let array = self.array(column, &DataType::Boolean)?;
        Ok(array.is_valid(i) && array.as_boolean().value(i))
    }

    fn int(&self, column: &str, i: usize) -> Result<Option<i32>, TableError> {
        let array = self.array(column, &DataType::Int32)?;
        Ok(array.is_valid(i).then(|| array.as_primitive::<Int32Type>().value(i)))
    }

    fn big_int(&self, column: &str, i: usize) -> Result<i64, TableError> {
        let array = self.array(column, &DataType::Int64)?;
        Ok(if array.is_valid(i) { array.as_primitive::<Int64Type>().value(i) } else { 0 })
    }

    fn dec(&self, column: &str, i: usize) -> Result<Option<Dec>, TableError> {
        let array = self.array(column, &DataType::Decimal128(38, 6))?;
        Ok(if array.is_valid(i) { Dec::from_micros(array.as_primitive::<Decimal128Type>().value(i)) } else { None })
    }

    fn date(&self, column: &str, i: usize) -> Result<NaiveDate, TableError> {
        let array = self.array(column, &DataType::Date32)?;
        let date = array.is_valid(i).then(|| array.as_primitive::<Date32Type>().value_as_date(i)).flatten();
        date.ok_or_else(|| fault(column, "holds no date".into()))
    }

    fn timestamp(&self, column: &str, i: usize) -> Result<DateTime<Utc>, TableError> {
        let array = self.array(column, &DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())))?;
        let micros = array.is_valid(i).then(|| array.as_primitive::<TimestampMicrosecondType>().value(i));
        micros.and_then(DateTime::from_timestamp_micros).ok_or_else(|| fault(column, "holds no time".into()))
    }
}

fn fault(column: &str, problem: String) -> TableError {
    TableError { column: column.to_owned(), problem }
}
