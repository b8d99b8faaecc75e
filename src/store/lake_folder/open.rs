//! The lake opened, and the mark that says it is one.

use crate::env::{Files, TEMPORARY};
use crate::store::error::{StoreError, read_failed};
use crate::store::lake_copy::LakeCopy;
use crate::store::lake_folder::names::entries;
use crate::store::lock::{LOCK_FILE, SERVE_LOCK_FILE};
use crate::store::spill::Sorter;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FORMAT_FILE: &str = "format.json";

const FORMAT: u32 = 1;

#[derive(Serialize, Deserialize)]
struct FormatNote {
    format: serde_json::Value,
}

/// An open lake. Clones are the same lake.
#[derive(Clone, Debug)]
pub struct Lake {
    pub(super) root: PathBuf,
    pub(super) files: Files,
    pub(super) copy: Option<Arc<LakeCopy>>,
}

impl Lake {
    /// Opens a lake for writing, and makes it when the folder is absent or empty.
    ///
    /// # Errors
    /// When the folder holds something else, or a lake of another format.
    pub fn open(root: &Path, files: Files) -> Result<Lake, StoreError> {
        let lake = Lake {
            root: std::path::absolute(root).map_err(read_failed(root))?,
            files,
            copy: None,
        };
        // Another process may begin the lake at the same time: what counts is that it is marked in
        // the end.
        if !lake.is_marked()? {
            if !lake.is_empty()? && !lake.is_marked()? {
                return Err(lake.unknown());
            }
            lake.files.create_dir(&lake.root)?;
            let marked = lake.files.write(
                &lake.root.join(FORMAT_FILE),
                format!("{}\n", mark()).as_bytes(),
            );
            if marked.is_err() && !lake.is_marked()? {
                marked?;
            }
        }
        Ok(lake)
    }

    /// Opens a lake for reading; every write is refused.
    ///
    /// # Errors
    /// When there is no lake, or one of another format.
    pub fn open_read(root: &Path) -> Result<Lake, StoreError> {
        let lake = Lake {
            root: std::path::absolute(root).map_err(read_failed(root))?,
            files: Files::read_only(),
            copy: None,
        };
        match lake.is_marked()? {
            true => Ok(lake),
            false if lake.is_empty()? => Err(StoreError::NoLake(lake.root)),
            false => Err(lake.unknown()),
        }
    }

    /// Opens a lake for an audit, which reads what there is also where `format.json` cannot be
    /// read; then it says what is wrong with that.
    ///
    /// # Errors
    /// When there is no lake, or one of another format.
    pub fn open_to_audit(root: &Path) -> Result<(Lake, Option<StoreError>), StoreError> {
        match Lake::open_read(root) {
            Err(fault @ StoreError::Unmarked { .. }) => {
                let lake = Lake {
                    root: std::path::absolute(root).map_err(read_failed(root))?,
                    files: Files::read_only(),
                    copy: None,
                };
                Ok((lake, Some(fault)))
            }
            lake => Ok((lake?, None)),
        }
    }

    /// The same lake with a copy: whoever takes its lock takes the copy as well.
    #[must_use]
    pub fn with_copy(mut self, copy: Option<LakeCopy>) -> Lake {
        self.copy = copy.map(Arc::new);
        self
    }

    /// The lake's folder, absolute.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The seam that everything in the lake is written through.
    #[must_use]
    pub const fn files(&self) -> &Files {
        &self.files
    }

    /// Sorts rows in so many bytes of memory; what is more lies in the lake's folder without a
    /// name.
    #[must_use]
    pub fn sorter(&self, room: usize) -> Sorter {
        Sorter::new(self.files.clone(), self.root.clone(), room)
    }

    /// A file without a name in the lake's folder, for what memory does not hold.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn scratch(&self) -> Result<fs::File, StoreError> {
        Ok(self.files.scratch(&self.root)?)
    }

    fn is_marked(&self) -> Result<bool, StoreError> {
        let path = self.root.join(FORMAT_FILE);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Ok(false);
            }
            Err(e) => return Err(self.unmarked(format!("cannot be read ({e})"))),
        };
        let note = serde_json::from_slice::<FormatNote>(&text)
            .map_err(|e| self.unmarked(format!("is damaged ({e})")))?;
        let found = note.format.to_string();
        if found == FORMAT.to_string() {
            Ok(true)
        } else {
            Err(StoreError::Format {
                path: self.root.clone(),
                found,
                known: FORMAT,
            })
        }
    }

    /// A folder without the mark of a lake: one that lost it, or something else.
    fn unknown(&self) -> StoreError {
        let parts = [self.landing_dir(), self.tables_dir(), self.releases_dir()];
        if parts.iter().any(|part| part.is_dir()) {
            self.unmarked("is not there".to_owned())
        } else {
            StoreError::NotALake(self.root.clone())
        }
    }

    fn unmarked(&self, why: String) -> StoreError {
        StoreError::Unmarked {
            path: self.root.join(FORMAT_FILE),
            why,
            mark: mark(),
        }
    }

    /// Nothing there, or only what a first run that died may have left.
    pub(super) fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(entries(&self.root)?.iter().all(|(name, _)| {
            name.starts_with(TEMPORARY) || [LOCK_FILE, SERVE_LOCK_FILE].contains(&name.as_str())
        }))
    }
}

/// What marks a lake of this version.
fn mark() -> String {
    format!("{{\"format\":{FORMAT}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lake_is_made_once_and_known_again() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("lake");
        assert!(matches!(Lake::open_read(&root), Err(StoreError::NoLake(_))));
        Lake::open(&root, Files::real()).unwrap();
        assert_eq!(
            fs::read_to_string(root.join("format.json")).unwrap(),
            "{\"format\":1}\n"
        );
        Lake::open(&root, Files::real()).unwrap();
        let reader = Lake::open_read(&root).unwrap();
        assert!(reader.files().write(&root.join("x"), b"").is_err());
    }

    #[test]
    fn what_is_no_lake_or_another_is_refused_with_a_remedy() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("thesis.doc"), "").unwrap();
        let error = Lake::open(dir.path(), Files::real())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("is not a lake") && error.contains("empty folder"),
            "{error}"
        );
        for (text, found, remedy) in [
            (
                "{\"format\":2}",
                "format 2",
                "use the version of chiso that wrote it",
            ),
            ("nonsense", "is damaged", "write `{\"format\":1}` into it"),
        ] {
            fs::write(dir.path().join("format.json"), text).unwrap();
            let error = Lake::open(dir.path(), Files::real())
                .unwrap_err()
                .to_string();
            assert!(error.contains(found) && error.contains(remedy), "{error}");
        }
        fs::remove_file(dir.path().join("format.json")).unwrap();
        fs::create_dir(dir.path().join("landing")).unwrap();
        let error = Lake::open(dir.path(), Files::real())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("is not there") && error.contains("restore it from a backup"),
            "{error}"
        );
    }

    #[test]
    fn a_first_run_that_died_does_not_block_the_second() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(".tmp-1-format.json"), "{").unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let lock = lake.lock().unwrap();
        assert_eq!(lake.sweep(&lock).unwrap(), 1);
        assert_eq!(lake.sweep(&lock).unwrap(), 0);
    }
}
