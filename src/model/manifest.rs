//! The manifest of a release: what it was made from and what it holds, by hash.
//!
//! `manifest.json` is written and read through [`Manifest`] alone. Its bytes are a contract: people
//! approve them by their hash. A manifest of an older build may not name everything; what it does
//! not name is `None`.

use crate::model::{Embargo, ReleaseRule};
use chrono::{DateTime, Duration, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// The key of the hash that a manifest has of itself.
pub const SEAL: &str = "manifest_sha256";

/// What a manifest says, in the order in which it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Title of the project, Vietnamese.
    pub title_vi: Option<String>,
    /// Title of the project, English.
    pub title_en: Option<String>,
    /// `approved` where nobody has to approve a release; otherwise absent, and the journal says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Day of the latest publication in the release.
    pub known_at: Option<NaiveDate>,
    /// Days whose administrative units are published, the default first.
    pub boundaries: Option<Vec<NaiveDate>>,
    /// Version of the program that made the release, and the hash of its sources.
    pub chiso: Option<String>,
    /// Hash of everything the release depends on: program, configuration, registers, deliveries.
    pub inputs_sha256: Option<String>,
    /// Datasets of the project, for citation.
    pub datasets: Option<Vec<DatasetEntry>>,
    /// Files of configuration.
    pub configuration: Option<Vec<ConfigurationEntry>>,
    /// Files of registers.
    pub registers: Option<Vec<RegisterEntry>>,
    /// Deliveries, in the order in which they were landed.
    pub deliveries: Option<Vec<DeliveryEntry>>,
    /// Versions of the tables of the lake that the release was computed from.
    pub tables: Option<Vec<TableEntry>>,
    /// Datasets of which a delivery that counts was refused.
    pub broken: Option<Vec<String>>,
    /// Deliveries that could not be read any more; their datasets took no part. Absent when there
    /// were none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<Vec<ReceiptEntry>>,
    /// What the release needs before it is put in force; absent when it needs nothing.
    #[serde(
        default,
        deserialize_with = "stated",
        skip_serializing_if = "Option::is_none"
    )]
    pub approval: Option<ApprovalEntry>,
    /// Id of the release.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    /// Hash of the names and hashes of its files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_sha256: Option<String>,
    /// Its files, without the manifest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<FileEntry>>,
    /// Hash of the manifest without this key; absent where manifests were not sealed yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifest_sha256: Option<String>,
}

/// A dataset of the project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetEntry {
    /// Id.
    pub dataset: String,
    /// Title, Vietnamese.
    pub title_vi: String,
    /// Title, English.
    pub title_en: String,
    /// Licence, in words.
    pub licence: String,
    /// How it is cited.
    pub citation: String,
}

/// A file of configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigurationEntry {
    /// Path within the project.
    pub path: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

/// A file of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterEntry {
    /// The register: `areas`, `targets`, …
    pub register: String,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

/// A delivery that a release was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryEntry {
    /// Dataset.
    pub dataset: String,
    /// Source within the dataset.
    pub source_id: String,
    /// Id of the delivery.
    pub delivery: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Name of the file as delivered.
    pub file_name: String,
    /// Where it was read: a path within the project, or an address. The first builds did not name
    /// it.
    pub path: Option<String>,
    /// Where it is published; empty when nowhere public.
    pub url: String,
    /// When it was fetched.
    pub fetched_at: DateTime<Utc>,
    /// When the provider published it, if known.
    pub published_at: Option<DateTime<Utc>>,
    /// Hash of its receipt. Older builds did not name it.
    pub receipt_sha256: Option<String>,
    /// Whether it is what its source said when the release was made.
    pub current: bool,
}

impl DeliveryEntry {
    /// What can be held against the receipt.
    #[must_use]
    pub fn receipt(&self) -> ReceiptEntry {
        ReceiptEntry {
            dataset: self.dataset.clone(),
            delivery: self.delivery.clone(),
            source_id: Some(self.source_id.clone()),
            path: self.path.clone(),
            sha256: Some(self.sha256.clone()),
            fetched_at: Some(self.fetched_at),
            published_at: self.published_at,
            receipt_sha256: self.receipt_sha256.clone(),
        }
    }

    /// When it became known, as text: when it was published, else when it was fetched.
    #[must_use]
    pub fn known_from(&self) -> String {
        self.published_at
            .unwrap_or(self.fetched_at)
            .to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

/// What a manifest says of the receipt of a delivery: all of it for a delivery that a release was
/// made from, as far as it is known for one that is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptEntry {
    /// Dataset.
    pub dataset: String,
    /// Id of the delivery.
    pub delivery: String,
    /// Source within the dataset.
    pub source_id: Option<String>,
    /// Where it was read.
    pub path: Option<String>,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: Option<String>,
    /// When it was fetched.
    pub fetched_at: Option<DateTime<Utc>>,
    /// When the provider published it, if known.
    pub published_at: Option<DateTime<Utc>>,
    /// Hash of its receipt.
    pub receipt_sha256: Option<String>,
}

/// The version of a table of the lake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Dataset, or `_quarantine`.
    pub table: String,
    /// Version of its log.
    pub version: u64,
    /// Hash of the log up to that version. The first builds did not name it.
    pub log_sha256: Option<String>,
}

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Number of bytes.
    pub bytes: u64,
    /// Number of rows; null for a file that is no table.
    pub rows: Option<u64>,
}

/// What a release needs before it is put in force, as its manifest says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApprovalEntry {
    /// Persons and embargo.
    Rule(ReleaseRule),
    /// Something that this program cannot read. It is no leave to publish.
    Unreadable(Value),
}

