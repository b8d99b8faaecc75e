//! What a run keeps for the next one and for questions, so that it need not do again what has not changed. It may be
//! deleted at any time: what is kept is made from tables and registers, and a run without it comes
//! to the same result.

use crate::store::error::StoreError;
use crate::store::hash::sha256_hex;
use crate::store::lake_folder::Lake;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::io::{BufReader, BufWriter};
use std::path::PathBuf;

const FOLDER: &str = "cache";
/// Length of the hash at the head of the file, in hex digits.
const HASH: usize = 64;
/// Fast rather than small.
const LEVEL: i32 = 1;

impl Lake {
    /// Where it lies.
    #[must_use]
    pub fn cache_dir(&self) -> PathBuf {
        self.root().join(FOLDER)
    }

    fn cache_path(&self, name: &str) -> PathBuf {
        self.cache_dir().join(name)
    }

    /// Keeps something under a name, in the place of what was kept under it before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, name: &str, what: &impl Serialize) -> Result<(), StoreError> {
        let shape = |e: String| {
            StoreError::Shape(format!("what is kept as `{name}` cannot be encoded: {e}"))
        };
        // Packed while it is encoded: in full it may be large.
        let failed = |e: std::io::Error| shape(e.to_string());
        let packing = zstd::Encoder::new(vec![0; HASH], LEVEL).map_err(failed)?;
        let mut packing = BufWriter::new(packing);
        rmp_serde::encode::write(&mut packing, what).map_err(|e| shape(e.to_string()))?;
        let packing = packing
            .into_inner()
            .map_err(|e| shape(e.error().to_string()))?;
        let mut bytes = packing.finish().map_err(failed)?;
        let (hash, packed) = bytes.split_at_mut(HASH);
        hash.copy_from_slice(sha256_hex(packed).as_bytes());
        let path = self.cache_path(name);
        if let Some(folder) = path.parent() {
            self.files().create_dir(folder)?;
        }
        self.files().write(&path, &bytes)?;
        Ok(())
    }

    /// What was kept under a name; `None` when there is nothing, or nothing that can be trusted.
    #[must_use]
    pub fn kept<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        let bytes = fs::read(self.cache_path(name)).ok()?;
        let (hash, packed) = bytes.split_at_checked(HASH)?;
        if sha256_hex(packed).as_bytes() != hash {
            return None;
        }
        let unpacked = zstd::Decoder::new(packed).ok()?;
        rmp_serde::from_read(BufReader::new(unpacked)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        assert_eq!(lake.kept::<Vec<String>>("some/texts"), None);
        lake.keep("some/texts", &vec!["Hà Nội"]).unwrap();
        assert_eq!(
            lake.kept::<Vec<String>>("some/texts"),
            Some(vec!["Hà Nội".to_owned()])
        );
        let mut bytes = fs::read(lake.cache_path("some/texts")).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(lake.cache_path("some/texts"), &bytes).unwrap();
        assert_eq!(lake.kept::<Vec<String>>("some/texts"), None);
        fs::write(lake.cache_path("some/texts"), "short").unwrap();
        assert_eq!(lake.kept::<Vec<String>>("some/texts"), None);
    }
}
