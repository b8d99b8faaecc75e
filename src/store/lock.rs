//! One run at a time: a lock of the operating system on a file in the lake, which ends with the
//! process however it ends.

use crate::env::Files;
use crate::objects::Session;
use crate::store::error::{LockHolder, StoreError, read_failed};
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::path::Path;

pub(super) const LOCK_FILE: &str = ".lock";
/// Held by the daemon as long as it serves; runs by hand do not mind it.
pub(super) const SERVE_LOCK_FILE: &str = ".serve.lock";

/// Proof that this process alone writes to the lake, and to its copy in object storage where there
/// is one.
pub struct LakeLock {
    _file: File,
    copied: Option<Session>,
}

impl fmt::Debug for LakeLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let copied = self.copied.is_some();
        let mut shown = f.debug_struct("LakeLock");
        shown.field("copied", &copied).finish_non_exhaustive()
    }
}

impl LakeLock {
    /// With the copy taken as well.
    pub(super) fn with(mut self, copied: Session) -> LakeLock {
        self.copied = Some(copied);
        self
    }

    /// Brings the copy up to the lake and gives both back.
    ///
    /// # Errors
    /// When the copy cannot be written. The lake holds what was done, and the next lock sends it.
    pub fn end(mut self) -> Result<(), StoreError> {
        if let Some(session) = self.copied.take() {
            session.finish()?;
        }
        Ok(())
    }
}

impl Drop for LakeLock {
    /// Work that ended with an error is sent, too: the lake is whole after every step. The fault to
    /// report is that error; what cannot be sent now, the next lock sends.
    fn drop(&mut self) {
        if let Some(session) = self.copied.take() {
            let _ = session.finish();
        }
    }
}

impl LakeLock {
    pub(super) fn take(root: &Path, files: &Files, name: &str) -> Result<LakeLock, StoreError> {
        let path = root.join(name);
        files.may_write(&path)?;
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(read_failed(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&path)
                    .ok()
                    .map(|text| text.trim().to_owned())
                    .filter(|text| !text.is_empty());
                let by = if name == SERVE_LOCK_FILE {
                    LockHolder::Serve
                } else {
                    LockHolder::Run
                };
                return Err(StoreError::Locked {
                    path: root.to_owned(),
                    by,
                    holder,
                });
            }
            Err(TryLockError::Error(e)) => return Err(read_failed(&path)(e)),
        }
        // who holds it is a courtesy to people: the lock itself does not depend on it
        let note = file
            .set_len(0)
            .and_then(|()| writeln!(file, "pid {}", std::process::id()));
        note.map_err(read_failed(&path))?;
        Ok(LakeLock {
            _file: file,
            copied: None,
        })
    }

    /// Whether somebody holds it, without writing. Looks by sharing it for a moment, so ask only
    /// when in doubt.
    pub(super) fn is_held(root: &Path) -> bool {
        let file = File::open(root.join(LOCK_FILE));
        file.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;
    use crate::store::lake_folder::Lake;

    #[test]
    fn a_second_run_learns_who_holds_the_lake() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let held = lake.lock().unwrap();
        let error = lake.lock().unwrap_err();
        assert!(matches!(error, StoreError::Locked { .. }));
        assert!(
            error
                .to_string()
                .contains(&format!("(pid {})", std::process::id())),
            "{error}"
        );
        drop(held);
        lake.lock().unwrap();
    }

    #[test]
    fn whether_a_run_goes_on_can_be_asked_by_a_reader() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let reader = Lake::open_read(dir.path()).unwrap();
        assert!(!reader.is_locked());
        let held = lake.lock().unwrap();
        assert!(reader.is_locked());
        drop(held);
        assert!(!reader.is_locked());
        let serving = lake.lock_to_serve().unwrap();
        assert!(!reader.is_locked() && lake.lock_to_serve().is_err());
        lake.lock().unwrap();
        drop(serving);
    }

    #[test]
    fn a_reader_takes_no_lock() {
        let dir = tempfile::tempdir().unwrap();
        Lake::open(dir.path(), Files::real()).unwrap();
        assert!(Lake::open_read(dir.path()).unwrap().lock().is_err());
    }
}
