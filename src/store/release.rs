//! Releases: complete, immutable folders, and the one link that says which of them is in force.
//!
//! A release is written beside its place, synced, renamed into place, and only then is `published`
//! swapped: that rename is the commit point of a run. A reader who follows the link sees one
//! release, never a mixture.

use crate::env::{Files, TEMPORARY};
use crate::model::manifest::{FileEntry, Manifest, SEAL};
use crate::model::published::TableSpec;
use crate::model::{Finding, Place};
use crate::store::error::{StoreError, read_failed};
use crate::store::hash::{sha256_hex, sha256_of_file, short};
use crate::store::lake::{Lake, check_name, entries, is_set_apart};
use crate::store::lock::LakeLock;
use crate::store::parquet;
use ::arrow::array::RecordBatch;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest.json";
const RESTORE_MANIFEST: &str = "restore the manifest from a backup, or, when its release is in \
    force, run `chiso run`, which makes it again";

/// A release on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleaseRef {
    /// Its id.
    pub id: String,
    /// Its folder, absolute.
    pub path: PathBuf,
    /// Its manifest.
    pub manifest: Manifest,
    /// The manifest as it was written, with what only other builds know.
    pub document: Map<String, Value>,
}

/// A release that is complete on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompleteRelease {
    /// Its id.
    pub id: String,
    /// Its folder, absolute.
    pub path: PathBuf,
    /// Files of it that had gone or had other bytes and were written again.
    pub restored: Vec<String>,
}

impl Lake {
    /// The lake's releases.
    #[must_use]
    pub const fn releases(&self) -> Releases<'_> {
        Releases { lake: self }
    }
}

/// A published table as it will lie in a release: encoded once, so that others can name its bytes
/// before they are written.
#[derive(Clone, Debug, PartialEq)]
pub struct EncodedTable {
    /// The table.
    pub spec: TableSpec,
    /// Its rows, counted.
    pub rows: usize,
    /// Its Parquet file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
}

impl EncodedTable {
    /// Name of the file.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.parquet", self.spec.name)
    }
}

/// The releases of a lake.
#[derive(Clone, Debug)]
pub struct Releases<'a> {
    pub(super) lake: &'a Lake,
}

struct NewFile {
    name: String,
    sha256: String,
    bytes: Vec<u8>,
    rows: Option<usize>,
}

impl From<EncodedTable> for NewFile {
    fn from(table: EncodedTable) -> NewFile {
        NewFile {
            name: table.file_name(),
            sha256: table.sha256,
            bytes: table.bytes,
            rows: Some(table.rows),
        }
    }
}
impl From<(String, Vec<u8>)> for NewFile {
    fn from((name, bytes): (String, Vec<u8>)) -> NewFile {
        NewFile {
            sha256: sha256_hex(&bytes),
            name,
            bytes,
            rows: None,
        }
    }
}

