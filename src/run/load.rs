//! Tables of the lake as typed rows, with what is needed to tell which of them are in force.

use crate::model::Dataset;
use crate::rollup::{Rows, Stream, Streams};
use crate::run::RunError;
use crate::store::{Lake, QUARANTINE};
use std::collections::{BTreeMap, BTreeSet};

/// Which state of a table is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// The newest.
    Newest,
    /// A version.
    Version(u64),
    /// The one before the table existed.
    Absent,
}

/// Reads the tables of datasets, each in the state wanted.
pub fn load<'a>(lake: &Lake, datasets: impl IntoIterator<Item = &'a Dataset>, at: impl Fn(&str) -> At) -> Result<BTreeMap<String, Rows>, RunError> {
    let kept_aside = match at(QUARANTINE) {
        At::Newest => lake.tables().live(QUARANTINE)?,
        At::Version(version) => lake.tables().live_at(QUARANTINE, Some(version))?,
        At::Absent => vec![],
    };
    let incomplete: BTreeSet<String> = kept_aside.into_iter().map(|f| f.delivery).collect();
    let mut tables = BTreeMap::new();
    for dataset in datasets {
        let stream = |l: crate::store::Landed| {
            // A delivery of later rows only says nothing about the others.
            let complete = !l.receipt.partial() && !incomplete.contains(&l.delivery);
            (l.delivery, Stream { source_id: l.receipt.source_id, path: l.receipt.path, complete })
        };
        let streams: Streams = lake.landed(&dataset.id)?.into_iter().map(stream).collect();
        let batches = match at(&dataset.id) {
            At::Newest => lake.tables().read(&dataset.id, None)?,
            At::Version(version) => lake.tables().read(&dataset.id, Some(version))?,
            At::Absent => vec![],
        };
        tables.insert(dataset.id.clone(), Rows::read(&dataset.contract, &batches, &streams)?);
    }
    Ok(tables)
}
