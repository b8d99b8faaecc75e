//! Quarantined observations, packed until all are known and handed on by place and rule.

use crate::ingest::conform::outcome::{Out, Quarantined};
use crate::ingest::conform::packed::{Bytes, text, text_in_key};
use crate::model::Place;
use crate::store::{Sorter, StoreError};

/// How many quarantined observations are handed on at once.
const AT_ONCE: usize = 4096;

/// Quarantined observations.
pub(super) struct Quarantine {
    /// Rules in the order in which they were first broken, which is how packed observations name
    /// them.
    rules: Vec<&'static str>,
    sorter: Sorter,
    failed: Option<StoreError>,
}

impl Quarantine {
    pub(super) fn new(sorter: Sorter) -> Quarantine {
        Quarantine {
            rules: Vec::new(),
            sorter,
            failed: None,
        }
    }

    /// Keeps an observation; that it cannot be kept is reported at the end.
    pub(super) fn keep(&mut self, place: &Place, rule: &'static str, texts: [&str; 3]) {
        if let Err(error) = self.push(place, rule, texts) {
            self.failed.get_or_insert(error);
        }
    }

    fn push(
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
        for said in texts {
            text(&mut rest, said);
        }
        self.sorter.push(&key, &rest)
    }

    /// Hands on what was quarantined, by place and rule.
    pub(super) fn hand_on(self, file_name: &str, out: &mut dyn Out) -> Result<(), StoreError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let mut sorted = self.sorter.finish()?;
        let mut waiting = Vec::new();
        while let Some((key, rest)) = sorted.next_row()? {
            waiting.push(unpack(key, rest, &self.rules, file_name).ok_or_else(|| {
                StoreError::Shape("quarantined observations cannot be read back".to_owned())
            })?);
            if waiting.len() == AT_ONCE {
                out.quarantine(std::mem::take(&mut waiting))?;
            }
        }
        if waiting.is_empty() {
            Ok(())
        } else {
            out.quarantine(waiting)
        }
    }
}

fn unpack(key: &[u8], rest: &[u8], rules: &[&'static str], file_name: &str) -> Option<Quarantined> {
    let (mut key, mut rest) = (Bytes(key), Bytes(rest));
    let part = key.text_in_key()?;
    let place = Place {
        file: file_name.to_owned(),
        part,
        row: u64::from_be_bytes(key.array()?),
        col: key.text_in_key()?,
    };
    let rule = rules.get(usize::try_from(u64::from_le_bytes(rest.array()?)).ok()?)?;
    Some(Quarantined {
        place,
        raw: rest.text()?,
        rule,
        message: rest.text()?,
        hint: rest.text()?,
    })
}
