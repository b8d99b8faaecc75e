//! The files of a drop folder as they are, by name.

use crate::model::DropFolder;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

/// Endings, in lower case, of files that some program still writes.
const UNFINISHED: [&str; 10] = [
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".filepart",
    ".download",
    ".bak",
    ".swp",
    "~",
];

/// Beginnings of files that belong to a program and hold no figures: lock files of office programs,
/// hidden files.
const NOT_OURS: [&str; 3] = ["~$", "#", "."];

/// People write `.CSV` as they write `.csv`.
const MATCHING: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: false,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// What tells a file as it was seen from the same file when someone went on writing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileSignature {
    pub(super) modified: SystemTime,
    pub(super) size: u64,
}

impl FileSignature {
    pub(super) fn of(path: &Path) -> Option<FileSignature> {
        let found = path
            .symlink_metadata()
            .ok()
            .filter(std::fs::Metadata::is_file)?;
        Some(FileSignature {
            modified: found.modified().ok()?,
            size: found.len(),
        })
    }
}

/// The files of a drop folder as they are, by name. A folder that is not there holds none. Links
/// are not followed.
///
/// # Errors
/// When it cannot be listed.
pub fn listing(root: &Path, drop: &DropFolder) -> Result<BTreeMap<String, FileSignature>, String> {
    let folder = root.join(&drop.folder);
    let pattern = glob::Pattern::new(&drop.pattern)
        .map_err(|e| format!("`{}` is no pattern: {e}", drop.pattern))?;
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    let failed = |e: std::io::Error| format!("`{}` cannot be listed: {e}", folder.display());
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if is_ours(&name) && pattern.matches_with(&name, MATCHING) {
            found.extend(FileSignature::of(&entry.path()).map(|seen| (name, seen)));
        }
    }
    Ok(found)
}

/// Whether a file of this name can hold figures, as far as names tell.
pub fn is_ours(name: &str) -> bool {
    let lower = name.to_lowercase();
    !NOT_OURS.iter().any(|start| lower.starts_with(start))
        && !UNFINISHED.iter().any(|end| lower.ends_with(end))
}
