//! Tables of the lake as what measures make of them, or as typed rows, with what is needed to tell
//! which rows are in force.
//!
//! A table that is not small is never held: its data files, each in the order of the key, are read
//! side by side, and the rows of one area, day, period and span are gathered from all of them at a
//! time.

use crate::error::RunError;
use crate::evaluate::inputs::of_dataset;
use crate::model::{AreaRegister, Contract, Correction, Dataset, Measure, Period, Span};
use crate::pipeline::run_cache::{CacheOrigin, RolledTables, Touched, rules_of_cells};
use crate::rollup::{
    Differences, KEY, Known, Landings, Rolled, Roller, Row, Rows, Stream, Streams,
};
use crate::store::{DataFiles, Lake, QUARANTINE, StoreError, TableFile};
use arrow::array::RecordBatch;
use std::collections::{BTreeMap, BTreeSet};

/// Which state of a table is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableState {
    /// The newest.
    Newest,
    /// A version.
    Version(u64),
    /// The one before the table existed.
    Absent,
}

/// Rows that are read from a file at once.
const AT_ONCE: usize = 4096;
/// Rows of whole groups that are worked on side by side.
const SIDE_BY_SIDE: usize = 1 << 14;
/// A file of fewer rows is held rather than kept open.
const SMALL: u64 = 1 << 14;

/// What tables are rolled up with.
#[derive(Clone, Copy)]
pub struct Rolling<'a> {
    /// Measures wanted.
    pub measures: &'a [Measure],
    /// Corrections by dataset.
    pub corrections: &'a BTreeMap<String, Vec<Correction>>,
    /// Areas.
    pub areas: &'a AreaRegister,
}

/// What measures make of the tables of datasets, each in the state wanted.
pub fn roll<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
    rolling: Rolling<'_>,
) -> Result<BTreeMap<String, Rolled>, RunError> {
    let Rolling {
        measures,
        corrections,
        areas,
    } = rolling;
    let mut made = BTreeMap::new();
    for (dataset, table) in tables(lake, datasets, at)? {
        let corrections = of_dataset(corrections, &dataset.id);
        made.insert(
            dataset.id.clone(),
            table.roll(
                Roller::new(&dataset.id, measures, corrections, areas),
                &table.known()?,
                None,
            )?,
        );
    }
    Ok(made)
}

/// What measures make of the newest tables, with as little reading as what is known from before
/// allows; and, where something is known from before, which cells are others now.
pub fn roll_again<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    rolling: Rolling<'_>,
    before: &mut RolledTables,
) -> Result<(RolledTables, BTreeMap<String, Option<Differences>>), RunError> {
    let (mut made, mut changed) = (RolledTables::default(), BTreeMap::new());
    for (dataset, table) in tables(lake, datasets, |_| TableState::Newest)? {
        let held = before
            .origins
            .remove(&dataset.id)
            .zip(before.rolled.remove(&dataset.id));
        let (origin, rolled, differences) = table.roll_again(dataset, rolling, held)?;
        made.origins.insert(dataset.id.clone(), origin);
        made.rolled.insert(dataset.id.clone(), rolled);
        changed.insert(dataset.id.clone(), differences);
    }
    Ok((made, changed))
}

/// Reads the tables of datasets, each in the state wanted: all rows, or those of some periods.
pub fn load<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
    periods: Option<&BTreeSet<Period>>,
) -> Result<BTreeMap<String, Rows>, RunError> {
    let rows = |(dataset, table): (&'a Dataset, TableFiles<'a>)| {
        Ok((dataset.id.clone(), table.rows(periods)?))
    };
    tables(lake, datasets, at)?.into_iter().map(rows).collect()
}

