//! The fault of a file that breaks the PX format.

use super::super::{Undecodable, fault};

pub(super) fn bad(file: &str, row: u64, message: impl Into<String>) -> Undecodable {
    Box::new(
        fault("unreadable", file, row, message).hint(
            "the file breaks the PX format: correct it, or ask its office for another format",
        ),
    )
}
