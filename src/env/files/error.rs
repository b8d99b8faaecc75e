//! What is said of a write that failed.

use std::io;
use std::path::{Path, PathBuf};

/// A write that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`: {cause}; check that the disk has room and that the folder may be \
    written", path.display())]
pub struct FileError {
    /// What was tried, such as `write`.
    pub action: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system said.
    pub cause: io::Error,
}

/// The error of an action on a path, for `map_err`.
pub(super) fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FileError {
    move |cause| FileError {
        action,
        path: path.to_owned(),
        cause,
    }
}
