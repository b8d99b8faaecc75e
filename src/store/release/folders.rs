//! The folders of releases and their manifests, read.

use crate::env::Files;
use crate::model::manifest::Manifest;
use crate::store::error::{StoreError, read_failed};
use crate::store::lake_folder::{Lake, check_name, entries, is_set_apart};
use crate::store::release::seal::{MANIFEST, RESTORE_MANIFEST, seal_of};
use serde_json::{Map, Value};
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

/// A release on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleaseRef {
    /// Its id.
    pub id: String,
    /// Its folder, absolute.
    pub path: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// The manifest as it was written, with what only other builds know.
    pub document: Map<String, Value>,
}

impl Lake {
    /// The lake's releases.
    #[must_use]
    pub const fn releases(&self) -> Releases<'_> {
        Releases { lake: self }
    }
}

/// The releases of a lake.
#[derive(Clone, Debug)]
pub struct Releases<'a> {
    pub(in crate::store) lake: &'a Lake,
}

impl Releases<'_> {
    /// A release by id; `None` when there is none.
    ///
    /// # Errors
    /// When its manifest is damaged.
    pub fn get(&self, id: &str) -> Result<Option<ReleaseRef>, StoreError> {
        let Some(document) = self.document(id)? else {
            return Ok(None);
        };
        let path = self.dir(id);
        let manifest =
            Manifest::read(&document).map_err(|e| damaged(path.join(MANIFEST), e.to_string()))?;
        Ok(Some(ReleaseRef {
            id: id.to_owned(),
            path,
            manifest,
            document,
        }))
    }

    /// Every complete release, by id. One whose manifest is damaged is passed over; `verify` names
    /// it.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn list(&self) -> Result<Vec<ReleaseRef>, StoreError> {
        let names = entries(&self.lake.releases_dir())?
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| !name.starts_with('.'));
        let names = names.filter(|name| !is_set_apart(name));
        names
            .map(|id| {
                self.get(&id).or_else(|e| {
                    if matches!(e, StoreError::Damaged { .. }) {
                        Ok(None)
                    } else {
                        Err(e)
                    }
                })
            })
            .filter_map(Result::transpose)
            .collect()
    }

    /// The manifest of a release as JSON; `None` when there is no such release.
    pub(super) fn document(&self, id: &str) -> Result<Option<Map<String, Value>>, StoreError> {
        check_name("release id", id)?;
        let path = self.dir(id).join(MANIFEST);
        match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text)
                .map(Some)
                .map_err(|e| damaged(path, e.to_string())),
            // A name that no folder can have is that of no release.
            Err(e)
                if matches!(
                    e.kind(),
                    ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename
                ) =>
            {
                Ok(None)
            }
            Err(e) if e.kind() == ErrorKind::PermissionDenied => Err(read_failed(&path)(e)),
            Err(e) => Err(damaged(path, e.to_string())),
        }
    }

    /// The bytes of a release's manifest.
    pub(in crate::store) fn manifest_bytes(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.dir(id).join(MANIFEST);
        fs::read(&path).map_err(read_failed(&path))
    }

    /// The hash of the content of a release; `None` when it is not there or its manifest cannot be
    /// read, for then it is made again.
    pub(super) fn content_of(&self, id: &str) -> Result<Option<String>, StoreError> {
        match self.get(id) {
            Err(StoreError::Damaged { .. }) => Ok(None),
            found => Ok(found?
                .filter(is_sealed)
                .map(|r| r.manifest.content_sha256.unwrap_or_default())),
        }
    }

    pub(super) fn dir(&self, id: &str) -> PathBuf {
        self.lake.releases_dir().join(id)
    }

    pub(in crate::store) fn files(&self) -> &Files {
        self.lake.files()
    }
}

/// Whether a manifest says what it said when it was written; one of before manifests were sealed is
/// taken at its word.
pub(in crate::store) fn is_sealed(release: &ReleaseRef) -> bool {
    let seal = release.manifest.manifest_sha256.as_ref();
    seal.is_none_or(|seal| *seal == seal_of(&release.document))
}

fn damaged(path: PathBuf, detail: String) -> StoreError {
    StoreError::Damaged {
        path,
        detail,
        remedy: RESTORE_MANIFEST,
    }
}
