//! What is new from one release to another, and every verdict that is another one now: what release
//! notes and correction notices say.
//!
//! Made from the two releases and from nothing else, so the same two always give the same.

use crate::config::Project;
use crate::error::RunError;
use crate::governance::releases::release;
use crate::governance::target_text::{COLUMNS, tidy};
use crate::inspect::past_release::Past;
use crate::inspect::verdict_changes::{Side, VerdictChange, flips, made_from};
use crate::model::manifest::DeliveryEntry;
use crate::store::{Lake, Ledger, Record, ReleaseRef, ReleaseState, cell, records};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A delivery that one release has and the other has not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotedDelivery {
    /// Dataset.
    pub dataset: String,
    /// Where it was read.
    pub path: String,
    /// Its id.
    pub delivery: String,
    /// When the provider published it, else when it was fetched.
    pub known_from: String,
}

/// A configuration file or register that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedFile {
    /// Path in the project.
    pub path: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
}

/// A target that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotedTarget {
    /// Its id.
    pub id: String,
    /// `added`, `removed` or `changed`.
    pub change: &'static str,
    /// Column, before and after, where it changed.
    pub columns: Vec<(&'static str, String, String)>,
}

/// A verdict that is another one, with what people need to know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What changed.
    pub flip: VerdictChange,
    /// Title of the KPI, Vietnamese and English.
    pub title: [String; 2],
    /// Name of the area, Vietnamese and English.
    pub area: [String; 2],
    /// Kind of the KPI and unit of its value.
    pub kind: (String, String),
    /// Deliveries behind it before and after.
    pub deliveries: [BTreeSet<String>; 2],
}

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
    /// Verdicts that are others now, the same with another reason, and those that only the earlier
    /// release has.
    pub notices: Vec<Notice>,
    /// Verdicts that only the later release has, by KPI.
    pub new: BTreeMap<String, u64>,
}

/// The two releases that notes are about, where not both are named: what waits, else what is in
/// force, and what it takes the place of.
///
/// # Errors
/// When there is no such release, or none to compare with.
pub fn pair(
    lake: &Lake,
    before: Option<&str>,
    after: Option<&str>,
    now: DateTime<Utc>,
) -> Result<[ReleaseRef; 2], RunError> {
    let standings = lake.releases().standings(now)?;
    let in_force = standings
        .iter()
        .find(|s| s.state == ReleaseState::InForce)
        .map(|s| s.release.id.as_str());
    let waiting = standings
        .iter()
        .filter(|s| s.state.waits())
        .max_by_key(|s| s.last.as_ref().map(|d| d.at))
        .map(|s| s.release.id.as_str());
    let after = after.or(if before.is_some() {
        in_force.or(waiting)
    } else {
        waiting.or(in_force)
    });
    let after = release(lake, after)?;
    let before = match before {
        Some(id) => id.to_owned(),
        None => match in_force.filter(|id| *id != after.id) {
            Some(id) => id.to_owned(),
            None => earlier(
                lake,
                &after.id,
                standings.iter().map(|s| s.release.id.as_str()),
            )?,
        },
    };
    Ok([release(lake, Some(&before))?, after])
}

/// The release before one: by the ledger's runs, else by id.
fn earlier<'a>(
    lake: &Lake,
    id: &str,
    all: impl Iterator<Item = &'a str>,
) -> Result<String, RunError> {
    let runs = Ledger::open(lake)?.runs()?;
    let first = runs
        .iter()
        .position(|run| run.release.as_deref() == Some(id));
    let by_run = first.and_then(|first| {
        runs[..first]
            .iter()
            .rev()
            .find_map(|run| run.release.clone())
    });
    let none = || {
        RunError::Unknown(format!(
            "release `{id}` is the first, so there is none to compare it with; name two releases"
        ))
    };
    by_run
        .or_else(|| all.filter(|other| *other < id).max().map(str::to_owned))
        .ok_or_else(none)
}

/// What is new from one release to another.
///
/// # Errors
/// When a table cannot be read.
pub fn notes(lake: &Lake, [before, after]: [ReleaseRef; 2]) -> Result<Notes, RunError> {
    let pasts = [&before, &after].map(|r| Past::open(lake, Some(&r.id)).ok());
    let project = |i: usize| pasts[i].as_ref().map(|p: &Past| -> &Project { &p.project });
    let changed = flips(
        Some(&Side {
            release: &before,
            project: project(0),
        }),
        &Side {
            release: &after,
            project: project(1),
        },
    )?;
    let boards = [
        records(&before, "scorecard")?,
        records(&after, "scorecard")?,
    ];
    let names = names(&boards);
    let behind = [deliveries_behind(&before)?, deliveries_behind(&after)?];
    let mut notes = Notes {
        tables: counted([&before, &after].map(rows)),
        verdicts: counted(boards.each_ref().map(|board| words(board, "verdict"))),
        reasons: counted(boards.each_ref().map(|board| words(board, "reasons"))),
        flags: counted(boards.each_ref().map(|board| words(board, "flags"))),
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
            *notes.new.entry(flip.kpi).or_default() += 1;
            continue;
        }
        let key = key([
            &flip.kpi,
            &flip.area_code,
            &flip.boundary,
            &flip.period,
            &flip.span,
        ]);
        let (title, area, kind) = names.get(&key).cloned().unwrap_or_default();
        let deliveries = [0, 1].map(|i| behind[i].get(&key).cloned().unwrap_or_default());
        notes.notices.push(Notice {
            flip,
            title,
            area,
            kind,
            deliveries,
        });
    }
    Ok(notes)
}

