//! Who works on a lake: one run at a time, and one process that serves it.

use crate::store::copied_folder::CopiedFolder;
use crate::store::error::StoreError;
use crate::store::lake_folder::open::Lake;
use crate::store::lock::{LOCK_FILE, LakeLock, SERVE_LOCK_FILE};
use std::sync::Arc;

impl Lake {
    /// Takes the lake for one run, and brings it up to its copy. Released on drop, and by the system
    /// when the process dies.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process, or another lock in this one, holds it;
    /// [`StoreError::Copy`].
    pub fn lock(&self) -> Result<LakeLock, StoreError> {
        let lock = LakeLock::take(self.root(), self.files(), LOCK_FILE)?;
        match &self.copy {
            None => Ok(lock),
            Some(copy) => {
                let folder = Arc::new(CopiedFolder::new(self.clone()));
                Ok(lock.with(copy.begin(folder)?))
            }
        }
    }

    /// Takes the lake for the one process that serves it. Runs by hand go on at the same time.
    ///
    /// # Errors
    /// [`StoreError::Locked`] when another process serves it.
    pub fn lock_to_serve(&self) -> Result<LakeLock, StoreError> {
        LakeLock::take(self.root(), self.files(), SERVE_LOCK_FILE)
    }

    /// Whether a run goes on at this moment.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        LakeLock::is_held(self.root())
    }
}
