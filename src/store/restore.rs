//! Files of a past release that were made again: back into their place in the lake, or into a
//! folder of their own.

use crate::env::Files;
use crate::store::error::StoreError;
use crate::store::hash::sha256_hex;
use crate::store::lock::LakeLock;
use crate::store::release::{ReleaseRef, Releases};
use std::path::Path;

impl Releases<'_> {
    /// Puts a file of a release back. Only the very bytes that were published are taken: a release
    /// never changes.
    ///
    /// # Errors
    /// When the manifest gives the file another hash, or the system refuses.
    pub fn restore(
        &self,
        _lock: &LakeLock,
        release: &ReleaseRef,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        let mut files = release.manifest.files().iter();
        if !files.any(|f| f.name == name && f.sha256 == sha256_hex(bytes)) {
            return Err(StoreError::Shape(format!(
                "`{name}` of release `{}` would be restored with other bytes",
                release.id
            )));
        }
        Ok(self.files().write(&release.path.join(name), bytes)?)
    }
}

/// Writes a file outside any lake, with the folders above it.
///
/// # Errors
/// When the system refuses.
pub fn write_outside(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let files = Files::real();
    if let Some(folder) = path.parent() {
        files.create_dir(folder)?;
    }
    Ok(files.write(path, bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::manifest::{FileEntry, Manifest};
    use crate::store::Lake;
    use serde_json::Map;
    use std::fs;

    #[test]
    fn only_what_was_published_is_put_back() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let lock = lake.lock().unwrap();
        let path = lake.releases_dir().join("r");
        fs::create_dir_all(&path).unwrap();
        let file = FileEntry {
            name: "a.csv".to_owned(),
            sha256: sha256_hex(b"1\n"),
            bytes: 2,
            rows: None,
        };
        let manifest = Manifest {
            files: Some(vec![file]),
            ..Manifest::default()
        };
        let release = ReleaseRef {
            id: "r".into(),
            path: path.clone(),
            manifest,
            document: Map::new(),
        };
        let put = |name: &str, bytes: &[u8]| lake.releases().restore(&lock, &release, name, bytes);
        assert!(
            put("a.csv", b"2\n").is_err()
                && put("b.csv", b"1\n").is_err()
                && !path.join("a.csv").exists()
        );
        put("a.csv", b"1\n").unwrap();
        assert_eq!(fs::read(path.join("a.csv")).unwrap(), b"1\n");
    }
}
