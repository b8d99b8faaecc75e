//! Cells to rows that keep the contract, and an account of every observation that did not become
//! one.
//!
//! An observation is one value cell. Each is accepted, quarantined (kept aside as bad, with its
//! place, text and rule) or ignored (it says that there is no figure); the three always sum to what
//! was read. When too many are bad the delivery as a whole is refused: a table with a hole that
//! nobody noticed is worse than last month's table.
//!
//! `bindings` finds the columns, `repair` lays repairs over records, `row` reads one record,
//! `repeats` finds keys that stand twice, `checks` looks at rows together, `batch` builds the Arrow
//! rows, `tally` gathers what was wrong, `volume` refuses what has shrunken, `heads` looks at a
//! file before it is delivered.
//!
//! Rows are packed, sorted and looked at one key after the other, so a delivery may be larger than
//! memory. What waits for its turn is a [`Sorter`]'s: little stays in memory, much goes to disk,
//! and the rows are the same.

mod batch;
mod below;
mod bindings;
mod checks;
mod delivered;
mod figure;
mod find;
mod heads;
mod novelty;
mod observation;
mod oddities;
mod outcome;
mod packed;
mod period;
mod repair;
mod repeats;
mod row;
mod statement;
mod tally;
mod volume;

use super::cell;
use super::decode::{self, MAX_CELLS, Reading, Record, Undecodable};
use crate::env::{Input, may_isolate};
use crate::ingest::isolated;
use crate::model::{
    Accounting, AreaRegister, CELLS_JOINED, Dataset, DeliveryOutcome, Finding, Format, Place,
    Severity, Source, day_of,
};
use crate::store::{Sorter, StoreError};
use arrow::compute::concat_batches;
use arrow::record_batch::RecordBatch;
use below::Below;
use bindings::Bindings;
use chrono::NaiveDate;
pub use delivered::{Delivery, DeliveryContent};
pub use find::{Found, find};
pub use heads::heads;
use observation::{ConformedRow, Context, Fault, RecordReading};
use oddities::Oddities;
pub use outcome::{Conformed, Held, Out, Quarantined, Settled};
use outcome::{internal, refused};
use packed::Packed;
pub use repair::{NOT_REPAIRED, REPAIRED};
use repeats::Repeats;
pub use statement::OtherStatement;
use std::fs::File;
use tally::{Finished, Tally};
pub use volume::refuse_shrunken;

/// Keeps everything in memory.
#[derive(Default)]
struct InMemory {
    rows: Vec<RecordBatch>,
    quarantine: Vec<Quarantined>,
}

impl Out for InMemory {
    fn rows(&mut self, batch: RecordBatch) -> Result<(), StoreError> {
        self.rows.push(batch);
        Ok(())
    }

    fn aside(&mut self, bad: Vec<Quarantined>) -> Result<(), StoreError> {
        self.quarantine.extend(bad);
        Ok(())
    }

    fn sorter(&self, _: usize) -> Sorter {
        Sorter::in_memory()
    }
}

/// Decodes a delivery and makes rows of it, all in memory: for one that people look at.
#[must_use]
pub fn conform(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
) -> Conformed {
    in_memory(delivered, |out| {
        conform_to(dataset, source, delivered, areas, out)
    })
}

/// Rows and what is kept aside in memory.
pub(super) fn in_memory(
    delivered: &Delivery<'_>,
    conform: impl FnOnce(&mut dyn Out) -> Result<Settled, StoreError>,
) -> Conformed {
    let mut out = InMemory::default();
    let settled = conform(&mut out).unwrap_or_else(|e| {
        Settled::without_rows(DeliveryOutcome::Refused, vec![internal(delivered, &e)])
    });
    let Settled {
        findings,
        accounting,
        outcome,
        ..
    } = settled;
    let accepted = outcome == DeliveryOutcome::Accepted;
    let whole = out
        .rows
        .first()
        .map(RecordBatch::schema)
        .filter(|_| accepted);
    let batch = whole.and_then(|schema| concat_batches(&schema, &out.rows).ok());
    Conformed {
        batch,
        quarantine: out.quarantine,
        findings,
        accounting,
        outcome,
    }
}

