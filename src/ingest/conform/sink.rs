//! Rows in the order of their keys, on their way out: repeated keys are settled, checks are asked,
//! batches are built and handed on.

use super::batch;
use super::checks;
use super::delivered::Terms;
use super::observation::ConformedRow;
use super::outcome::{Held, Out, Settled};
use super::packed;
use super::repeats::Repeats;
use super::stated_concepts::StatedConcepts;
use super::tally::{Finished, Tally};
use crate::model::{Accounting, DeliveryOutcome, ObsStatus};
use crate::store::{Sorter, StoreError};

/// Rows that are built into one batch.
const BATCH: usize = 16 << 10;

/// Rows in the order of their keys, on their way out.
pub(super) struct Sink<'a, 'b> {
    terms: Terms<'a>,
    labels: Vec<&'a str>,
    tally: Tally<'a>,
    /// The rows of the key that is read.
    repeats: Repeats,
    /// Rows that are looked at together: those of a key, or of an area when a check looks at all
    /// its figures.
    rows: Vec<ConformedRow>,
    /// The holes among them.
    holes: Vec<ConformedRow>,
    /// Settled rows.
    waiting: Vec<ConformedRow>,
    good: u64,
    held: Held,
    last_area: String,
    out: &'b mut dyn Out,
}

impl<'a, 'b> Sink<'a, 'b> {
    pub(super) fn new(
        terms: Terms<'a>,
        (labels, repeated): (Vec<&'a str>, Option<String>),
        tally: Tally<'a>,
        out: &'b mut dyn Out,
    ) -> Sink<'a, 'b> {
        Sink {
            terms,
            labels,
            tally,
            repeats: Repeats::new(repeated),
            rows: Vec::new(),
            holes: Vec::new(),
            waiting: Vec::new(),
            good: 0,
            held: Held::default(),
            last_area: String::new(),
            out,
        }
    }

    pub(super) fn settle(mut self, sorter: Sorter) -> Result<Settled, StoreError> {
        let contract = &self.terms.dataset.contract;
        let lengths = (contract.dimensions.len(), contract.attributes.len());
        let mut ordered = sorter.finish()?;
        let (mut figure, mut area) = (Vec::new(), String::new());
        while let Some((key, rest)) = ordered.next_row()? {
            let unreadable =
                || StoreError::Shape("a row that was sorted cannot be read back".to_owned());
            let next = packed::figure(key, rest);
            let (row, presence) = packed::unpack(key, rest, lengths).ok_or_else(unreadable)?;
            if next != figure {
                self.end_key();
                if contract.checks.is_empty() || row.key.area_code != area {
                    self.pass()?;
                    area.clone_from(&row.key.area_code);
                }
                figure.clear();
                figure.extend_from_slice(next);
            }
            self.repeats
                .push(row, presence, &self.labels, &mut self.tally);
        }
        self.end_key();
        self.pass()?;
        self.hand_on()?;
        self.close()
    }

    /// Settles the rows of one key.
    fn end_key(&mut self) {
        let (used, places) = self.repeats.settle(&self.labels, &mut self.tally);
        self.rows.extend(used);
        self.holes.extend(places);
    }

    /// Passes on what belongs together, both lists sorted by key.
    fn pass(&mut self) -> Result<(), StoreError> {
        let mut rows = std::mem::take(&mut self.rows);
        let mut holes = std::mem::take(&mut self.holes);
        let contract = &self.terms.dataset.contract;
        if !contract.checks.is_empty() {
            let others = rows
                .first()
                .map_or_else(Vec::new, |row| self.out.others(&row.key.area_code));
            let (kept, places) = checks::apply(
                rows,
                others,
                contract,
                self.terms.areas,
                &self.labels,
                &mut self.tally,
            );
            rows = kept;
            holes.extend(places);
        }
        self.good += rows.len() as u64;
        if !holes.is_empty() {
            rows = with_holes(rows, holes);
        }
        self.waiting.append(&mut rows);
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
            let Terms {
                dataset, delivered, ..
            } = self.terms;
            let batch = batch::build(&dataset.contract, delivered, &self.labels, rows);
            self.out
                .rows(batch.map_err(|e| StoreError::Shape(e.to_string()))?)?;
        }
        self.waiting.clear();
        Ok(())
    }

    /// Closes the account.
    fn close(self) -> Result<Settled, StoreError> {
        let contract = &self.terms.dataset.contract;
        let Finished {
            findings,
            accounting,
            refused,
        } = self
            .tally
            .finish(self.good, contract, &self.labels, self.out)?;
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
            concepts: StatedConcepts::default(),
        })
    }
}

/// Rows with the places of figures that are not there. A figure that is not accepted is there where
/// another vintage gives it.
fn with_holes(mut rows: Vec<ConformedRow>, mut holes: Vec<ConformedRow>) -> Vec<ConformedRow> {
    let is_there =
        |hole: &ConformedRow| rows.binary_search_by(|row| row.key.cmp(&hole.key)).is_ok();
    let quarantined =
        |hole: &ConformedRow| hole.said.obs_status.is_some_and(ObsStatus::is_quarantined);
    holes.retain(|hole| !(quarantined(hole) && is_there(hole)));
    rows.extend(holes);
    rows.sort_by(|a, b| {
        a.key
            .cmp(&b.key)
            .then(a.said.known_from.cmp(&b.said.known_from))
    });
    rows
}
