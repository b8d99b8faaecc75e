//! The account of a delivery: what was kept aside, how often each rule was broken, and whether that
//! is too often.

use super::observation::{ConformedRow, Fault};
use super::outcome::{Out, Quarantined, refused};
use super::packed::{Bytes, text_in_key};
use crate::ingest::decode::Record;
use crate::model::{Accounting, Contract, Dec, Finding, Mode, Place, Severity};
use crate::store::{Sorter, StoreError};
use std::collections::BTreeMap;

/// Observations kept aside that are handed on at once.
const AT_ONCE: usize = 4096;

/// Gathers while a delivery is read.
pub(super) struct Tally<'a> {
    file_name: &'a str,
    no_figure: Option<Finding>,
    dropped: u64,
    /// Rules broken, each with its first example in the order of places, and how often.
    by_rule: BTreeMap<&'static str, Finding>,
    /// Rules in the order in which they were first broken, which is how packed observations name
    /// them.
    rules: Vec<&'static str>,
    quarantine: Sorter,
    /// Texts in place of numbers, by column.
    texts: BTreeMap<String, u64>,
    /// What checks doubt and the contract uses all the same.
    doubts: BTreeMap<&'static str, Finding>,
    failed: Option<StoreError>,
}

/// The account, closed.
pub(super) struct Finished {
    pub(super) findings: Vec<Finding>,
    pub(super) accounting: Accounting,
    pub(super) refused: bool,
}