/// Decodes a delivery and makes rows of it. The same input gives the same rows, whatever the order
/// of rows in the file.
///
/// # Errors
/// When rows cannot be put somewhere, or the file not be read.
pub fn conform_to(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
    out: &mut dyn Out,
) -> Result<Settled, StoreError> {
    let Source {
        format,
        layout,
        number,
        ..
    } = source;
    let reading = Reading {
        file_name: delivered.file_name,
        format: *format,
        layout,
        decimal: number.decimal,
        pages: delivered.pages,
        max_cells: MAX_CELLS,
    };
    let whole;
    let decoded = match delivered.content {
        DeliveryContent::Held(bytes) => isolated::decode(reading, bytes, delivered.bounds),
        DeliveryContent::File(path) => {
            let failed = |cause| StoreError::Read {
                path: path.to_owned(),
                cause,
            };
            match decode::decode_stream(
                Reading {
                    max_cells: usize::MAX,
                    ..reading
                },
                File::open(path).map_err(failed)?,
            ) {
                Ok(Some(decoded)) => {
                    return conform_records(
                        dataset,
                        source,
                        delivered,
                        areas,
                        &decoded.columns,
                        decoded.records,
                        out,
                    );
                }
                Err(finding) => {
                    return Ok(Settled::without_rows(
                        DeliveryOutcome::Unreadable,
                        vec![*finding],
                    ));
                }
                Ok(None) if may_isolate() => {
                    isolated::decode_apart(reading, Input::File(path), delivered.bounds)
                }
                Ok(None) => {
                    whole = std::fs::read(path).map_err(failed)?;
                    decode::decode(reading, &whole)
                }
            }
        }
    };
    match decoded {
        Ok(decoded) => {
            let new = novelty::tables(dataset, source, delivered, &decoded.beside);
            if let Some(finding) = new.as_ref().filter(|f| f.severity == Severity::Error) {
                return Ok(Settled::without_rows(
                    DeliveryOutcome::Refused,
                    vec![finding.clone()],
                ));
            }
            let mut settled = conform_records(
                dataset,
                source,
                delivered,
                areas,
                &decoded.columns,
                decoded.records,
                out,
            )?;
            settled.findings.extend(new);
            Ok(settled)
        }
        Err(finding) => Ok(Settled::without_rows(
            DeliveryOutcome::Unreadable,
            vec![*finding],
        )),
    }
}

/// Makes rows of records, wherever they come from.
pub(super) fn conform_records(
    dataset: &Dataset,
    source: &Source,
    delivered: &Delivery<'_>,
    areas: &AreaRegister,
    columns: &[String],
    records: impl Iterator<Item = Result<Record, Undecodable>>,
    out: &mut dyn Out,
) -> Result<Settled, StoreError> {
    if let Some(at) = delivered
        .published_at
        .filter(|at| row::is_later(*at, delivered.fetched_at))
    {
        return Ok(Settled::without_rows(
            DeliveryOutcome::Refused,
            vec![published_later(
                day_of(at, dataset.contract.zone),
                delivered,
                source,
            )],
        ));
    }
    let bindings = match Bindings::new(dataset, source, delivered, columns) {
        Ok(bindings) => bindings,
        Err(findings) => return Ok(Settled::without_rows(DeliveryOutcome::Refused, findings)),
    };
    let new = novelty::columns(dataset, source, delivered, &bindings.new);
    if let Some(finding) = new.as_ref().filter(|f| f.severity == Severity::Error) {
        return Ok(Settled::without_rows(
            DeliveryOutcome::Refused,
            vec![finding.clone()],
        ));
    }
    let mut context = Context::new(&dataset.contract, source, delivered, areas);
    let mut values = novelty::Values::new(&dataset.contract);
    let mut tally = Tally::new(delivered.file_name, out.sorter(4));
    let mut mending = repair::Mending::new(dataset, delivered, columns);
    let (mut sorter, mut packed) = (out.sorter(1), Packed::default());
    let mut oddities = Oddities::new(dataset, source, delivered);
    let mut below = Below::new(source);
    for record in records {
        let mut record = match record {
            Ok(record) => record,
            Err(finding) => {
                return Ok(Settled::without_rows(
                    DeliveryOutcome::Unreadable,
                    vec![*finding],
                ));
            }
        };
        if below.is_below(&record) {
            below.look(&bindings, &record, columns.len(), &mut context);
            continue;
        }
        let dropped = mending.apply(&mut record) == repair::Repaired::Dropped;
        if !dropped {
            oddities.see(&bindings, &record);
        }
        let read = if dropped {
            Ok(RecordReading::NoFigure)
        } else {
            read(&bindings, &record, (source, columns.len()), &mut context)
        };
        let hole = match read {
            Ok(RecordReading::Row(row)) => {
                values.look(&row);
                packed.pack(&row, false);
                sorter.push(&packed.key, &packed.rest)?;
                None
            }
            Ok(RecordReading::NoFigure) if dropped => {
                tally.dropped();
                row::hole(&bindings, &record, &mut context)
            }
            Ok(RecordReading::NoFigure) => {
                tally.no_figure(&record, bindings.value.label());
                row::hole(&bindings, &record, &mut context)
            }
            Err(fault) => {
                let ragged = fault.rule == "ragged_row";
                tally.bad(&record, fault);
                if ragged {
                    None
                } else {
                    row::unreadable(&bindings, &record, &mut context)
                }
            }
        };
        if let Some(hole) = hole {
            packed.pack(&hole, true);
            sorter.push(&packed.key, &packed.rest)?;
        }
    }
    if let Some(refusal) = oddities.refusal().or_else(|| below.refusal(delivered)) {
        return Ok(Settled::without_rows(
            DeliveryOutcome::Refused,
            vec![refusal],
        ));
    }
    let repairs = mending.finish();
    let sink = Sink {
        dataset,
        delivered,
        areas,
        label: bindings.value.label(),
        tally,
        waiting: Vec::new(),
        good: 0,
        held: Held::default(),
        last_area: String::new(),
        out,
    };
    let mut settled = sink.settle(sorter)?;
    settled.findings.extend(
        repairs
            .into_iter()
            .chain(new)
            .chain(values.finish(delivered))
            .chain(oddities.finish()),
    );
    Ok(settled)
}

