//! Holds what lies in the lake against the hashes written down when it was put there: landing, table files and logs, releases.

use crate::model::{Finding, Place, Severity};
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::sha256_hex;
use crate::store::lake::{Lake, entries};
use crate::store::log::{FileTag, TAG};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What an audit found, and how much it looked at.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Files that are not what they were.
    pub findings: Vec<Finding>,
    /// Files looked at.
    pub files: u64,
}

impl Audit {
    pub(super) fn fault(&mut self, lake: &Lake, rule: &'static str, path: &Path, message: String, hint: &str) {
        let file = path.strip_prefix(lake.root()).unwrap_or(path).to_string_lossy().into_owned();
        self.findings.push(Finding::error(rule, Place { file, ..Place::default() }, message).hint(hint));
    }
}

const RESTORE_LANDING: &str = "restore it from a backup; what was made from it cannot be made again without it";
const RESTORE_TABLE: &str = "remove the table's folder and run `chiso run`: it is made again from landing";
const RESTORE_RELEASE: &str = "`chiso release rebuild` makes it again from landing; or restore it from a backup";
const RESTORE_MANIFEST: &str = "restore the manifest from a backup: nothing else says what the release was made from";

impl Lake {
    /// Holds every file of the lake against its hash. Reads everything; writes nothing.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn audit(&self) -> Result<Audit, StoreError> {
        let mut audit = Audit::default();
        self.audit_landing(&mut audit)?;
        let logs = self.audit_tables(&mut audit)?;
        self.audit_releases(&mut audit, &logs)?;
        self.audit_decisions(&mut audit)?;
        Ok(audit)
    }

    fn audit_landing(&self, audit: &mut Audit) -> Result<(), StoreError> {
        for (dataset, folder) in entries(&self.landing_dir())?.into_iter().filter(|(name, path)| path.is_dir() && !name.starts_with('.')) {
            for (id, place) in entries(&folder)?.into_iter().filter(|(name, path)| path.is_dir() && !name.starts_with('.')) {
                audit.files += 2;
                if let Err(error) = self.delivery_at(&place).and_then(|landed| self.hold_against_hash(&landed)) {
                    audit.fault(self, "landing_damaged", &place, format!("delivery `{id}` of `{dataset}`: {error}"), RESTORE_LANDING);
                }
            }
        }
        Ok(())
    }

    /// Checks the data files of every table version, and gives the hash of the log up to each version.
    fn audit_tables(&self, audit: &mut Audit) -> Result<BTreeMap<(String, u64), String>, StoreError> {
        let mut logs = BTreeMap::new();
        for (table, folder) in entries(&self.tables_dir())?.into_iter().filter(|(_, path)| path.is_dir()) {
            let mut text = Vec::new();
            for (name, path) in entries(&folder.join("_delta_log"))? {
                let Some(version) = name.strip_suffix(".json").and_then(|n| n.parse::<u64>().ok()) else { continue };
                audit.files += 1;
                let bytes = fs::read(&path).map_err(read_failed(&path))?;
                text.extend_from_slice(&bytes);
                logs.insert((table.clone(), version), sha256_hex(&text));
                match added(&bytes) {
                    Ok(files) => files.iter().for_each(|(name, sha256)| self.audit_table_file(audit, &folder.join(name), sha256)),
                    Err(why) => audit.fault(self, "table_damaged", &path, why, RESTORE_TABLE),
                }
            }
        }
        Ok(logs)
    }

    fn audit_table_file(&self, audit: &mut Audit, path: &Path, sha256: &str) {
        audit.files += 1;
        if let Some(why) = differs(path, sha256) {
            audit.fault(self, "table_damaged", path, why, RESTORE_TABLE);
        }
    }

    fn audit_releases(&self, audit: &mut Audit, logs: &BTreeMap<(String, u64), String>) -> Result<(), StoreError> {
        for (id, folder) in entries(&self.releases_dir())?.into_iter().filter(|(name, path)| path.is_dir() && !name.starts_with('.')) {
            let manifest = match self.releases().release_manifest(&id) {
                Ok(Some(manifest)) => manifest,
                Ok(None) => {
                    audit.fault(self, "release_damaged", &folder, "it has no manifest".into(), RESTORE_MANIFEST);
                    continue;
                }
                Err(error) => {
                    audit.fault(self, "release_damaged", &folder.join("manifest.json"), error.to_string(), RESTORE_MANIFEST);
                    continue;
                }
            };
            audit.files += 1;
            for (name, sha256) in listed(&manifest) {
                audit.files += 1;
                let path = folder.join(name);
                if let Some(why) = differs(&path, sha256) {
                    audit.fault(self, "release_damaged", &path, why, RESTORE_RELEASE);
                }
            }
            self.audit_inputs(audit, (&id, &manifest), logs);
        }
        Ok(())
    }

    /// Whether the tables are those that the release was made from. Tables are made from landing and may be made anew, with another log; then it
    /// is landing that the release is made again from, and this is worth knowing and no fault.
    fn audit_inputs(&self, audit: &mut Audit, (id, manifest): (&str, &Value), logs: &BTreeMap<(String, u64), String>) {
        let mut others = Vec::new();
        let file = Path::new("releases").join(id).join("manifest.json");
        for table in manifest["tables"].as_array().into_iter().flatten() {
            let (Some(name), Some(version), Some(said)) = (table["table"].as_str(), table["version"].as_u64(), table["log_sha256"].as_str()) else {
                audit.fault(self, "release_damaged", &file, "it does not say which tables it was made from".into(), RESTORE_MANIFEST);
                continue;
            };
            if logs.get(&(name.to_owned(), version)).is_none_or(|found| found != said) {
                others.push(format!("`{name}`"));
            }
        }
        if !others.is_empty() {
            let message = format!("the tables it was made from are gone or were made anew: {}", others.join(", "));
            let place = Place { file: file.to_string_lossy().into_owned(), ..Place::default() };
            let hint = "nothing is lost while landing is whole: it is made again from there";
            audit.findings.push(Finding { severity: Severity::Info, ..Finding::error("tables_remade", place, message) }.hint(hint));
        }
    }
}

/// Name and hash of the files that a manifest lists.
fn listed(manifest: &Value) -> impl Iterator<Item = (&str, &str)> {
    manifest["files"].as_array().into_iter().flatten().filter_map(|f| Some((f["name"].as_str()?, f["sha256"].as_str()?)))
}

/// Name and hash of the data files that a log entry adds.
fn added(entry: &[u8]) -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    for line in entry.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        let action: Value = serde_json::from_slice(line).map_err(|e| format!("it is not a log entry: {e}"))?;
        let Some(add) = action.get("add") else { continue };
        let name = add["path"].as_str().ok_or("it adds a file without a name")?;
        let tag = add["tags"][TAG].as_str().and_then(FileTag::parse).ok_or_else(|| format!("it does not say what `{name}` should be"))?;
        files.push((name.to_owned(), tag.sha256));
    }
    Ok(files)
}

/// How a file differs from its hash; `None` when it does not.
fn differs(path: &Path, sha256: &str) -> Option<String> {
    match fs::read(path) {
        Ok(bytes) if sha256_hex(&bytes) == sha256 => None,
        Ok(_) => Some("its bytes are not those that were written".to_owned()),
        Err(error) => Some(format!("it cannot be read: {error}")),
    }
}
