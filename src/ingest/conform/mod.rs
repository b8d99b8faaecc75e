//! Cells to rows that keep the contract, and an account of every observation that did not become one.
//!
//! An observation is one value cell. Each is accepted, quarantined (kept aside as bad, with its place, text and rule) or
//! ignored (it says that there is no figure); the three always sum to what was read. When too many are bad the delivery
//! as a whole is refused: a table with a hole that nobody noticed is worse than last month's table.
//!
//! `bindings` finds the columns, `repair` lays repairs over records, `row` reads one record, `repeats` finds keys that stand twice, `checks` looks at rows together,
//! `batch` builds the Arrow rows, `tally` gathers what was wrong, `volume` refuses what has shrunken.

mod batch;
mod bindings;
mod checks;
mod find;
mod repair;
mod repeats;
mod row;
mod tally;
mod volume;

use super::decode::{self, MAX_CELLS, Reading, Record, Undecodable};
use crate::model::{Accounting, AreaRegister, CELLS_JOINED, Dataset, DeliveryOutcome, Finding, Place, Source};
use arrow::record_batch::RecordBatch;
use bindings::Bindings;
use chrono::{DateTime, Utc};
pub use find::{Found, find};
pub use repair::{NOT_REPAIRED, REPAIRED};
use row::{Context, Fault, Read};
use tally::Tally;
pub use volume::{Held, held, refuse_shrunken};

/// A landed file and when it came.
#[derive(Clone, Copy, Debug)]
pub struct Delivered<'a> {
    /// First 12 hex digits of its SHA-256.
    pub id: &'a str,
    /// File name or path, as places show it.
    pub file_name: &'a str,
    /// Bytes as received.
    pub bytes: &'a [u8],
    /// Sizes of the pages in which it came, one behind the other in the bytes; empty when it came in one piece.
    pub pages: &'a [u64],
    /// When the provider published it, if the transport said so.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was landed.
    pub fetched_at: DateTime<Utc>,
}

/// An observation kept aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Where it stands.
    pub place: Place,
    /// The text of the cell that is at fault, as it stood.
    pub raw: String,
    /// The rule it breaks.
    pub rule: &'static str,
    /// What is wrong with it.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// What a delivery gave.
#[derive(Clone, Debug)]
pub struct Conformed {
    /// Rows in the columns of [`observation_columns`](crate::model::published::observation_columns), sorted by key;
    /// `None` unless the outcome is [`DeliveryOutcome::Accepted`].
    pub batch: Option<RecordBatch>,
    /// Observations kept aside, by place.
    pub quarantine: Vec<Quarantined>,
    /// Faults, one a rule with its first example and count.
    pub findings: Vec<Finding>,
    /// The account.
    pub accounting: Accounting,
    /// The outcome.
    pub outcome: DeliveryOutcome,
}

impl Conformed {
    fn without_rows(outcome: DeliveryOutcome, findings: Vec<Finding>) -> Conformed {
        Conformed { batch: None, quarantine: Vec::new(), findings, accounting: Accounting::default(), outcome }
    }
}

/// Decodes a delivery and makes rows of it. The same input gives the same rows, whatever the order of rows in the file.
#[must_use]
pub fn conform(dataset: &Dataset, source: &Source, delivered: &Delivered<'_>, areas: &AreaRegister) -> Conformed {
    let Source { format, layout, number, .. } = source;
    let reading =
        Reading { file_name: delivered.file_name, format: *format, layout, decimal: number.decimal, pages: delivered.pages, max_cells: MAX_CELLS };
    match decode::decode(reading, delivered.bytes) {
        Ok(decoded) => conform_records(dataset, source, delivered, areas, &decoded.columns, decoded.records),
        Err(finding) => Conformed::without_rows(DeliveryOutcome::Unreadable, vec![*finding]),
    }
}