fn published_later(day: NaiveDate, delivered: &Delivery<'_>, source: &Source) -> Finding {
    let place = Place {
        file: delivered.file_name.to_owned(),
        ..Place::default()
    };
    let message = format!(
        "`published_at` of source `{}`: `{day}` {}",
        source.id,
        row::LATER
    );
    let hint = "write the day on which the file was published, or leave `published_at` out: then \
        the time of landing counts";
    Finding::error("bad_known_from", place, message).hint(hint)
}

/// Rows that are built into one batch.
const BATCH: usize = 16 << 10;

/// Rows in the order of their keys, on their way out.
struct Sink<'a, 'b> {
    dataset: &'a Dataset,
    delivered: &'a Delivery<'a>,
    areas: &'a AreaRegister,
    label: &'a str,
    tally: Tally<'a>,
    /// Settled rows.
    waiting: Vec<ConformedRow>,
    good: u64,
    held: Held,
    last_area: String,
    out: &'b mut dyn Out,
}

impl Sink<'_, '_> {
    fn settle(mut self, sorter: Sorter) -> Result<Settled, StoreError> {
        let contract = &self.dataset.contract;
        let mut ordered = sorter.finish()?;
        let (mut figure, mut area) = (Vec::new(), String::new());
        let (mut repeats, mut hole) = (Repeats::default(), None);
        // Rows and holes that are looked at together: those of a key, or of an area when a check
        // looks at all its figures.
        let (mut rows, mut holes) = (Vec::new(), Vec::new());
        while let Some((key, rest)) = ordered.next_row()? {
            let unreadable =
                || StoreError::Shape("a row that was sorted cannot be read back".to_owned());
            let next = packed::figure(key, rest);
            let (row, is_hole) = packed::unpack(
                key,
                rest,
                (contract.dimensions.len(), contract.attributes.len()),
            )
            .ok_or_else(unreadable)?;
            if next != figure {
                let (used, place) = repeats.settle(self.label, &mut self.tally);
                rows.extend(used);
                holes.extend(hole.take().or(place));
                if contract.checks.is_empty() || row.key.area_code != area {
                    self.pass(&mut rows, &mut holes)?;
                    area.clone_from(&row.key.area_code);
                }
                figure.clear();
                figure.extend_from_slice(next);
            }
            if is_hole {
                hole.get_or_insert(row);
            } else {
                repeats.push(row, self.label, &mut self.tally);
            }
        }
        let (used, place) = repeats.settle(self.label, &mut self.tally);
        rows.extend(used);
        holes.extend(hole.take().or(place));
        self.pass(&mut rows, &mut holes)?;
        self.hand_on()?;
        let Finished {
            findings,
            accounting,
            refused,
        } = self
            .tally
            .finish(self.good, contract, self.label, self.out)?;
        let Accounting {
            read,
            accepted,
            quarantined,
            ignored,
        } = accounting;
        assert_eq!(
            read,
            accepted + quarantined + ignored,
            "an observation is unaccounted for"
        );
        let outcome = if refused {
            DeliveryOutcome::Refused
        } else {
            DeliveryOutcome::Accepted
        };
        Ok(Settled {
            findings,
            accounting,
            outcome,
            held: self.held,
        })
    }

