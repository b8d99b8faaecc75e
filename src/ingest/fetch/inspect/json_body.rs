//! The JSON of a body.

use serde_json::Value;

/// The JSON of a body; a byte-order mark before it and NUL bytes behind it do not matter.
pub(in crate::ingest::fetch) fn json(body: &[u8]) -> serde_json::Result<Value> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let end = body.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    serde_json::from_slice(&body[..end])
}
