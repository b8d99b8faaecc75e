//! The data files of a table, and what tells when each came to be known.

use crate::error::RunError;
use crate::model::{Contract, Dataset, Period};
use crate::pipeline::load::file_facts::{self, latest};
use crate::pipeline::load::wanted::{AT_ONCE, DaysOfRows, RowsWanted, TableState};
use crate::pipeline::row_groups::RowGroups;
use crate::rollup::{KEY, Known, Landings, Rolled, Roller, Row, Rows, Stream, Streams};
use crate::store::{DataFiles, KeyTexts, Lake, LandedDelivery, QUARANTINE, StoreError, TableFile};
use std::collections::BTreeSet;

/// The data files of a table and what tells when each came to be known.
pub(super) struct TableFiles<'a> {
    pub(super) contract: &'a Contract,
    pub(super) parts: Option<DataFiles>,
    pub(super) streams: Streams,
}

pub(super) fn tables<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    at: impl Fn(&str) -> TableState,
) -> Result<Vec<(&'a Dataset, TableFiles<'a>)>, RunError> {
    let quarantined = match at(QUARANTINE) {
        TableState::Newest => lake.tables().live(QUARANTINE)?,
        TableState::Version(version) => lake.tables().live_at(QUARANTINE, Some(version))?,
        TableState::Absent => vec![],
    };
    let incomplete: BTreeSet<String> = quarantined.into_iter().map(|f| f.delivery).collect();
    let mut found = Vec::new();
    for dataset in datasets {
        let streams = streams(lake, dataset, &incomplete)?;
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

/// Where each delivery of a dataset came from, and whether it says all there is to say.
fn streams(
    lake: &Lake,
    dataset: &Dataset,
    incomplete: &BTreeSet<String>,
) -> Result<Streams, StoreError> {
    let stream = |l: LandedDelivery| {
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
    Ok(lake.landed(&dataset.id)?.into_iter().map(stream).collect())
}

impl TableFiles<'_> {
    pub(super) fn files(&self) -> impl Iterator<Item = (&DataFiles, &TableFile)> {
        self.parts
            .iter()
            .flat_map(|parts| parts.files.iter().map(move |file| (parts, file)))
    }

    /// Columns that say where a row comes from are left out where only figures are wanted.
    pub(super) fn columns(&self, traced: bool) -> Vec<&str> {
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

    pub(super) fn roll(
        &self,
        mut roller: Roller<'_>,
        known: &Known,
        touched: Option<&RowGroups>,
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

    /// When each delivery became known.
    pub(super) fn known(&self) -> Result<Known, RunError> {
        // With one delivery nothing is withdrawn.
        if self.files().count() < 2 {
            Ok(Known::new())
        } else {
            self.known_of(|_| true)
        }
    }

    /// When the deliveries of some files became known.
    pub(super) fn known_of(&self, wanted: impl Fn(&TableFile) -> bool) -> Result<Known, RunError> {
        let mut known = Known::new();
        for (parts, file) in self.files().filter(|(_, file)| wanted(file)) {
            let Some(latest) = latest(parts, file)? else {
                continue;
            };
            let held = known.entry(file.delivery.clone()).or_insert(latest);
            *held = (*held).max(latest);
        }
        Ok(known)
    }

    pub(super) fn rows(&self, only: Option<RowsWanted<'_>>) -> Result<Rows, RunError> {
        let columns = Rows::none(self.contract);
        if self.contract.records.is_some() {
            let none = Landings::default();
            return Ok(columns.of_group(Vec::new(), &none));
        }
        let mut all = Vec::new();
        let wanted = |row: &Row| only.is_none_or(|only| only.periods.contains(&row.period));
        let texts = only.map(texts);
        let concerned = |file: &TableFile| only.is_none_or(|only| only.may_be_in(file));
        for (parts, file) in self.files().filter(|(_, file)| concerned(file)) {
            for batch in parts.batches_of(file, (&[], texts.as_ref()), AT_ONCE)? {
                all.extend(
                    Rows::of_batch(self.contract, &batch?)?
                        .into_iter()
                        .filter(wanted),
                );
            }
        }
        Ok(columns.of_group(all, &Landings::new(&self.streams, &self.known()?)))
    }

    /// The days at which the codes of rows of some periods are read.
    pub(super) fn days(&self, periods: &BTreeSet<Period>) -> Result<DaysOfRows, RunError> {
        let mut days = DaysOfRows::new();
        let observations = self.contract.records.is_none();
        let wanted = RowsWanted {
            periods,
            codes: None,
        };
        let concerned = |file: &TableFile| observations && wanted.may_be_in(file);
        for (parts, file) in self.files().filter(|(_, file)| concerned(file)) {
            let of_file = file_facts::days(parts, file)?;
            let of_periods = of_file.iter().filter(|((at, _), _)| periods.contains(at));
            for (at, found) in of_periods {
                days.entry(*at).or_default().extend(found);
            }
        }
        Ok(days)
    }
}

/// What rows that are wanted have in their first columns.
fn texts(wanted: RowsWanted<'_>) -> KeyTexts {
    match wanted.codes {
        Some(codes) => KeyTexts {
            codes: codes.clone(),
            periods: BTreeSet::new(),
        },
        None => KeyTexts {
            codes: BTreeSet::new(),
            periods: wanted.periods.iter().map(ToString::to_string).collect(),
        },
    }
}
