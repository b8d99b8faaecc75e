//! Holds what lies in the lake against the hashes written down when it was put there: landing,
//! table files and logs, releases, the link.

use crate::model::{Finding, Place, Severity};
use crate::store::audit_inputs::{Inputs, Sound};
use crate::store::hash::{sha256_hex, short};
use crate::store::lake::{Lake, entries, is_set_apart};
use crate::store::ledger::Ledger;
use crate::store::log::{FileTag, TAG};
use crate::store::release::{ReleaseRef, content_hash, is_sealed};
use crate::store::standing::in_force_by;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What an audit found, and how much it looked at.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Files that are not what they were.
    pub findings: Vec<Finding>,
    /// Files looked at.
    pub files: u64,
}

impl Audit {
    pub(super) fn fault(
        &mut self,
        lake: &Lake,
        rule: &'static str,
        path: &Path,
        message: String,
        hint: &str,
    ) {
        let file = lake.shown(path);
        self.findings.push(
            Finding::error(
                rule,
                Place {
                    file,
                    ..Place::default()
                },
                message,
            )
            .hint(hint),
        );
    }
}

const RESTORE_LANDING: &str =
    "restore it from a backup; what was made from it cannot be made again without it";
const RESTORE_TABLE: &str =
    "remove the table's folder and run `chiso run`: it is made again from landing";
const RESTORE_RELEASE: &str =
    "`chiso release rebuild` makes it again from landing; or restore it from a backup";
const RESTORE_MANIFEST: &str = "restore the manifest from a backup: nothing else says what the release was made from; when the release is in force, \
    `chiso run` makes it again";
const RESTORE_LINK: &str = "run `chiso run`, which brings the link to the release in force";

impl Lake {
    /// Holds every file of the lake against its hash, and everything that a release stands on
    /// against its manifest. Reads everything; writes nothing. What cannot be read is a finding.
    #[must_use]
    pub fn audit(&self) -> Audit {
        let mut audit = Audit::default();
        let landed = self.audit_landing(&mut audit);
        let logs = self.audit_tables(&mut audit);
        self.audit_releases(&mut audit, &landed, &logs);
        self.audit_link(&mut audit);
        self.audit_decisions(&mut audit);
        self.audit_ledger(&mut audit);
        audit
    }

    /// What a folder of the lake holds, by name, without what is unfinished or was put by. One that
    /// cannot be read is a fault.
    fn listed(
        &self,
        audit: &mut Audit,
        folder: &Path,
        (rule, remedy): (&'static str, &str),
    ) -> Vec<(String, PathBuf)> {
        match entries(folder) {
            Ok(found) => found
                .into_iter()
                .filter(|(name, _)| !name.starts_with('.') && !is_set_apart(name))
                .collect(),
            Err(error) => {
                audit.fault(self, rule, folder, error.to_string(), remedy);
                Vec::new()
            }
        }
    }

    /// Checks every delivery, and gives those that are as they were landed.
    fn audit_landing(&self, audit: &mut Audit) -> Sound {
        const FAULT: (&str, &str) = ("landing_damaged", RESTORE_LANDING);
        let mut sound = Sound::new();
        for (dataset, folder) in self.listed(audit, &self.landing_dir(), FAULT) {
            for (id, place) in self.listed(audit, &folder, FAULT) {
                audit.files += 2;
                match self
                    .delivery_at(&place)
                    .and_then(|landed| self.hold_against_hash(&landed).map(|()| landed))
                {
                    Ok(landed) => _ = sound.insert((dataset.clone(), id), landed.receipt),
                    Err(error) => audit.fault(
                        self,
                        FAULT.0,
                        &place,
                        format!("delivery `{id}` of `{dataset}`: {error}"),
                        FAULT.1,
                    ),
                }
            }
        }
        sound
    }

    /// Checks the data files of every table version, and gives the hash of the log up to each
    /// version.
    fn audit_tables(&self, audit: &mut Audit) -> BTreeMap<(String, u64), String> {
        const FAULT: (&str, &str) = ("table_damaged", RESTORE_TABLE);
        let mut logs = BTreeMap::new();
        for (table, folder) in self.listed(audit, &self.tables_dir(), FAULT) {
            let mut text = Vec::new();
            let mut next: u64 = 0;
            for (name, path) in self.listed(audit, &folder.join("_delta_log"), FAULT) {
                let Some(version) = name
                    .strip_suffix(".json")
                    .and_then(|n| n.parse::<u64>().ok())
                else {
                    continue;
                };
                if version != next {
                    audit.fault(
                        self,
                        FAULT.0,
                        &folder,
                        format!("entry {next} of its log is not there"),
                        FAULT.1,
                    );
                }
                next = version + 1;
                audit.files += 1;
                let bytes = match fs::read(&path) {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        audit.fault(
                            self,
                            FAULT.0,
                            &path,
                            format!("it cannot be read: {error}"),
                            FAULT.1,
                        );
                        continue;
                    }
                };
                text.extend_from_slice(&bytes);
                logs.insert((table.clone(), version), sha256_hex(&text));
                match added(&bytes) {
                    Ok(files) => files.iter().for_each(|(name, sha256)| {
                        self.audit_table_file(audit, &folder.join(name), sha256);
                    }),
                    Err(why) => audit.fault(self, FAULT.0, &path, why, FAULT.1),
                }
            }
            if let Err(error) = self.tables().live(&table) {
                audit.fault(self, FAULT.0, &folder, error.to_string(), FAULT.1);
            }
        }
        logs
    }

