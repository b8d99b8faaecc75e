//! The seam through which the lake is written: whole files, renames, links, each synced before the
//! next begins.
//!
//! Every primitive step is counted, and a test can have the process die at any of them; that is how
//! "a crash between any two is repaired by running again" is proved and not merely said.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Environment variable that makes the process abort at the n-th step (from 1). For crash tests
/// only.
pub const ABORT_VARIABLE: &str = "CHISO_TEST_ABORT_AT";

/// Environment variable that lowers [`Files::room`] to a number of bytes, so that small files are
/// worked on as huge ones. For tests only.
pub const ROOM_VARIABLE: &str = "CHISO_TEST_ROOM";

/// Memory for rows that wait to be sorted, in bytes, unless a test lowers it.
const ROOM: usize = 64 << 20;

/// How the name of everything unfinished begins. What bears it is no part of the lake and may be
/// removed under the lock.
pub const TEMPORARY: &str = ".tmp-";

/// A write that failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} `{}`: {cause}; check that the disk has room and that the folder may be \
    written", path.display())]
pub struct FileError {
    /// What was tried, such as `write`.
    pub action: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system said.
    pub cause: io::Error,
}

#[derive(Clone, Copy, Debug)]
enum Mode {
    Real,
    AbortAt(u64),
    ReadOnly,
}

/// Writes files so that a reader, or a run after a crash, finds them whole or not at all. Clones
/// count together.
#[derive(Clone, Debug)]
pub struct Files {
    mode: Mode,
    steps: Arc<AtomicU64>,
    room: usize,
}

impl Files {
    fn new(mode: Mode) -> Files {
        Files {
            mode,
            steps: Arc::default(),
            room: ROOM,
        }
    }

    /// Writes to disk.
    #[must_use]
    pub fn real() -> Files {
        Files::new(Mode::Real)
    }

    /// Writes to disk, and aborts where [`ABORT_VARIABLE`] says. The variables are read here and
    /// nowhere else.
    #[must_use]
    pub fn from_env() -> Files {
        let step = std::env::var(ABORT_VARIABLE)
            .ok()
            .and_then(|text| text.parse().ok());
        let room = std::env::var(ROOM_VARIABLE)
            .ok()
            .and_then(|text| text.parse().ok());
        Files::new(step.map_or(Mode::Real, Mode::AbortAt)).with_room(room.unwrap_or(ROOM))
    }

    /// The same with another amount of memory.
    #[must_use]
    pub fn with_room(self, room: usize) -> Files {
        Files { room, ..self }
    }

    /// Memory in bytes that rows of a delivery may take while they are sorted; what is more goes to
    /// disk. A file larger than a quarter of it is not read whole.
    #[must_use]
    pub const fn room(&self) -> usize {
        self.room
    }

    /// Refuses every write: for those who only read.
    #[must_use]
    pub fn read_only() -> Files {
        Files::new(Mode::ReadOnly)
    }

    /// How many steps were taken so far.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::SeqCst)
    }

    /// A point at which a crash test may end the process. Writers that bring their own writing
    /// (Delta log, `SQLite`) call it before and after.
    pub fn step(&self) {
        let now = self.steps.fetch_add(1, Ordering::SeqCst) + 1;
        if matches!(self.mode, Mode::AbortAt(n) if n == now) {
            std::process::abort();
        }
    }

    /// Refuses when this writes nothing; for writers that bring their own writing.
    ///
    /// # Errors
    /// Always, when made by [`Files::read_only`].
    pub fn may_write(&self, path: &Path) -> Result<(), FileError> {
        match self.mode {
            Mode::ReadOnly => {
                let cause = io::Error::new(
                    io::ErrorKind::ReadOnlyFilesystem,
                    "it was opened for reading only",
                );
                Err(FileError {
                    action: "write",
                    path: path.to_owned(),
                    cause,
                })
            }
            Mode::Real | Mode::AbortAt(_) => Ok(()),
        }
    }

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
        self.step();
        if let Err(e) = self
            .fill(&temporary, bytes)
            .and_then(|()| fs::rename(&temporary, path))
        {
            let _ = fs::remove_file(&temporary); // the fault to report is the first one
            return Err(failed("write", path)(e));
        }
        self.step();
        self.sync_parent(path)
    }

    fn fill(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        let mut file = File::create(path)?;
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

fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FileError {
    move |cause| FileError {
        action,
        path: path.to_owned(),
        cause,
    }
}

/// The folder that holds a path; none for a root and for a bare name, which is in the current
/// folder.
fn parent(path: &Path) -> Option<&Path> {
    path.parent().filter(|p| !p.as_os_str().is_empty())
}

/// A name beside `path` for what is not finished yet; two processes do not share it.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_replaces_the_file_and_leaves_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let (files, path) = (Files::real(), dir.path().join("a/b/file"));
        files.create_dir(path.parent().unwrap()).unwrap();
        for text in ["first", "", "second"] {
            files.write(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn every_primitive_step_is_counted_over_all_clones() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::real();
        files
            .clone()
            .write(&dir.path().join("file"), b"bytes")
            .unwrap();
        assert_eq!(
            files.steps(),
            5,
            "before, half-written, written, renamed, synced"
        );
        files
            .rename(&dir.path().join("file"), &dir.path().join("other"))
            .unwrap();
        assert_eq!(files.steps(), 8);
        files.step();
        assert_eq!(files.steps(), 9);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_swapped_over_a_link_and_over_a_file() {
        let dir = tempfile::tempdir().unwrap();
        let (files, link) = (Files::real(), dir.path().join("link"));
        fs::write(&link, "a pointer file").unwrap();
        for target in ["one", "two"] {
            files.swap_link(Path::new(target), &link).unwrap();
            assert_eq!(fs::read_link(&link).unwrap(), Path::new(target));
        }
    }

    #[test]
    fn a_reader_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let error = Files::read_only()
            .write(&dir.path().join("file"), b"x")
            .unwrap_err()
            .to_string();
        assert!(error.contains("reading only"), "{error}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn removing_what_is_not_there_is_fine() {
        let dir = tempfile::tempdir().unwrap();
        Files::real()
            .remove_dir(&dir.path().join("none/none"))
            .unwrap();
        Files::real()
            .remove_file(&dir.path().join("none/none"))
            .unwrap();
    }
}
