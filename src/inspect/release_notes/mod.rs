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
use crate::inspect::verdict_changes::{VerdictChange, VerdictKey, flips};
use crate::model::Repair;
use crate::store::{Lake, Record, ReleaseRef, cell, records, records_of_columns};
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
    /// Repairs that only the later release has, with their datasets.
    pub repairs: Vec<(String, Repair)>,
    /// Verdicts that changed, verdicts that stayed with another reason or value, and those that
    /// only the earlier release has.
    pub notices: Vec<Notice>,
    /// Verdicts that only the later release has, by KPI.
    pub new: BTreeMap<String, u64>,
    /// Kind and unit of the value of each KPI.
    pub kinds: BTreeMap<String, (String, String)>,
}

/// What is new from one release to another.
///
/// # Errors
/// When a table cannot be read.
pub fn notes(lake: &Lake, [before, after]: [ReleaseRef; 2]) -> Result<Notes, RunError> {
    let pasts = [&before, &after].map(|r| Past::open(lake, Some(&r.id)).ok());
    let changed = changed([&before, &after], &pasts)?;
    let boards = [counted_words(&before)?, counted_words(&after)?];
    let keys: BTreeSet<&VerdictKey> = changed.iter().map(|change| &change.key).collect();
    let names = names([&before, &after], &keys)?;
    let behind = [
        deliveries_behind(&before, &keys)?,
        deliveries_behind(&after, &keys)?,
    ];
    drop(keys);
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
        repairs: repairs(&pasts),
        notices: Vec::new(),
        new: BTreeMap::new(),
        kinds: kinds(&boards),
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

/// What is counted of the verdicts of a release, and what they are verdicts of.
fn counted_words(release: &ReleaseRef) -> Result<Vec<Record>, RunError> {
    let columns = ["kpi", "kind", "value_unit", "verdict", "reasons", "flags"];
    Ok(records_of_columns(release, "scorecard", &columns, |_| {
        true
    })?)
}

/// Kind and unit of each KPI, as the later release has them, else as the earlier one had.
fn kinds(boards: &[Vec<Record>; 2]) -> BTreeMap<String, (String, String)> {
    let text = |row: &Record, column: &str| cell(row, column).to_owned();
    let of = |row: &Record| {
        (
            text(row, "kpi"),
            (text(row, "kind"), text(row, "value_unit")),
        )
    };
    boards.iter().flatten().map(of).collect()
}

/// The verdicts that changed in the later release, with the projects as far as they can still be
/// read.
fn changed(
    releases: [&ReleaseRef; 2],
    pasts: &[Option<Past>; 2],
) -> Result<Vec<VerdictChange>, RunError> {
    let side = |i: usize| Side {
        release: releases[i],
        project: pasts[i].as_ref().map(|p| &p.project),
    };
    flips(Some(&side(0)), &side(1), true)
}

/// The repairs that only the later of two releases has.
fn repairs(pasts: &[Option<Past>; 2]) -> Vec<(String, Repair)> {
    let declared = |past: &Option<Past>| -> Vec<(String, Repair)> {
        let datasets = past.iter().flat_map(|p| &p.project.datasets);
        let of = datasets.flat_map(|d| d.repairs.iter().map(|r| (d.id.clone(), r.clone())));
        of.collect()
    };
    let same = |(dataset, one): &(String, Repair), (other_dataset, other): &(String, Repair)| {
        (
            dataset,
            &one.delivery,
            &one.part,
            one.row,
            &one.col,
            &one.action,
        ) == (
            other_dataset,
            &other.delivery,
            &other.part,
            other.row,
            &other.col,
            &other.action,
        )
    };
    let [was, mut is] = pasts.each_ref().map(declared);
    is.retain(|repair| !was.iter().any(|old| same(repair, old)));
    is
}
