//! Large files of sources whose hash a run before has taken: one that nobody has touched since is not
//! read again. `run --afresh` does not look here.

use crate::store::{Lake, StoreError, sha256_of_file};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// The file of the cache that holds them.
const FILE: &str = "source-files";

/// What shows that somebody writes a file, or has put another one in its place. The system sets the
/// time of change by itself: whoever sets the time of writing back, changes that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileState {
    place: (u64, u64),
    pub(super) size: u64,
    written: (i64, i64),
    changed: (i64, i64),
}

impl FileState {
    pub(super) fn of(found: &Metadata) -> FileState {
        FileState {
            place: (found.dev(), found.ino()),
            size: found.size(),
            written: (found.mtime(), found.mtime_nsec()),
            changed: (found.ctime(), found.ctime_nsec()),
        }
    }
}

/// Large files by their paths, as they were when their hash was taken.
#[derive(Default)]
pub(super) struct KnownFiles {
    files: BTreeMap<String, (FileState, String)>,
    /// Whether there are others than those that were kept.
    new: bool,
}

impl KnownFiles {
    /// Those of the run before.
    pub(super) fn recalled(lake: &Lake) -> KnownFiles {
        KnownFiles {
            files: lake.kept(FILE).unwrap_or_default(),
            new: false,
        }
    }

    /// The hash and the size of a file in a state.
    pub(super) fn hash(
        &mut self,
        path: &Path,
        state: &FileState,
    ) -> std::io::Result<(String, u64)> {
        let name = path.to_string_lossy().into_owned();
        if let Some((_, sha256)) = self.files.get(&name).filter(|(held, _)| held == state) {
            return Ok((sha256.clone(), state.size));
        }
        let (sha256, size) = sha256_of_file(path)?;
        self.files.insert(name, (state.clone(), sha256.clone()));
        self.new = true;
        Ok((sha256, size))
    }

    /// Keeps them for the next run, but for those that are gone.
    pub(super) fn keep(mut self, lake: &Lake) -> Result<(), StoreError> {
        if self.new {
            self.files.retain(|name, _| Path::new(name).exists());
            lake.keep(FILE, &self.files)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_again_where_anything_of_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "one").unwrap();
        let state = || FileState::of(&std::fs::metadata(&path).unwrap());
        let first = state();
        let mut known = KnownFiles::default();
        let (one, size) = known.hash(&path, &first).unwrap();
        assert_eq!(
            (one.as_str(), size),
            (sha256_of_file(&path).unwrap().0.as_str(), 3)
        );
        // Were it read, the hash would be another one.
        known.files.values_mut().next().unwrap().1 = "as held".to_owned();
        assert_eq!(known.hash(&path, &first).unwrap().0, "as held");
        // As many bytes, with the time of writing that the first ones had.
        let written = std::fs::metadata(&path).unwrap().modified().unwrap();
        let other = folder.path().join("b.csv");
        std::fs::write(&other, "two").unwrap();
        let file = std::fs::File::options().write(true).open(&other).unwrap();
        file.set_modified(written).unwrap();
        std::fs::rename(&other, &path).unwrap();
        assert_eq!(state().written, first.written);
        let two = known.hash(&path, &state()).unwrap().0;
        assert_eq!(two, sha256_of_file(&path).unwrap().0);
        assert_ne!(two, one);
    }
}
