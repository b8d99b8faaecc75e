//! What tells the content of two releases apart.

use crate::model::manifest::Manifest;
use crate::store::hash::sha256_hex;

/// Hash of the names and hashes of the files of a release.
pub(in crate::store) fn content_hash<'f>(
    files: impl Iterator<Item = (&'f str, &'f str)>,
) -> String {
    sha256_hex(
        &files
            .flat_map(|(name, sha256)| [name, "\0", sha256, "\n"])
            .collect::<String>()
            .into_bytes(),
    )
}

/// What a manifest says of the published tables: releases that agree in it have the same figures,
/// whatever program describes them.
pub(in crate::store) fn figures_of(manifest: &Manifest) -> Vec<(&str, &str)> {
    let tables = manifest.files().iter();
    tables
        .filter(|f| f.name.ends_with(".parquet"))
        .map(|f| (f.name.as_str(), f.sha256.as_str()))
        .collect()
}
