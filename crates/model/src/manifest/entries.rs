//! What a manifest names: datasets, files, deliveries with their receipts, tables.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

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
    /// What can be compared with the receipt.
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
