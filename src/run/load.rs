//! Tables of the lake as typed rows, with what is needed to tell which of them are in force.

use crate::model::Dataset;
use crate::rollup::{Rows, Stream, Streams};
use crate::run::RunError;
use crate::store::{Lake, QUARANTINE};
use std::collections::{BTreeMap, BTreeSet};

/// Reads the tables of datasets; `version` says at which version, the newest when `None`.
pub fn load<'a>(
    lake: &Lake,
    datasets: impl IntoIterator<Item = &'a Dataset>,
    version: impl Fn(&str) -> Option<u64>,
) -> Result<BTreeMap<String, Rows>, RunError> {
    let incomplete: BTreeSet<String> = lake.tables().live(QUARANTINE)?.into_iter().map(|f| f.delivery).collect();
    let mut tables = BTreeMap::new();
    for dataset in datasets {
        let stream = |l: crate::store::Landed| {
            let complete = !incomplete.contains(&l.delivery);
            (l.delivery, Stream { source_id: l.receipt.source_id, path: l.receipt.path, complete })
        };
        let streams: Streams = lake.landed(&dataset.id)?.into_iter().map(stream).collect();
        let batches = lake.tables().read(&dataset.id, version(&dataset.id))?;
        tables.insert(dataset.id.clone(), Rows::read(&dataset.contract, &batches, &streams)?);
    }
    Ok(tables)
}
