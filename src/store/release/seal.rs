//! The manifest of a release as bytes, sealed by a hash of what it says.

use crate::model::manifest::{Manifest, SEAL};
use crate::store::error::StoreError;
use crate::store::hash::sha256_hex;
use serde_json::{Map, Value, json};

pub(super) const MANIFEST: &str = "manifest.json";

pub(super) const RESTORE_MANIFEST: &str = "restore the manifest from a backup, or, when its release is in \
    force, run `chiso run`, which makes it again";

/// Hash of all that a manifest says except this hash.
pub(super) fn seal_of(document: &Map<String, Value>) -> String {
    let mut rest = document.clone();
    rest.shift_remove(SEAL);
    sha256_hex(Value::Object(rest).to_string().as_bytes())
}

/// The bytes of `manifest.json`.
pub(super) fn sealed(manifest: &Manifest) -> Result<Vec<u8>, StoreError> {
    let shape = |e: serde_json::Error| StoreError::Shape(e.to_string());
    let mut document = manifest.document().map_err(shape)?;
    let seal = seal_of(&document);
    document.insert(SEAL.to_owned(), json!(seal));
    let mut text = serde_json::to_vec_pretty(&document).map_err(shape)?;
    text.push(b'\n');
    Ok(text)
}
