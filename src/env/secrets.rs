//! Where secrets are kept: variables of the environment and files. Read when they are used, and by
//! nobody else.

use std::io;
use std::path::Path;

/// The text of a variable of the environment; `None` when it is not set or no Unicode.
#[must_use]
pub fn secret_variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The text of a file.
///
/// # Errors
/// When it cannot be read.
pub fn secret_file(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
}
