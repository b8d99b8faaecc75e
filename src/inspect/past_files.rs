//! Files of a release made again, compared with those that it published.

use crate::error::RunError;
use crate::inspect::past_release::Past;
use crate::model::published::TableSpec;
use crate::model::{Finding, Place};
use crate::store::{EncodedTable, sha256_hex};
use std::path::Path;

impl Past {
    /// The hash that the manifest gives of a file; `None` when the release has no such file.
    fn published(&self, name: &str) -> Option<&str> {
        let mut files = self.release.manifest.files().iter();
        files.find(|f| f.name == name).map(|f| f.sha256.as_str())
    }

    /// Compares a table with what lies in the release, or with its hash alone where nothing does.
    ///
    /// # Errors
    /// When the table made again cannot be read.
    pub(super) fn compare_table(&self, again: &EncodedTable) -> Result<Option<Finding>, RunError> {
        let name = again.file_name();
        // A release made before there was such a table has none, and that is no fault.
        let Some(sha256) = self.published(&name) else {
            return Ok(None);
        };
        let path = self.release.path.join(&name);
        let there = std::fs::read(&path).ok();
        match &there {
            Some(there) if *there == again.bytes => return Ok(None),
            None if sha256 == again.sha256 => return Ok(None),
            None => return Ok(Some(self.differs(true, &name, ALONE.to_owned()))),
            Some(_) => {}
        }
        let Some(differences) = cells(&again.spec, &path, &again.bytes)? else {
            return Ok(
                (sha256 != again.sha256).then(|| self.differs(true, &name, ALONE.to_owned()))
            );
        };
        if differences.is_empty() {
            return Ok(Some(self.differs(
                false,
                &name,
                "made again it has other bytes and the same cells".to_owned(),
            )));
        }
        let shown: Vec<String> = differences
            .iter()
            .take(MOST_SHOWN)
            .map(ToString::to_string)
            .collect();
        let message = format!(
            "made again it differs in {} cells: {}",
            differences.len(),
            shown.join("; ")
        );
        Ok(Some(self.differs(true, &name, message)))
    }

    /// Compares a file that describes the tables. A release made before there was such a file has
    /// none, and that is no fault; another program may describe the same tables in other words,
    /// which is worth a warning only.
    pub(super) fn compare_text(&self, name: &str, again: &[u8]) -> Option<Finding> {
        let sha256 = self.published(name)?;
        let there = match std::fs::read(self.release.path.join(name)) {
            Ok(there) if there == again => return None,
            Ok(there) => there,
            Err(_) if sha256 == sha256_hex(again) => return None,
            Err(_) => {
                return Some(self.differs(
                    self.release.manifest.program() == crate::pipeline::BUILD,
                    name,
                    ALONE.to_owned(),
                ));
            }
        };
        let (stored, made) = (
            String::from_utf8_lossy(&there),
            String::from_utf8_lossy(again),
        );
        let line = stored
            .lines()
            .zip(made.lines())
            .take_while(|(a, b)| a == b)
            .count();
        let shown = |text: &str| {
            text.lines()
                .nth(line)
                .map_or("nothing".to_owned(), |l| format!("`{}`", l.trim()))
        };
        let message = format!(
            "made again it differs from line {} on: {} → {}",
            line + 1,
            shown(&stored),
            shown(&made)
        );
        Some(self.differs(
            self.release.manifest.program() == crate::pipeline::BUILD,
            name,
            message,
        ))
    }

    fn differs(&self, fault: bool, name: &str, message: String) -> Finding {
        let place = Place {
            file: format!("releases/{}/{name}", self.release.id),
            ..Place::default()
        };
        let finding = if fault {
            Finding::error("release_differs", place, message)
        } else {
            Finding::warning("release_bytes", place, message)
        };
        let made_by = self.release.manifest.program();
        finding.hint(format!(
            "the release was made by chiso {made_by}, this is {}",
            crate::pipeline::BUILD
        ))
    }
}

/// What is said of a file that came out otherwise and is no longer there.
const ALONE: &str = "made again it has another hash than was published, and the published file is \
    not there to be compared cell by cell";

/// Differences named one by one.
const MOST_SHOWN: usize = 5;

/// Compares the cells of a stored file with those of one made again; `None` when the stored one can
/// no longer be read.
fn cells(
    spec: &TableSpec,
    stored: &Path,
    again: &[u8],
) -> Result<Option<Vec<crate::inspect::diff::Difference>>, RunError> {
    let Ok(before) = crate::store::frame(stored) else {
        return Ok(None);
    };
    let after = crate::store::frame_of(again.to_vec())?;
    Ok(Some(crate::inspect::diff::diff(spec, &before, &after)))
}
