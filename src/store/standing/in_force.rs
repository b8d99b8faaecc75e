//! Which release the journal says is in force.

use crate::model::{Act, Subject};
use crate::store::decisions::{DecisionEntry, Journal};
use chrono::{DateTime, Utc};

/// The release that was put in force last and not refused since. To propose one again does not put
/// it in force: that takes another publication.
pub(in crate::store) fn in_force_by(journal: &Journal) -> Option<&str> {
    in_force_after(&journal.entries)
}

/// The release that the journal had in force until another came into force the last time.
pub(super) fn replaced_by<'j>(journal: &'j Journal, id: &str) -> Option<&'j str> {
    let (mut replaced, mut current) = (None, None);
    for taken in 1..=journal.entries.len() {
        let next = in_force_after(&journal.entries[..taken]);
        if next == Some(id) && current != next {
            replaced = current;
        }
        current = next;
    }
    replaced
}

/// Why the first decision was written, which changed nothing: what was so is recorded.
pub(super) const FOUNDED: &str = "in force before decisions were kept";

/// When readers last saw something become of a release: that it was published, withdrawn, or in force
/// again because another one was withdrawn. What is proposed, approved or refused they do not see.
pub(super) fn changed(journal: &Journal, id: &str) -> Option<DateTime<Utc>> {
    let mut current = None;
    let mut changed = None;
    for (at, entry) in journal.entries.iter().enumerate() {
        let next = in_force_after(&journal.entries[..=at]);
        let came = next == Some(id) && current != next;
        let about = (entry.what.subject, entry.what.id.as_str()) == (Subject::Release, id);
        let decided = about && matches!(entry.what.act, Act::Publish | Act::Withdraw);
        if (came || decided) && entry.what.why != FOUNDED {
            changed = Some(entry.what.at);
        }
        current = next;
    }
    changed
}

/// The release in force after some decisions of a journal, from its first on.
fn in_force_after(decisions: &[DecisionEntry]) -> Option<&str> {
    let published = decisions.iter().rev().find(|e| publishes(decisions, e));
    published.map(|e| e.what.id.as_str())
}

/// The decision that refused a release, when that is the last one on whether it may be in force.
pub(super) fn refusal<'j>(journal: &'j Journal, id: &'j str) -> Option<&'j DecisionEntry> {
    let mut its = journal.about(Subject::Release, id);
    its.rfind(|e| matches!(e.what.act, Act::Propose | Act::Reject | Act::Withdraw))
        .filter(|e| e.what.act != Act::Propose)
}

/// Whether another release that was proposed later, or never had to be, was put in force since.
pub(super) fn overtaken(journal: &Journal, id: &str, proposed: u64) -> bool {
    // Also by one that was withdrawn since: taking a release back proposes nothing again.
    let published =
        |e: &&DecisionEntry| e.what.subject == Subject::Release && e.what.act == Act::Publish;
    let mut others = journal
        .entries
        .iter()
        .filter(|e| e.number > proposed && e.what.id != id)
        .filter(published);
    others.any(|e| {
        let mut its = journal
            .about(Subject::Release, &e.what.id)
            .filter(|p| p.what.act == Act::Propose && p.number < e.number);
        its.next_back().is_none_or(|p| p.number > proposed)
    })
}

/// Whether a decision put a release in force that was not refused since.
fn publishes(decisions: &[DecisionEntry], entry: &DecisionEntry) -> bool {
    let refuses = |e: &DecisionEntry| {
        e.number > entry.number
            && matches!(e.what.act, Act::Reject | Act::Withdraw)
            && (e.what.subject, &e.what.id) == (Subject::Release, &entry.what.id)
    };
    entry.what.subject == Subject::Release
        && entry.what.act == Act::Publish
        && !decisions.iter().any(refuses)
}
