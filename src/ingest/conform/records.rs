//! Makes rows of records, wherever they come from.

use super::below::Below;
use super::bindings::Bindings;
use super::concepts::Concepts;
use super::delivered::Terms;
use super::end::End;
use super::fill::Filling;
use super::labels::Labels;
use super::leave_out::LeftOut;
use super::nameless::Nameless;
use super::novelty::{self, Values};
use super::observation::{ConformedRow, Context, Presence, RecordReading};
use super::oddities::Oddities;
use super::outcome::{Out, Settled};
use super::packed::Packed;
use super::part_columns;
use super::ragged;
use super::repair::{Mending, Repaired};
use super::repeated_header::RepeatedHeader;
use super::row;
use super::row_gaps::RowGaps;
use super::signs::Undeclared;
use super::sink::Sink;
use super::stated;
use super::tally::Tally;
use super::wide;
use crate::decode::{Record, Undecodable};
use crate::model::{DeliveryOutcome, Finding, Place, Severity, day_of};
use crate::store::{Sorter, StoreError};

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
    if let Some(at) = delivered.published_at {
        let day = day_of(at, dataset.contract.zone);
        if let Some(finding) = row::later_than_fetched(at, day, delivered, source) {
            return Ok(Settled::refused(finding));
        }
    }
    let refused = |findings| Settled::without_rows(DeliveryOutcome::Refused, findings);
    let wide = match wide::columns(dataset, source, delivered, columns) {
        Ok(wide) => wide,
        Err(findings) => return Ok(refused(findings)),
    };
    let bindings = match wide.bindings(dataset, source, delivered, columns) {
        Ok(bindings) => bindings,
        Err(findings) => return Ok(refused(findings)),
    };
    let Some(first) = bindings.first() else {
        return Ok(refused(Vec::new()));
    };
    let new = novelty::columns(dataset, source, delivered, &first.new);
    if let Some(finding) = new.as_ref().filter(|f| f.severity == Severity::Error) {
        return Ok(Settled::refused(finding.clone()));
    }
    let mut reader = RecordReader::new(terms, (first, &bindings), columns, out);
    for record in records {
        match record {
            Ok(record) => reader.take(record)?,
            Err(finding) => return Ok(Settled::unreadable(*finding)),
        }
    }
    let told = new.into_iter().chain(wide.unread.clone()).collect();
    reader.finish(told, out)
}

/// The records of a delivery while they are read.
struct RecordReader<'a, 'b> {
    terms: Terms<'a>,
    /// The first of the columns with figures side by side.
    first: &'b Bindings<'a>,
    /// All of them; one where each row has one figure.
    bindings: &'b [Bindings<'a>],
    /// Columns of the file.
    width: usize,
    labels: Labels,
    context: Context<'a>,
    values: Values<'a>,
    tally: Tally<'a>,
    mending: Mending<'a>,
    /// Rows and holes, packed.
    sorter: Sorter,
    packed: Packed,
    concepts: Concepts,
    oddities: Oddities<'a>,
    undeclared: Undeclared,
    below: Below,
    /// What to declare where keys repeat because a part of the period is mapped to nothing.
    repeated: Option<String>,
    gaps: RowGaps,
    end: End<'a>,
    header: RepeatedHeader<'a>,
    left_out: LeftOut<'a>,
    filling: Filling<'b>,
    nameless: Nameless,
    /// The last sheet of which the name was read.
    sheet: Option<String>,
    refusal: Option<Finding>,
}

