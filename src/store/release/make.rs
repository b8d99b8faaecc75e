//! A release made complete on disk.

use crate::env::TEMPORARY;
use crate::model::manifest::{FileEntry, Manifest};
use crate::store::error::StoreError;
use crate::store::hash::{sha256_hex, short};
use crate::store::lake_folder::check_name;
use crate::store::release::content::content_hash;
use crate::store::release::encoded_table::EncodedTable;
use crate::store::release::folders::Releases;
use crate::store::release::seal::{MANIFEST, sealed};
use crate::store::release::whole::has_hash;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::path::PathBuf;

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
    use crate::env::Files;
    use crate::model::published::{Value, release_tables};
    use crate::store::lake_folder::Lake;
    use crate::store::release::encoded_table::encode_table;
    use std::fs;

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
        let row: Vec<Value> = vec![
            "2025-07-01".parse::<NaiveDate>().unwrap().into(),
            "merge".into(),
            "15".into(),
            "10".into(),
            note.into(),
        ];
        let extra = vec![("dictionary.csv".to_owned(), b"a,b\n".to_vec())];
        let table = encode_table(&spec, || std::iter::once(&row)).unwrap();
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
