//! Drop folders: files that people put there are landed when they are complete, and put away when
//! it is known what became of them.
//!
//! Nothing is lost at any step: a file is landed before it is moved, and stays in the folder until
//! it is. It moves to `taken/`, or to `refused/` with a text that says why, under the time at which
//! it was landed and its own name. Files of one look are taken in the order of their times, then of
//! their names; each is recorded a microsecond after the one before, so that the later one counts.
//!
//! Each file is a statement of its own: what it lacks is not taken back, since the next file may be
//! of another month or office.

use crate::env::Clock;
use crate::error::RunError;
use crate::model::{Dataset, DropFolder, Finding, Place, Source};
use crate::store::{
    FindingRecord, Lake, LandedDelivery, LandingNote, StoreError, note_beside, put_away,
};
use chrono::{DateTime, Duration, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Folder within a drop folder for files whose rows are in use.
const TAKEN: &str = "taken";
/// Folder within a drop folder for files of which nothing is used.
const REFUSED: &str = "refused";
/// Endings, in lower case, of files that some program still writes.
const UNFINISHED: [&str; 10] = [
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".filepart",
    ".download",
    ".bak",
    ".swp",
    "~",
];
/// Beginnings of files that belong to a program and hold no figures: lock files of office programs,
/// hidden files.
const NOT_OURS: [&str; 3] = ["~$", "#", "."];

/// People write `.CSV` as they write `.csv`.
const MATCHING: glob::MatchOptions = glob::MatchOptions {
    case_sensitive: false,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// What tells a file as it was seen from the same file when someone went on writing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileSignature {
    modified: SystemTime,
    size: u64,
}

impl FileSignature {
    fn of(path: &Path) -> Option<FileSignature> {
        let found = path
            .symlink_metadata()
            .ok()
            .filter(std::fs::Metadata::is_file)?;
        Some(FileSignature {
            modified: found.modified().ok()?,
            size: found.len(),
        })
    }
}

/// A file that was landed and still lies in its folder.
pub struct Dropped {
    dataset: String,
    /// Its delivery.
    pub delivery: String,
    path: PathBuf,
    seen: FileSignature,
    /// Name under which it is put away.
    name: String,
}

/// What a look at a drop folder gave.
#[derive(Default)]
pub struct Dropping {
    /// Files landed, in order.
    pub dropped: Vec<Dropped>,
    /// Faults and remarks.
    pub findings: Vec<Finding>,
}

/// The files of a drop folder as they are, by name. A folder that is not there holds none. Links
/// are not followed.
///
/// # Errors
/// When it cannot be listed.
pub fn listing(root: &Path, drop: &DropFolder) -> Result<BTreeMap<String, FileSignature>, String> {
    let folder = root.join(&drop.folder);
    let pattern = glob::Pattern::new(&drop.pattern)
        .map_err(|e| format!("`{}` is no pattern: {e}", drop.pattern))?;
    if !folder.is_dir() {
        return Ok(BTreeMap::new());
    }
    let failed = |e: std::io::Error| format!("`{}` cannot be listed: {e}", folder.display());
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if is_ours(&name) && pattern.matches_with(&name, MATCHING) {
            found.extend(FileSignature::of(&entry.path()).map(|seen| (name, seen)));
        }
    }
    Ok(found)
}

/// Whether a file of this name can hold figures, as far as names tell.
pub fn is_ours(name: &str) -> bool {
    let lower = name.to_lowercase();
    !NOT_OURS.iter().any(|start| lower.starts_with(start))
        && !UNFINISHED.iter().any(|end| lower.ends_with(end))
}