impl<'a, 'b> RecordReader<'a, 'b> {
    fn new(
        terms: Terms<'a>,
        (first, bindings): (&'b Bindings<'a>, &'b [Bindings<'a>]),
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
            first,
            bindings,
            width: columns.len(),
            labels: Labels::new(source, bindings),
            context: Context::new(&dataset.contract, source, delivered, areas),
            values: Values::new(&dataset.contract),
            tally: Tally::new(delivered.file_name, out.sorter(4)),
            mending: Mending::new(dataset, delivered, columns),
            sorter: out.sorter(1),
            packed: Packed::default(),
            concepts: Concepts::default(),
            oddities: Oddities::new(dataset, source, delivered),
            undeclared: Undeclared::default(),
            below: Below::new(source),
            repeated: part_columns::hint(source, columns),
            gaps: RowGaps::new(source),
            end: End::new(source),
            header: RepeatedHeader::new(source, bindings, columns, areas),
            left_out: LeftOut::new(source, first, areas),
            filling: Filling::new(&first.filled),
            nameless: Nameless::new(source, bindings, columns),
            sheet: None,
            refusal: None,
        }
    }

    fn take(&mut self, mut record: Record) -> Result<(), StoreError> {
        let held = self.mending.held(&record);
        self.labels.show(&mut record);
        if self.below.is_below(&record) {
            self.below
                .look(self.first, &record, self.width, &mut self.context);
            return Ok(());
        }
        let apart = self.gaps.see(&record);
        if self.end.is_past(&record, apart) {
            self.end.look(self.bindings, &record, &mut self.context);
            return Ok(());
        }
        self.read_sheet(&record);
        let repaired = self.mending.apply(&mut record, &held);
        let header = { self.header.see(&record) }.filter(|_| repaired != Repaired::Dropped);
        if let Some(Err(at)) = header {
            let refusal = || self.header.refusal(self.terms.delivered, &record, at);
            self.refusal = self.refusal.take().or_else(|| Some(refusal()));
            return Ok(());
        }
        let carried = self.filling.fill(&mut record, apart);
        let row = (&record, carried.as_slice());
        if self
            .left_out
            .takes(self.bindings, self.terms.delivered, row)
        {
            if header.is_some() {
                self.filling.stop(&record.part);
            }
            self.tally.dropped(self.bindings.len());
            return Ok(());
        }
        self.nameless.see(&record);
        let figures: Vec<Option<usize>> = self.bindings.iter().map(|b| b.value.index()).collect();
        for bindings in self.bindings {
            if repaired.drops(bindings.value.index(), &figures) {
                self.tally.dropped(1);
                let place = row::hole(bindings, &record, &mut self.context);
                self.push(place.as_ref(), Presence::Unused)?;
                continue;
            }
            self.oddities.see(bindings, &record);
            // The whole row is at fault, and that once.
            if !self.read(bindings, &record)? {
                break;
            }
        }
        Ok(())
    }

    /// Sees that the name of a record's sheet carries what it is to carry, and says nothing else.
    fn read_sheet(&mut self, record: &Record) {
        if self.refusal.is_some() || self.sheet.as_ref() == Some(&record.part) {
            return;
        }
        self.sheet = Some(record.part.clone());
        let file = self.terms.delivered.file_name;
        self.refusal = stated::in_part(self.terms.source, &record.part, file);
        if let Some(at) = self.first.unread_sheet(record) {
            let place = Place {
                file: file.to_owned(),
                part: record.part.clone(),
                ..Place::default()
            };
            let message = format!(
                "the name `{}` does not fit in one way what is declared, and `{}` is to come from \
                    it",
                record.part,
                at.label()
            );
            let hint = "correct `pattern`, or name in `sheets` or `members` only names that fit it";
            self.refusal = Some(Finding::error("name_unread", place, message).hint(hint));
        }
    }

    /// Reads a record into the sorter or the tally. False where it has another number of cells
    /// than the header.
    fn read(&mut self, bindings: &Bindings<'a>, record: &Record) -> Result<bool, StoreError> {
        let source = self.terms.source;
        match ragged::read(bindings, record, (source, self.width), &mut self.context) {
            Ok(RecordReading::Row(row)) => {
                self.values.look(&row);
                let (file, period) = (self.terms.delivered.file_name, &row.key.period);
                self.concepts.see(bindings, record, period, file);
                self.push(Some(&row), Presence::Figure)?;
            }
            Ok(RecordReading::NoFigure(presence)) => {
                self.tally.no_figure(record, bindings.value.label());
                let place = row::hole(bindings, record, &mut self.context);
                self.push(place.as_ref(), presence)?;
            }
            Err(fault) => {
                let ragged = fault.rule == "ragged_row";
                self.oddities.unread(&fault);
                if fault.rule == "undeclared_mark" {
                    let file = self.terms.delivered.file_name;
                    self.undeclared.see(bindings, record, source, file);
                }
                self.tally.bad(record, fault);
                if ragged {
                    return Ok(false);
                }
                let place = row::unreadable(bindings, record, &mut self.context);
                self.push(place.as_ref(), Presence::Unused)?;
            }
        }
        Ok(true)
    }

    /// Keeps a row, or the place of a figure that is not there where its record has one.
    fn push(&mut self, row: Option<&ConformedRow>, presence: Presence) -> Result<(), StoreError> {
        let Some(row) = row else {
            return Ok(());
        };
        // A column may say of an empty cell that its figure is withheld.
        let presence = match presence {
            Presence::Blank if row.said.obs_status.is_some() => Presence::NoFigure,
            presence => presence,
        };
        self.packed.pack(row, presence);
        self.sorter.push(&self.packed.key, &self.packed.rest)
    }

    fn finish(self, told: Vec<Finding>, out: &mut dyn Out) -> Result<Settled, StoreError> {
        let delivered = self.terms.delivered;
        if let Some(refusal) = self
            .refusal
            .clone()
            .or_else(|| self.concepts.refusal())
            .or_else(|| self.oddities.refusal())
            .or_else(|| self.below.refusal(delivered))
            .or_else(|| self.nameless.refusal(delivered))
        {
            return Ok(Settled::refused(refusal));
        }
        let repairs = self.mending.finish();
        let labels = self.bindings.iter().map(|b| b.value.label()).collect();
        let sink = Sink::new(self.terms, (labels, self.repeated), self.tally, out);
        let mut settled = sink.settle(self.sorter)?;
        settled.concepts = self.concepts.stated(self.first);
        settled.findings.extend(
            repairs
                .into_iter()
                .chain(told)
                .chain(self.left_out.finish(self.first))
                .chain(self.end.finish(delivered))
                .chain(self.nameless.finish(delivered))
                .chain(self.values.finish(delivered))
                .chain(self.undeclared.finding())
                .chain(self.oddities.finish()),
        );
        Ok(settled)
    }
}
