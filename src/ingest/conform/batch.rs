//! Rows to one Arrow batch in the columns that the model pins for the dataset's table.

use super::Delivery;
use super::observation::ConformedRow;
use super::tally::label;
use crate::model::published::{ColumnSpec, observation_columns};
use crate::model::{Contract, Dec, days_since_epoch};
use crate::store::schema;
use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int32Array, Int64Array, StringArray,
    TimestampMicrosecondArray,
};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// The batch, in the order of the rows.
pub(super) fn build(
    contract: &Contract,
    delivered: &Delivery<'_>,
    labels: &[&str],
    rows: &[ConformedRow],
) -> Result<RecordBatch, ArrowError> {
    let columns = observation_columns(contract);
    let arrays = columns
        .iter()
        .map(|c| array(c, contract, delivered, labels, rows))
        .collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new(schema(&columns), arrays)
}

fn array(
    column: &ColumnSpec,
    contract: &Contract,
    delivered: &Delivery<'_>,
    labels: &[&str],
    rows: &[ConformedRow],
) -> Result<ArrayRef, ArrowError> {
    let name = column.name.as_str();
    if name == contract.value_name {
        return decimals(rows, |r| r.said.value);
    }
    if let Some(i) = contract.dimensions.iter().position(|d| d.name == name) {
        return Ok(texts(rows, |r| r.key.dimensions.get(i).map(String::as_str)));
    }
    if let Some(i) = contract.attributes.iter().position(|a| a.name == name) {
        return Ok(texts(rows, |r| {
            r.said
                .attributes
                .get(i)
                .map(String::as_str)
                .filter(|t| !t.is_empty())
        }));
    }
    if name == "rounding" {
        return decimals(rows, |r| r.said.rounding);
    }
    key(name, rows)
        .or_else(|| said(name, rows))
        .or_else(|| lineage(name, delivered, labels, rows))
        .ok_or_else(|| {
            ArrowError::SchemaError(format!("nothing is known to fill column `{name}` with"))
        })
}

/// A column of the key other than a dimension.
fn key(name: &str, rows: &[ConformedRow]) -> Option<ArrayRef> {
    Some(match name {
        "area_code" => texts(rows, |r| Some(&r.key.area_code)),
        "area_date" => Arc::new(Date32Array::from_iter_values(
            rows.iter().map(|r| days_since_epoch(r.key.area_date)),
        )),
        "period" => texts(rows, |r| Some(&r.key.period)),
        "span" => texts(rows, |r| Some(&r.key.span)),
        "source_id" => texts(rows, |r| Some(&r.key.source_id)),
        _ => return None,
    })
}

/// A column that says more of the figure.
fn said(name: &str, rows: &[ConformedRow]) -> Option<ArrayRef> {
    Some(match name {
        "unit" => texts(rows, |r| Some(&r.said.unit)),
        "basis" => texts(rows, |r| Some(&r.said.basis)),
        "scheme" => texts(rows, |r| {
            Some(r.said.scheme.as_str()).filter(|s| !s.is_empty())
        }),
        "plan_stage" => texts(rows, |r| {
            r.key.plan_stage.map(crate::model::PlanStage::as_str)
        }),
        "status" => texts(rows, |r| Some(r.said.status.as_str())),
        "rank" => Arc::new(rows.iter().map(|r| r.said.rank).collect::<Int32Array>()),
        "derived" => Arc::new(
            rows.iter()
                .map(|r| Some(r.said.derived))
                .collect::<BooleanArray>(),
        ),
        "obs_status" => texts(rows, |r| {
            r.said.obs_status.map(crate::model::ObsStatus::as_str)
        }),
        "covers" => texts(rows, |r| r.said.covers.map(crate::model::Covers::as_str)),
        "note" => texts(rows, |r| {
            Some(r.said.note.as_str()).filter(|n| !n.is_empty())
        }),
        "known_from" => instants(rows, |r| r.said.known_from),
        _ => return None,
    })
}

/// A column that says where a row comes from.
fn lineage(
    name: &str,
    delivered: &Delivery<'_>,
    labels: &[&str],
    rows: &[ConformedRow],
) -> Option<ArrayRef> {
    Some(match name {
        "recorded_at" => instants(rows, |_| delivered.fetched_at),
        "withdrawn" => Arc::new(BooleanArray::from(vec![false; rows.len()])),
        "_delivery" => texts(rows, |_| Some(delivered.id)),
        "_part" => texts(rows, |r| Some(&r.part)),
        "_row" => Arc::new(
            rows.iter()
                .map(|r| i64::try_from(r.line).ok())
                .collect::<Int64Array>(),
        ),
        "_col" => texts(rows, |r| Some(label(labels, r))),
        "_raw" => texts(rows, |r| Some(&r.raw)),
        _ => return None,
    })
}

fn texts<'r>(
    rows: &'r [ConformedRow],
    text: impl Fn(&'r ConformedRow) -> Option<&'r str>,
) -> ArrayRef {
    Arc::new(rows.iter().map(text).collect::<StringArray>())
}

fn decimals(
    rows: &[ConformedRow],
    figure: impl Fn(&ConformedRow) -> Option<Dec>,
) -> Result<ArrayRef, ArrowError> {
    let micros = rows
        .iter()
        .map(|r| figure(r).map(Dec::micros))
        .collect::<Decimal128Array>();
    Ok(Arc::new(micros.with_precision_and_scale(38, 6)?))
}

fn instants(rows: &[ConformedRow], instant: impl Fn(&ConformedRow) -> DateTime<Utc>) -> ArrayRef {
    Arc::new(
        TimestampMicrosecondArray::from_iter_values(
            rows.iter().map(|r| instant(r).timestamp_micros()),
        )
        .with_timezone("UTC"),
    )
}
