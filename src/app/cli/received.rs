//! A file or an address that somebody wants looked at before it is declared: its bytes and its
//! name.

use crate::app::cli::Failure;
use crate::env::{RealHttp, clock_from_env};
use crate::ingest::fetch::Fetcher;
use crate::model::{Finding, Place};
use std::path::Path;

/// Largest file that is looked at, in bytes; it is held in memory.
const MAX_BYTES: u64 = 1 << 30;

/// What was received.
pub struct Received {
    /// Name of the file, without its folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads a file, or fetches an address as a source over HTTP is fetched.
///
/// # Errors
/// Exit code 2 with place, rule and remedy.
pub fn received(file: &Path) -> Result<Received, Failure> {
    let shown = file.to_string_lossy();
    if shown.starts_with("http://") || shown.starts_with("https://") {
        return fetched(&shown);
    }
    let refused = |rule, message: String, hint: &str| {
        let place = Place {
            file: shown.to_string(),
            ..Place::default()
        };
        Failure::Faults(vec![Finding::error(rule, place, message).hint(hint)])
    };
    let unreadable = |e: std::io::Error| {
        let hint = if e.kind() == std::io::ErrorKind::NotFound {
            "look for a slip in the path"
        } else {
            "look at who may read the file"
        };
        refused("unreadable", format!("the file cannot be read: {e}"), hint)
    };
    let about = std::fs::metadata(file).map_err(unreadable)?;
    if about.is_dir() {
        return Err(refused(
            "unreadable",
            "this is a folder".to_owned(),
            "name a file in it",
        ));
    }
    if about.len() > MAX_BYTES {
        let message = format!(
            "the file has {} bytes; files up to {MAX_BYTES} are looked at",
            about.len()
        );
        return Err(refused(
            "too_large",
            message,
            "look at a part of it, as the first million lines",
        ));
    }
    let bytes = std::fs::read(file).map_err(unreadable)?;
    Ok(Received {
        name: file
            .file_name()
            .map_or_else(|| shown.to_string(), |n| n.to_string_lossy().into_owned()),
        bytes,
    })
}

fn fetched(address: &str) -> Result<Received, Failure> {
    let (clock, net) = (clock_from_env(), RealHttp::new());
    let fetch = Fetcher::new(&net, &*clock, Path::new("."), MAX_BYTES)
        .look(address)
        .map_err(|finding| Failure::Faults(vec![*finding]))?;
    // The name behind the last `/` of the path, which says as much as a file's.
    let path = fetch.address.split(['?', '#']).next().unwrap_or_default();
    let name = path
        .rsplit('/')
        .next()
        .filter(|n| !n.is_empty())
        .unwrap_or(path)
        .to_owned();
    Ok(Received {
        name,
        bytes: fetch.bytes,
    })
}
