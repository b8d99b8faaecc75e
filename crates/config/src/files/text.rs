//! Reads one configuration file, which must be a text of sensible size.

use crate::plan::ConfigFile;
use crate::{hash, rule};
use chiso_model::{Finding, Place};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::string::FromUtf8Error;

/// Largest configuration file read, in bytes. Figures belong into data files.
pub(super) const MAX_FILE_BYTES: u64 = 4 << 20;

/// A configuration file's text.
pub(crate) struct ConfigText {
    /// Path relative to the project, with `/`.
    pub path: String,
    /// Folder it stands in: empty for `chiso.toml`, the name of the file for corrections and
    /// repairs wherever they stand.
    pub folder: &'static str,
    /// The id it declares, its file stem; of a file of corrections or repairs the dataset.
    pub id: String,
    /// Its text.
    pub text: String,
}

impl ConfigText {
    /// The file as the plan keeps it.
    pub(crate) fn to_config_file(&self) -> ConfigFile {
        ConfigFile {
            path: self.path.clone(),
            sha256: hash::sha256(self.text.as_bytes()),
            bytes: self.text.clone().into_bytes(),
        }
    }
}

/// Reads it; `None` with a fault when it cannot be read.
pub(super) fn read_one(
    root: &Path,
    path: String,
    folder: &'static str,
    id: &str,
    faults: &mut Vec<Finding>,
) -> Option<ConfigText> {
    let bytes = match read_bytes(&root.join(&path)) {
        Ok(bytes) => bytes,
        Err(error) => {
            faults.push(unreadable(&path, &error));
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(ConfigText {
            path,
            folder,
            id: id.to_owned(),
            text,
        }),
        Err(error) => {
            faults.push(not_utf8(path, &error));
            None
        }
    }
}

fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Looked at before it is opened: opening a pipe would wait for ever.
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = vec![];
    File::open(path)?
        .take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::other(format!(
            "larger than {MAX_FILE_BYTES} bytes"
        )));
    }
    Ok(bytes)
}

fn not_utf8(file: String, error: &FromUtf8Error) -> Finding {
    let before = error
        .as_bytes()
        .iter()
        .take(error.utf8_error().valid_up_to());
    let place = Place {
        file,
        row: before.filter(|b| **b == b'\n').count() as u64 + 1,
        ..Place::default()
    };
    Finding::error(rule::UNREADABLE_FILE, place, "the text is not UTF-8")
        .hint("save the file with the encoding UTF-8")
}

/// A fault of a file as a whole, or of a folder.
pub(super) fn whole_file(file: &str, rule: &'static str, message: impl Into<String>) -> Finding {
    Finding::error(
        rule,
        Place {
            file: file.to_owned(),
            ..Place::default()
        },
        message,
    )
}

pub(super) fn unreadable(file: &str, error: &io::Error) -> Finding {
    whole_file(
        file,
        rule::UNREADABLE_FILE,
        format!("cannot be read: {error}"),
    )
    .hint("check that it is a file and that you may read it")
}
