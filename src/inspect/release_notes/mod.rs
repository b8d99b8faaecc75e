//! What is new from one release to another, and every verdict that is another one now: what release
//! notes and correction notices say.
//!
//! Made from the two releases and from nothing else, so the same two always give the same.

mod counts;
mod inputs;
mod notices;
mod pair;

use crate::error::RunError;
use crate::inspect::causes::Side;
use crate::inspect::past_release::Past;
use crate::inspect::release_notes::counts::{counted, rows, words};
use crate::inspect::release_notes::inputs::{deliveries, files, targets};
use crate::inspect::release_notes::notices::{deliveries_behind, names, notice};
use crate::inspect::verdict_changes::{VerdictChange, flips};
use crate::store::{Lake, ReleaseRef, records};
pub use inputs::{NotedDelivery, NotedFile, NotedTarget};
pub use notices::Notice;
pub use pair::pair;
use std::collections::{BTreeMap, BTreeSet};

/// What is new from one release to another.
#[derive(Debug)]
pub struct Notes {
    /// The earlier release.
    pub before: ReleaseRef,
    /// The later one.
    pub after: ReleaseRef,
    /// Rows of each published table before and after.
    pub tables: BTreeMap<String, [u64; 2]>,
    /// Verdicts counted, before and after, on all boundaries.
    pub verdicts: BTreeMap<String, [u64; 2]>,
    /// Reasons counted likewise; a verdict may have several.
    pub reasons: BTreeMap<String, [u64; 2]>,
    /// Flags counted likewise.
    pub flags: BTreeMap<String, [u64; 2]>,
    /// Deliveries that came.
    pub came: BTreeSet<NotedDelivery>,
    /// Deliveries whose sources say something else now.
    pub gone: BTreeSet<NotedDelivery>,
    /// Targets that differ.
    pub targets: Vec<NotedTarget>,
    /// Configuration and registers that differ.
    pub files: Vec<NotedFile>,
    /// Verdicts that changed, verdicts that stayed with another reason, and those that only the
    /// earlier release has.
    pub notices: Vec<Notice>,
    /// Verdicts that only the later release has, by KPI.
    pub new: BTreeMap<String, u64>,
}

/// What is new from one release to another.
///
/// # Errors
/// When a table cannot be read.
pub fn notes(lake: &Lake, [before, after]: [ReleaseRef; 2]) -> Result<Notes, RunError> {
    let changed = changed(lake, [&before, &after])?;
    let boards = [
        records(&before, "scorecard")?,
        records(&after, "scorecard")?,
    ];
    let names = names(&boards);
    let behind = [deliveries_behind(&before)?, deliveries_behind(&after)?];
    let count = |column: &str| counted(boards.each_ref().map(|board| words(board, column)));
    let mut notes = Notes {
        tables: counted([&before, &after].map(rows)),
        verdicts: count("verdict"),
        reasons: count("reasons"),
        flags: count("flags"),
        came: deliveries(&after, false)
            .difference(&deliveries(&before, false))
            .cloned()
            .collect(),
        gone: deliveries(&before, true)
            .difference(&deliveries(&after, true))
            .cloned()
            .collect(),
        targets: targets(&records(&before, "targets")?, &records(&after, "targets")?),
        files: files(&before, &after),
        notices: Vec::new(),
        new: BTreeMap::new(),
        before,
        after,
    };
    for flip in changed {
        if flip.verdict[0].is_empty() {
            *notes.new.entry(flip.key.kpi).or_default() += 1;
        } else {
            notes.notices.push(notice(flip, &names, &behind));
        }
    }
    Ok(notes)
}

/// The verdicts that changed in the later release, with the projects as far as they can still be
/// read.
fn changed(lake: &Lake, releases: [&ReleaseRef; 2]) -> Result<Vec<VerdictChange>, RunError> {
    let pasts = releases.map(|r| Past::open(lake, Some(&r.id)).ok());
    let side = |i: usize| Side {
        release: releases[i],
        project: pasts[i].as_ref().map(|p| &p.project),
    };
    flips(Some(&side(0)), &side(1))
}