    fn audit_table_file(&self, audit: &mut Audit, path: &Path, sha256: &str) {
        audit.files += 1;
        if let Some(why) = differs(path, sha256) {
            audit.fault(self, "table_damaged", path, why, RESTORE_TABLE);
        }
    }

    fn audit_releases(
        &self,
        audit: &mut Audit,
        landed: &Sound,
        logs: &BTreeMap<(String, u64), String>,
    ) {
        let mut inputs = Inputs::new(landed);
        for (id, folder) in self.listed(
            audit,
            &self.releases_dir(),
            ("release_damaged", RESTORE_RELEASE),
        ) {
            let path = folder.join("manifest.json");
            let release = match self.releases().get(&id) {
                Ok(Some(release)) => release,
                Ok(None) => {
                    audit.fault(
                        self,
                        "release_damaged",
                        &path,
                        "the release has no manifest".into(),
                        RESTORE_MANIFEST,
                    );
                    continue;
                }
                Err(error) => {
                    audit.fault(
                        self,
                        "release_damaged",
                        &path,
                        error.to_string(),
                        RESTORE_MANIFEST,
                    );
                    continue;
                }
            };
            audit.files += 1;
            if let Some(why) = contradicts_itself(&release) {
                audit.fault(self, "release_damaged", &path, why, RESTORE_MANIFEST);
            }
            for file in release.manifest.files() {
                audit.files += 1;
                let path = folder.join(&file.name);
                if let Some(why) = differs(&path, &file.sha256) {
                    audit.fault(self, "release_damaged", &path, why, RESTORE_RELEASE);
                }
            }
            inputs.look(&id, &release.manifest);
            self.audit_versions(audit, &release, logs);
        }
        audit.findings.extend(inputs.findings());
    }

    /// Whether the tables are those that the release was made from. Tables are made from landing
    /// and may be made anew, with another log; then it is landing that the release is made again
    /// from, and this is worth knowing and no fault.
    fn audit_versions(
        &self,
        audit: &mut Audit,
        release: &ReleaseRef,
        logs: &BTreeMap<(String, u64), String>,
    ) {
        let mut others = Vec::new();
        let file = Path::new("releases")
            .join(&release.id)
            .join("manifest.json");
        for table in release.manifest.tables() {
            let Some(said) = &table.log_sha256 else {
                audit.fault(
                    self,
                    "release_damaged",
                    &file,
                    "it does not say which tables it was made from".into(),
                    RESTORE_MANIFEST,
                );
                continue;
            };
            if logs
                .get(&(table.table.clone(), table.version))
                .is_none_or(|found| found != said)
            {
                others.push(format!("`{}`", table.table));
            }
        }
        if !others.is_empty() {
            let message = format!(
                "the tables it was made from are gone or were made anew: {}",
                others.join(", ")
            );
            let place = Place {
                file: file.to_string_lossy().into_owned(),
                ..Place::default()
            };
            let hint = "nothing is lost while landing is whole: it is made again from there";
            audit.findings.push(
                Finding {
                    severity: Severity::Info,
                    ..Finding::error("tables_remade", place, message)
                }
                .hint(hint),
            );
        }
    }