/// What some deliveries of a dataset state last of each figure, whether they were withdrawn later
/// or not.
pub fn stated_by(
    lake: &Lake,
    dataset: &Dataset,
    deliveries: &BTreeSet<String>,
) -> Result<Vec<Row>, RunError> {
    let mut stated = Vec::new();
    for (_, mut table) in tables(lake, [dataset], |_| TableState::Newest)? {
        if let Some(parts) = &mut table.parts {
            parts
                .files
                .retain(|file| deliveries.contains(&file.delivery));
        }
        // Which delivery is complete is not known before all are conformed.
        table
            .streams
            .values_mut()
            .for_each(|stream| stream.complete = false);
        let rows = table.rows(None)?;
        stated.extend(
            rows.in_force(None)
                .into_iter()
                .filter_map(|i| rows.all.get(i))
                .filter(|row| row.value.is_some())
                .cloned(),
        );
    }
    Ok(stated)
}

/// The data files of a table and what tells when each came to be known.
struct TableFiles<'a> {
    contract: &'a Contract,
    parts: Option<DataFiles>,
    streams: Streams,
}

fn tables<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
) -> Result<Vec<(&'a Dataset, TableFiles<'a>)>, RunError> {
    let kept_aside = match at(QUARANTINE) {
        TableState::Newest => lake.tables().live(QUARANTINE)?,
        TableState::Version(version) => lake.tables().live_at(QUARANTINE, Some(version))?,
        TableState::Absent => vec![],
    };
    let incomplete: BTreeSet<String> = kept_aside.into_iter().map(|f| f.delivery).collect();
    let mut found = Vec::new();
    for dataset in datasets {
        let stream = |l: crate::store::LandedDelivery| {
            // A delivery of later rows only says nothing about the others.
            let complete = !l.receipt.partial() && !incomplete.contains(&l.delivery);
            (
                l.delivery,
                Stream {
                    source_id: l.receipt.source_id,
                    path: l.receipt.path,
                    complete,
                },
            )
        };
        let streams: Streams = lake.landed(&dataset.id)?.into_iter().map(stream).collect();
        let parts = match at(&dataset.id) {
            TableState::Newest => Some(lake.tables().parts(&dataset.id, None)?),
            TableState::Version(version) => Some(lake.tables().parts(&dataset.id, Some(version))?),
            TableState::Absent => None,
        };
        found.push((
            dataset,
            TableFiles {
                contract: &dataset.contract,
                parts,
                streams,
            },
        ));
    }
    Ok(found)
}