impl Releases<'_> {
    /// The release in force; `None` when nothing was published yet.
    ///
    /// # Errors
    /// When `published` points nowhere, or the manifest is damaged.
    pub fn current(&self) -> Result<Option<ReleaseRef>, StoreError> {
        let Some(id) = self.pointed_at()? else {
            return Ok(None);
        };
        let release = self.get(&id)?.ok_or_else(|| StoreError::Damaged {
            path: self.lake.published_path(),
            detail: format!("it points to release `{id}`, which is not there"),
            remedy: "restore the release from a backup, or run `chiso run`",
        })?;
        Ok(Some(release))
    }

    /// A release by id; `None` when there is none.
    ///
    /// # Errors
    /// When its manifest is damaged.
    pub fn get(&self, id: &str) -> Result<Option<ReleaseRef>, StoreError> {
        let Some(document) = self.document(id)? else {
            return Ok(None);
        };
        let path = self.dir(id);
        let manifest =
            Manifest::read(&document).map_err(|e| damaged(path.join(MANIFEST), e.to_string()))?;
        Ok(Some(ReleaseRef {
            id: id.to_owned(),
            path,
            manifest,
            document,
        }))
    }

    /// Every complete release, by id. One whose manifest is damaged is passed over; `verify` names
    /// it.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn list(&self) -> Result<Vec<ReleaseRef>, StoreError> {
        let names = entries(&self.lake.releases_dir())?
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| !name.starts_with('.'));
        let names = names.filter(|name| !is_set_apart(name));
        names
            .map(|id| {
                self.get(&id).or_else(|e| {
                    if matches!(e, StoreError::Damaged { .. }) {
                        Ok(None)
                    } else {
                        Err(e)
                    }
                })
            })
            .filter_map(Result::transpose)
            .collect()
    }

    /// The manifest of a release as JSON; `None` when there is no such release.
    fn document(&self, id: &str) -> Result<Option<Map<String, Value>>, StoreError> {
        check_name("release id", id)?;
        let path = self.dir(id).join(MANIFEST);
        match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text)
                .map(Some)
                .map_err(|e| damaged(path, e.to_string())),
            Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(e) if e.kind() == ErrorKind::PermissionDenied => Err(read_failed(&path)(e)),
            Err(e) => Err(damaged(path, e.to_string())),
        }
    }

    /// The bytes of a release's manifest.
    pub(super) fn manifest_bytes(&self, id: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.dir(id).join(MANIFEST);
        fs::read(&path).map_err(read_failed(&path))
    }

    /// Makes a release complete on disk, unless the one in force has the same content or `held`,
    /// given the manifest, names a release that stands for it. No reader sees it yet.
    ///
    /// The manifest gains `release`, `content_sha256` and `files`. The id is `<known_at>-<12 digits
    /// of inputs_hash>`.
    ///
    /// # Errors
    /// When two files share a name, the id is taken by other content, or the system refuses.
    pub fn make(
        &self,
        (known_at, inputs_hash): (NaiveDate, &str),
        tables: Vec<EncodedTable>,
        mut manifest: Manifest,
        extra: Vec<(String, Vec<u8>)>,
        held: &dyn Fn(&Manifest) -> Result<Option<String>, StoreError>,
    ) -> Result<CompleteRelease, StoreError> {
        let new_files: Vec<NewFile> = tables
            .into_iter()
            .map(NewFile::from)
            .chain(extra.into_iter().map(NewFile::from))
            .collect();
        check_names(&new_files)?;
        let content = content_hash(
            new_files
                .iter()
                .map(|f| (f.name.as_str(), f.sha256.as_str())),
        );
        let made = |id: String, restored: Vec<String>| CompleteRelease {
            path: self.dir(&id),
            id,
            restored,
        };
        if let Some(id) = self.pointed_at()?
            && self.content_of(&id)?.as_deref() == Some(content.as_str())
        {
            let restored = self.complete(&id, &new_files)?;
            return Ok(made(id, restored));
        }
        let id = format!("{known_at}-{}", short(inputs_hash));
        manifest.release = Some(id.clone());
        manifest.content_sha256 = Some(content.clone());
        manifest.files = Some(new_files.iter().map(entry).collect());
        if let Some(held) = held(&manifest)? {
            return Ok(made(held, Vec::new()));
        }
        let mut restored = Vec::new();
        match self.content_of(&id)? {
            // complete, but the link was not swapped yet
            Some(there) if there == content => restored = self.complete(&id, &new_files)?,
            Some(there) => return Err(taken(self.dir(&id), &there, &content)),
            None => self.write(&id, &new_files, &manifest)?,
        }
        Ok(made(id, restored))
    }

    fn write(
        &self,
        id: &str,
        new_files: &[NewFile],
        manifest: &Manifest,
    ) -> Result<(), StoreError> {
        let (files, place) = (self.files(), self.dir(id));
        let unfinished = self.dir(&format!("{TEMPORARY}{id}"));
        files.create_dir(&self.lake.releases_dir())?;
        for remnant in [&unfinished, &place] {
            files.remove_dir(remnant)?; // without a manifest it was never complete
        }
        files.create_dir(&unfinished)?;
        for file in new_files {
            files.write(&unfinished.join(&file.name), &file.bytes)?;
        }
        files.write(&unfinished.join(MANIFEST), &sealed(manifest)?)?;
        files.rename(&unfinished, &place)?;
        Ok(())
    }

    /// Swaps the link; where links cannot be made, the pointer file.
    pub(super) fn point_at(&self, id: &str) -> Result<(), StoreError> {
        let (link, target) = (self.lake.published_path(), format!("releases/{id}"));
        if fs::symlink_metadata(&link).is_ok_and(|meta| meta.is_dir()) {
            self.lake.set_apart(&link)?;
        }
        match self.files().swap_link(Path::new(&target), &link) {
            Err(e)
                if matches!(
                    e.cause.kind(),
                    ErrorKind::Unsupported | ErrorKind::PermissionDenied
                ) =>
            {
                Ok(self
                    .files()
                    .write(&link, format!("{target}\n").as_bytes())?)
            }
            done => Ok(done?),
        }
    }

    /// The release that `published` names, as link or as pointer file.
    pub(super) fn pointed_at(&self) -> Result<Option<String>, StoreError> {
        let link = self.lake.published_path();
        let target = match fs::symlink_metadata(&link) {
            Ok(meta) if meta.is_symlink() => fs::read_link(&link).map_err(read_failed(&link))?,
            Ok(meta) if meta.is_dir() => {
                return Err(no_link(
                    link,
                    "a folder stands in place of the link".to_owned(),
                ));
            }
            Ok(_) => match fs::read_to_string(&link) {
                Ok(text) => PathBuf::from(text.trim()),
                Err(e) if e.kind() == ErrorKind::InvalidData => {
                    return Err(no_link(
                        link,
                        "it is neither a link nor a pointer file".to_owned(),
                    ));
                }
                Err(e) => return Err(read_failed(&link)(e)),
            },
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(read_failed(&link)(e)),
        };
        let id = target
            .file_name()
            .and_then(|name| name.to_str())
            .filter(|name| target == Path::new("releases").join(name));
        let elsewhere = || {
            format!(
                "it points to `{}`, which is no release of this lake",
                target.display()
            )
        };
        id.map(|id| Some(id.to_owned()))
            .ok_or_else(|| no_link(link, elsewhere()))
    }

    /// Takes what stands in place of the link out of the way, when it is no link to a release: the
    /// run then makes the link again. Says so when it was done.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn clear_link(&self, _lock: &LakeLock) -> Result<Option<Finding>, StoreError> {
        let Err(StoreError::Damaged { detail: why, .. }) = self.pointed_at() else {
            return Ok(None);
        };
        let link = self.lake.published_path();
        let apart = self.lake.set_apart(&link)?;
        let place = Place {
            file: self.lake.shown(&link),
            ..Place::default()
        };
        let message = format!(
            "{why}; it was put by as `{}`, and the link is made again",
            self.lake.shown(&apart)
        );
        Ok(Some(
            Finding::warning("link_damaged", place, message).hint("what was put by may be removed"),
        ))
    }

    /// Whether every file of a release has the bytes that its manifest names.
    #[must_use]
    pub fn is_whole(&self, release: &ReleaseRef) -> bool {
        let files = release.manifest.files();
        is_sealed(release)
            && files
                .iter()
                .all(|f| has_hash(&release.path.join(&f.name), &f.sha256))
    }

    /// Refuses a release of which a file is not there or has other bytes than its manifest names.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] then.
    pub fn check_whole(&self, release: &ReleaseRef) -> Result<(), StoreError> {
        if !is_sealed(release) {
            let detail = "it does not say what it said when it was written".to_owned();
            return Err(StoreError::Damaged {
                path: release.path.join(MANIFEST),
                detail,
                remedy: RESTORE_MANIFEST,
            });
        }
        let mut files = release.manifest.files().iter();
        match files.find(|f| !has_hash(&release.path.join(&f.name), &f.sha256)) {
            None => Ok(()),
            Some(file) => Err(StoreError::Damaged {
                path: release.path.join(&file.name),
                detail: "it has not the bytes that were published".to_owned(),
                remedy: "`chiso run` makes it again when its release is in force, `chiso release \
                    rebuild` in any other",
            }),
        }
    }

    /// Writes the files of a release again that are not there or have other bytes. Gives their
    /// names.
    fn complete(&self, id: &str, new_files: &[NewFile]) -> Result<Vec<String>, StoreError> {
        let mut restored = Vec::new();
        for file in new_files {
            let path = self.dir(id).join(&file.name);
            if has_hash(&path, &file.sha256) {
                continue;
            }
            if path.is_dir() {
                self.files().remove_dir(&path)?;
            }
            self.files().write(&path, &file.bytes)?;
            restored.push(file.name.clone());
        }
        Ok(restored)
    }

    /// The hash of the content of a release; `None` when it is not there or its manifest cannot be
    /// read, for then it is made again.
    fn content_of(&self, id: &str) -> Result<Option<String>, StoreError> {
        match self.get(id) {
            Err(StoreError::Damaged { .. }) => Ok(None),
            found => Ok(found?
                .filter(is_sealed)
                .map(|r| r.manifest.content_sha256.unwrap_or_default())),
        }
    }

    fn dir(&self, id: &str) -> PathBuf {
        self.lake.releases_dir().join(id)
    }

    pub(super) fn files(&self) -> &Files {
        self.lake.files()
    }
}

