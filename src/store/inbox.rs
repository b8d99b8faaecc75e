//! Files that people dropped, once they are landed: they are moved, never removed, and never over
//! another file.

use crate::env::{FileError, Files};
use std::path::{Path, PathBuf};

/// Moves a file into a folder next to it under a name, or the first name like it that is free, and
/// says where it lies now.
///
/// # Errors
/// When the system refuses; then the file is where it was.
pub fn move_file(
    files: &Files,
    from: &Path,
    folder: &Path,
    name: &str,
) -> Result<PathBuf, FileError> {
    files.create_dir(folder)?;
    let (mut to, mut n) = (folder.join(name), 1);
    while to.symlink_metadata().is_ok() {
        n += 1;
        to = folder.join(format!("{n}-{name}"));
    }
    files.rename(from, &to)?;
    Ok(to)
}

/// Writes next to a file that was moved why it lies there.
///
/// # Errors
/// When the system refuses.
pub fn write_note(files: &Files, path: &Path, text: &str) -> Result<(), FileError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".txt");
    files.write(&path.with_file_name(name), text.as_bytes())
}
