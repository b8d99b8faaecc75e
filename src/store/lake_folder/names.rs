//! Names in the folders of a lake: what they may be, and those that are there.

use crate::store::error::{StoreError, read_failed};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a folder holds, by name; nothing when it does not exist.
pub(in crate::store) fn entries(dir: &Path) -> Result<Vec<(String, PathBuf)>, StoreError> {
    let read = match fs::read_dir(dir) {
        Ok(read) => read,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(vec![]),
        Err(e) => return Err(read_failed(dir)(e)),
    };
    let mut found = read
        .map(|entry| entry.map(|e| (e.file_name().to_string_lossy().into_owned(), e.path())))
        .collect::<Result<Vec<_>, _>>()
        .map_err(read_failed(dir))?;
    found.sort();
    Ok(found)
}

/// Refuses a name that would leave its folder or be taken for something unfinished.
pub(in crate::store) fn check_name(what: &'static str, name: &str) -> Result<(), StoreError> {
    if name.is_empty() || name.starts_with('.') || name.contains(['/', '\\', ':', '\0']) {
        return Err(StoreError::Name {
            what,
            name: name.to_owned(),
        });
    }
    Ok(())
}