impl<'a> Tally<'a> {
    /// What is kept aside waits in a sorter.
    pub(super) fn new(file_name: &'a str, quarantine: Sorter) -> Tally<'a> {
        Tally {
            file_name,
            no_figure: None,
            dropped: 0,
            by_rule: BTreeMap::new(),
            rules: Vec::new(),
            quarantine,
            texts: BTreeMap::new(),
            doubts: BTreeMap::new(),
            failed: None,
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

    /// An observation that a repair drops.
    pub(super) fn dropped(&mut self) {
        self.dropped += 1;
    }

    /// An observation kept aside.
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
        if let Err(error) = self.keep_aside(&place, rule, [&raw, &message, &hint]) {
            self.failed.get_or_insert(error);
        }
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

    fn keep_aside(
        &mut self,
        place: &Place,
        rule: &'static str,
        texts: [&str; 3],
    ) -> Result<(), StoreError> {
        let number = self
            .rules
            .iter()
            .position(|r| *r == rule)
            .unwrap_or_else(|| {
                self.rules.push(rule);
                self.rules.len() - 1
            });
        let (mut key, mut rest) = (Vec::new(), Vec::new());
        text_in_key(&mut key, &place.part);
        key.extend(place.row.to_be_bytes());
        text_in_key(&mut key, &place.col);
        text_in_key(&mut key, rule);
        rest.extend((number as u64).to_le_bytes());
        for text in texts {
            rest.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
            rest.extend(text.as_bytes());
        }
        self.quarantine.push(&key, &rest)
    }

    fn unpack(&self, key: &[u8], rest: &[u8]) -> Option<Quarantined> {
        let (mut key, mut rest) = (Bytes(key), Bytes(rest));
        let part = key.text_in_key()?;
        let place = Place {
            file: self.file_name.to_owned(),
            part,
            row: u64::from_be_bytes(key.array()?),
            col: key.text_in_key()?,
        };
        let rule = self
            .rules
            .get(usize::try_from(u64::from_le_bytes(rest.array()?)).ok()?)?;
        Some(Quarantined {
            place,
            raw: rest.text()?,
            rule,
            message: rest.text()?,
            hint: rest.text()?,
        })
    }

    /// Hands on what was kept aside, by place and rule.
    fn hand_on(&mut self, out: &mut dyn Out) -> Result<(), StoreError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut sorted = std::mem::replace(&mut self.quarantine, Sorter::in_memory()).finish()?;
        let mut waiting = Vec::new();
        while let Some((key, rest)) = sorted.next_row()? {
            waiting.push(self.unpack(key, rest).ok_or_else(|| {
                StoreError::Shape("what was kept aside cannot be read back".to_owned())
            })?);
            if waiting.len() == AT_ONCE {
                out.aside(std::mem::take(&mut waiting))?;
            }
        }
        if waiting.is_empty() {
            Ok(())
        } else {
            out.aside(waiting)
        }
    }

    /// A row that was read well and is kept aside for what other rows say.
    pub(super) fn bad_row(
        &mut self,
        row: &ConformedRow,
        value_label: &str,
        rule: &'static str,
        message: String,
        hint: String,
    ) {
        let record = Record {
            part: row.part.clone(),
            row: row.line,
            cells: Vec::new(),
        };
        self.bad(
            &record,
            Fault {
                rule,
                col: value_label.to_owned(),
                raw: row.raw.clone(),
                message,
                hint,
            },
        );
    }

    /// A row that a check doubts and that is used all the same.
    pub(super) fn doubted(
        &mut self,
        row: &ConformedRow,
        value_label: &str,
        rule: &'static str,
        message: String,
        hint: String,
    ) {
        if let Some(held) = self.doubts.get_mut(rule) {
            held.count += 1;
            return;
        }
        let record = Record {
            part: row.part.clone(),
            row: row.line,
            cells: Vec::new(),
        };
        let finding = Finding::error(rule, self.place(&record, value_label), message)
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
        mut self,
        good: u64,
        contract: &Contract,
        value_label: &str,
        out: &mut dyn Out,
    ) -> Result<Finished, StoreError> {
        self.hand_on(out)?;
        let ignored = self.no_figure.as_ref().map_or(0, |finding| finding.count) + self.dropped;
        let quarantined = self.by_rule.values().map(|finding| finding.count).sum();
        let accounting = Accounting {
            read: good + quarantined + ignored,
            accepted: good,
            quarantined,
            ignored,
        };
        let wrong = no_longer_numbers(
            &self.texts,
            self.by_rule.get("not_a_number"),
            accounting,
            value_label,
        );
        let mut findings: Vec<Finding> = self
            .by_rule
            .into_values()
            .chain(self.doubts.into_values())
            .chain(self.no_figure)
            .collect();
        let place = Place {
            file: self.file_name.to_owned(),
            ..Place::default()
        };
        let limit = if contract.modes.value == Mode::Freeze {
            Dec::ZERO
        } else {
            contract.quarantine_limit
        };
        let refusal = too_many(accounting, limit, &place).or_else(|| nothing(accounting, &place));
        Ok(match refusal {
            Some(finding) => {
                findings.insert(0, finding);
                findings.extend(wrong);
                Finished {
                    findings,
                    accounting: refused(accounting),
                    refused: true,
                }
            }
            None => Finished {
                findings,
                accounting,
                refused: false,
            },
        })
    }
}

/// Whether the column of the figures holds texts in place of numbers: more than half of its cells
/// that say something.
fn no_longer_numbers(
    texts: &BTreeMap<String, u64>,
    first: Option<&Finding>,
    account: Accounting,
    value_label: &str,
) -> Option<Finding> {
    let (texts, first, told) = (
        *texts.get(value_label)?,
        first?,
        account.read - account.ignored,
    );
    (texts * 2 > told).then(|| {
        let message = format!(
            "`{value_label}` should hold numbers and holds texts: {texts} of \
            {told} cells are no number"
        );
        Finding::error("wrong_type", first.place.clone(), message)
            .raw(first.raw.clone().unwrap_or_default())
            .hint(
                "look whether columns have moved or numbers are written otherwise than `number` \
                declares, and ask for the file anew",
            )
    })
}

/// Whether more than the allowed share is bad, compared exactly.
fn too_many(account: Accounting, limit: Dec, place: &Place) -> Option<Finding> {
    let one = Dec::from_int(1).micros();
    let (bad, allowed) = (
        i128::from(account.quarantined) * one,
        i128::from(account.read).saturating_mul(limit.micros()),
    );
    (bad > allowed).then(|| {
        let message = format!(
            "{} of {} observations are bad, more than the share of {limit} that \
            is allowed",
            account.quarantined, account.read
        );
        Finding::error("quarantine_limit", place.clone(), message).hint(
            "look at them with `chiso quarantine`, and mend the source or what is declared \
                of it; a higher `quarantine_limit` leaves them out",
        )
    })
}

fn nothing(account: Accounting, place: &Place) -> Option<Finding> {
    (account.accepted == 0).then(|| {
        let message = match account.read {
            0 => "the file holds no observations".to_owned(),
            read => format!("none of {read} observations gives a figure"),
        };
        Finding::error("no_observations", place.clone(), message)
            .hint("fetch it again, or look whether the file is the one declared")
    })
}
