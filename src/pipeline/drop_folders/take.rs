//! What is complete in a drop folder, landed.

use crate::env::Clock;
use crate::error::RunError;
use crate::model::{Dataset, DropFolder, Finding, Place, Source};
use crate::pipeline::deliveries::licence;
use crate::pipeline::drop_folders::listing::{FileSignature, listing};
use crate::pipeline::drop_folders::moved::was_moved;
use crate::store::{Lake, LandedDelivery, LandingNote, Replaced, StoreError, sha256_hex};
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file that was landed and still lies in its folder.
pub struct Dropped {
    pub(super) dataset: String,
    /// Its delivery.
    pub delivery: String,
    pub(super) path: PathBuf,
    pub(super) seen: FileSignature,
    /// Name under which it is kept.
    pub(super) name: String,
}

/// What a look at a drop folder gave.
#[derive(Default)]
pub struct Dropping {
    /// Files landed, in order.
    pub dropped: Vec<Dropped>,
    /// Faults and remarks.
    pub findings: Vec<Finding>,
}

/// A drop folder, and where what it holds is landed.
#[derive(Clone, Copy)]
pub struct DropSource<'a> {
    /// Folder of the project.
    pub root: &'a Path,
    /// Most bytes that a file may have.
    pub limit: u64,
    /// Where files are landed.
    pub lake: &'a Lake,
    /// Its dataset.
    pub dataset: &'a Dataset,
    /// Its source.
    pub source: &'a Source,
    /// The folder as declared.
    pub drop: &'a DropFolder,
    /// The time at which files are received.
    pub now: DateTime<Utc>,
}

/// Looks at the drop folder of a source and lands what is complete: what was the same at two looks,
/// and while it was read.
///
/// # Errors
/// When the lake cannot be read or written.
pub fn take(of: DropSource<'_>, clock: &dyn Clock) -> Result<Dropping, RunError> {
    let mut dropping = Dropping::default();
    let folder = of.root.join(&of.drop.folder);
    if let Err(error) = of.lake.files().create_dir(&folder) {
        dropping.findings.push(Finding::error(
            "source_unreadable",
            of.place(""),
            error.to_string(),
        ));
        return Ok(dropping);
    }
    for (seen, name) in of.complete(clock, &mut dropping.findings) {
        let path = folder.join(&name);
        match read(&path, seen, of.limit) {
            Ok(Some(bytes)) => of.land(path, seen, &name, &bytes, &mut dropping)?,
            Ok(None) => {}
            Err(finding) => dropping.findings.push(Finding {
                place: of.place(&name),
                ..*finding
            }),
        }
    }
    Ok(dropping)
}

impl DropSource<'_> {
    fn place(&self, name: &str) -> Place {
        Place {
            file: format!("{}/{name}", self.drop.folder),
            ..Place::default()
        }
    }

    /// The files that are the same at two looks, in the order of their times, then of their names.
    fn complete(
        &self,
        clock: &dyn Clock,
        findings: &mut Vec<Finding>,
    ) -> Vec<(FileSignature, String)> {
        let mut look = || {
            listing(self.root, self.drop).unwrap_or_else(|why| {
                findings.push(Finding::error("source_unreadable", self.place(""), why));
                BTreeMap::new()
            })
        };
        let first = look();
        if first.is_empty() {
            return vec![];
        }
        clock.sleep(self.drop.settle.to_std().unwrap_or_default());
        let mut complete: Vec<(FileSignature, String)> = look()
            .into_iter()
            .filter(|(n, s)| first.get(n) == Some(s))
            .map(|(n, s)| (s, n))
            .collect();
        complete.sort_by(|a, b| (a.0.modified, &a.1).cmp(&(b.0.modified, &b.1)));
        complete
    }

    fn land(
        &self,
        path: PathBuf,
        seen: FileSignature,
        name: &str,
        bytes: &[u8],
        dropping: &mut Dropping,
    ) -> Result<(), RunError> {
        let order = Duration::microseconds(i64::try_from(dropping.dropped.len()).unwrap_or(0));
        let stamped = format!("{}-{name}", self.now.format("%Y%m%dT%H%M%SZ"));
        let note = self.note(&stamped, bytes, self.now + order)?;
        let landed = match self.lake.land(&self.dataset.id, name, bytes, &note) {
            Ok(landed) => landed,
            Err(error @ StoreError::Name { .. }) => {
                dropping.findings.push(
                    Finding::error("source_unreadable", self.place(name), error.to_string())
                        .hint("give the file another name"),
                );
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        if self.source.reads_file_name() && landed.receipt.file_name != name {
            let other = &landed.receipt.file_name;
            let message = format!(
                "the file has the same bytes as `{other}`, so its name, which carries a value, is \
                    not read"
            );
            dropping.findings.push(
                Finding::error("same_bytes", self.place(name), message).hint(
                    "if both are right, put it there again with a change that says nothing, such as \
                        a blank line at the end",
                ),
            );
        } else if !landed.new && landed.receipt.fetched_at < self.now {
            let message = format!(
                "the file holds the same bytes as delivery `{}`, so it says nothing new",
                landed.delivery
            );
            dropping.findings.push(
                Finding::warning("drop_repeated", self.place(name), message)
                    .hint("you need do nothing; chiso moves it like the others"),
            );
        }
        dropping.dropped.push(Dropped {
            dataset: self.dataset.id.clone(),
            delivery: landed.delivery,
            path,
            seen,
            name: stamped,
        });
        Ok(())
    }

    fn note(
        &self,
        stamped: &str,
        bytes: &[u8],
        fetched_at: DateTime<Utc>,
    ) -> Result<LandingNote, RunError> {
        let (landed, _) = self.lake.landed_sound(&self.dataset.id)?;
        let sha256 = sha256_hex(bytes);
        let same = |l: &&LandedDelivery| {
            l.receipt.source_id == self.source.id && l.receipt.sha256 == sha256
        };
        let put_again = landed
            .iter()
            .rfind(same)
            .is_some_and(|l| was_moved(self.root, &l.receipt.path));
        // A file that is landed and still lies there says nothing again. One that was moved and
        // was put there again comes after all that others said since then.
        let replaced = if put_again {
            Replaced::ByAny
        } else {
            Replaced::Never
        };
        Ok(LandingNote {
            source_id: self.source.id.clone(),
            path: format!("{}/{stamped}", self.drop.folder),
            url: self.source.url.clone(),
            licence: licence(self.dataset, self.source).to_owned(),
            published_at: self.source.published_at,
            fetched_at,
            transfer: None,
            replaced,
        })
    }
}

/// The bytes of a file that is still as it was seen; nothing when it is not, for then it is not
/// complete.
pub(super) fn read(
    path: &Path,
    seen: FileSignature,
    limit: u64,
) -> Result<Option<Vec<u8>>, Box<Finding>> {
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
