//! Data files read once, and every run of records of one unit and month added up for all measures.

use super::asked::{Asked, UnitMonth, Units};
use super::batch::Batch;
use super::columns::DataFile;
use super::state::Partial;
use super::superseded::{Again, NEVER, Superseded};
use super::wants::Wants;
use crate::error::RecordsError;
use chiso_model::RecordLayout;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Threads that read row groups.
const READERS: usize = 2;

/// Where records belong: unit and month, data file, the file that superseded them, and whether another
/// file of the same moment has them too.
pub(super) type PlaceOfPart = (UnitMonth, usize, u32, bool);

/// What records that belong together give.
pub(super) type Parts = BTreeMap<PlaceOfPart, Partial>;

/// What is looked for in data files.
pub(super) struct Scan<'a> {
    layout: &'a RecordLayout,
    wants: Wants<'a>,
    units: &'a dyn Units,
    columns: BTreeSet<&'a str>,
}

impl<'a> Scan<'a> {
    /// What some measures look for, with the lines of records where these are asked for.
    pub(super) fn new(
        layout: &'a RecordLayout,
        asked: &[Asked<'a>],
        units: &'a dyn Units,
        lines: bool,
    ) -> Scan<'a> {
        let wants = Wants::new(layout, asked, lines);
        Scan {
            layout,
            columns: wants.columns(layout),
            wants,
            units,
        }
    }

    /// Nothing of everything that is looked for.
    pub(super) fn none(&self) -> Partial {
        self.wants.none()
    }

    /// Everything that is looked for.
    pub(super) const fn wants(&self) -> &Wants<'a> {
        &self.wants
    }

    /// The same scan without some of what is looked for, and which of it the rest is.
    pub(super) fn without(&self, known: &BTreeSet<usize>) -> (Scan<'a>, Vec<usize>) {
        let rest = (0..self.wants.all.len()).filter(|want| !known.contains(want));
        let rest: Vec<usize> = rest.collect();
        let wants = self.wants.some(&rest);
        let scan = Scan {
            layout: self.layout,
            columns: wants.columns(self.layout),
            wants,
            units: self.units,
        };
        (scan, rest)
    }

    /// Reads all row groups of some of the files, several of them side by side.
    pub(super) fn all(
        &self,
        numbers: &[usize],
        (files, gone): (&[DataFile<'_>], &[Superseded]),
    ) -> Result<Parts, RecordsError> {
        let groups = |at: &usize| {
            let at = *at;
            (0..files[at].row_groups()).map(move |row_group| (at, row_group))
        };
        let tasks: Vec<(usize, usize)> = numbers.iter().flat_map(groups).collect();
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
