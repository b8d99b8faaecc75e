//! Tables that cannot be read, or whose files are not those that were written, put out of the way before a run: they are made again from landing.

use crate::model::{Finding, Place};
use crate::store::audit::added;
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::sha256_of_file;
use crate::store::lake::{Lake, entries};
use crate::store::lock::LakeLock;
use crate::store::tables::TableFile;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const MADE_AGAIN: &str = "nothing is lost: it is made again from landing by this run; what was put by may be removed";

impl Lake {
    /// Holds tables against their logs, and puts by those whose log cannot be read, and data files with other bytes. Says what was put by.
    ///
    /// # Errors
    /// When something cannot be put by.
    pub fn put_damaged_tables_by(&self, _lock: &LakeLock, tables: &[&str]) -> Result<Vec<Finding>, StoreError> {
        let mut findings = Vec::new();
        for table in tables {
            let dir = self.tables_dir().join(table);
            if fs::symlink_metadata(&dir).is_err() {
                continue;
            }
            match self.sound(table, &dir) {
                Ok(damaged) => {
                    for path in damaged {
                        let apart = self.set_apart(&path)?;
                        findings.push(self.put_by(&path, &apart, "its bytes are not those that were written"));
                    }
                }
                Err(why) => {
                    let apart = self.set_apart(&dir)?;
                    findings.push(self.put_by(&dir, &apart, &why));
                }
            }
        }
        Ok(findings)
    }

    fn put_by(&self, path: &Path, apart: &Path, why: &str) -> Finding {
        let place = Place { file: self.shown(path), ..Place::default() };
        Finding::warning("table_damaged", place, format!("{why}; it was put by as `{}`", self.shown(apart))).hint(MADE_AGAIN)
    }

    /// The live data files of a table that are damaged.
    ///
    /// # Errors
    /// Why the table as a whole cannot be read.
    fn sound(&self, table: &str, dir: &Path) -> Result<Vec<std::path::PathBuf>, String> {
        let written = log_of(dir)?;
        let live = self.tables().live(table).map_err(|e| e.to_string())?;
        let mut seen = BTreeSet::new();
        if let Some(twice) = live.iter().find(|f| !seen.insert(&f.delivery)) {
            return Err(format!("it holds delivery `{}` twice", twice.delivery));
        }
        let damaged = |file: &&TableFile| {
            let there = fs::symlink_metadata(&file.path).is_ok();
            there && sha256_of_file(&file.path).ok().map(|(sha256, _)| sha256).as_ref() != written.get(file.name())
        };
        Ok(live.iter().filter(damaged).map(|file| file.path.clone()).collect())
    }
}

/// Name and hash of the data files that the log of a table names, entry after entry.
fn log_of(dir: &Path) -> Result<BTreeMap<String, String>, String> {
    let log = dir.join("_delta_log");
    let mut written = BTreeMap::new();
    let mut next: u64 = 0;
    for (name, path) in entries(&log).map_err(|e| e.to_string())? {
        let Some(version) = name.strip_suffix(".json").and_then(|n| n.parse::<u64>().ok()) else { continue };
        if version != next {
            return Err(format!("entry {next} of its log is not there"));
        }
        next += 1;
        let bytes = fs::read(&path).map_err(read_failed(&path)).map_err(|e| e.to_string())?;
        written.extend(added(&bytes).map_err(|why| format!("entry {version} of its log is damaged: {why}"))?);
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;

    #[test]
    fn what_is_no_table_is_put_by() {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        let lock = lake.lock().unwrap();
        fs::create_dir_all(lake.tables_dir().join("firms/_delta_log")).unwrap();
        fs::write(lake.tables_dir().join("firms/_delta_log/00000000000000000001.json"), "{}").unwrap();
        fs::write(lake.tables_dir().join("dues"), "no folder").unwrap();
        let found = lake.put_damaged_tables_by(&lock, &["firms", "dues", "none"]).unwrap();
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert!(told[0].contains("tables/firms: entry 0 of its log is not there; it was put by as `tables/firms.damaged-1`"), "{told:?}");
        assert!(told[1].contains("tables/dues.damaged-1") && told.len() == 2, "{told:?}");
        assert!(lake.put_damaged_tables_by(&lock, &["firms", "dues"]).unwrap().is_empty());
    }
}
