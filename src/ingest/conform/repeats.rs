//! Keys that stand twice in one delivery.
//!
//! Rows with different `known_from` are vintages of one figure: each is used. Of one vintage, rows
//! that say the very same are one figure written twice: the first is used. Rows that differ
//! contradict each other, and which is right cannot be known, so none of them is used.

use super::observation::ConformedRow;
use super::row::held_back;
use super::tally::Tally;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The rows of one key, each vintage by itself.
#[derive(Default)]
pub(super) struct Repeats(BTreeMap<DateTime<Utc>, Vintage>);

impl Repeats {
    /// Takes the next row of the key.
    pub(super) fn push(&mut self, row: ConformedRow, labels: &[&str], tally: &mut Tally<'_>) {
        self.0
            .entry(row.said.known_from)
            .or_default()
            .push(row, labels, tally);
    }

    /// The rows of the key that are used, the earliest vintage first, and the place of one that is
    /// not; ready for the next key.
    pub(super) fn settle(
        &mut self,
        labels: &[&str],
        tally: &mut Tally<'_>,
    ) -> (Vec<ConformedRow>, Option<ConformedRow>) {
        let mut used = Vec::new();
        let mut place = None;
        for mut vintage in std::mem::take(&mut self.0).into_values() {
            place = vintage.contradicted().map(held_back).or(place);
            used.extend(vintage.settle(labels, tally));
        }
        (used, place)
    }
}

/// The rows of one vintage, in the order of the file.
#[derive(Default)]
struct Vintage {
    first: Option<ConformedRow>,
    /// Rows that say what the first says.
    same: Vec<ConformedRow>,
    /// What is different in the first row that differs; from then on nothing is held.
    differs: Option<&'static str>,
}

const HINT: &str = "correct the source, or map the column that tells the rows apart: as `known_from` when it says when each was published; as a \
                    dimension when it says what each is about, and then choose one of its values \
                    in the `where` of each measure";

impl Vintage {
    /// Takes the next row of the vintage.
    fn push(&mut self, row: ConformedRow, labels: &[&str], tally: &mut Tally<'_>) {
        let Some(first) = &self.first else {
            self.first = Some(row);
            return;
        };
        if self.differs.is_none() && row.said == first.said {
            self.same.push(row);
            return;
        }
        if self.differs.is_none() {
            let what = if row.said.value == first.said.value {
                "other attributes"
            } else {
                "another figure"
            };
            self.differs = Some(what);
            contradicts(tally, first, &row, what, labels);
            for same in self.same.drain(..) {
                contradicts(tally, &same, first, what, labels);
            }
        }
        contradicts(tally, &row, first, self.differs.unwrap_or_default(), labels);
    }

    /// Its first row, where another one differs.
    fn contradicted(&self) -> Option<&ConformedRow> {
        self.first.as_ref().filter(|_| self.differs.is_some())
    }

    /// The row of the vintage that is used, if any.
    fn settle(&mut self, labels: &[&str], tally: &mut Tally<'_>) -> Option<ConformedRow> {
        let first = self
            .first
            .take()
            .filter(|_| self.differs.take().is_none())?;
        for same in self.same.drain(..) {
            let message = format!(
                "row {} says the same under the same key ({}); the first is used",
                place(&first),
                key(&same)
            );
            bad(
                tally,
                &same,
                labels,
                message,
                "remove the repeated row at the source",
            );
        }
        Some(first)
    }
}

fn contradicts(
    tally: &mut Tally<'_>,
    here: &ConformedRow,
    there: &ConformedRow,
    what: &str,
    labels: &[&str],
) {
    let message = format!(
        "row {} has the same key ({}) and {what}; neither is used",
        place(there),
        key(here)
    );
    bad(tally, here, labels, message, HINT);
}

fn bad(tally: &mut Tally<'_>, row: &ConformedRow, labels: &[&str], message: String, hint: &str) {
    tally.bad_row(row, labels, "duplicate_key", message, hint.to_owned());
}

fn place(row: &ConformedRow) -> String {
    if row.part.is_empty() {
        row.line.to_string()
    } else {
        format!("{} of `{}`", row.line, row.part)
    }
}

fn key(row: &ConformedRow) -> String {
    let key = &row.key;
    let mut texts = vec![key.area_code.as_str(), &key.period];
    if key.span != "period" {
        texts.push(&key.span);
    }
    texts.extend(key.dimensions.iter().map(String::as_str));
    texts.push(&key.source_id);
    texts.join(", ")
}
