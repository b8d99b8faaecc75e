//! The link that says which release is in force.

use crate::model::{Finding, Place};
use crate::store::error::{StoreError, read_failed};
use crate::store::lock::LakeLock;
use crate::store::release::folders::{ReleaseRef, Releases};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

impl Releases<'_> {
    /// The release in force; `None` when nothing was published yet.
    ///
    /// # Errors
    /// When `published` points nowhere, or the manifest is damaged.
    pub fn current(&self) -> Result<Option<ReleaseRef>, StoreError> {
        let Some(id) = self.pointed_at()? else {
            return Ok(None);
        };
        let release = self.get(&id)?.ok_or_else(|| StoreError::Damaged {
            path: self.lake.published_path(),
            detail: format!("it points to release `{id}`, which is not there"),
            remedy: "restore the release from a backup, or run `chiso run`",
        })?;
        Ok(Some(release))
    }

    /// Swaps the link; where links cannot be made, the pointer file.
    pub(in crate::store) fn point_at(&self, id: &str) -> Result<(), StoreError> {
        let (link, target) = (self.lake.published_path(), format!("releases/{id}"));
        if fs::symlink_metadata(&link).is_ok_and(|meta| meta.is_dir()) {
            self.lake.set_apart(&link)?;
        }
        match self.files().swap_link(Path::new(&target), &link) {
            Err(e)
                if matches!(
                    e.cause.kind(),
                    ErrorKind::Unsupported | ErrorKind::PermissionDenied
                ) =>
            {
                Ok(self
                    .files()
                    .write(&link, format!("{target}\n").as_bytes())?)
            }
            done => Ok(done?),
        }
    }

    /// The release that `published` names, as link or as pointer file.
    pub(in crate::store) fn pointed_at(&self) -> Result<Option<String>, StoreError> {
        let link = self.lake.published_path();
        let target = match fs::symlink_metadata(&link) {
            Ok(meta) if meta.is_symlink() => fs::read_link(&link).map_err(read_failed(&link))?,
            Ok(meta) if meta.is_dir() => {
                return Err(no_link(
                    link,
                    "a folder stands in place of the link".to_owned(),
                ));
            }
            Ok(_) => match fs::read_to_string(&link) {
                Ok(text) => PathBuf::from(text.trim()),
                Err(e) if e.kind() == ErrorKind::InvalidData => {
                    return Err(no_link(
                        link,
                        "it is neither a link nor a pointer file".to_owned(),
                    ));
                }
                Err(e) => return Err(read_failed(&link)(e)),
            },
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(read_failed(&link)(e)),
        };
        let id = target
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|name| target == Path::new("releases").join(name));
        let elsewhere = || {
            format!(
                "it points to `{}`, which is no release of this lake",
                target.display()
            )
        };
        id.map(|id| Some(id.to_owned()))
            .ok_or_else(|| no_link(link, elsewhere()))
    }

    /// Renames what stands in place of the link, when it is no link to a release: the run then
    /// makes the link again. Says so when it was done.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn clear_link(&self, _lock: &LakeLock) -> Result<Option<Finding>, StoreError> {
        let Err(StoreError::Damaged { detail: why, .. }) = self.pointed_at() else {
            return Ok(None);
        };
        let link = self.lake.published_path();
        let apart = self.lake.set_apart(&link)?;
        let place = Place {
            file: self.lake.shown(&link),
            ..Place::default()
        };
        let message = format!(
            "{why}; it was renamed to `{}`, and the link is made again",
            self.lake.shown(&apart)
        );
        Ok(Some(
            Finding::warning("link_damaged", place, message)
                .hint("you may remove what was renamed"),
        ))
    }
}

fn no_link(path: PathBuf, detail: String) -> StoreError {
    StoreError::Damaged {
        path,
        detail,
        remedy: "run `chiso run`, which makes the link again",
    }
}