impl TableFiles<'_> {
    fn files(&self) -> impl Iterator<Item = (&DataFiles, &TableFile)> {
        self.parts
            .iter()
            .flat_map(|parts| parts.files.iter().map(move |file| (parts, file)))
    }

    /// Columns that say where a row comes from are left out where only figures are wanted.
    fn columns(&self, traced: bool) -> Vec<&str> {
        if traced {
            return Vec::new();
        }
        let rest = [
            "source_id",
            "unit",
            "basis",
            "scheme",
            "plan_stage",
            "status",
            "rank",
            "rounding",
            "derived",
            "obs_status",
            "covers",
            "note",
        ];
        let when = ["known_from", "recorded_at", "withdrawn", "_delivery"];
        let attributes = self.contract.attributes.iter().map(|a| a.name.as_str());
        let own = self
            .contract
            .dimensions
            .iter()
            .map(|d| d.name.as_str())
            .chain(attributes)
            .chain([self.contract.value_name.as_str()]);
        KEY.into_iter().chain(own).chain(rest).chain(when).collect()
    }

    fn roll(
        &self,
        mut roller: Roller<'_>,
        known: &Known,
        touched: Option<&Touched>,
    ) -> Result<Rolled, RunError> {
        if roller.looks() {
            self.groups((true, known, touched), &mut |groups| {
                for group in &groups {
                    roller.look(group);
                }
            })?;
        }
        self.groups((false, known, touched), &mut |groups| roller.add(&groups))?;
        Ok(roller.finish())
    }

    /// As [`roll_again`], of one table.
    fn roll_again(
        &self,
        dataset: &Dataset,
        rolling: Rolling<'_>,
        before: Option<(CacheOrigin, Rolled)>,
    ) -> Result<(CacheOrigin, Rolled, Option<Differences>), RunError> {
        let Rolling {
            measures,
            corrections,
            areas,
        } = rolling;
        let corrections = of_dataset(corrections, &dataset.id);
        let rules = rules_of_cells(dataset, measures, corrections, areas);
        let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, file) in self.files() {
            files
                .entry(file.delivery.clone())
                .or_default()
                .insert(file.name().to_owned());
        }
        let streams: Streams = self
            .streams
            .iter()
            .filter(|(delivery, _)| files.contains_key(*delivery))
            .map(|(d, s)| (d.clone(), s.clone()))
            .collect();
        let roller = Roller::new(&dataset.id, measures, corrections, areas);
        let only_added = |b: &CacheOrigin| {
            let same = |(delivery, held): (&String, &BTreeSet<String>)| {
                files.get(delivery) == Some(held)
                    && streams.get(delivery) == b.streams.get(delivery)
            };
            b.files.iter().all(same)
        };
        let Some((origin, mut held)) = before.filter(|(origin, _)| origin.rules == rules) else {
            let known = self.known()?;
            let all = self.roll(roller, &known, None)?;
            return Ok((
                CacheOrigin {
                    rules,
                    files,
                    streams,
                    known,
                },
                all,
                None,
            ));
        };
        if !only_added(&origin) {
            let known = self.known()?;
            let now = self.roll(roller, &known, None)?;
            let differences = now.differences(&held);
            return Ok((
                CacheOrigin {
                    rules,
                    files,
                    streams,
                    known,
                },
                now,
                Some(differences),
            ));
        }
        let added: BTreeSet<&str> = files
            .keys()
            .filter(|delivery| !origin.files.contains_key(*delivery))
            .map(String::as_str)
            .collect();
        if added.is_empty() {
            return Ok((origin, held, Some(Differences::new())));
        }
        let mut known = origin.known.clone();
        known.extend(self.known_of(|file| !origin.known.contains_key(&file.delivery))?);
        let touched = self.touched(&added, corrections)?;
        let again = self.roll(roller, &known, Some(&touched))?;
        let differences = held.mend(again, |key| touched.has(key));
        Ok((
            CacheOrigin {
                rules,
                files,
                streams,
                known,
            },
            held,
            Some(differences),
        ))
    }

    /// The groups of rows that added deliveries say something of, or that they may have withdrawn
    /// something from.
    fn touched(
        &self,
        added: &BTreeSet<&str>,
        corrections: &[Correction],
    ) -> Result<Touched, RunError> {
        let place = |delivery: &str| {
            self.streams
                .get(delivery)
                .map(|s| (s.source_id.as_str(), s.path.as_str()))
        };
        let places: BTreeSet<_> = added
            .iter()
            .filter_map(|delivery| place(delivery))
            .collect();
        let concerned = |delivery: &str| {
            added.contains(delivery) || place(delivery).is_some_and(|place| places.contains(&place))
        };
        let mut touched = Touched::default();
        touched.corrected.extend(
            corrections
                .iter()
                .map(|c| (c.matching.area_code.clone(), c.matching.period)),
        );
        for (parts, file) in self.files().filter(|(_, file)| concerned(&file.delivery)) {
            for batch in parts.batches(file, &KEY, AT_ONCE)? {
                touched.keys.extend(Rows::groups_of_batch(&batch?)?);
            }
        }
        Ok(touched)
    }

    /// When each delivery became known.
    fn known(&self) -> Result<Known, RunError> {
        // With one delivery nothing is withdrawn.
        if self.files().count() < 2 {
            Ok(Known::new())
        } else {
            self.known_of(|_| true)
        }
    }

    /// When the deliveries of some files became known.
    fn known_of(&self, wanted: impl Fn(&TableFile) -> bool) -> Result<Known, RunError> {
        let mut known = Known::new();
        for (parts, file) in self.files().filter(|(_, file)| wanted(file)) {
            for batch in parts.batches(file, &["known_from", "recorded_at"], AT_ONCE)? {
                let Some(latest) = Rows::latest(&batch?)? else {
                    continue;
                };
                let held = known.entry(file.delivery.clone()).or_insert(latest);
                *held = (*held).max(latest);
            }
        }
        Ok(known)
    }

    /// Gives all groups of rows in order, some at a time.
    fn groups(
        &self,
        (traced, known, touched): (bool, &Known, Option<&Touched>),
        visit: &mut dyn FnMut(Vec<Rows>),
    ) -> Result<(), RunError> {
        let columns = self.columns(traced);
        let landings = Landings::new(&self.streams, known);
        let (mut held, mut cursors): (Vec<(usize, Row)>, Vec<Cursor<'_>>) =
            (Vec::new(), Vec::new());
        for (place, (parts, file)) in self.files().enumerate() {
            let batches = parts.batches(file, &columns, AT_ONCE)?;
            let mut cursor = Cursor {
                contract: self.contract,
                place,
                touched,
                batches: Box::new(batches),
                rows: Vec::new().into_iter(),
                next: None,
            };
            if file.rows < SMALL {
                while let Some(row) = cursor.step()? {
                    held.push((place, row));
                }
            } else {
                cursor.next = cursor.step()?;
                cursors.push(cursor);
            }
        }
        // The order of a data file: a period stands where its text does.
        let order = |row: &Row| {
            (
                row.area_code.clone(),
                row.area_date,
                row.period.to_string(),
                row.span.to_string(),
            )
        };
        held.sort_by_cached_key(|(_, row)| order(row));
        let mut held = held.into_iter().peekable();
        let (mut waiting, mut count) = (Vec::new(), 0);
        loop {
            let first = held
                .peek()
                .map(|(_, row)| row)
                .into_iter()
                .chain(cursors.iter().filter_map(|c| c.next.as_ref()))
                .map(order)
                .min();
            let Some(first) = first else { break };
            let (period, span): (Option<Period>, Option<Span>) =
                (first.2.parse().ok(), first.3.parse().ok());
            let is_it = |row: &Row| {
                Some(row.period) == period
                    && Some(row.span) == span
                    && row.area_date == first.1
                    && row.area_code == first.0
            };
            let mut group: Vec<(usize, Row)> = Vec::new();
            while let Some(row) = held.next_if(|(_, row)| is_it(row)) {
                group.push(row);
            }
            for cursor in &mut cursors {
                while let Some(row) = cursor.next.take_if(|row| is_it(row)) {
                    group.push((cursor.place, row));
                    cursor.next = cursor.step()?;
                }
            }
            // In the order of files, as if they had been read one after the other.
            group.sort_by_key(|(place, _)| *place);
            count += group.len();
            waiting.push(Rows::of_group(
                self.contract,
                group.into_iter().map(|(_, row)| row).collect(),
                &landings,
            ));
            if count >= SIDE_BY_SIDE {
                visit(std::mem::take(&mut waiting));
                count = 0;
            }
        }
        visit(waiting);
        Ok(())
    }

    fn rows(&self, periods: Option<&BTreeSet<Period>>) -> Result<Rows, RunError> {
        let mut all = Vec::new();
        let wanted = |row: &Row| periods.is_none_or(|periods| periods.contains(&row.period));
        for (parts, file) in self.files() {
            for batch in parts.batches(file, &[], AT_ONCE)? {
                all.extend(
                    Rows::of_batch(self.contract, &batch?)?
                        .into_iter()
                        .filter(wanted),
                );
            }
        }
        Ok(Rows::of_group(
            self.contract,
            all,
            &Landings::new(&self.streams, &self.known()?),
        ))
    }
}

/// A data file with the row it stands at.
struct Cursor<'a> {
    contract: &'a Contract,
    place: usize,
    /// Only rows of these groups are given.
    touched: Option<&'a Touched>,
    batches: Box<dyn Iterator<Item = Result<RecordBatch, StoreError>> + Send>,
    rows: std::vec::IntoIter<Row>,
    next: Option<Row>,
}

impl Cursor<'_> {
    fn step(&mut self) -> Result<Option<Row>, RunError> {
        loop {
            if let Some(row) = self.rows.next() {
                return Ok(Some(row));
            }
            let Some(batch) = self.batches.next() else {
                return Ok(None);
            };
            let rows = Rows::of_batch(self.contract, &batch?)?;
            self.rows = match self.touched {
                None => rows,
                Some(touched) => rows
                    .into_iter()
                    .filter(|row| touched.has(&row.group()))
                    .collect(),
            }
            .into_iter();
        }
    }
}
