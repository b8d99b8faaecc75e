//! Tables that cannot be read, or whose files are not those that were written, renamed before
//! a run: they are made again from landing.

use crate::model::{Finding, Place};
use crate::store::audit::{added, removed};
use crate::store::error::StoreError;
use crate::store::hash::sha256_of_file;
use crate::store::lake_folder::{Lake, entries};
use crate::store::lock::LakeLock;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const MADE_AGAIN: &str =
    "nothing is lost: this run makes it again from landing; you may remove the renamed one";

impl Lake {
    /// Compares tables with their logs, and renames those whose log cannot be read, and data files
    /// with other bytes. Says what was renamed.
    ///
    /// # Errors
    /// When something cannot be renamed.
    pub fn rename_damaged_tables(
        &self,
        lock: &LakeLock,
        tables: &[&str],
    ) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        for table in tables {
            let dir = self.tables_dir().join(table);
            if fs::symlink_metadata(&dir).is_err() {
                continue;
            }
            match log_of(&dir) {
                Ok(live) => {
                    for (name, sha256) in live {
                        let path = dir.join(name);
                        let there = fs::symlink_metadata(&path).is_ok();
                        if there && sha256_of_file(&path).map_or(true, |(found, _)| found != sha256)
                        {
                            let apart = self.set_apart(&path)?;
                            findings.push(self.renamed(
                                &path,
                                &apart,
                                "its bytes are not those that were written",
                            ));
                        }
                    }
                }
                Err(why) => findings.push(self.rename_damaged_table(lock, table, &why)?),
            }
        }
        Ok(findings)
    }

    /// Renames a table as a whole. Says so.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn rename_damaged_table(
        &self,
        _lock: &LakeLock,
        table: &str,
        why: &str,
    ) -> Result<Finding, StoreError> {
        let dir = self.tables_dir().join(table);
        let apart = self.set_apart(&dir)?;
        Ok(self.renamed(&dir, &apart, why))
    }

    fn renamed(&self, path: &Path, apart: &Path, why: &str) -> Finding {
        let place = Place {
            file: self.shown(path),
            ..Place::default()
        };
        Finding::warning(
            "table_damaged",
            place,
            format!("{why}; it was renamed to `{}`", self.shown(apart)),
        )
        .hint(MADE_AGAIN)
    }
}

/// Name and hash of the live data files of a table, by its log.
///
/// # Errors
/// Why the log cannot be read.
fn log_of(dir: &Path) -> Result<BTreeMap<String, String>, String> {
    let log = dir.join("_delta_log");
    let mut live = BTreeMap::new();
    let mut next: u64 = 0;
    for (name, path) in entries(&log).map_err(|e| e.to_string())? {
        let Some(version) = name
            .strip_suffix(".json")
            .and_then(|n| n.parse::<u64>().ok())
        else {
            continue;
        };
        if version != next {
            return Err(format!("entry {next} of its log is not there"));
        }
        next += 1;
        let damaged = |why: &str| format!("entry {version} of its log is damaged: {why}");
        let bytes = fs::read(&path).map_err(|e| damaged(&e.to_string()))?;
        for name in removed(&bytes).map_err(|why| damaged(&why))? {
            live.remove(&name);
        }
        live.extend(added(&bytes).map_err(|why| damaged(&why))?);
    }
    let mut seen = BTreeSet::new();
    match live
        .keys()
        .filter_map(|name| name.split('-').next())
        .find(|delivery| !seen.insert(*delivery))
    {
        Some(twice) => Err(format!("it holds delivery `{twice}` twice")),
        None => Ok(live),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;

    #[test]
    fn what_is_no_table_is_renamed() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let lock = lake.lock().unwrap();
        fs::create_dir_all(lake.tables_dir().join("firms/_delta_log")).unwrap();
        fs::write(
            lake.tables_dir()
                .join("firms/_delta_log/00000000000000000001.json"),
            "{}",
        )
        .unwrap();
        fs::write(lake.tables_dir().join("dues"), "no folder").unwrap();
        let found = lake
            .rename_damaged_tables(&lock, &["firms", "dues", "none"])
            .unwrap();
        let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(
            shown[0].contains(
                "tables/firms: entry 0 of its log is not there; it was renamed to \
            `tables/firms.damaged-1`"
            ),
            "{shown:?}"
        );
        assert!(
            shown[1].contains("tables/dues.damaged-1") && shown.len() == 2,
            "{shown:?}"
        );
        assert!(
            lake.rename_damaged_tables(&lock, &["firms", "dues"])
                .unwrap()
                .is_empty()
        );
    }
}