/// [`ApprovalEntry::Rule`] as it is written.
#[derive(Serialize, Deserialize)]
struct RuleEntry {
    /// Persons who approve.
    releases: u8,
    /// The embargo ends at this moment.
    #[serde(
        default,
        deserialize_with = "stated",
        skip_serializing_if = "Option::is_none"
    )]
    embargo_until: Option<DateTime<Utc>>,
    /// The embargo ends so long after the last approval.
    #[serde(
        default,
        deserialize_with = "stated",
        skip_serializing_if = "Option::is_none"
    )]
    embargo_seconds_after_approval: Option<i64>,
}

/// A value that may be absent and is never null.
fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(value: D) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

impl RuleEntry {
    fn rule(&self) -> Option<ReleaseRule> {
        let embargo = match (self.embargo_until, self.embargo_seconds_after_approval) {
            (Some(time), _) => Some(Embargo::Until(time)),
            (None, Some(seconds)) => Some(Embargo::After(Duration::try_seconds(seconds)?)),
            (None, None) => None,
        };
        Some(ReleaseRule {
            approvals: self.releases,
            embargo,
        })
    }
}

impl Serialize for ApprovalEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = match self {
            ApprovalEntry::Rule(rule) => rule,
            ApprovalEntry::Unreadable(value) => return value.serialize(serializer),
        };
        let mut entry = RuleEntry {
            releases: rule.approvals,
            embargo_until: None,
            embargo_seconds_after_approval: None,
        };
        match rule.embargo {
            Some(Embargo::Until(time)) => entry.embargo_until = Some(time),
            Some(Embargo::After(length)) => {
                entry.embargo_seconds_after_approval = Some(length.num_seconds());
            }
            None => {}
        }
        entry.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for ApprovalEntry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ApprovalEntry, D::Error> {
        let value = Value::deserialize(deserializer)?;
        // A list would be read by the order of its members.
        let named = value.is_object().then_some(&value);
        let entry = named.and_then(|value| RuleEntry::deserialize(value).ok());
        let rule = entry.and_then(|e| e.rule());
        Ok(rule.map_or(ApprovalEntry::Unreadable(value), ApprovalEntry::Rule))
    }
}

impl Manifest {
    /// From the JSON of `manifest.json`.
    ///
    /// # Errors
    /// When something in it has another type than it should.
    pub fn read(document: &Map<String, Value>) -> Result<Manifest, serde_json::Error> {
        Manifest::deserialize(document)
    }

    /// The JSON of `manifest.json`, keys in the order in which they are written.
    ///
    /// # Errors
    /// Never for a manifest that a run made.
    pub fn document(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let mut document: Map<String, Value> = serde_json::from_value(serde_json::to_value(self)?)?;
        if self.approval.is_some() {
            // Where releases are approved, the last of the inputs has always been written where
            // `state` is otherwise; approvals hold for these bytes.
            let last = if self.lost.is_some() {
                "lost"
            } else {
                "broken"
            };
            if let Some(value) = document.shift_remove(last) {
                document.shift_insert(2, last.to_owned(), value);
            }
        }
        Ok(document)
    }

    /// What the release needs; `None` when this program cannot read it. A manifest that asks for
    /// nothing says nothing.
    #[must_use]
    pub fn rule(&self) -> Option<ReleaseRule> {
        match &self.approval {
            None => Some(ReleaseRule::default()),
            Some(ApprovalEntry::Rule(rule)) => Some(*rule),
            Some(ApprovalEntry::Unreadable(_)) => None,
        }
    }

    /// The day of the latest publication, for people; empty when it is not named.
    #[must_use]
    pub fn known_day(&self) -> String {
        self.known_at.map_or_else(String::new, |d| d.to_string())
    }

    /// The program that made the release, for people; empty when it is not named.
    #[must_use]
    pub fn program(&self) -> &str {
        self.chiso.as_deref().unwrap_or_default()
    }

    /// The files of configuration that it names.
    #[must_use]
    pub fn configuration(&self) -> &[ConfigurationEntry] {
        self.configuration.as_deref().unwrap_or_default()
    }

    /// The files of registers that it names.
    #[must_use]
    pub fn registers(&self) -> &[RegisterEntry] {
        self.registers.as_deref().unwrap_or_default()
    }

    /// The deliveries that it names.
    #[must_use]
    pub fn deliveries(&self) -> &[DeliveryEntry] {
        self.deliveries.as_deref().unwrap_or_default()
    }

    /// The tables that it names.
    #[must_use]
    pub fn tables(&self) -> &[TableEntry] {
        self.tables.as_deref().unwrap_or_default()
    }

    /// The version of a table of the lake; `None` when the release was not made from it.
    #[must_use]
    pub fn version_of(&self, table: &str) -> Option<u64> {
        let entry = self.tables().iter().find(|t| t.table == table);
        entry.map(|t| t.version)
    }

    /// The datasets that it calls broken.
    #[must_use]
    pub fn broken(&self) -> &[String] {
        self.broken.as_deref().unwrap_or_default()
    }

    /// The deliveries that it calls lost.
    #[must_use]
    pub fn lost(&self) -> &[ReceiptEntry] {
        self.lost.as_deref().unwrap_or_default()
    }

    /// The files that it names.
    #[must_use]
    pub fn files(&self) -> &[FileEntry] {
        self.files.as_deref().unwrap_or_default()
    }

    /// The published tables that it names, with their rows.
    pub fn rows(&self) -> impl Iterator<Item = (&str, u64)> {
        self.files()
            .iter()
            .filter_map(|f| Some((f.name.strip_suffix(".parquet")?, f.rows?)))
    }
}

#[cfg(test)]
mod tests;