/// A published table with its Parquet file.
///
/// # Errors
/// When the rows do not have the table's columns.
pub fn encode_table(spec: TableSpec, batch: &RecordBatch) -> Result<EncodedTable, StoreError> {
    let keys: Vec<&str> = spec
        .columns
        .iter()
        .filter(|c| c.key)
        .map(|c| c.name.as_str())
        .collect();
    let notes = BTreeMap::from([("chiso.table".to_owned(), spec.name.to_owned())]);
    let bytes = parquet::encode(batch, &keys, &notes)?;
    Ok(EncodedTable {
        rows: batch.num_rows(),
        sha256: sha256_hex(&bytes),
        bytes,
        spec,
    })
}

fn no_link(path: PathBuf, detail: String) -> StoreError {
    StoreError::Damaged {
        path,
        detail,
        remedy: "run `chiso run`, which makes the link again",
    }
}

fn has_hash(path: &Path, sha256: &str) -> bool {
    sha256_of_file(path).is_ok_and(|(found, _)| found == sha256)
}

/// Hash of all that a manifest says except this hash.
fn seal_of(document: &Map<String, Value>) -> String {
    let mut rest = document.clone();
    rest.shift_remove(SEAL);
    sha256_hex(Value::Object(rest).to_string().as_bytes())
}

