//! The manifest itself: what it says, read and written, and asked for what it names.

use super::approval::{ApprovalEntry, stated};
use super::entries::{
    ConfigurationEntry, DatasetEntry, DeliveryEntry, FileEntry, ReceiptEntry, RegisterEntry,
    TableEntry,
};
use crate::ReleaseRule;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
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
    /// Periods of targets that end on this day or later had not ended when the release was made;
    /// absent when all had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_due_from: Option<NaiveDate>,
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
