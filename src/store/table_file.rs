//! A data file of a table.

use std::path::PathBuf;

/// A data file that is part of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// Delivery whose rows it holds: 12 hex digits.
    pub delivery: String,
    /// Contract they were conformed to: 12 hex digits.
    pub contract: String,
    /// Where it lies, absolute.
    pub path: PathBuf,
    /// How many rows it holds.
    pub rows: u64,
    /// How many bytes it has.
    pub bytes: i64,
    /// Table version that added it.
    pub version_added: u64,
}

impl TableFile {
    /// File name within the table's folder.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default()
    }
}
