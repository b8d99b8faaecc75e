//! The tables of the lake, compared with the release that was made from them, or with those made
//! again.

use crate::error::RunError;
use crate::inspect::past_release::Past;
use crate::inspect::remake::Remade;
use crate::model::Finding;
use crate::store::{Lake, QUARANTINE, ReleaseRef, StoreError, TableFile};
use std::collections::BTreeMap;

/// Whether the lake still has the tables that a release was made from, of some datasets or all: the
/// same log up to the version it names, and every file of that version.
///
/// # Errors
/// When a log cannot be read.
pub fn tables_stand(
    lake: &Lake,
    release: &ReleaseRef,
    wanted: impl Fn(&str) -> bool,
) -> Result<bool, RunError> {
    let tables = release.manifest.tables().iter();
    for table in tables.filter(|t| wanted(&t.table)) {
        let (name, version) = (table.table.as_str(), table.version);
        match lake.tables().log_hash(name, version) {
            Ok(hash) if table.log_sha256.as_ref() == Some(&hash) => {}
            Ok(_) | Err(StoreError::Read { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        if lake
            .tables()
            .live_at(name, Some(version))?
            .iter()
            .any(|file| !file.path.exists())
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Compares the tables of the lake with those made again: every delivery of the release in force
/// must be live in them, with the same bytes where it is read under the same contract. For tables
/// that were made again and so have another log.
///
/// # Errors
/// When a table cannot be read.
pub fn live_differs(lake: &Lake, remade: &Remade, past: &Past) -> Result<Vec<Finding>, RunError> {
    let mut findings = Vec::new();
    for table in past
        .project
        .datasets
        .iter()
        .map(|d| d.id.as_str())
        .chain([QUARANTINE])
    {
        let there: BTreeMap<String, TableFile> = lake
            .tables()
            .live(table)?
            .into_iter()
            .map(|f| (f.delivery.clone(), f))
            .collect();
        // Nothing at all is a table that is still to be made again.
        let wanted = if there.is_empty() {
            vec![]
        } else {
            remade.lake.tables().live(table)?
        };
        for file in wanted {
            let bytes = |f: &TableFile| std::fs::read(&f.path).unwrap_or_default();
            let message = match there.get(&file.delivery) {
                None => format!(
                    "delivery `{}` is not in the table, and made again from landing it is",
                    file.delivery
                ),
                Some(held) if held.contract == file.contract && bytes(held) != bytes(&file) => {
                    format!(
                        "the rows of delivery `{}` are not those that it gives when it is read \
                            again from landing",
                        file.delivery
                    )
                }
                Some(_) => continue,
            };
            let place = crate::model::Place {
                file: format!("tables/{table}"),
                ..crate::model::Place::default()
            };
            let hint =
                "remove the table's folder and run `chiso run`: it is made again from landing";
            findings.push(Finding::error("table_damaged", place, message).hint(hint));
        }
    }
    Ok(findings)
}
