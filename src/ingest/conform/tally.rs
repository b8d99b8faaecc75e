//! The account of a delivery: what was kept aside, how often each rule was broken, and whether that is too often.

use super::row::{Fault, Row};
use super::{Accounting, Quarantined, refused};
use crate::ingest::decode::Record;
use crate::model::{Contract, Dec, Finding, Place, Severity};
use std::collections::BTreeMap;

/// Gathers while a delivery is read.
pub(super) struct Tally<'a> {
    file_name: &'a str,
    no_figure: Option<Finding>,
    dropped: u64,
    quarantine: Vec<Quarantined>,
}

/// The account, closed.
pub(super) struct Finished {
    pub(super) quarantine: Vec<Quarantined>,
    pub(super) findings: Vec<Finding>,
    pub(super) accounting: Accounting,
    pub(super) refused: bool,
}

impl<'a> Tally<'a> {
    pub(super) fn new(file_name: &'a str) -> Tally<'a> {
        Tally { file_name, no_figure: None, dropped: 0, quarantine: Vec::new() }
    }

    fn place(&self, record: &Record, col: &str) -> Place {
        Place { file: self.file_name.to_owned(), part: record.part.clone(), row: record.row, col: col.to_owned() }
    }

    /// An observation that says there is no figure.
    pub(super) fn no_figure(&mut self, record: &Record, value_label: &str) {
        if let Some(finding) = &mut self.no_figure {
            finding.count += 1;
            return;
        }
        let finding = Finding::error("no_figure", self.place(record, value_label), "the cell says that there is no figure");
        self.no_figure = Some(Finding { severity: Severity::Info, ..finding });
    }

    /// An observation that a repair drops.
    pub(super) fn dropped(&mut self) {
        self.dropped += 1;
    }

    /// An observation kept aside.
    pub(super) fn bad(&mut self, record: &Record, fault: Fault) {
        let Fault { rule, col, raw, message, hint } = fault;
        self.quarantine.push(Quarantined { place: self.place(record, &col), raw, rule, message, hint });
    }

    /// A row that was read well and is kept aside for what other rows say.
    pub(super) fn bad_row(&mut self, row: &Row, value_label: &str, rule: &'static str, message: String, hint: String) {
        let record = Record { part: row.part.clone(), row: row.line, cells: Vec::new() };
        self.bad(&record, Fault { rule, col: value_label.to_owned(), raw: row.raw.clone(), message, hint });
    }

    /// Closes the account, given how many rows are good.
    pub(super) fn finish(mut self, good: usize, contract: &Contract, value_label: &str) -> Finished {
        self.quarantine.sort_by(|a, b| (&a.place, a.rule).cmp(&(&b.place, b.rule)));
        let mut by_rule: BTreeMap<&'static str, Finding> = BTreeMap::new();
        for bad in &self.quarantine {
            let first = || Finding::error(bad.rule, bad.place.clone(), bad.message.clone()).raw(bad.raw.clone()).hint(bad.hint.clone());
            by_rule.entry(bad.rule).and_modify(|finding| finding.count += 1).or_insert_with(first);
        }
        let ignored = self.no_figure.as_ref().map_or(0, |finding| finding.count) + self.dropped;
        let (accepted, quarantined) = (good as u64, self.quarantine.len() as u64);
        let accounting = Accounting { read: accepted + quarantined + ignored, accepted, quarantined, ignored };
        let mut findings: Vec<Finding> = by_rule.into_values().chain(self.no_figure).collect();
        let place = Place { file: self.file_name.to_owned(), ..Place::default() };
        let refusal = too_many(accounting, contract.quarantine_limit, &place).or_else(|| nothing(accounting, &place));
        let quarantine = self.quarantine;
        match refusal {
            Some(finding) => {
                findings.insert(0, finding);
                findings.extend(no_longer_numbers(&quarantine, accounting, value_label));
                Finished { quarantine, findings, accounting: refused(accounting), refused: true }
            }
            None => Finished { quarantine, findings, accounting, refused: false },
        }
    }
}

/// Whether the column of the figures holds texts in place of numbers: more than half of its cells that say something.
fn no_longer_numbers(quarantine: &[Quarantined], account: Accounting, value_label: &str) -> Option<Finding> {
    let mut texts = quarantine.iter().filter(|q| q.rule == "not_a_number" && q.place.col == value_label);
    let first = texts.next()?;
    let (texts, told) = (1 + texts.count() as u64, account.read - account.ignored);
    (texts * 2 > told).then(|| {
        let message = format!("`{value_label}` should hold numbers and holds texts: {texts} of {told} cells are no number");
        Finding::error("wrong_type", first.place.clone(), message)
            .raw(first.raw.clone())
            .hint("look whether columns have moved or numbers are written otherwise than `number` declares, and ask for the file anew")
    })
}

/// Whether more than the allowed share is bad, compared exactly.
fn too_many(account: Accounting, limit: Dec, place: &Place) -> Option<Finding> {
    let one = Dec::from_int(1).micros();
    let (bad, allowed) = (i128::from(account.quarantined) * one, i128::from(account.read).saturating_mul(limit.micros()));
    (bad > allowed).then(|| {
        let message = format!("{} of {} observations are bad, more than the share of {limit} that is allowed", account.quarantined, account.read);
        Finding::error("quarantine_limit", place.clone(), message)
            .hint("mend the source, add an alias to the area register, or raise `quarantine_limit`")
    })
}

fn nothing(account: Accounting, place: &Place) -> Option<Finding> {
    (account.accepted == 0).then(|| {
        let message = match account.read {
            0 => "the file holds no observations".to_owned(),
            read => format!("none of {read} observations gives a figure"),
        };
        Finding::error("no_observations", place.clone(), message).hint("fetch it again, or look whether the file is the one declared")
    })
}
