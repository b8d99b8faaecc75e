//! What a commit says in the Delta log, made only of what is being committed.
//!
//! deltalake would put the time of day, random ids and unordered maps there. Every map that it
//! serialises has at most one entry here, the commit information is ours, and ids derive from
//! names, so the same deliveries give the same bytes.

use crate::model::published::{ColumnSpec, ColumnType};
use crate::store::error::StoreError;
use ::arrow::array::{Array, AsArray, RecordBatch};
use ::arrow::datatypes::{DataType, Date32Type};
use chrono::{DateTime, Utc};
use deltalake::kernel::{Action, Add, CommitInfo, Metadata, Protocol, Remove, Transaction};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// The one tag of an Add action (deltalake would write several in any order).
pub(super) const TAG: &str = "chiso";

/// What the tag says of a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileTag {
    /// Table version that added it.
    pub version: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl FileTag {
    pub(super) fn parse(text: &str) -> Option<FileTag> {
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

/// Longest text that goes into statistics; engines cut longer ones, and a cut maximum is wrong.
const STATISTICS_TEXT: usize = 64;

/// Who commits, when, and the accounting of the delivery.
pub(super) fn commit_info(
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
pub(super) fn protocol() -> Result<Action, StoreError> {
    let value = json!({ "minReaderVersion": 1, "minWriterVersion": 2 });
    serde_json::from_value::<Protocol>(value)
        .map(Action::Protocol)
        .map_err(unexpected)
}

/// Columns of a table. The log is an archive: its clean-up is off.
pub(super) fn metadata(
    table: &str,
    columns: &[ColumnSpec],
    created_millis: i64,
) -> Result<Metadata, StoreError> {
    let value = json!({
        "id": table_id(table),
        "name": table,
        "description": null,
        "format": { "provider": "parquet", "options": {} },
        "schemaString": schema_string(columns),
        "partitionColumns": [],
        "createdTime": created_millis,
        "configuration": { "delta.enableExpiredLogCleanup": "false" },
    });
    serde_json::from_value(value).map_err(unexpected)
}

/// The schema of a table as Delta writes it.
fn schema_string(columns: &[ColumnSpec]) -> String {
    let field = |c: &ColumnSpec| json!({ "name": c.name, "type": delta_type(c.ty), "nullable": !c.key, "metadata": {} });
    json!({ "type": "struct", "fields": columns.iter().map(field).collect::<Vec<_>>() }).to_string()
}

const fn delta_type(ty: ColumnType) -> &'static str {
    match ty {
        ColumnType::Text => "string",
        ColumnType::Bool => "boolean",
        ColumnType::Int => "integer",
        ColumnType::BigInt => "long",
        ColumnType::Double => "double",
        ColumnType::Dec => "decimal(38,6)",
        ColumnType::TargetDec => "decimal(18,6)",
        ColumnType::Date => "date",
        ColumnType::Timestamp => "timestamp",
    }
}

/// A UUID (version 8: custom) that depends on the table's name alone.
fn table_id(table: &str) -> String {
    let mut id = [0u8; 16];
    id.copy_from_slice(&Sha256::digest(format!("chiso table {table}"))[..16]);
    id[6] = (id[6] & 0x0f) | 0x80;
    id[8] = (id[8] & 0x3f) | 0x80;
    let hex = format!("{:032x}", u128::from_be_bytes(id));
    [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ]
    .join("-")
}

/// The delivery as a Delta transaction: committing it again can be recognised.
pub(super) fn transaction(app_id: &str) -> Action {
    Action::Txn(Transaction::new(app_id, 1))
}

/// What a commit says of a data file.
#[derive(Clone, Debug, Default)]
pub(super) struct DataFile {
    /// Number of bytes.
    pub size: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// What it holds.
    pub statistics: Statistics,
}

/// A data file that the table gains.
pub(super) fn add(
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
pub(super) fn remove(name: &str, bytes: i64, at: DateTime<Utc>) -> Action {
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

/// Number of rows, and the bounds of the key columns that are texts or days: what engines skip
/// files by.
#[derive(Clone, Debug, Default)]
pub(super) struct Statistics {
    pub rows: u64,
    /// Smallest and largest of each key column, in the order of columns; `None` when nothing may be
    /// said.
    bounds: Vec<(String, Option<Bounds>)>,
}

#[derive(Clone, Debug)]
enum Bounds {
    Text(String, String),
    Day(i32, i32),
}

impl Statistics {
    /// Takes in the rows of a batch that has these columns.
    pub(super) fn add(&mut self, batch: &RecordBatch, columns: &[ColumnSpec]) {
        if batch.num_rows() == 0 {
            return;
        }
        let of_batch = || {
            columns
                .iter()
                .zip(batch.columns())
                .filter(|(c, _)| c.key)
                .map(|(c, array)| (c.name.clone(), bounds(array.as_ref())))
        };
        if self.rows == 0 {
            self.bounds = of_batch().collect();
        } else {
            for ((_, held), (_, found)) in self.bounds.iter_mut().zip(of_batch()) {
                *held = match (held.take(), found) {
                    (Some(Bounds::Text(a, b)), Some(Bounds::Text(c, d))) => {
                        Some(Bounds::Text(a.min(c), b.max(d)))
                    }
                    (Some(Bounds::Day(a, b)), Some(Bounds::Day(c, d))) => {
                        Some(Bounds::Day(a.min(c), b.max(d)))
                    }
                    _ => None,
                };
            }
        }
        self.rows += batch.num_rows() as u64;
    }

    fn text(&self) -> String {
        let (mut low, mut high, mut nulls) = (Map::new(), Map::new(), Map::new());
        let day = |n: i32| Date32Type::to_naive_date_opt(n).map(|d| d.to_string());
        for (name, bounds) in &self.bounds {
            let (min, max) = match bounds {
                Some(Bounds::Text(min, max))
                    if min.len() <= STATISTICS_TEXT && max.len() <= STATISTICS_TEXT =>
                {
                    (min.clone(), max.clone())
                }
                Some(Bounds::Day(min, max)) => match (day(*min), day(*max)) {
                    (Some(min), Some(max)) => (min, max),
                    _ => continue,
                },
                _ => continue,
            };
            low.insert(name.clone(), min.into());
            high.insert(name.clone(), max.into());
            nulls.insert(name.clone(), json!(0)); // a key column has no nulls
        }
        json!({ "numRecords": self.rows, "minValues": low, "maxValues": high, "nullCount": nulls })
            .to_string()
    }
}

fn bounds(array: &dyn Array) -> Option<Bounds> {
    match array.data_type() {
        DataType::Utf8 => {
            let texts = array.as_string::<i32>();
            let (min, max) = (texts.iter().flatten().min()?, texts.iter().flatten().max()?);
            Some(Bounds::Text(min.to_owned(), max.to_owned()))
        }
        DataType::Date32 => {
            let days = array.as_primitive::<Date32Type>();
            Some(Bounds::Day(
                days.iter().flatten().min()?,
                days.iter().flatten().max()?,
            ))
        }
        _ => None,
    }
}

fn unexpected(e: impl std::fmt::Display) -> StoreError {
    StoreError::Shape(format!("a log entry could not be made: {e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_id_is_a_uuid_of_the_name() {
        let id = table_id("firms");
        assert_eq!(id, table_id("firms"));
        assert_ne!(id, table_id("revenue"));
        assert_eq!(
            id.split('-').map(str::len).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert_eq!(&id[14..15], "8");
    }

    #[test]
    fn accounting_keeps_its_order() {
        let accounting = BTreeMap::from(
            [("read", 3), ("accepted", 2), ("ignored", 1)].map(|(k, n)| (k.to_owned(), n)),
        );
        let action = commit_info(
            "WRITE",
            "2026-01-01T00:00:00Z".parse().unwrap(),
            &accounting,
        );
        let text = serde_json::to_string(&action).unwrap();
        assert!(
            text.contains(r#""accounting":{"accepted":2,"ignored":1,"read":3}"#),
            "{text}"
        );
    }
}
