//! What a crash left unfinished, removed.

use crate::env::TEMPORARY;
use crate::store::error::StoreError;
use crate::store::lake_folder::names::entries;
use crate::store::lake_folder::open::Lake;
use crate::store::lock::LakeLock;

impl Lake {
    /// Removes what unfinished writes left behind, and says how many. The lock proves that nobody
    /// is still writing it.
    ///
    /// # Errors
    /// When a folder cannot be read or a remnant not removed.
    pub fn sweep(&self, _lock: &LakeLock) -> Result<usize, StoreError> {
        let mut places = vec![
            self.root.clone(),
            self.releases_dir(),
            self.ops_dir(),
            self.landing_dir(),
            self.tables_dir(),
            self.cache_dir(),
            self.decisions_dir(),
        ];
        let kept = entries(&self.cache_dir())?.into_iter();
        places.extend(kept.map(|(_, path)| path).filter(|path| path.is_dir()));
        for parent in [self.landing_dir(), self.tables_dir()] {
            for (_, path) in entries(&parent)? {
                if path.is_dir() {
                    places.extend([path.join("_delta_log"), path]);
                }
            }
        }
        if self.decisions_dir().is_dir() {
            // Only where something was decided can a tombstone have been put up.
            places.extend(
                entries(&self.releases_dir())?
                    .into_iter()
                    .map(|(_, path)| path)
                    .filter(|path| path.is_dir()),
            );
        }
        let mut swept = 0;
        for (name, path) in places
            .iter()
            .map(|p| entries(p))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
        {
            // `…json#1` is what the object store leaves when it dies between writing and linking a
            // log entry
            if name.starts_with(TEMPORARY) || name.contains(".json#") {
                if path.is_dir() && !path.is_symlink() {
                    self.files.remove_dir(&path)?;
                } else {
                    self.files.remove_file(&path)?;
                }
                swept += 1;
            }
        }
        Ok(swept)
    }
}