/// Makes rows of records, wherever they come from.
pub(super) fn conform_records(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivered<'_>,
    areas: &AreaRegister,
    columns: &[String],
    records: impl Iterator<Item = Result<Record, Undecodable>>,
) -> Conformed {
    let bindings = match Bindings::new(dataset, source, delivered, columns) {
        Ok(bindings) => bindings,
        Err(findings) => return Conformed::without_rows(DeliveryOutcome::Refused, findings),
    };
    let mut context = Context::new(&dataset.contract, source, delivered, areas);
    let mut tally = Tally::new(delivered.file_name);
    let mut mending = repair::Mending::new(dataset, delivered, columns);
    let (mut rows, mut holes) = (Vec::new(), Vec::new());
    for record in records {
        let mut record = match record {
            Ok(record) => record,
            Err(finding) => return Conformed::without_rows(DeliveryOutcome::Unreadable, vec![*finding]),
        };
        if mending.apply(&mut record) == repair::Mended::Dropped {
            tally.dropped();
            holes.extend(row::hole(&bindings, &record, &mut context));
            continue;
        }
        match ragged(&record, columns.len()).map_or_else(|| row::read(&bindings, &record, &mut context), Err) {
            Ok(Read::Row(row)) => rows.push(*row),
            Ok(Read::NoFigure) => {
                tally.no_figure(&record, bindings.value.label());
                holes.extend(row::hole(&bindings, &record, &mut context));
            }
            Err(fault) => {
                let ragged = fault.rule == "ragged_row";
                tally.bad(&record, fault);
                holes.extend(if ragged { None } else { row::hole(&bindings, &record, &mut context) });
            }
        }
    }
    let rows = repeats::set_aside(rows, bindings.value.label(), &mut tally);
    let rows = checks::set_aside(rows, &dataset.contract, areas, bindings.value.label(), &mut tally);
    let finished = tally.finish(rows.len(), &dataset.contract, bindings.value.label());
    let rows = with_holes(rows, holes);
    let mut conformed = Conformed {
        batch: None,
        quarantine: finished.quarantine,
        findings: finished.findings.into_iter().chain(mending.finish()).collect(),
        accounting: finished.accounting,
        outcome: DeliveryOutcome::Refused,
    };
    if !finished.refused {
        match batch::build(&dataset.contract, delivered, bindings.value.label(), &rows) {
            Ok(batch) => {
                conformed.batch = Some(batch);
                conformed.outcome = DeliveryOutcome::Accepted;
            }
            Err(e) => {
                let place = Place { file: delivered.file_name.to_owned(), ..Place::default() };
                conformed.findings.push(Finding::error("internal", place, format!("the rows could not be built: {e}")));
                conformed.accounting = refused(conformed.accounting);
            }
        }
    }
    let Accounting { read, accepted, quarantined, ignored } = conformed.accounting;
    assert_eq!(read, accepted + quarantined + ignored, "an observation is unaccounted for");
    conformed
}

/// Rows with the places of figures that are not there. A figure that another record gives is there.
fn with_holes(mut rows: Vec<row::Row>, mut holes: Vec<row::Row>) -> Vec<row::Row> {
    holes.retain(|hole| rows.binary_search_by(|row| row.key.cmp(&hole.key)).is_err());
    holes.sort_by(|a, b| a.key.cmp(&b.key).then_with(|| (&a.part, a.line).cmp(&(&b.part, b.line))));
    holes.dedup_by(|later, first| later.key == first.key);
    rows.extend(holes);
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    rows
}

/// The account of a delivery of which nothing is used: good rows are ignored.
fn refused(account: Accounting) -> Accounting {
    Accounting { accepted: 0, ignored: account.ignored + account.accepted, ..account }
}

fn ragged(record: &Record, width: usize) -> Option<Fault> {
    (record.cells.len() != width).then(|| Fault {
        rule: "ragged_row",
        col: String::new(),
        raw: record.cells.join(CELLS_JOINED),
        message: format!("the row has {} cells, the header {width}", record.cells.len()),
        hint: "look for a separator inside an unquoted cell, or a line that was broken".to_owned(),
    })
}

#[cfg(test)]
mod tests;
