//! What an audit found.

use crate::model::{Finding, Place};
use crate::store::lake_folder::Lake;
use std::path::Path;

/// What an audit found, and how much it looked at.
#[derive(Clone, Debug, Default)]
pub struct Audit {
    /// Files that are not what they were.
    pub findings: Vec<Finding>,
    /// Files looked at.
    pub files: u64,
}

impl Audit {
    pub(in crate::store) fn fault(
        &mut self,
        lake: &Lake,
        rule: &'static str,
        path: &Path,
        message: String,
        hint: &str,
    ) {
        let file = lake.shown(path);
        self.findings.push(
            Finding::error(
                rule,
                Place {
                    file,
                    ..Place::default()
                },
                message,
            )
            .hint(hint),
        );
    }
}
