//! An observation that was quarantined, as its table holds it, and the name of its place.

use crate::error::RunError;
use crate::model::Place;
use crate::pipeline::load::TableState;
use crate::store::{Lake, QUARANTINE, sha256_hex};
use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;

/// An observation that was quarantined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantinedObservation {
    /// Names its place: the same as long as the delivery is landed.
    pub id: String,
    /// Dataset.
    pub dataset: String,
    /// Delivery.
    pub delivery: String,
    /// Source of the delivery.
    pub source_id: String,
    /// Whether the delivery is what its source says now.
    pub current: bool,
    /// What became of the delivery as a whole; empty when the ledger does not know.
    pub outcome: String,
    /// Where it stands: the path of the delivered file, part, row and column.
    pub place: Place,
    /// The text at fault, as it stood.
    pub raw: String,
    /// The rule it breaks.
    pub rule: String,
    /// What is wrong with it.
    pub message: String,
}

/// The name of a place: stable over runs, contracts and repairs.
pub(in crate::inspect) fn id_of(dataset: &str, delivery: &str, place: &Place) -> String {
    let text = format!(
        "{dataset}\0{delivery}\0{}\0{}\0{}",
        place.part, place.row, place.col
    );
    format!(
        "q{}",
        sha256_hex(text.as_bytes())
            .chars()
            .take(10)
            .collect::<String>()
    )
}

/// What a state of the table holds, of any dataset; `file`, `current`, `outcome` and `id` are left
/// open.
///
/// # Errors
/// When the table cannot be read.
pub(in crate::inspect) fn held_at(
    lake: &Lake,
    at: TableState,
) -> Result<Vec<QuarantinedObservation>, RunError> {
    let version = match at {
        TableState::Newest => None,
        TableState::Version(version) => Some(version),
        TableState::Absent => return Ok(vec![]),
    };
    let read = lake
        .tables()
        .read(QUARANTINE, version)?
        .iter()
        .map(rows)
        .collect::<Result<Vec<_>, _>>()?;
    Ok(read.into_iter().flatten().collect())
}

/// Rows of the table, as far as it knows them.
fn rows(batch: &RecordBatch) -> Result<Vec<QuarantinedObservation>, RunError> {
    let text = |name: &str| {
        column(batch, name)?
            .as_string_opt::<i32>()
            .ok_or(RunError::Internal(
                "the table of quarantine has a column of another type",
            ))
    };
    let (dataset, delivery, source) = (text("dataset")?, text("delivery")?, text("source_id")?);
    let (part, col, raw, rule, message) = (
        text("part")?,
        text("col")?,
        text("raw")?,
        text("rule")?,
        text("message")?,
    );
    let row = column(batch, "row")?
        .as_primitive_opt::<Int64Type>()
        .ok_or(RunError::Internal(
            "the table of quarantine has rows that are no numbers",
        ))?;
    let one = |i: usize| QuarantinedObservation {
        id: String::new(),
        dataset: at(dataset, i),
        delivery: at(delivery, i),
        source_id: at(source, i),
        current: true,
        outcome: String::new(),
        place: Place {
            file: String::new(),
            part: at(part, i),
            row: u64::try_from(row.value(i)).unwrap_or(0),
            col: at(col, i),
        },
        raw: at(raw, i),
        rule: at(rule, i),
        message: at(message, i),
    };
    Ok((0..batch.num_rows()).map(one).collect())
}

fn column<'b>(batch: &'b RecordBatch, name: &str) -> Result<&'b ArrayRef, RunError> {
    batch
        .column_by_name(name)
        .ok_or(RunError::Internal("the table of quarantine lacks a column"))
}

/// A text of a column, empty when null.
fn at(column: &StringArray, i: usize) -> String {
    if column.is_null(i) {
        String::new()
    } else {
        column.value(i).to_owned()
    }
}
