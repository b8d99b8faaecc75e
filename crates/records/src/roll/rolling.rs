//! What measures have of all data files of a table, with what came of it later.

use super::alike::{FilesOfMonths, months_alike};
use super::asked::{Asked, Units};
use super::columns::DataFile;
use super::kept::KeptBefore;
use super::scan::{Parts, Scan};
use super::sql::{SqlServer, parts_by};
use super::superseded::{NEVER, Superseded, superseded};
use super::versions::{Version, Versions};
use super::wants::{Want, Wants};
use crate::error::RecordsError;
use chiso_model::{Delivers, RecordLayout};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;

/// What measures have of data files, given in the order in which they became known, those of one
/// rank at one moment; with the lines of their records where these are asked for. Of snapshots, which
/// of them counts is for whoever asks to say: that depends on the length of the period.
///
/// # Errors
/// When a file cannot be read, or does not have the columns of the layout.
pub fn roll<'a>(
    (files, ranks): (&[File], &[usize]),
    layout: &'a RecordLayout,
    asked: &[Asked<'a>],
    units: &'a dyn Units,
    (lines, kept): (bool, Option<KeptBefore<'_>>),
) -> Result<Versions, RecordsError> {
    let opened = files.iter().map(|file| DataFile::open(file, layout));
    let files = opened.collect::<Result<Vec<_>, _>>()?;
    let gone = match layout.delivers {
        Delivers::Append => superseded(&files, ranks, layout)?,
        Delivers::Replace | Delivers::Snapshot => vec![Vec::new(); files.len()],
    };
    let scan = Scan::new(layout, asked, units, lines);
    let mut parts = match kept {
        None => scan.all(&(0..files.len()).collect::<Vec<_>>(), (&files, &gone))?,
        Some(kept) => with_kept(&scan, kept, (&files, &gone))?,
    };
    if layout.delivers == Delivers::Replace {
        parts = replaced(parts, (&files, ranks), layout)?;
    }
    Ok(versions(&parts, scan.wants()))
}

/// The same, found by a server.
///
/// # Errors
/// When a file cannot be read, or the server gives no answer that can be used.
pub fn roll_by<'a>(
    server: &SqlServer<'_>,
    (files, names, ranks): (&[File], &[String], &[usize]),
    layout: &'a RecordLayout,
    (asked, units): (&[Asked<'a>], &dyn Units),
) -> Result<Versions, RecordsError> {
    let opened = files.iter().map(|file| DataFile::open(file, layout));
    let files = opened.collect::<Result<Vec<_>, _>>()?;
    let wants = Wants::new(layout, asked, false);
    let mut parts = parts_by(server, (&files, names, ranks), layout, (&wants, units))?;
    if layout.delivers == Delivers::Replace {
        parts = replaced(parts, (&files, ranks), layout)?;
    }
    Ok(versions(&parts, &wants))
}

/// What each measure has of parts.
fn versions(parts: &Parts, wants: &Wants<'_>) -> Versions {
    let mut versions = Versions::new();
    for ((at, from, by, conflict), partial) in parts {
        let version = Version {
            from: *from,
            to: usize::try_from(*by).ok().filter(|_| *by != NEVER),
            file: *from,
            conflict: *conflict,
            reason: None,
            partial: wants.by_measure(partial),
        };
        versions.entry(*at).or_default().push(version);
    }
    versions
}

/// What is kept is not looked for again. Files of which the same is known are read together.
fn with_kept(
    scan: &Scan<'_>,
    kept: KeptBefore<'_>,
    (files, gone): (&[DataFile<'_>], &[Superseded]),
) -> Result<Parts, RecordsError> {
    let wanted: Vec<String> = { scan.wants().all.iter() }.map(Want::name).collect();
    let known = kept.known(&wanted, gone);
    let mut alike: BTreeMap<&BTreeSet<usize>, Vec<usize>> = BTreeMap::new();
    for (file, known) in known.iter().enumerate() {
        alike.entry(known).or_default().push(file);
    }
    let mut parts = Parts::new();
    for (known, numbers) in alike {
        let (rest, places) = scan.without(known);
        if places.is_empty() {
            continue;
        }
        for (key, found) in rest.all(&numbers, (files, gone))? {
            let partial = parts.entry(key).or_insert_with(|| scan.none());
            partial.records = found.records;
            for (place, state) in places.iter().zip(found.states) {
                partial.states[*place] = state;
            }
        }
    }
    kept.fill((&wanted, &known), || scan.none(), &mut parts);
    kept.keep(&wanted, gone, &parts);
    Ok(parts)
}

/// The parts of a month are superseded by the next file that has records of that month, or says that
/// it has all of them; one that became known at the same moment does so where it says the same.
fn replaced(
    parts: Parts,
    (opened, ranks): (&[DataFile<'_>], &[usize]),
    layout: &RecordLayout,
) -> Result<Parts, RecordsError> {
    let mut files = FilesOfMonths::new();
    for ((_, month), file, ..) in parts.keys() {
        files.entry(*month).or_default().insert(*file);
    }
    for (file, months) in opened.iter().map(DataFile::months).enumerate() {
        for month in months.into_iter().flatten() {
            files.entry(month).or_default().insert(file);
        }
    }
    let alike = months_alike((opened, ranks), layout, &files)?;
    let next = |month: u32, file: usize| {
        let mut others = files.get(&month)?.range(file + 1..);
        let twin =
            |other: &usize| alike.contains(&(month, *other)) && alike.contains(&(month, file));
        let later = others.find(|other| ranks[**other] > ranks[file] || twin(other))?;
        u32::try_from(*later).ok()
    };
    let conflict = |month: u32, file: usize| {
        let others = files.get(&month).into_iter().flatten();
        let twins = { others }.any(|other| *other != file && ranks[*other] == ranks[file]);
        twins && !alike.contains(&(month, file))
    };
    let mut moved = Parts::new();
    for ((at, file, ..), partial) in parts {
        let by = next(at.1, file).unwrap_or(NEVER);
        moved.insert((at, file, by, conflict(at.1, file)), partial);
    }
    Ok(moved)
}
