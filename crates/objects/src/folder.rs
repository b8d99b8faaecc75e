//! The seam to the folder: what is written there goes the way of whoever owns it.

use std::io;
use std::path::Path;

/// The folder of a lake.
pub trait Folder: Send + Sync {
    /// Where it is.
    fn root(&self) -> &Path;

    /// Whether a path, with `/`, is part of the copy. What can be made again, locks and unfinished
    /// files are none.
    fn is_copied(&self, path: &str) -> bool;

    /// Writes a file whole or not at all, folders above it too.
    ///
    /// # Errors
    /// When the system refuses, or what fills the file does.
    fn write(
        &self,
        path: &Path,
        fill: &mut dyn FnMut(&mut dyn io::Write) -> io::Result<()>,
    ) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// When the system refuses.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Where the link to what is in force points, relative to the folder.
    ///
    /// # Errors
    /// When it cannot be read.
    fn published(&self) -> io::Result<Option<String>>;

    /// Points it there.
    ///
    /// # Errors
    /// When the system refuses.
    fn publish(&self, target: &str) -> io::Result<()>;
}
