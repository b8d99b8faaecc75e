//! All decisions in order, and what they come to.

use crate::model::{Act, Subject, as_latin, fold_name};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// By whom the program decides what follows from what people decided.
pub const BY_PROGRAM: &str = "chiso";

/// What is decided, before it has a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDecision {
    /// What it is about.
    pub subject: Subject,
    /// Id of that.
    pub id: String,
    /// SHA-256 of that as it was seen.
    pub sha256: String,
    /// What was decided.
    pub act: Act,
    /// By whom.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, in words; may be empty.
    pub why: String,
}

/// A decision of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionEntry {
    /// Its place in the journal, from 1.
    pub number: u64,
    /// What was decided.
    pub what: NewDecision,
}

/// All decisions in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The decisions.
    pub entries: Vec<DecisionEntry>,
    /// Hash of the last file; empty when there is none.
    pub(super) last: String,
}

impl Journal {
    /// Decisions about one thing, in order.
    #[must_use]
    pub fn about<'a>(
        &'a self,
        subject: Subject,
        id: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a DecisionEntry> {
        self.entries
            .iter()
            .filter(move |e| e.what.subject == subject && e.what.id == id)
    }

    /// Whether anything was decided about releases.
    #[must_use]
    pub fn knows_releases(&self) -> bool {
        self.entries
            .iter()
            .any(|e| e.what.subject == Subject::Release)
    }

    /// The first approval of each person who approved something in just this state: name and time,
    /// in order.
    #[must_use]
    pub fn approvals(
        &self,
        subject: Subject,
        id: &str,
        sha256: &str,
    ) -> Vec<(String, DateTime<Utc>)> {
        approvals(self.about(subject, id), sha256)
    }
}

/// The first approval of each person among decisions, of what had this hash then.
pub(in crate::store) fn approvals<'a>(
    entries: impl Iterator<Item = &'a DecisionEntry>,
    sha256: &str,
) -> Vec<(String, DateTime<Utc>)> {
    let mut given: BTreeMap<String, (String, DateTime<Utc>)> = BTreeMap::new();
    for what in entries
        .map(|e| &e.what)
        .filter(|w| w.act == Act::Approve && w.sha256 == sha256)
    {
        given
            .entry(person(&what.by))
            .or_insert_with(|| (what.by.clone(), what.at));
    }
    let mut given: Vec<(String, DateTime<Utc>)> = given.into_values().collect();
    given.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    given
}

/// A person's name as it is compared: letters of either case or width, letters of another script
/// that look the same, any spaces, and signs that cannot be seen make no other name.
#[must_use]
pub fn person(name: &str) -> String {
    fold_name(&as_latin(name))
}