/// Whether a manifest says what it said when it was written; one of before manifests were sealed is
/// taken at its word.
pub(super) fn is_sealed(release: &ReleaseRef) -> bool {
    let seal = release.manifest.manifest_sha256.as_ref();
    seal.is_none_or(|seal| *seal == seal_of(&release.document))
}

/// The bytes of `manifest.json`.
fn sealed(manifest: &Manifest) -> Result<Vec<u8>, StoreError> {
    let shape = |e: serde_json::Error| StoreError::Shape(e.to_string());
    let mut document = manifest.document().map_err(shape)?;
    let seal = seal_of(&document);
    document.insert(SEAL.to_owned(), json!(seal));
    let mut text = serde_json::to_vec_pretty(&document).map_err(shape)?;
    text.push(b'\n');
    Ok(text)
}

fn damaged(path: PathBuf, detail: String) -> StoreError {
    StoreError::Damaged {
        path,
        detail,
        remedy: RESTORE_MANIFEST,
    }
}

/// Hash of the names and hashes of the files of a release.
pub(super) fn content_hash<'f>(files: impl Iterator<Item = (&'f str, &'f str)>) -> String {
    sha256_hex(
        &files
            .flat_map(|(name, sha256)| [name, "\0", sha256, "\n"])
            .collect::<String>()
            .into_bytes(),
    )
}

