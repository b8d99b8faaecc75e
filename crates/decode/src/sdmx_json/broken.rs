//! The fault of a file that breaks the SDMX-JSON format.

use super::super::{Undecodable, fault};

pub(super) fn bad(file: &str, message: impl Into<String>) -> Undecodable {
    Box::new(
        fault("unreadable", file, 0, message).hint(
            "the file breaks the SDMX-JSON format: fetch it again, or ask for another format",
        ),
    )
}