/// Looks at the drop folder of a source and lands what is complete: what was the same at two looks,
/// and while it was read.
///
/// # Errors
/// When the lake cannot be read or written.
pub fn take(
    root: &Path,
    limit: u64,
    lake: &Lake,
    of: (&Dataset, &Source, &DropFolder),
    clock: &dyn Clock,
    now: DateTime<Utc>,
) -> Result<Dropping, RunError> {
    let (dataset, source, drop) = of;
    let mut dropping = Dropping::default();
    let place = |name: &str| Place {
        file: format!("{}/{name}", drop.folder),
        ..Place::default()
    };
    if let Err(error) = lake.files().create_dir(&root.join(&drop.folder)) {
        dropping.findings.push(Finding::error(
            "source_unreadable",
            place(""),
            error.to_string(),
        ));
        return Ok(dropping);
    }
    let look = |dropping: &mut Dropping| {
        listing(root, drop).unwrap_or_else(|why| {
            dropping
                .findings
                .push(Finding::error("source_unreadable", place(""), why));
            BTreeMap::new()
        })
    };
    let first = look(&mut dropping);
    if first.is_empty() {
        return Ok(dropping);
    }
    clock.sleep(drop.settle.to_std().unwrap_or_default());
    let mut complete: Vec<(FileSignature, String)> = look(&mut dropping)
        .into_iter()
        .filter(|(n, s)| first.get(n) == Some(s))
        .map(|(n, s)| (s, n))
        .collect();
    complete.sort_by(|a, b| (a.0.modified, &a.1).cmp(&(b.0.modified, &b.1)));
    for (seen, name) in complete {
        let path = root.join(&drop.folder).join(&name);
        let bytes = match read(&path, seen, limit) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => continue,
            Err(finding) => {
                dropping.findings.push(Finding {
                    place: place(&name),
                    ..*finding
                });
                continue;
            }
        };
        let order = Duration::microseconds(i64::try_from(dropping.dropped.len()).unwrap_or(0));
        let stamped = format!("{}-{name}", now.format("%Y%m%dT%H%M%SZ"));
        let note = note(
            dataset,
            source,
            &format!("{}/{stamped}", drop.folder),
            now + order,
            lake,
        )?;
        let landed = match lake.land(&dataset.id, &name, &bytes, &note) {
            Ok(landed) => landed,
            Err(error @ StoreError::Name { .. }) => {
                dropping.findings.push(
                    Finding::error("source_unreadable", place(&name), error.to_string())
                        .hint("give the file another name"),
                );
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        if !landed.new && landed.receipt.fetched_at < now {
            let message = format!(
                "the file holds the very bytes of delivery `{}`, so it says nothing new",
                landed.delivery
            );
            dropping.findings.push(
                Finding::warning("drop_repeated", place(&name), message)
                    .hint("nothing is to be done; it is put away like the others"),
            );
        }
        dropping.dropped.push(Dropped {
            dataset: dataset.id.clone(),
            delivery: landed.delivery,
            path,
            seen,
            name: stamped,
        });
    }
    Ok(dropping)
}

/// The bytes of a file that is still as it was seen; nothing when it is not, for then it is not
/// complete.
fn read(path: &Path, seen: FileSignature, limit: u64) -> Result<Option<Vec<u8>>, Box<Finding>> {
    let fault = |rule: &'static str, message: String| {
        Box::new(Finding::error(rule, Place::default(), message))
    };
    if seen.size > limit {
        let message = format!(
            "the file has {} bytes, more than `limits.max_file_bytes` = {limit} in `chiso.toml`",
            seen.size
        );
        return Err(fault("source_unreadable", message));
    }
    if seen.size == 0 {
        let hint = "put the whole file there, or remove it";
        let empty = Finding::warning(
            "drop_empty",
            Place::default(),
            "the file is empty, so it is left where it is",
        );
        return Err(Box::new(empty.hint(hint)));
    }
    match std::fs::read(path) {
        Ok(bytes) => Ok(
            (FileSignature::of(path) == Some(seen) && bytes.len() as u64 == seen.size)
                .then_some(bytes),
        ),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(fault("source_unreadable", e.to_string())),
    }
}

fn note(
    dataset: &Dataset,
    source: &Source,
    path: &str,
    fetched_at: DateTime<Utc>,
    lake: &Lake,
) -> Result<LandingNote, RunError> {
    let licence = if source.licence.is_empty() {
        &dataset.licence
    } else {
        &source.licence
    };
    // Everything that was ever dropped still holds: a file that comes again takes nothing back.
    let source_holds: BTreeSet<String> = lake
        .landed_sound(&dataset.id)?
        .0
        .into_iter()
        .map(|l| l.receipt.sha256)
        .collect();
    Ok(LandingNote {
        source_id: source.id.clone(),
        path: path.to_owned(),
        url: source.url.clone(),
        licence: licence.clone(),
        published_at: source.published_at,
        fetched_at,
        transfer: None,
        source_holds,
    })
}

/// The deliveries of a drop folder that count when it is asked what is wrong: of each file name the
/// last.
pub fn current<'a>(
    landed: &'a [LandedDelivery],
    source: &Source,
) -> impl Iterator<Item = String> + use<'a> {
    let newest: BTreeMap<&str, &LandedDelivery> = landed
        .iter()
        .filter(|l| l.receipt.source_id == source.id)
        .map(|l| (l.receipt.file_name.as_str(), l))
        .collect();
    newest.into_values().map(|l| l.delivery.clone())
}