    /// Passes on what belongs together, both lists sorted by key.
    fn pass(
        &mut self,
        rows: &mut Vec<ConformedRow>,
        holes: &mut Vec<ConformedRow>,
    ) -> Result<(), StoreError> {
        let contract = &self.dataset.contract;
        if !contract.checks.is_empty() {
            let others = rows
                .first()
                .map_or_else(Vec::new, |row| self.out.others(&row.key.area_code));
            let (kept, places) = checks::set_aside(
                std::mem::take(rows),
                others,
                contract,
                self.areas,
                self.label,
                &mut self.tally,
            );
            *rows = kept;
            holes.extend(places);
        }
        self.good += rows.len() as u64;
        if holes.is_empty() {
            self.waiting.append(rows);
        } else {
            self.waiting
                .extend(with_holes(std::mem::take(rows), std::mem::take(holes)));
        }
        if self.waiting.len() >= BATCH {
            self.hand_on()
        } else {
            Ok(())
        }
    }

    fn hand_on(&mut self) -> Result<(), StoreError> {
        for row in &self.waiting {
            // In the order of the key, so an area comes once.
            if self.held.rows == 0 || self.last_area != row.key.area_code {
                self.held.areas += 1;
                self.last_area.clone_from(&row.key.area_code);
            }
            self.held.rows += 1;
        }
        for rows in self.waiting.chunks(BATCH) {
            let batch = batch::build(&self.dataset.contract, self.delivered, self.label, rows);
            self.out
                .rows(batch.map_err(|e| StoreError::Shape(e.to_string()))?)?;
        }
        self.waiting.clear();
        Ok(())
    }
}

/// Rows with the places of figures that are not there. A figure that another record gives is there.
fn with_holes(mut rows: Vec<ConformedRow>, mut holes: Vec<ConformedRow>) -> Vec<ConformedRow> {
    holes.retain(|hole| rows.binary_search_by(|row| row.key.cmp(&hole.key)).is_err());
    holes.sort_by(|a, b| a.key.cmp(&b.key));
    holes.dedup_by(|a, b| a.key == b.key);
    rows.extend(holes);
    rows.sort_by(|a, b| a.key.cmp(&b.key));
    rows
}

/// Reads a record, if it has as many cells as the header.
fn read(
    bindings: &Bindings<'_>,
    record: &Record,
    (source, width): (&Source, usize),
    context: &mut Context<'_>,
) -> Result<RecordReading, Fault> {
    // Rows of a sheet or a page have no length of their own: one that ends early has blanks there.
    let early = matches!(
        source.format,
        Format::Xlsx | Format::Xls | Format::Ods | Format::Html
    ) && record.cells.len() < width;
    match ragged(record, width) {
        Some(fault) if !early => Err(fault),
        Some(fault) => {
            let read = row::read(bindings, record, context)?;
            // A row of several cells that names neither area nor period has lost one of them, and
            // is no figure that is missing.
            let filled = record.cells.iter().filter(|c| !c.trim().is_empty()).count();
            let lost = matches!(read, RecordReading::NoFigure)
                && filled > 1
                && row::hole(bindings, record, context).is_none();
            if lost { Err(fault) } else { Ok(read) }
        }
        None => row::read(bindings, record, context),
    }
}

fn ragged(record: &Record, width: usize) -> Option<Fault> {
    (record.cells.len() != width).then(|| Fault {
        rule: "ragged_row",
        col: String::new(),
        raw: record
            .cells
            .iter()
            .map(|c| cell::text(c))
            .collect::<Vec<_>>()
            .join(CELLS_JOINED),
        message: format!(
            "the row has {} cells, the header {width}",
            record.cells.len()
        ),
        hint: "look for a separator inside an unquoted cell, or a line that was broken".to_owned(),
    })
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_modes;
