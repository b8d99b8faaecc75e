//! The files of the journal, read against their hashes and added to.

use crate::store::decisions::journal::{DecisionEntry, Journal, NewDecision};
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::{sha256_hex, short};
use crate::store::lake_folder::{Lake, entries};
use crate::store::lock::LakeLock;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

const RESTORE: &str =
    "restore the folder `decisions` from a backup; who approved what cannot be made again";

impl Lake {
    /// The journal, compared with its own hashes.
    ///
    /// # Errors
    /// When a decision is missing, was altered or cannot be read.
    pub fn journal(&self) -> Result<Journal, StoreError> {
        let mut journal = Journal::default();
        for (name, path) in entries(&self.decisions_dir())?
            .into_iter()
            .filter(|(name, _)| !name.starts_with('.'))
        {
            let number = journal.entries.len() as u64 + 1;
            if name != file_name(number) {
                return Err(damaged(
                    &self.decisions_dir(),
                    format!(
                        "`{}` is missing, and `{name}` stands in its place",
                        file_name(number)
                    ),
                ));
            }
            let bytes = fs::read(&path).map_err(read_failed(&path))?;
            let (entry, before) = serde_json::from_slice(&bytes)
                .map_err(|e| e.to_string())
                .and_then(|value: Value| parsed(&value))
                .map_err(|why| damaged(&path, why))?;
            if entry.number != number || before != journal.last {
                let said = if before.is_empty() {
                    "none"
                } else {
                    short(&before)
                };
                let detail = format!(
                    "it follows on decision `{said}`, and the one before it is `{}`",
                    short(&journal.last)
                );
                return Err(damaged(&path, detail));
            }
            journal.last = sha256_hex(&bytes);
            journal.entries.push(entry);
        }
        Ok(journal)
    }

    /// How many decisions there are; cheap, for those who only want to know whether one came.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn decisions_count(&self) -> Result<usize, StoreError> {
        Ok(entries(&self.decisions_dir())?
            .into_iter()
            .filter(|(name, _)| !name.starts_with('.'))
            .count())
    }

    /// Adds a decision to the journal as it was just read.
    ///
    /// # Errors
    /// When it cannot be written; then nothing was decided.
    pub fn decide(
        &self,
        _lock: &LakeLock,
        journal: &mut Journal,
        what: NewDecision,
    ) -> Result<(), StoreError> {
        let number = journal.entries.len() as u64 + 1;
        let mut bytes = serde_json::to_vec_pretty(&written(number, &what, &journal.last))
            .map_err(|e| StoreError::Shape(e.to_string()))?;
        bytes.push(b'\n');
        self.files().create_dir(&self.decisions_dir())?;
        self.files()
            .write(&self.decisions_dir().join(file_name(number)), &bytes)?;
        journal.last = sha256_hex(&bytes);
        journal.entries.push(DecisionEntry { number, what });
        Ok(())
    }
}

fn file_name(number: u64) -> String {
    format!("{number:06}.json")
}

fn damaged(path: &Path, detail: String) -> StoreError {
    StoreError::Damaged {
        path: path.to_owned(),
        detail,
        remedy: RESTORE,
    }
}

fn written(number: u64, what: &NewDecision, before: &str) -> Value {
    json!({
        "number": number,
        "subject": what.subject.as_str(),
        "id": what.id,
        "sha256": what.sha256,
        "act": what.act.as_str(),
        "by": what.by,
        "at": what.at,
        "why": what.why,
        "before_sha256": before,
    })
}

