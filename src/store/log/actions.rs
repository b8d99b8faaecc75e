//! The actions of a commit.

use crate::store::error::StoreError;
use crate::store::log::statistics::Statistics;
use crate::store::log::table_metadata::unexpected;
use chrono::{DateTime, Utc};
use deltalake::kernel::{Action, Add, CommitInfo, Protocol, Remove, Transaction};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};

/// The one tag of an Add action (deltalake would write several in any order).
pub(in crate::store) const TAG: &str = "chiso";

/// What the tag says of a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct FileTag {
    /// Table version that added it.
    pub version: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl FileTag {
    pub(in crate::store) fn parse(text: &str) -> Option<FileTag> {
        let (version, sha256) = text.split_once(" sha256:")?;
        Some(FileTag {
            version: version.strip_prefix("version ")?.parse().ok()?,
            sha256: sha256.to_owned(),
        })
    }
}

impl std::fmt::Display for FileTag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "version {} sha256:{}", self.version, self.sha256)
    }
}

/// Who commits, when, and the accounting of the delivery.
pub(in crate::store) fn commit_info(
    operation: &str,
    at: DateTime<Utc>,
    accounting: &BTreeMap<String, i64>,
) -> Action {
    let counts: Map<String, Value> = accounting
        .iter()
        .map(|(name, n)| (name.clone(), json!(n)))
        .collect();
    Action::CommitInfo(CommitInfo {
        timestamp: Some(at.timestamp_millis()),
        operation: Some(operation.to_owned()),
        operation_parameters: Some(HashMap::new()),
        engine_info: Some(concat!("chiso/", env!("CARGO_PKG_VERSION")).to_owned()),
        info: if counts.is_empty() {
            HashMap::new()
        } else {
            HashMap::from([("accounting".to_owned(), Value::Object(counts))])
        },
        ..CommitInfo::default()
    })
}

/// The oldest protocol, which every engine reads.
pub(in crate::store) fn protocol() -> Result<Action, StoreError> {
    let value = json!({ "minReaderVersion": 1, "minWriterVersion": 2 });
    serde_json::from_value::<Protocol>(value)
        .map(Action::Protocol)
        .map_err(unexpected)
}

/// The delivery as a Delta transaction: committing it again can be recognised.
pub(in crate::store) fn transaction(app_id: &str) -> Action {
    Action::Txn(Transaction::new(app_id, 1))
}

/// What a commit says of a data file.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct DataFile {
    /// Number of bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// What it holds.
    pub statistics: Statistics,
}

/// A data file that the table gains.
pub(in crate::store) fn add(
    name: &str,
    file: &DataFile,
    at: DateTime<Utc>,
    version: u64,
) -> Result<Action, StoreError> {
    Ok(Action::Add(Add {
        path: name.to_owned(),
        size: i64::try_from(file.size).map_err(unexpected)?,
        modification_time: at.timestamp_millis(),
        data_change: true,
        stats: Some(file.statistics.text()),
        tags: Some(HashMap::from([(
            TAG.to_owned(),
            Some(
                FileTag {
                    version,
                    sha256: file.sha256.clone(),
                }
                .to_string(),
            ),
        )])),
        ..Add::default()
    }))
}

/// A data file that the table loses; it stays on disk for older versions.
pub(in crate::store) fn remove(name: &str, bytes: i64, at: DateTime<Utc>) -> Action {
    Action::Remove(Remove {
        path: name.to_owned(),
        data_change: true,
        deletion_timestamp: Some(at.timestamp_millis()),
        extended_file_metadata: Some(true),
        partition_values: Some(HashMap::new()),
        size: Some(bytes),
        ..Remove::default()
    })
}
