//! The tombstone of a release that was withdrawn: for programs as JSON, for people as text, next to
//! the files that stay for the record.

use crate::model::{Act, Subject};
use crate::store::decisions::{Journal, NewDecision};
use crate::store::error::{StoreError, read_failed};
use crate::store::release::Releases;
use crate::store::standing::{ReleaseState, ReleaseStatus};
use serde_json::json;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Names of the two files.
pub(super) const TOMBSTONE: [&str; 2] = ["WITHDRAWN.json", "WITHDRAWN.txt"];

impl Releases<'_> {
    /// Puts up what a withdrawn release must bear, and takes it from one that is proposed again.
    pub(super) fn mark(
        &self,
        standing: &ReleaseStatus,
        journal: &Journal,
    ) -> Result<(), StoreError> {
        let wanted = tombstone(standing, journal)?;
        for (i, name) in TOMBSTONE.into_iter().enumerate() {
            let path = standing.release.path.join(name);
            match &wanted {
                Some(texts) if held(&path)?.as_deref() != Some(texts[i].as_slice()) => {
                    self.files().write(&path, &texts[i])?;
                }
                None if path.exists() => self.files().remove_file(&path)?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// The two files as they must be; `None` for a release that is not withdrawn.
pub(super) fn tombstone(
    standing: &ReleaseStatus,
    journal: &Journal,
) -> Result<Option<[Vec<u8>; 2]>, StoreError> {
    if standing.state != ReleaseState::Withdrawn {
        return Ok(None);
    }
    let last = journal
        .about(Subject::Release, &standing.release.id)
        .rfind(|e| e.what.act == Act::Withdraw);
    last.map(|e| texts(&e.what)).transpose()
}

fn texts(decision: &NewDecision) -> Result<[Vec<u8>; 2], StoreError> {
    let NewDecision {
        id,
        sha256,
        by,
        at,
        why,
        ..
    } = decision;
    let note = json!({ "release": id, "state": "withdrawn", "manifest_sha256": sha256, "by": by, "at": at, "reason": why });
    let mut json =
        serde_json::to_vec_pretty(&note).map_err(|e| StoreError::Shape(e.to_string()))?;
    json.push(b'\n');
    let when = at.format("%Y-%m-%d %H:%M UTC");
    let text = format!(
        "Bản phát hành {id} ĐÃ BỊ THU HỒI.\nNgười thu hồi: {by}, {when}\nLý do: {why}\nCác tệp còn lại đây chỉ để lưu hồ sơ; không trích dẫn số liệu.\n\n\
         Release {id} HAS BEEN WITHDRAWN.\nBy: {by}, {when}\nReason: {why}\nIts files stay here \
         for the record only; do not cite its figures.\n"
    );
    Ok([json, text.into_bytes()])
}

/// What a file holds; `None` when it is not there.
pub(super) fn held(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(read_failed(path)(e)),
    }
}
