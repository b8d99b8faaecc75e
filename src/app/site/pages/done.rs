//! What persons decided and did, on the page of operations: the newest first.

use crate::app::cli::Failure;
use crate::app::lang::{Lang, moment};
use crate::store::{Lake, NewDecision};
use chrono_tz::Tz;

/// Decisions of the journal, at most so many: when, who, what, about what and why.
///
/// # Errors
/// When the journal is damaged.
pub fn done(lang: Lang, lake: &Lake, zone: Tz, most: usize) -> Result<Vec<[String; 5]>, Failure> {
    let entries = lake.journal()?.entries;
    let newest = entries.into_iter().rev().take(most).map(|entry| entry.what);
    let line = |what: NewDecision| {
        let about = format!("{} {}", lang.subject(what.subject), what.id);
        let act = lang.act(what.act).to_owned();
        [moment(what.at, zone), what.by, act, about, what.why]
    };
    Ok(newest.map(line).collect())
}
