//! Whole files, folders and links: made, replaced, renamed and removed, each in one step for who
//! reads.

use super::error::{FileError, failed};
use super::steps::Files;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// How the name of everything unfinished begins. What bears it is no part of the lake and may be
/// removed under the lock.
pub const TEMPORARY: &str = ".tmp-";

impl Files {
    /// Makes a folder and those above it; one that exists is left as it is.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn create_dir(&self, path: &Path) -> Result<(), FileError> {
        self.may_write(path)?;
        if path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = parent(path) {
            self.create_dir(parent)?;
        }
        self.step();
        match fs::create_dir(path) {
            Err(e) if e.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed("create folder", path)(e));
            }
            _ => {}
        }
        self.sync_parent(path)
    }

    /// Writes a file completely, replacing what was there in one step: temporary name, write, sync,
    /// rename, sync the folder.
    ///
    /// # Errors
    /// When the system refuses; then the file that was there is still there.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), FileError> {
        self.may_write(path)?;
        let temporary = temporary(path);
        // Who may read a file that is replaced stays as it was.
        let as_before = fs::metadata(path).map(|found| found.permissions()).ok();
        self.step();
        if let Err(e) = self
            .fill(&temporary, as_before, bytes)
            .and_then(|()| fs::rename(&temporary, path))
        {
            let _ = fs::remove_file(&temporary); // the fault to report is the first one
            return Err(failed("write", path)(e));
        }
        self.step();
        self.sync_parent(path)
    }

    fn fill(
        &self,
        path: &Path,
        as_before: Option<fs::Permissions>,
        bytes: &[u8],
    ) -> io::Result<()> {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        let mut file = File::create(path)?;
        if let Some(as_before) = as_before {
            file.set_permissions(as_before)?;
        }
        file.write_all(first)?;
        self.step();
        file.write_all(second)?;
        file.sync_all()?;
        self.step();
        Ok(())
    }

    /// A nameless file in a folder, for what is needed only while the process works: it is gone
    /// when the process is.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn scratch(&self, folder: &Path) -> Result<File, FileError> {
        self.may_write(folder)?;
        self.step();
        let file =
            tempfile::tempfile_in(folder).map_err(failed("make a temporary file in", folder))?;
        self.step();
        Ok(file)
    }

    /// Renames a file or folder and syncs the folders that hold it.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), FileError> {
        self.may_write(to)?;
        self.step();
        fs::rename(from, to).map_err(failed("rename to", to))?;
        self.step();
        if parent(from) != parent(to) {
            self.sync_parent(from)?;
        }
        self.sync_parent(to)
    }

    /// Points a symbolic link at a target in one step: readers see the old target or the new one.
    ///
    /// # Errors
    /// When the system refuses; `Unsupported` or `PermissionDenied` where links cannot be made at
    /// all.
    pub fn swap_link(&self, target: &Path, link: &Path) -> Result<(), FileError> {
        self.may_write(link)?;
        let temporary = temporary(link);
        let _ = fs::remove_file(&temporary); // left by a process that had this id and died
        self.step();
        symlink(target, &temporary).map_err(failed("link", link))?;
        self.step();
        fs::rename(&temporary, link).map_err(failed("link", link))?;
        self.step();
        self.sync_parent(link)
    }

    /// Removes a file; one that is not there is fine.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_file(&self, path: &Path) -> Result<(), FileError> {
        self.remove(path, |p| fs::remove_file(p))
    }

    /// Removes a folder with all that is in it; one that is not there is fine.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn remove_dir(&self, path: &Path) -> Result<(), FileError> {
        self.remove(path, |p| fs::remove_dir_all(p))
    }

    fn remove(&self, path: &Path, how: fn(&Path) -> io::Result<()>) -> Result<(), FileError> {
        self.may_write(path)?;
        self.step();
        match how(path) {
            Ok(()) => self.sync_parent(path),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(e) => Err(failed("remove", path)(e)),
        }
    }

    /// Makes a file or folder that someone else wrote outlast a power cut.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn sync(&self, path: &Path) -> Result<(), FileError> {
        self.may_write(path)?;
        if path.is_dir() && !cfg!(unix) {
            return Ok(()); // only Unix can open a folder to sync it
        }
        File::open(path)
            .and_then(|f| f.sync_all())
            .map_err(failed("sync", path))?;
        self.step();
        Ok(())
    }

    fn sync_parent(&self, path: &Path) -> Result<(), FileError> {
        parent(path).map_or(Ok(()), |p| self.sync(p))
    }
}

/// The folder that holds a path; none for a root and for a bare name, which is in the current
/// folder.
fn parent(path: &Path) -> Option<&Path> {
    path.parent().filter(|p| !p.as_os_str().is_empty())
}

/// A name next to `path` for what is not finished yet; two processes do not share it.
fn temporary(path: &Path) -> PathBuf {
    let mut name = OsString::from(format!("{TEMPORARY}{}-", std::process::id()));
    name.push(path.file_name().unwrap_or_default());
    path.with_file_name(name)
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn symlink(_target: &Path, _link: &Path) -> io::Result<()> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "links need a Unix system",
    ))
}
