//! What is damaged gets another name, and nothing of it is lost.

use crate::store::error::StoreError;
use crate::store::lake_folder::open::Lake;
use std::fs;
use std::path::{Path, PathBuf};

/// Between the name of something damaged and the number that it is kept under.
const SET_APART: &str = ".damaged-";

impl Lake {
    /// Gives something that is damaged another name in the same folder, and says where it lies
    /// now.
    pub(in crate::store) fn set_apart(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let free = |n: &u32| {
            fs::symlink_metadata(path.with_file_name(format!("{name}{SET_APART}{n}"))).is_err()
        };
        let number = (1..=u32::MAX).find(free).unwrap_or_default();
        let place = path.with_file_name(format!("{name}{SET_APART}{number}"));
        self.files.rename(path, &place)?;
        Ok(place)
    }

    /// A path as people know it, from the folder that holds the lake.
    pub(in crate::store) fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root)
            .unwrap_or(path)
            .to_string_lossy()
            .into_owned()
    }
}

/// Whether a name is that of something damaged that got another name.
pub(in crate::store) fn is_set_apart(name: &str) -> bool {
    name.rsplit_once(SET_APART)
        .is_some_and(|(_, number)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}
