//! A file that is written piece by piece and has no name before it is whole.

use super::error::{FileError, failed};
use super::steps::Files;
use super::write::TEMPORARY;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

impl Files {
    /// A file that is written piece by piece under a temporary name in a folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn grow(&self, folder: &Path) -> Result<Growing, FileError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        self.may_write(folder)?;
        let name = format!(
            "{TEMPORARY}{}-part-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::SeqCst)
        );
        let path = folder.join(name);
        self.step();
        let file = File::create(&path).map_err(failed("write", &path))?;
        self.step();
        Ok(Growing {
            files: self.clone(),
            path,
            file,
            placed: false,
        })
    }
}

/// A file that is being written. Dropped before it has a place, it is removed.
#[derive(Debug)]
pub struct Growing {
    files: Files,
    path: PathBuf,
    file: File,
    placed: bool,
}

impl Growing {
    /// Where it lies until it has a place.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes what was written outlast a power cut and gives the file its name, in place of what was
    /// there.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn place(&mut self, to: &Path) -> Result<(), FileError> {
        self.file.sync_all().map_err(failed("sync", &self.path))?;
        self.files.step();
        self.files.rename(&self.path, to)?;
        self.placed = true;
        Ok(())
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Growing {
    fn drop(&mut self) {
        if !self.placed {
            let _ = fs::remove_file(&self.path); // what stays is swept at the next start
        }
    }
}
