//! Batches → typed rows.

use crate::model::{Contract, Dec, Period};
use crate::rollup::row::Row;
use crate::rollup::rows::columns::{
    TableError, TypedColumns, day, decimal, is_true, text, time, word, word_if_any,
};
use arrow::array::{
    Array, BooleanArray, Date32Array, Decimal128Array, Int32Array, Int64Array, RecordBatch,
    StringArray, TimestampMicrosecondArray,
};

/// The columns of a batch, found once.
pub(super) struct BatchColumns<'a> {
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

impl<'a> BatchColumns<'a> {
    pub(super) fn new(
        contract: &Contract,
        batch: &'a RecordBatch,
    ) -> Result<BatchColumns<'a>, TableError> {
        let columns = TypedColumns(batch);
        let text = |c: &str| columns.text(c);
        let traced = columns.has("_row");
        let trace = |c: &str| traced.then(|| text(c)).transpose();
        Ok(BatchColumns {
            area_code: text("area_code")?,
            area_date: columns.date("area_date")?,
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
            value: columns.decimal(&contract.value_name)?,
            unit: text("unit")?,
            basis: text("basis")?,
            scheme: text("scheme")?,
            plan_stage: text("plan_stage")?,
            status: text("status")?,
            rank: columns.rank("rank")?,
            rounding: columns.decimal("rounding")?,
            derived: columns.boolean("derived")?,
            obs_status: text("obs_status")?,
            covers: text("covers")?,
            note: text("note")?,
            known_from: columns.time("known_from")?,
            recorded_at: columns.time("recorded_at")?,
            withdrawn: columns.boolean("withdrawn")?,
            delivery: text("_delivery")?,
            part: trace("_part")?,
            row: traced.then(|| columns.number("_row")).transpose()?,
            col: trace("_col")?,
            raw: trace("_raw")?,
            last: None,
        })
    }

    pub(super) fn row(&mut self, i: usize) -> Result<Row, TableError> {
        let period = self.period(i)?;
        let plan_stage = text(self.plan_stage, i).filter(|t| !t.is_empty());
        let owned = |array| text(array, i).unwrap_or_default().to_owned();
        let if_any = |array| text(array, i).map(str::to_owned);
        let traced = |array: Option<&'a StringArray>| array.map(owned).unwrap_or_default();
        Ok(Row {
            area_code: owned(self.area_code),
            area_date: day(self.area_date, "area_date", i)?,
            period,
            span: word(text(self.span, i), "span")?,
            dimensions: self.dimensions.iter().map(|d| owned(d)).collect(),
            attributes: self.attributes.iter().map(|a| if_any(a)).collect(),
            source_id: owned(self.source_id),
            value: decimal(self.value, i),
            unit: owned(self.unit),
            basis: owned(self.basis),
            scheme: owned(self.scheme),
            plan_stage: word_if_any(plan_stage, "plan_stage")?,
            status: word(text(self.status, i), "status")?,
            rank: self.rank.is_valid(i).then(|| self.rank.value(i)),
            rounding: decimal(self.rounding, i).unwrap_or(Dec::ZERO),
            derived: is_true(self.derived, i),
            obs_status: word_if_any(text(self.obs_status, i), "obs_status")?,
            covers: word_if_any(text(self.covers, i), "covers")?,
            note: if_any(self.note),
            known_from: time(self.known_from, "known_from", i)?,
            recorded_at: time(self.recorded_at, "recorded_at", i)?,
            withdrawn: is_true(self.withdrawn, i),
            delivery: owned(self.delivery),
            part: traced(self.part),
            row: self.row_number(i),
            col: traced(self.col),
            raw: traced(self.raw),
            place: None,
            void: false,
        })
    }

    fn period(&mut self, i: usize) -> Result<Period, TableError> {
        let period = text(self.period, i).unwrap_or_default();
        match self.last {
            Some((last, read)) if last == period => Ok(read),
            _ => {
                let read = word(Some(period), "period")?;
                self.last = Some((period, read));
                Ok(read)
            }
        }
    }

    /// The row in the delivered file; zero where the batch does not say where rows come from.
    fn row_number(&self, i: usize) -> u64 {
        self.row
            .filter(|rows| rows.is_valid(i))
            .and_then(|rows| u64::try_from(rows.value(i)).ok())
            .unwrap_or(0)
    }
}