fn check_names(new_files: &[NewFile]) -> Result<(), StoreError> {
    let mut seen = BTreeSet::from([MANIFEST]);
    for file in new_files {
        check_name("file of a release", &file.name)?;
        if !seen.insert(&file.name) {
            return Err(StoreError::Shape(format!(
                "a release would hold `{}` twice",
                file.name
            )));
        }
    }
    Ok(())
}

/// What a manifest says of the published tables: releases that agree in it have the same figures,
/// whatever program describes them.
pub(super) fn figures_of(manifest: &Manifest) -> Vec<(&str, &str)> {
    let tables = manifest.files().iter();
    tables
        .filter(|f| f.name.ends_with(".parquet"))
        .map(|f| (f.name.as_str(), f.sha256.as_str()))
        .collect()
}

fn entry(file: &NewFile) -> FileEntry {
    FileEntry {
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        bytes: file.bytes.len() as u64,
        rows: file.rows.map(|n| n as u64),
    }
}

fn taken(path: PathBuf, there: &str, here: &str) -> StoreError {
    let detail = format!(
        "the same inputs gave content `{}…` then and `{}…` now",
        short(there),
        short(here)
    );
    StoreError::Clash {
        path,
        detail,
        remedy: "the inputs' hash must cover whatever changed, the program's version too; please \
            report it",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::published::{Rows, release_tables};
    use crate::store::to_batch;

    fn lake() -> (tempfile::TempDir, Lake) {
        let dir = tempfile::tempdir().unwrap();
        let lake = Lake::open(dir.path(), Files::real()).unwrap();
        (dir, lake)
    }

    /// A release put in force by a run that needs no approval.
    #[derive(Debug, PartialEq)]
    struct Published {
        id: String,
        path: PathBuf,
        new: bool,
    }

    fn publish(lake: &Lake, inputs: &str, note: &str) -> Result<Published, StoreError> {
        let spec = release_tables()
            .into_iter()
            .find(|t| t.name == "area_relations")
            .unwrap();
        let row = vec![
            "2025-07-01".parse::<NaiveDate>().unwrap().into(),
            "merge".into(),
            "15".into(),
            "10".into(),
            note.into(),
        ];
        let batch = to_batch(&Rows {
            columns: spec.columns.clone(),
            rows: vec![row],
        })
        .unwrap();
        let extra = vec![("dictionary.csv".to_owned(), b"a,b\n".to_vec())];
        let table = encode_table(spec, &batch).unwrap();
        let (releases, now) = (lake.releases(), chrono::DateTime::UNIX_EPOCH);
        let manifest = Manifest {
            inputs_sha256: Some(inputs.to_owned()),
            ..Manifest::default()
        };
        let made = releases.make(
            ("2026-11-22".parse().unwrap(), inputs),
            vec![table],
            manifest,
            extra,
            &|m| releases.held(m, now),
        )?;
        let new = releases.bring(&lake.lock().unwrap(), &made, now)?;
        Ok(Published {
            id: made.id,
            path: made.path,
            new,
        })
    }

    const A: &str = "aaaaaaaaaaaaaaaa";
    const B: &str = "bbbbbbbbbbbbbbbb";

    #[test]
    fn a_release_is_minted_only_when_content_changes() {
        let (_dir, lake) = lake();
        assert_eq!(lake.releases().current().unwrap(), None);
        let first = publish(&lake, A, "one").unwrap();
        assert_eq!(
            (first.id.as_str(), first.new),
            ("2026-11-22-aaaaaaaaaaaa", true)
        );
        let same = publish(&lake, B, "one").unwrap();
        assert_eq!(
            (same.id.as_str(), same.new),
            ("2026-11-22-aaaaaaaaaaaa", false)
        );
        let second = publish(&lake, B, "two").unwrap();
        assert_eq!(
            (second.id.as_str(), second.new),
            ("2026-11-22-bbbbbbbbbbbb", true)
        );
        let current = lake.releases().current().unwrap().unwrap();
        assert_eq!(current.path, second.path);
        assert_eq!(current.manifest.inputs_sha256.as_deref(), Some(B));
        assert_eq!(current.manifest.release, Some(second.id.clone()));
        let files = current.manifest.files();
        assert_eq!(files[0].name, "area_relations.parquet");
        assert_eq!(files[0].rows, Some(1));
        assert_eq!(files[1].sha256, sha256_hex(b"a,b\n"));
        let back = publish(&lake, A, "one").unwrap();
        assert!(
            back.new && back.id == first.id,
            "content of an earlier release is that release"
        );
        assert!(lake.releases().get(&second.id).unwrap().is_some());
        assert!(lake.releases().get("2020-01-01-none").unwrap().is_none());
    }

    #[test]
    fn a_crash_before_the_swap_is_repaired_by_publishing_again() {
        let (_dir, lake) = lake();
        let first = publish(&lake, A, "one").unwrap();
        let second = publish(&lake, B, "two").unwrap();
        lake.releases().point_at(&first.id).unwrap();
        let manifest = second.path.join(MANIFEST);
        let written = fs::metadata(&manifest).unwrap().modified().unwrap();
        assert_eq!(publish(&lake, B, "two").unwrap(), second);
        assert_eq!(
            fs::metadata(&manifest).unwrap().modified().unwrap(),
            written,
            "reused, not written again"
        );
        assert_eq!(lake.releases().current().unwrap().unwrap().id, second.id);
    }

    #[test]
    fn a_crash_while_writing_leaves_nothing_that_counts() {
        let (_dir, lake) = lake();
        let unfinished = lake.releases_dir().join(".tmp-2026-11-22-aaaaaaaaaaaa");
        fs::create_dir_all(&unfinished).unwrap();
        fs::write(unfinished.join("old.parquet"), "half").unwrap();
        let published = publish(&lake, A, "one").unwrap();
        assert!(!published.path.join("old.parquet").exists() && !unfinished.exists());
    }

    #[test]
    fn one_id_never_stands_for_two_contents() {
        let (_dir, lake) = lake();
        publish(&lake, A, "one").unwrap();
        let error = publish(&lake, A, "two").unwrap_err().to_string();
        assert!(
            error.contains("2026-11-22-aaaaaaaaaaaa` exists with other content"),
            "{error}"
        );
        assert_eq!(
            lake.releases().current().unwrap().unwrap().id,
            "2026-11-22-aaaaaaaaaaaa"
        );
    }

    #[test]
    fn a_pointer_file_serves_where_links_cannot_be_made() {
        let (_dir, lake) = lake();
        let first = publish(&lake, A, "one").unwrap();
        fs::remove_file(lake.published_path()).unwrap();
        fs::write(lake.published_path(), format!("releases/{}\n", first.id)).unwrap();
        assert_eq!(lake.releases().current().unwrap().unwrap().id, first.id);
        assert!(!publish(&lake, A, "one").unwrap().new);
        assert!(publish(&lake, B, "two").unwrap().new);
    }

    #[test]
    fn a_link_that_points_nowhere_is_told_to_readers_and_healed_by_a_run() {
        let (_dir, lake) = lake();
        let first = publish(&lake, A, "one").unwrap();
        fs::remove_dir_all(&first.path).unwrap();
        let error = lake.releases().current().unwrap_err().to_string();
        assert!(
            error.contains(&first.id) && error.contains("chiso run"),
            "{error}"
        );
        publish(&lake, A, "one").unwrap();
        assert_eq!(lake.releases().current().unwrap().unwrap().id, first.id);
    }
}
