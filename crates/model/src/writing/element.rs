//! The pieces of a format, and what may be wrong with one.

use super::slot::Slot;

/// A piece of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// A text that must stand there.
    Text(String),
    /// A placeholder.
    Slot(Slot),
}

/// What is wrong with a format, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct FormatError {
    /// What is wrong.
    pub why: String,
    /// What to do.
    pub hint: String,
}

impl FormatError {
    pub(super) fn new(why: impl Into<String>, hint: impl Into<String>) -> FormatError {
        FormatError {
            why: why.into(),
            hint: hint.into(),
        }
    }
}