    /// Whether the link points to a release of this lake, and is there when something was
    /// published.
    fn audit_link(&self, audit: &mut Audit) {
        let releases = self.releases();
        let place = self.published_path();
        match releases.pointed_at() {
            Err(error) => audit.fault(
                self,
                "link_damaged",
                &place,
                error.to_string(),
                RESTORE_LINK,
            ),
            Ok(Some(id)) if fs::symlink_metadata(self.releases_dir().join(&id)).is_err() => {
                audit.fault(
                    self,
                    "link_damaged",
                    &place,
                    format!("it points to release `{id}`, which is not there"),
                    RESTORE_LINK,
                );
            }
            Ok(Some(_)) => {}
            Ok(None) => {
                let Ok(journal) = self.journal() else { return };
                let wanted = if journal.knows_releases() {
                    in_force_by(&journal).map(str::to_owned)
                } else {
                    self.published_last()
                };
                if let Some(id) = wanted {
                    audit.fault(
                        self,
                        "link_damaged",
                        &place,
                        format!("it is not there, and release `{id}` is in force"),
                        RESTORE_LINK,
                    );
                }
            }
        }
    }

    /// The release that was made last, where nobody has to approve any.
    fn published_last(&self) -> Option<String> {
        let by_ledger = Ledger::open(self)
            .and_then(|ledger| ledger.last_finished())
            .ok()
            .flatten()
            .and_then(|run| run.release);
        by_ledger.or_else(|| self.releases().list().ok()?.pop().map(|release| release.id))
    }

    /// The ledger holds no figures, so what is wrong with it is worth a warning.
    fn audit_ledger(&self, audit: &mut Audit) {
        let path = self.ledger_path();
        if fs::symlink_metadata(&path).is_err() {
            return;
        }
        audit.files += 1;
        if let Err(error) = Ledger::open(self).and_then(|ledger| ledger.check()) {
            let place = Place {
                file: self.shown(&path),
                ..Place::default()
            };
            audit.findings.push(
                Finding::warning("ledger_damaged", place, error.to_string())
                    .hint("`chiso run` puts it by and begins a new one"),
            );
        }
    }
}

/// How the manifest of a release contradicts itself; `None` when it does not.
fn contradicts_itself(release: &ReleaseRef) -> Option<String> {
    let (id, manifest) = (&release.id, &release.manifest);
    if !is_sealed(release) {
        return Some("it does not say what it said when it was written".to_owned());
    }
    let named = manifest.release.as_deref().unwrap_or_default();
    if named != id {
        return Some(format!("it is the manifest of release `{named}`"));
    }
    let inputs = manifest.inputs_sha256.as_deref().unwrap_or_default();
    if *id != format!("{}-{}", manifest.known_day(), short(inputs)) {
        return Some("its inputs are not those that the release is named after".to_owned());
    }
    let files = manifest.files().iter();
    let content = content_hash(files.map(|f| (f.name.as_str(), f.sha256.as_str())));
    (content != manifest.content_sha256.as_deref().unwrap_or_default())
        .then(|| "its list of files is not the one that was written".to_owned())
}

/// Name and hash of the data files that a log entry adds.
pub(super) fn added(entry: &[u8]) -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    for line in entry.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        let action: Value =
            serde_json::from_slice(line).map_err(|e| format!("it is not a log entry: {e}"))?;
        let Some(add) = action.get("add") else {
            continue;
        };
        let name = add["path"]
            .as_str()
            .ok_or("it adds a file without a name")?;
        let tag = add["tags"][TAG]
            .as_str()
            .and_then(FileTag::parse)
            .ok_or_else(|| format!("it does not say what `{name}` should be"))?;
        files.push((name.to_owned(), tag.sha256));
    }
    Ok(files)
}

/// Names of the data files that a log entry takes out.
pub(super) fn removed(entry: &[u8]) -> Result<Vec<String>, String> {
    let lines = entry.split(|b| *b == b'\n').filter(|l| !l.is_empty());
    let action = |line| {
        serde_json::from_slice::<Value>(line).map_err(|e| format!("it is not a log entry: {e}"))
    };
    let name = |action: Result<Value, String>| {
        action
            .map(|a| a["remove"]["path"].as_str().map(str::to_owned))
            .transpose()
    };
    lines.map(action).filter_map(name).collect()
}

/// How a file differs from its hash; `None` when it does not.
fn differs(path: &Path, sha256: &str) -> Option<String> {
    match fs::read(path) {
        Ok(bytes) if sha256_hex(&bytes) == sha256 => None,
        Ok(_) => Some("its bytes are not those that were written".to_owned()),
        Err(error) => Some(format!("it cannot be read: {error}")),
    }
}