/// Puts landed files away; `fate` tells whether the rows of a delivery are in use, and nothing when
/// that is not known yet. A file that someone has written anew meanwhile stays: the next look takes
/// it.
pub fn put_all_away(
    lake: &Lake,
    dropped: &[Dropped],
    fate: impl Fn(&str, &str) -> Option<bool>,
    faults: &[FindingRecord],
) -> Vec<Finding> {
    let mut findings = vec![];
    for file in dropped {
        let (Some(used), Some(parent)) = (fate(&file.dataset, &file.delivery), file.path.parent())
        else {
            continue;
        };
        if FileSignature::of(&file.path) != Some(file.seen) {
            continue;
        }
        let done = put_away(
            lake.files(),
            &file.path,
            &parent.join(if used { TAKEN } else { REFUSED }),
            &file.name,
        );
        let noted = done.and_then(|to| {
            if used {
                Ok(())
            } else {
                note_beside(lake.files(), &to, &why(file, faults))
            }
        });
        if let Err(error) = noted {
            let place = Place {
                file: file.path.to_string_lossy().into_owned(),
                ..Place::default()
            };
            let message = format!(
                "the file is landed as delivery `{}` and cannot be put away: {error}",
                file.delivery
            );
            findings.push(
                Finding::warning("drop_not_moved", place, message)
                    .hint("let chiso write in the folder, or move the file away"),
            );
        }
    }
    findings
}

fn why(file: &Dropped, faults: &[FindingRecord]) -> String {
    let its = faults
        .iter()
        .filter(|f| f.dataset == file.dataset && f.delivery == file.delivery);
    let said: Vec<String> = its.map(|f| f.clone().into_finding().to_string()).collect();
    format!(
        "Nothing of this file is used; what was delivered before stays in use.\n\ndataset {}, delivery {}\n\n{}\n\nPut the mended file into the folder \
         above under the same name.\n",
        file.dataset,
        file.delivery,
        said.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_being_written_are_told_by_their_names() {
        for name in ["thang-01.csv", "Báo cáo 2026.xlsx", "part.csv", "tmp.csv"] {
            assert!(is_ours(name), "{name}");
        }
        for name in [
            "thang-01.csv.part",
            "~$book.xlsx",
            "a.csv.TMP",
            ".hidden.csv",
            ".~lock.book.ods#",
            "a.csv~",
            "a.csv.crdownload",
            "a.csv.filepart",
        ] {
            assert!(!is_ours(name), "{name}");
        }
    }

    #[test]
    fn a_listing_follows_no_links_and_sees_no_folders() {
        let own = tempfile::tempdir().unwrap();
        let drop = DropFolder {
            folder: "inbox".into(),
            pattern: "*.csv".into(),
            every: Duration::zero(),
            settle: Duration::zero(),
        };
        assert!(listing(own.path(), &drop).unwrap().is_empty());
        let inbox = own.path().join("inbox");
        std::fs::create_dir_all(inbox.join("taken.csv")).unwrap();
        std::fs::write(own.path().join("secret.csv"), "x").unwrap();
        std::os::unix::fs::symlink(own.path().join("secret.csv"), inbox.join("link.csv")).unwrap();
        std::fs::write(inbox.join("a.csv"), "x").unwrap();
        std::fs::write(inbox.join("B.CSV"), "x").unwrap();
        std::fs::write(inbox.join("a.xlsx"), "x").unwrap();
        assert_eq!(
            listing(own.path(), &drop)
                .unwrap()
                .into_keys()
                .collect::<Vec<_>>(),
            ["B.CSV", "a.csv"]
        );
    }

    #[test]
    fn a_file_that_grows_while_it_is_read_is_not_taken() {
        let own = tempfile::tempdir().unwrap();
        let path = own.path().join("a.csv");
        std::fs::write(&path, "abc").unwrap();
        let seen = FileSignature::of(&path).unwrap();
        assert_eq!(read(&path, seen, 3).unwrap().unwrap(), b"abc");
        assert!(read(&path, seen, 2).is_err());
        std::fs::write(&path, "abcd").unwrap();
        assert!(read(&path, seen, 9).unwrap().is_none());
    }
}
