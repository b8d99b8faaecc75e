//! Whether the files of a release have the bytes that were published.

use crate::store::error::StoreError;
use crate::store::hash::sha256_of_file;
use crate::store::release::folders::{ReleaseRef, Releases, is_sealed};
use crate::store::release::seal::{MANIFEST, RESTORE_MANIFEST};
use std::path::Path;

impl Releases<'_> {
    /// Whether every file of a release has the bytes that its manifest names.
    #[must_use]
    pub fn is_whole(&self, release: &ReleaseRef) -> bool {
        let files = release.manifest.files();
        is_sealed(release)
            && files
                .iter()
                .all(|f| has_hash(&release.path.join(&f.name), &f.sha256))
    }

    /// Refuses a release of which a file is not there or has other bytes than its manifest names.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] then.
    pub fn check_whole(&self, release: &ReleaseRef) -> Result<(), StoreError> {
        if !is_sealed(release) {
            let detail = "it does not say what it said when it was written".to_owned();
            return Err(StoreError::Damaged {
                path: release.path.join(MANIFEST),
                detail,
                remedy: RESTORE_MANIFEST,
            });
        }
        let mut files = release.manifest.files().iter();
        match files.find(|f| !has_hash(&release.path.join(&f.name), &f.sha256)) {
            None => Ok(()),
            Some(file) => Err(StoreError::Damaged {
                path: release.path.join(&file.name),
                detail: "it does not have the bytes that were published".to_owned(),
                remedy: "`chiso run` makes it again when its release is in force, `chiso release \
                    rebuild` in any other",
            }),
        }
    }
}

pub(super) fn has_hash(path: &Path, sha256: &str) -> bool {
    sha256_of_file(path).is_ok_and(|(found, _)| found == sha256)
}
