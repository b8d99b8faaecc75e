//! The data files and logs of tables, compared with the log.

use crate::store::audit::files::differs;
use crate::store::audit::report::Audit;
use crate::store::hash::sha256_hex;
use crate::store::lake_folder::Lake;
use crate::store::log::{FileTag, TAG};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const RESTORE_TABLE: &str =
    "remove the table's folder and run `chiso run`: it is made again from landing";

impl Lake {
    /// Checks the data files of every table version, and gives the hash of the log up to each
    /// version.
    pub(super) fn audit_tables(&self, audit: &mut Audit) -> BTreeMap<(String, u64), String> {
        const FAULT: (&str, &str) = ("table_damaged", RESTORE_TABLE);
        let mut logs = BTreeMap::new();
        for (table, folder) in self.listed(audit, &self.tables_dir(), FAULT) {
            let mut text = Vec::new();
            let mut next: u64 = 0;
            for (name, path) in self.listed(audit, &folder.join("_delta_log"), FAULT) {
                let Some(version) = name
                    .strip_suffix(".json")
                    .and_then(|n| n.parse::<u64>().ok())
                else {
                    continue;
                };
                if version != next {
                    audit.fault(
                        self,
                        FAULT.0,
                        &folder,
                        format!("entry {next} of its log is not there"),
                        FAULT.1,
                    );
                }
                next = version + 1;
                audit.files += 1;
                let bytes = match fs::read(&path) {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        audit.fault(
                            self,
                            FAULT.0,
                            &path,
                            format!("it cannot be read: {error}"),
                            FAULT.1,
                        );
                        continue;
                    }
                };
                text.extend_from_slice(&bytes);
                logs.insert((table.clone(), version), sha256_hex(&text));
                match added(&bytes) {
                    Ok(files) => files.iter().for_each(|(name, sha256)| {
                        self.audit_table_file(audit, &folder.join(name), sha256);
                    }),
                    Err(why) => audit.fault(self, FAULT.0, &path, why, FAULT.1),
                }
            }
            if let Err(error) = self.tables().live(&table) {
                audit.fault(self, FAULT.0, &folder, error.to_string(), FAULT.1);
            }
        }
        logs
    }

    fn audit_table_file(&self, audit: &mut Audit, path: &Path, sha256: &str) {
        audit.files += 1;
        if let Some(why) = differs(path, sha256) {
            audit.fault(self, "table_damaged", path, why, RESTORE_TABLE);
        }
    }
}

/// Name and hash of the data files that a log entry adds.
pub(in crate::store) fn added(entry: &[u8]) -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    for line in entry.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
        let action: Value =
            serde_json::from_slice(line).map_err(|e| format!("it is not a log entry: {e}"))?;
        let Some(add) = action.get("add") else {
            continue;
        };
        let name = add["path"]
            .as_str()
            .ok_or("it adds a file without a name")?;
        let tag = add["tags"][TAG]
            .as_str()
            .and_then(FileTag::parse)
            .ok_or_else(|| format!("it does not say what `{name}` should be"))?;
        files.push((name.to_owned(), tag.sha256));
    }
    Ok(files)
}

/// Names of the data files that a log entry takes out.
pub(in crate::store) fn removed(entry: &[u8]) -> Result<Vec<String>, String> {
    let lines = entry.split(|b| *b == b'\n').filter(|l| !l.is_empty());
    let action = |line| {
        serde_json::from_slice::<Value>(line).map_err(|e| format!("it is not a log entry: {e}"))
    };
    let name = |action: Result<Value, String>| {
        action
            .map(|a| a["remove"]["path"].as_str().map(str::to_owned))
            .transpose()
    };
    lines.map(action).filter_map(name).collect()
}
