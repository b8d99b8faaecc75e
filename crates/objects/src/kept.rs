//! What this folder and the bucket had in common last, and what the folder holds now.
//!
//! A file with the length and the times it had then is taken to be the same: every file of a lake is
//! written under another name first and renamed, so new bytes come with new times. All others are
//! hashed.

use crate::fault::{Fault, local};
use crate::folder::Folder;
use crate::head::{Listed, Stored};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Name of the file, in the folder.
pub(crate) const KEPT: &str = "object-storage.json";

/// The state that both had.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// How many states had been sent; 0 before the first.
    pub generation: u64,
    /// Entity tag of its head.
    pub etag: String,
    /// Where the link pointed.
    pub published: Option<String>,
    /// The files.
    pub files: BTreeMap<String, Seen>,
}

/// One file as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seen {
    #[serde(flatten)]
    pub stored: Stored,
    /// Nanoseconds since 1970 of its last change.
    changed: u128,
}

pub(crate) fn place(folder: &dyn Folder) -> PathBuf {
    folder.root().join(KEPT)
}

impl Kept {
    /// What was written last; nothing of both before the first time.
    pub(crate) fn read(folder: &dyn Folder) -> Result<Kept, Fault> {
        let path = place(folder);
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map_err(|e| local(&path)(io::Error::new(io::ErrorKind::InvalidData, e))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Kept::default()),
            Err(e) => Err(local(&path)(e)),
        }
    }

    pub(crate) fn write(&self, folder: &dyn Folder) -> Result<(), Fault> {
        let path = place(folder);
        let bytes = serde_json::to_vec(self)
            .map_err(|e| local(&path)(io::Error::new(io::ErrorKind::InvalidData, e)))?;
        folder
            .write(&path, &mut |file| file.write_all(&bytes))
            .map_err(local(&path))
    }

    /// Every file of the folder that is copied, with its hash.
    pub(crate) fn look(&self, folder: &dyn Folder) -> Result<BTreeMap<String, Seen>, Fault> {
        let mut found = BTreeMap::new();
        self.walk(folder, "", &mut found)?;
        Ok(found)
    }

    fn walk(
        &self,
        folder: &dyn Folder,
        below: &str,
        found: &mut BTreeMap<String, Seen>,
    ) -> Result<(), Fault> {
        let dir = folder.root().join(below);
        let entries = match fs::read_dir(&dir) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(local(&dir))?,
        };
        for entry in entries {
            let entry = entry.map_err(local(&dir))?;
            let path = entry.path();
            let Ok(name) = entry.file_name().into_string() else {
                continue; // nothing of a lake has such a name
            };
            let name = match below {
                "" => name,
                below => format!("{below}/{name}"),
            };
            if name == KEPT || !folder.is_copied(&name) {
                continue;
            }
            let kind = entry.file_type().map_err(local(&path))?;
            if kind.is_dir() {
                self.walk(folder, &name, found)?;
            } else if kind.is_file() {
                let seen = self.seen(&name, &path)?;
                found.insert(name, seen);
            }
        }
        Ok(())
    }

    fn seen(&self, name: &str, path: &Path) -> Result<Seen, Fault> {
        let about = fs::metadata(path).map_err(local(path))?;
        let changed = about.modified().map_err(local(path))?;
        let changed = changed
            .duration_since(UNIX_EPOCH)
            .map_or(0, |t| t.as_nanos());
        if let Some(seen) = self.files.get(name)
            && seen.changed == changed
            && seen.stored.bytes == about.len()
        {
            return Ok(seen.clone());
        }
        let (bytes, sha256) = hashed(path).map_err(local(path))?;
        Ok(Seen {
            stored: Stored { bytes, sha256 },
            changed,
        })
    }
}

/// What a head lists of files.
pub(crate) fn listed(files: &BTreeMap<String, Seen>) -> Listed {
    let one = |(path, seen): (&String, &Seen)| (path.clone(), seen.stored.clone());
    files.iter().map(one).collect()
}

/// Length and hash of a file.
fn hashed(path: &Path) -> io::Result<(u64, String)> {
    let (mut file, mut hash, mut bytes) = (File::open(path)?, Sha256::new(), 0);
    let mut room = vec![0; 1 << 20];
    loop {
        match file.read(&mut room)? {
            0 => return Ok((bytes, hex(&hash.finalize()))),
            read => {
                hash.update(room.get(..read).unwrap_or_default());
                bytes += read as u64;
            }
        }
    }
}

/// Bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // a String takes everything
        text
    })
}