/// The decision and the hash of the one before it.
fn parsed(value: &Value) -> Result<(DecisionEntry, String), String> {
    let text = |key: &str| {
        value[key]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| format!("it has no `{key}`"))
    };
    let what = NewDecision {
        subject: text("subject")?
            .parse()
            .map_err(|e: crate::model::WordError| e.to_string())?,
        id: text("id")?,
        sha256: text("sha256")?,
        act: text("act")?
            .parse()
            .map_err(|e: crate::model::WordError| e.to_string())?,
        by: text("by")?,
        at: text("at")?
            .parse()
            .map_err(|e: chrono::ParseError| format!("`at`: {e}"))?,
        why: text("why")?,
    };
    let number = value["number"].as_u64().ok_or("it has no `number`")?;
    Ok((DecisionEntry { number, what }, text("before_sha256")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Files;
    use crate::model::{Act, Subject};
    use crate::store::decisions::journal::person;

    fn lake() -> (tempfile::TempDir, Lake) {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        (dir, lake)
    }

    fn approval(id: &str, sha256: &str, by: &str) -> NewDecision {
        NewDecision {
            subject: Subject::Target,
            id: id.into(),
            sha256: sha256.into(),
            act: Act::Approve,
            by: by.into(),
            at: "2026-11-22T08:00:00Z".parse().unwrap(),
            why: String::new(),
        }
    }

    fn with_three() -> (tempfile::TempDir, Lake) {
        let (dir, lake) = lake();
        let lock = lake.lock().unwrap();
        let mut journal = lake.journal().unwrap();
        for (id, sha256, by) in [
            ("t1", "a", "Nguyễn Văn A"),
            ("t1", "a", "nguyễn  văn a"),
            ("t1", "b", "Trần B"),
        ] {
            lake.decide(&lock, &mut journal, approval(id, sha256, by))
                .unwrap();
        }
        assert_eq!(lake.journal().unwrap(), journal);
        (dir, lake)
    }

    #[test]
    fn one_person_counts_once_and_only_for_what_was_seen() {
        let (_dir, lake) = with_three();
        let journal = lake.journal().unwrap();
        let by = |sha256: &str| {
            journal
                .approvals(Subject::Target, "t1", sha256)
                .into_iter()
                .map(|(by, _)| by)
                .collect::<Vec<_>>()
        };
        assert_eq!(by("a"), ["Nguyễn Văn A"]);
        assert_eq!(by("b"), ["Trần B"]);
        assert!(by("c").is_empty() && journal.approvals(Subject::Release, "t1", "a").is_empty());
        assert!(!journal.knows_releases());
    }

    #[test]
    fn a_name_that_looks_the_same_is_the_same_person() {
        for same in [
            "Nguyễn Văn\u{200b} A",
            "\u{feff}nguyễn\u{a0}văn a",
            "Nguye\u{302}\u{303}n Va\u{306}n A",
            "Nguyễn Văn \u{ff21}",
            "Nguyễn\u{ad} VĂN A\u{2060}",
            "Nguyễn Văn \u{410}",
        ] {
            assert_eq!(person(same), person("Nguyễn Văn A"), "{same:?}");
        }
        assert_ne!(
            person("Nguyen Van A"),
            person("Nguyễn Văn A"),
            "tones are letters"
        );
    }

    #[test]
    fn an_altered_decision_and_one_that_was_taken_out_are_noticed() {
        let fault_after = |spoil: &dyn Fn(&Path)| {
            let (_dir, lake) = with_three();
            spoil(&lake.decisions_dir());
            lake.journal().unwrap_err().to_string()
        };
        let edited = fault_after(&|dir| {
            let path = dir.join("000002.json");
            fs::write(
                &path,
                fs::read_to_string(&path)
                    .unwrap()
                    .replace("nguyễn  văn a", "Lê C"),
            )
            .unwrap();
        });
        assert!(
            edited.contains("000003.json` is damaged: it follows on decision"),
            "{edited}"
        );
        let taken = fault_after(&|dir| fs::remove_file(dir.join("000001.json")).unwrap());
        assert!(
            taken.contains(
                "`000001.json` is missing, and `000002.json` stands in its place; restore"
            ),
            "{taken}"
        );
        let spoiled = fault_after(&|dir| fs::write(dir.join("000001.json"), "{}").unwrap());
        assert!(spoiled.contains("it has no `subject`"), "{spoiled}");
        let renamed = fault_after(&|dir| {
            fs::remove_file(dir.join("000001.json")).unwrap();
            fs::rename(dir.join("000002.json"), dir.join("000001.json")).unwrap();
        });
        assert!(renamed.contains("000001.json` is damaged"), "{renamed}");
    }
}