type NoteKey = [String; 5];
type AreaNames = ([String; 2], [String; 2], (String, String));

fn key(parts: [&str; 5]) -> NoteKey {
    parts.map(str::to_owned)
}

fn key_of(row: &Record) -> NoteKey {
    key(["kpi", "area_code", "boundary", "period", "span"].map(|c| cell(row, c)))
}

/// Names as the later release has them, else as the earlier one had.
fn names(boards: &[Vec<Record>; 2]) -> BTreeMap<NoteKey, AreaNames> {
    let of = |row: &Record| {
        let text = |column: &str| cell(row, column).to_owned();
        let titles = ["kpi_title_vi", "kpi_title_en"].map(text);
        (
            titles,
            ["area_name_vi", "area_name_en"].map(text),
            (text("kind"), text("value_unit")),
        )
    };
    boards
        .iter()
        .flatten()
        .map(|row| (key_of(row), of(row)))
        .collect()
}

fn deliveries_behind(
    release: &ReleaseRef,
) -> Result<BTreeMap<NoteKey, BTreeSet<String>>, RunError> {
    let mut behind: BTreeMap<NoteKey, BTreeSet<String>> = BTreeMap::new();
    for row in records(release, "operands")? {
        let deliveries = cell(&row, "delivery")
            .split(';')
            .filter(|d| !d.is_empty())
            .map(str::to_owned);
        behind.entry(key_of(&row)).or_default().extend(deliveries);
    }
    Ok(behind)
}

fn rows(release: &ReleaseRef) -> BTreeMap<String, u64> {
    let tables = release.manifest.rows();
    tables.map(|(name, rows)| (name.to_owned(), rows)).collect()
}

/// How many rows have each word of a column that lists words.
fn words(board: &[Record], column: &str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for word in board
        .iter()
        .flat_map(|row| cell(row, column).split(';'))
        .filter(|word| !word.is_empty())
    {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

fn counted([before, after]: [BTreeMap<String, u64>; 2]) -> BTreeMap<String, [u64; 2]> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let count = |of: &BTreeMap<String, u64>, name: &String| of.get(name).copied().unwrap_or(0);
    names
        .into_iter()
        .map(|name| (name.clone(), [count(&before, name), count(&after, name)]))
        .collect()
}

/// Deliveries that a release was made from; only those its sources still held, when `current`.
fn deliveries(release: &ReleaseRef, current: bool) -> BTreeSet<NotedDelivery> {
    let deliveries = release.manifest.deliveries().iter();
    let listed = deliveries.filter(|d| !current || d.current);
    let one = |d: &DeliveryEntry| NotedDelivery {
        dataset: d.dataset.clone(),
        path: d.path.clone().unwrap_or_default(),
        delivery: d.delivery.clone(),
        known_from: d.known_from(),
    };
    listed.map(one).collect()
}

fn change<T: PartialEq>(before: Option<&T>, after: Option<&T>) -> Option<&'static str> {
    match (before, after) {
        (None, _) => Some("added"),
        (_, None) => Some("removed"),
        (Some(a), Some(b)) => (a != b).then_some("changed"),
    }
}

fn files(before: &ReleaseRef, after: &ReleaseRef) -> Vec<NotedFile> {
    let (a, b) = (made_from(before), made_from(after));
    let paths: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    paths
        .into_iter()
        .filter_map(|path| {
            Some(NotedFile {
                path: path.clone(),
                change: change(a.get(path), b.get(path))?,
            })
        })
        .collect()
}

fn targets(before: &[Record], after: &[Record]) -> Vec<NotedTarget> {
    let by_id = |rows: &[Record]| {
        rows.iter()
            .map(|r| (cell(r, "target_id").to_owned(), r.clone()))
            .collect::<BTreeMap<_, _>>()
    };
    let (a, b) = (by_id(before), by_id(after));
    let ids: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let one = |id: &String| {
        let (was, is) = (a.get(id), b.get(id));
        let change = change(was, is)?;
        let differs = |column: &&'static str| {
            was.zip(is)
                .is_some_and(|(was, is)| cell(was, column) != cell(is, column))
        };
        let text = |of: Option<&Record>, column: &str| {
            of.map_or_else(String::new, |r| tidy(column, cell(r, column)))
        };
        let columns = COLUMNS
            .iter()
            .copied()
            .filter(differs)
            .map(|c| (c, text(was, c), text(is, c)))
            .collect();
        Some(NotedTarget {
            id: id.clone(),
            change,
            columns,
        })
    };
    ids.into_iter().filter_map(one).collect()
}
