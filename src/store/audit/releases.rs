//! Releases, compared with their manifests and the tables they were made from.

use crate::model::{Finding, Place, Severity};
use crate::store::audit::files::differs;
use crate::store::audit::inputs::{Inputs, Sound};
use crate::store::audit::report::Audit;
use crate::store::hash::short;
use crate::store::lake_folder::Lake;
use crate::store::release::{ReleaseRef, content_hash, is_sealed};
use std::collections::BTreeMap;
use std::path::Path;

const RESTORE_RELEASE: &str =
    "`chiso release rebuild` makes it again from landing; or restore it from a backup";

const RESTORE_MANIFEST: &str = "restore the manifest from a backup: nothing else says what the release was made from; when the release is in force, \
    `chiso run` makes it again";

impl Lake {
    pub(super) fn audit_releases(
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
    /// and may be made again, with another log; then it is landing that the release is made again
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
                "the tables it was made from are gone or were made again: {}",
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
