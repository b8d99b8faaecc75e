//! Data files read once, and every run of records of one unit and month added up for all measures.

use super::asked::{Asked, UnitMonth, Units};
use super::batch::Batch;
use super::columns::DataFile;
use super::state::Partial;
use super::superseded::{Again, NEVER, Superseded, superseded};
use super::versions::{Version, Versions};
use super::wants::Wants;
use crate::error::RecordsError;
use chiso_model::{Delivers, RecordLayout};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Threads that read row groups.
const READERS: usize = 2;

/// Parts by unit and month, data file, the file that superseded them, and whether another file of
/// the same moment has them too.
type Parts = BTreeMap<(UnitMonth, usize, u32, bool), Partial>;

/// What measures have of data files, given in the order in which they became known, those of one
/// rank at one moment; with the lines of their records where these are asked for.
///
/// # Errors
/// When a file cannot be read, or does not have the columns of the layout.
pub fn roll<'a>(
    (files, ranks): (&[File], &[usize]),
    layout: &'a RecordLayout,
    asked: &[Asked<'a>],
    units: &'a dyn Units,
    lines: bool,
) -> Result<Versions, RecordsError> {
    let opened = files.iter().map(|file| DataFile::open(file, layout));
    let files = opened.collect::<Result<Vec<_>, _>>()?;
    let gone = match layout.delivers {
        Delivers::Append => superseded(&files, ranks, layout)?,
        Delivers::Replace => vec![Vec::new(); files.len()],
    };
    let wants = Wants::new(layout, asked, lines);
    let scan = Scan {
        layout,
        columns: wants.columns(layout),
        wants,
        units,
    };
    let mut parts = scan.all(&files, &gone)?;
    if layout.delivers == Delivers::Replace {
        parts = replaced(parts, ranks);
    }
    let mut versions = Versions::new();
    for ((at, from, by, conflict), partial) in parts {
        let to = usize::try_from(by).ok().filter(|_| by != NEVER);
        let partial = scan.wants.by_measure(&partial);
        let version = Version {
            from,
            to,
            conflict,
            partial,
        };
        versions.entry(at).or_default().push(version);
    }
    Ok(versions)
}

/// The parts of a month are superseded by the next file that has records of that month.
fn replaced(parts: Parts, ranks: &[usize]) -> Parts {
    let mut files: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for ((_, month), file, ..) in parts.keys() {
        files.entry(*month).or_default().insert(*file);
    }
    let next = |month: u32, file: usize| {
        let mut others = files.get(&month)?.iter();
        let later = others.find(|other| ranks[**other] > ranks[file])?;
        u32::try_from(*later).ok()
    };
    let conflict = |month: u32, file: usize| {
        let others = files.get(&month).into_iter().flatten();
        { others }.any(|other| *other != file && ranks[*other] == ranks[file])
    };
    let mut moved = Parts::new();
    for ((at, file, ..), partial) in parts {
        let by = next(at.1, file).unwrap_or(NEVER);
        moved.insert((at, file, by, conflict(at.1, file)), partial);
    }
    moved
}

/// What is looked for in data files.
struct Scan<'a> {
    layout: &'a RecordLayout,
    wants: Wants<'a>,
    units: &'a dyn Units,
    columns: BTreeSet<&'a str>,
}

impl Scan<'_> {
    /// Reads all row groups of all files, some of them side by side.
    fn all(&self, files: &[DataFile<'_>], gone: &[Superseded]) -> Result<Parts, RecordsError> {
        let groups = |(at, file): (usize, &DataFile<'_>)| {
            (0..file.row_groups())
                .map(move |row_group| (at, row_group))
                .collect::<Vec<_>>()
        };
        let tasks: Vec<(usize, usize)> = files.iter().enumerate().flat_map(groups).collect();
        let next = AtomicUsize::new(0);
        let work = || {
            let mut parts = Parts::new();
            while let Some((file, row_group)) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                let place = (*file, &files[*file], gone[*file].as_slice());
                self.row_group(place, *row_group, &mut parts)?;
            }
            Ok::<Parts, RecordsError>(parts)
        };
        let found = std::thread::scope(|scope| {
            let started: Vec<_> = (0..READERS).map(|_| scope.spawn(work)).collect();
            let ended = started.into_iter().map(|thread| {
                let failed = || RecordsError::Columns("a reader ended early".to_owned());
                thread.join().unwrap_or_else(|_| Err(failed()))
            });
            ended.collect::<Result<Vec<_>, _>>()
        })?;
        let mut whole = Parts::new();
        for (key, partial) in found.into_iter().flatten() {
            let none = || self.wants.none();
            whole.entry(key).or_insert_with(none).add(&partial);
        }
        Ok(whole)
    }

    fn row_group(
        &self,
        (number, file, gone): (usize, &DataFile<'_>, &[Again]),
        row_group: usize,
        parts: &mut Parts,
    ) -> Result<(), RecordsError> {
        let mut first = file.first_row(row_group);
        for batch in file.read(row_group, &self.columns)? {
            let batch = batch.map_err(RecordsError::columns)?;
            let rows = batch.num_rows();
            let place = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
            let from = gone.partition_point(|a| a.row < place(first));
            let to = gone.partition_point(|a| a.row < place(first + rows));
            let here = gone[from..to].iter();
            let gone: Vec<(usize, Again)> = here.map(|a| (a.row as usize - first, *a)).collect();
            let batch = Batch::new(&self.wants, self.layout, &batch)?;
            batch.add(
                self.units,
                &gone,
                |at, again, add: &mut dyn FnMut(&mut Partial)| {
                    let none = || self.wants.none();
                    let by = again.map_or(NEVER, |a| a.by);
                    let key = (at, number, by, again.is_some_and(|a| a.conflict));
                    add(parts.entry(key).or_insert_with(none));
                },
            )?;
            first += rows;
        }
        Ok(())
    }
}
