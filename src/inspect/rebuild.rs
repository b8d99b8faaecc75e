//! A past release made again from landed bytes alone: neither tables nor ledger nor published files
//! are asked. What comes out is compared with the hashes of the manifest.

use crate::error::RunError;
use crate::inspect::past_release::Past;
use crate::inspect::remake::{remake, tables};
use crate::model::Finding;
use crate::pipeline::Progress;
use crate::pipeline::package::Package;
use crate::store::{Lake, ReleaseRef, sha256_hex};
use std::collections::BTreeMap;

/// How a file made again compares with the one that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The very bytes.
    Same,
    /// Other bytes with the same cells, as another program may write them.
    SameCells,
    /// Something else, or nothing that it could be compared with.
    Differs,
}

impl Likeness {
    /// A stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Likeness::Same => "same",
            Likeness::SameCells => "same_cells",
            Likeness::Differs => "differs",
        }
    }
}

/// A file of a release, made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemadeFile {
    /// Name.
    pub name: String,
    /// SHA-256 of what was published.
    pub published: String,
    /// SHA-256 of what was made; empty when this program makes no such file.
    pub made: String,
    /// What was made.
    pub bytes: Vec<u8>,
    /// How the two compare.
    pub likeness: Likeness,
    /// Whether the file in the lake has the published hash.
    pub stands: bool,
    /// How they differ, where that can be said.
    pub finding: Option<Finding>,
}

/// Makes every file of a release again from landing and compares it with its published hash.
///
/// # Errors
/// When landing does not have something that the release was made from, or the configuration of
/// that time cannot be read.
pub fn rebuild(
    lake: &Lake,
    past: &Past,
    progress: &dyn Progress,
) -> Result<Vec<RemadeFile>, RunError> {
    let remade = remake(lake, past, None, progress)?;
    let Package { tables, extra } = past.package(&tables(&remade, past)?, &remade.broken)?;
    let mut made: BTreeMap<String, (Vec<u8>, Option<Finding>)> = BTreeMap::new();
    for table in tables {
        let finding = past.compare_table(&table)?;
        made.insert(table.file_name(), (table.bytes, finding));
    }
    for (name, bytes) in extra {
        let finding = past.compare_text(&name, &bytes);
        made.insert(name, (bytes, finding));
    }
    progress.done();
    let file = |(name, published): (String, String)| {
        let made = made.remove(&name).unwrap_or_default();
        held(past, (name, published), made)
    };
    Ok(listed(&past.release).into_iter().map(file).collect())
}

/// Name and hash of the files of a release, except its manifest.
fn listed(release: &ReleaseRef) -> Vec<(String, String)> {
    let files = release.manifest.files().iter();
    files.map(|f| (f.name.clone(), f.sha256.clone())).collect()
}

/// A file made again, compared with its published hash.
fn held(
    past: &Past,
    (name, published): (String, String),
    (bytes, finding): (Vec<u8>, Option<Finding>),
) -> RemadeFile {
    let made = if bytes.is_empty() {
        String::new()
    } else {
        sha256_hex(&bytes)
    };
    let stands = std::fs::read(past.release.path.join(&name))
        .is_ok_and(|there| sha256_hex(&there) == published);
    let likeness = match &finding {
        _ if made == published => Likeness::Same,
        // Only what was published can say that its cells are the same.
        Some(finding)
            if stands && !bytes.is_empty() && finding.severity < crate::model::Severity::Error =>
        {
            Likeness::SameCells
        }
        _ => Likeness::Differs,
    };
    let finding = finding.filter(|_| likeness != Likeness::Same);
    RemadeFile {
        name,
        published,
        made,
        bytes,
        likeness,
        stands,
        finding,
    }
}
