//! What keeps records from being read or written at all.

use std::io;

/// Why records could not be taken in or rolled up.
#[derive(Debug, thiserror::Error)]
pub enum RecordsError {
    /// A file cannot be read, or the disk is full.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The text is none that records can be read from.
    #[error("line {line}: {message}")]
    Text {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        message: String,
    },
    /// A server that was asked gave no answer that can be used.
    #[error("{0}")]
    Server(String),
    /// Columns cannot be put together or taken apart.
    #[error("{0}")]
    Columns(String),
}

impl RecordsError {
    /// From an error of columns.
    pub(crate) fn columns(error: impl std::fmt::Display) -> RecordsError {
        RecordsError::Columns(error.to_string())
    }
}
