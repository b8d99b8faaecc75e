//! The account of a delivery: what was quarantined, how often each rule was broken, and whether
//! that is too often.

mod limits;
mod quarantine;

use super::observation::{ConformedRow, Fault};
use super::outcome::{Out, refused};
use crate::decode::Record;
use crate::model::{Accounting, Contract, Finding, Place, Severity};
use crate::store::{Sorter, StoreError};
use limits::{no_longer_numbers, refusal};
use quarantine::Quarantine;
use std::collections::BTreeMap;

/// Gathers while a delivery is read.
pub(super) struct Tally<'a> {
    file_name: &'a str,
    no_figure: Option<Finding>,
    dropped: u64,
    /// Rules broken, each with its first example in the order of places, and how often.
    by_rule: BTreeMap<&'static str, Finding>,
    quarantine: Quarantine,
    /// Texts in place of numbers, by column.
    texts: BTreeMap<String, u64>,
    /// What checks doubt and the contract uses all the same.
    doubts: BTreeMap<&'static str, Finding>,
}

/// The account, closed.
pub(super) struct Finished {
    pub(super) findings: Vec<Finding>,
    pub(super) accounting: Accounting,
    pub(super) refused: bool,
}

impl<'a> Tally<'a> {
    /// What is quarantined waits in a sorter.
    pub(super) fn new(file_name: &'a str, quarantine: Sorter) -> Tally<'a> {
        Tally {
            file_name,
            no_figure: None,
            dropped: 0,
            by_rule: BTreeMap::new(),
            quarantine: Quarantine::new(quarantine),
            texts: BTreeMap::new(),
            doubts: BTreeMap::new(),
        }
    }

    fn place(&self, record: &Record, col: &str) -> Place {
        Place {
            file: self.file_name.to_owned(),
            part: record.part.clone(),
            row: record.row,
            col: col.to_owned(),
        }
    }

    /// An observation that says there is no figure.
    pub(super) fn no_figure(&mut self, record: &Record, value_label: &str) {
        if let Some(finding) = &mut self.no_figure {
            finding.count += 1;
            return;
        }
        let finding = Finding::error(
            "no_figure",
            self.place(record, value_label),
            "the cell says that there is no figure",
        );
        self.no_figure = Some(Finding {
            severity: Severity::Info,
            ..finding
        });
    }

    /// Observations that a repair drops or the source leaves out.
    pub(super) fn dropped(&mut self, count: usize) {
        self.dropped += u64::try_from(count).unwrap_or(u64::MAX);
    }

    /// A quarantined observation.
    pub(super) fn bad(&mut self, record: &Record, fault: Fault) {
        let Fault {
            rule,
            col,
            raw,
            message,
            hint,
        } = fault;
        let place = self.place(record, &col);
        if rule == "not_a_number" {
            *self.texts.entry(col).or_default() += 1;
        }
        self.quarantine.keep(&place, rule, [&raw, &message, &hint]);
        match self.by_rule.get_mut(rule) {
            None => {
                _ = self.by_rule.insert(
                    rule,
                    Finding::error(rule, place, message).raw(raw).hint(hint),
                );
            }
            Some(held) => {
                let count = held.count + 1;
                if place < held.place {
                    *held = Finding::error(rule, place, message).raw(raw).hint(hint);
                }
                held.count = count;
            }
        }
    }

    /// A row that was read well and is quarantined for what other rows say.
    pub(super) fn bad_row(
        &mut self,
        row: &ConformedRow,
        labels: &[&str],
        rule: &'static str,
        message: String,
        hint: String,
    ) {
        let fault = Fault {
            rule,
            col: label(labels, row).to_owned(),
            raw: row.raw.clone(),
            message,
            hint,
        };
        self.bad(&record_of(row), fault);
    }

    /// A row that a check doubts and that is used all the same.
    pub(super) fn doubted(
        &mut self,
        row: &ConformedRow,
        labels: &[&str],
        rule: &'static str,
        message: String,
        hint: String,
    ) {
        if let Some(held) = self.doubts.get_mut(rule) {
            held.count += 1;
            return;
        }
        let finding = Finding::error(
            rule,
            self.place(&record_of(row), label(labels, row)),
            message,
        )
        .raw(row.raw.clone())
        .hint(hint);
        self.doubts.insert(
            rule,
            Finding {
                severity: Severity::Warning,
                ..finding
            },
        );
    }

    /// Closes the account, given how many rows are good.
    pub(super) fn finish(
        self,
        good: u64,
        contract: &Contract,
        labels: &[&str],
        out: &mut dyn Out,
    ) -> Result<Finished, StoreError> {
        self.quarantine.hand_on(self.file_name, out)?;
        let ignored = self.no_figure.as_ref().map_or(0, |finding| finding.count) + self.dropped;
        let quarantined = self.by_rule.values().map(|finding| finding.count).sum();
        let accounting = Accounting {
            read: good + quarantined + ignored,
            accepted: good,
            quarantined,
            ignored,
        };
        let wrong = labels.iter().find_map(|label| {
            no_longer_numbers(
                &self.texts,
                self.by_rule.get("not_a_number"),
                accounting,
                label,
            )
        });
        let mut findings: Vec<Finding> = self
            .by_rule
            .into_values()
            .chain(self.doubts.into_values())
            .chain(self.no_figure)
            .collect();
        let Some(finding) = refusal(accounting, contract, self.file_name) else {
            return Ok(Finished {
                findings,
                accounting,
                refused: false,
            });
        };
        findings.insert(0, finding);
        findings.extend(wrong);
        Ok(Finished {
            findings,
            accounting: refused(accounting),
            refused: true,
        })
    }
}

/// The column that has the figure of a row.
pub(super) fn label<'l>(labels: &[&'l str], row: &ConformedRow) -> &'l str {
    usize::try_from(row.nth)
        .ok()
        .and_then(|nth| labels.get(nth))
        .copied()
        .unwrap_or_default()
}

/// The record of a row, for its place.
fn record_of(row: &ConformedRow) -> Record {
    Record {
        part: row.part.clone(),
        row: row.line,
        cells: Vec::new(),
    }
}
