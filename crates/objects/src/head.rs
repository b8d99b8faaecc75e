//! The state of a lake as one object: every file with its length and hash, and the release in force.

use crate::fault::Fault;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Key of the object, under the prefix.
pub(crate) const HEAD: &str = "head.json";

const FORMAT: u32 = 1;

/// What the lake holds, by path with `/`.
pub(crate) type Listed = BTreeMap<String, Stored>;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stored {
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// One state of the lake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    format: u32,
    /// How many states were sent, this one among them.
    pub generation: u64,
    /// Where the link to what is in force points.
    pub published: Option<String>,
    /// Every file.
    pub files: Listed,
}

impl Head {
    pub(crate) const fn new(generation: u64, published: Option<String>, files: Listed) -> Head {
        Head {
            format: FORMAT,
            generation,
            published,
            files,
        }
    }

    /// Reads one, and trusts no path in it that leads out of the folder.
    pub(crate) fn read(bytes: &[u8]) -> Result<Head, Fault> {
        let damaged = |how: String| Fault::Damaged {
            key: HEAD.to_owned(),
            how,
        };
        let head: Head =
            serde_json::from_slice(bytes).map_err(|e| damaged(format!("cannot be read ({e})")))?;
        if head.format != FORMAT {
            let format = head.format;
            return Err(damaged(format!(
                "is of format {format}, which this version does not know"
            )));
        }
        let paths = head.files.keys().chain(&head.published);
        if let Some(path) = paths.into_iter().find(|path| !is_inside(path)) {
            return Err(damaged(format!(
                "names `{path}`, which is no path in a lake"
            )));
        }
        Ok(head)
    }

    pub(crate) fn written(&self) -> Result<Vec<u8>, Fault> {
        serde_json::to_vec(self).map_err(|e| Fault::Damaged {
            key: HEAD.to_owned(),
            how: format!("cannot be written ({e})"),
        })
    }
}

/// Whether a path leads to somewhere below, on any system.
fn is_inside(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':', '\0']);
    path.split('/').all(plain)
}

/// In what order files are sent, so that whoever reads the bucket meanwhile finds what a log names:
/// the logs of tables after all else, and the pointer to a checkpoint at the end.
pub(crate) fn sending_order(path: &str) -> u8 {
    match path.rsplit_once('/') {
        Some((_, "_last_checkpoint")) => 2,
        Some((folder, _)) if folder.ends_with("_delta_log") => 1,
        _ => 0,
    }
}
