//! Makes rows of records, wherever they come from.

use super::below::Below;
use super::bindings::Bindings;
use super::delivered::{Delivery, Terms};
use super::novelty::{self, Values};
use super::observation::{ConformedRow, Context, RecordReading};
use super::oddities::Oddities;
use super::outcome::{Out, Settled};
use super::packed::Packed;
use super::ragged;
use super::repair::{Mending, Repaired};
use super::row;
use super::signs::Undeclared;
use super::sink::Sink;
use super::tally::Tally;
use crate::decode::{Record, Undecodable};
use crate::model::{DeliveryOutcome, Finding, Place, Severity, Source, day_of};
use crate::store::{Sorter, StoreError};
use chrono::NaiveDate;

/// Makes rows of records, wherever they come from.
pub(in crate::ingest) fn conform_records<'a>(
    terms: Terms<'a>,
    columns: &'a [String],
    records: impl Iterator<Item = Result<Record, Undecodable>>,
    out: &mut dyn Out,
) -> Result<Settled, StoreError> {
    let Terms {
        dataset,
        source,
        delivered,
        ..
    } = terms;
    if let Some(at) = delivered
        .published_at
        .filter(|at| row::is_later(*at, delivered.fetched_at))
    {
        let day = day_of(at, dataset.contract.zone);
        return Ok(Settled::refused(published_later(day, delivered, source)));
    }
    let bindings = match Bindings::new(dataset, source, delivered, columns) {
        Ok(bindings) => bindings,
        Err(findings) => return Ok(Settled::without_rows(DeliveryOutcome::Refused, findings)),
    };
    let new = novelty::columns(dataset, source, delivered, &bindings.new);
    if let Some(finding) = new.as_ref().filter(|f| f.severity == Severity::Error) {
        return Ok(Settled::refused(finding.clone()));
    }
    let mut reader = RecordReader::new(terms, &bindings, columns, out);
    for record in records {
        match record {
            Ok(record) => reader.take(record)?,
            Err(finding) => return Ok(Settled::unreadable(*finding)),
        }
    }
    reader.finish(new, out)
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

/// The records of a delivery while they are read.
struct RecordReader<'a, 'b> {
    terms: Terms<'a>,
    bindings: &'b Bindings<'a>,
    /// Columns of the file.
    width: usize,
    context: Context<'a>,
    values: Values<'a>,
    tally: Tally<'a>,
    mending: Mending<'a>,
    /// Rows and holes, packed.
    sorter: Sorter,
    packed: Packed,
    oddities: Oddities<'a>,
    undeclared: Undeclared,
    below: Below,
}

impl<'a, 'b> RecordReader<'a, 'b> {
    fn new(
        terms: Terms<'a>,
        bindings: &'b Bindings<'a>,
        columns: &'a [String],
        out: &dyn Out,
    ) -> RecordReader<'a, 'b> {
        let Terms {
            dataset,
            source,
            delivered,
            areas,
        } = terms;
        RecordReader {
            terms,
            bindings,
            width: columns.len(),
            context: Context::new(&dataset.contract, source, delivered, areas),
            values: Values::new(&dataset.contract),
            tally: Tally::new(delivered.file_name, out.sorter(4)),
            mending: Mending::new(dataset, delivered, columns),
            sorter: out.sorter(1),
            packed: Packed::default(),
            oddities: Oddities::new(dataset, source, delivered),
            undeclared: Undeclared::default(),
            below: Below::new(source),
        }
    }

    fn take(&mut self, mut record: Record) -> Result<(), StoreError> {
        if self.below.is_below(&record) {
            self.below
                .look(self.bindings, &record, self.width, &mut self.context);
            return Ok(());
        }
        let hole = if self.mending.apply(&mut record) == Repaired::Dropped {
            self.tally.dropped();
            row::hole(self.bindings, &record, &mut self.context)
        } else {
            self.oddities.see(self.bindings, &record);
            self.read(&record)?
        };
        match hole {
            Some(hole) => self.push(&hole, true),
            None => Ok(()),
        }
    }

    /// Reads a record into the sorter or the tally, and gives the place of a figure that is not
    /// there.
    fn read(&mut self, record: &Record) -> Result<Option<ConformedRow>, StoreError> {
        let (bindings, source) = (self.bindings, self.terms.source);
        match ragged::read(bindings, record, (source, self.width), &mut self.context) {
            Ok(RecordReading::Row(row)) => {
                self.values.look(&row);
                self.push(&row, false)?;
                Ok(None)
            }
            Ok(RecordReading::NoFigure) => {
                self.tally.no_figure(record, bindings.value.label());
                Ok(row::hole(bindings, record, &mut self.context))
            }
            Err(fault) => {
                let ragged = fault.rule == "ragged_row";
                if fault.rule == "undeclared_mark" {
                    let file = self.terms.delivered.file_name;
                    self.undeclared.see(bindings, record, source, file);
                }
                self.tally.bad(record, fault);
                Ok(if ragged {
                    None
                } else {
                    row::unreadable(bindings, record, &mut self.context)
                })
            }
        }
    }

    fn push(&mut self, row: &ConformedRow, hole: bool) -> Result<(), StoreError> {
        self.packed.pack(row, hole);
        self.sorter.push(&self.packed.key, &self.packed.rest)
    }

    fn finish(self, new: Option<Finding>, out: &mut dyn Out) -> Result<Settled, StoreError> {
        let delivered = self.terms.delivered;
        if let Some(refusal) = self
            .oddities
            .refusal()
            .or_else(|| self.below.refusal(delivered))
        {
            return Ok(Settled::refused(refusal));
        }
        let repairs = self.mending.finish();
        let sink = Sink::new(self.terms, self.bindings.value.label(), self.tally, out);
        let mut settled = sink.settle(self.sorter)?;
        settled.findings.extend(
            repairs
                .into_iter()
                .chain(new)
                .chain(self.values.finish(delivered))
                .chain(self.undeclared.finding())
                .chain(self.oddities.finish()),
        );
        Ok(settled)
    }
}
