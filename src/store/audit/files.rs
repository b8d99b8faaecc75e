//! Files and folders as an audit reads them.

use crate::store::audit::report::Audit;
use crate::store::hash::sha256_hex;
use crate::store::lake_folder::{Lake, entries, is_set_apart};
use std::fs;
use std::path::{Path, PathBuf};

impl Lake {
    /// What a folder of the lake holds, by name, without what is unfinished or was renamed
    /// as damaged. One that cannot be read is a fault.
    pub(super) fn listed(
        &self,
        audit: &mut Audit,
        folder: &Path,
        (rule, remedy): (&'static str, &str),
    ) -> Vec<(String, PathBuf)> {
        match entries(folder) {
            Ok(found) => found
                .into_iter()
                .filter(|(name, _)| !name.starts_with('.') && !is_set_apart(name))
                .collect(),
            Err(error) => {
                audit.fault(self, rule, folder, error.to_string(), remedy);
                Vec::new()
            }
        }
    }
}

/// How a file differs from its hash; `None` when it does not.
pub(super) fn differs(path: &Path, sha256: &str) -> Option<String> {
    match fs::read(path) {
        Ok(bytes) if sha256_hex(&bytes) == sha256 => None,
        Ok(_) => Some("its bytes are not those that were written".to_owned()),
        Err(error) => Some(format!("it cannot be read: {error}")),
    }
}
