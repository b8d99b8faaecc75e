//! Whether an answer is only wanted when something has changed since what is held.

use super::ask::Header;
use crate::model::{HttpMethod, HttpSource, HttpValue};
use crate::store::{Transfer, sha256_hex};

/// SHA-256 of a request as declared: secrets by their names. A condition may go only with the very
/// request that was answered.
pub(in crate::ingest::fetch) fn fingerprint(source: &HttpSource) -> String {
    let value = |v: &HttpValue| match v {
        HttpValue::Text(text) => format!("={text}"),
        HttpValue::Secret { prefix, from } => format!("!{prefix}\0{from:?}"),
    };
    let mut text = format!("{}\0{}\0", source.method, source.url);
    for (name, v) in source
        .headers
        .iter()
        .chain(&source.path)
        .chain(&source.query)
        .chain(source.body.values())
    {
        text.extend([name.as_str(), &value(v), "\0"]);
    }
    text.push_str(&source.content_types.join(","));
    sha256_hex(text.as_bytes())
}

/// The headers that ask for an answer only if something has changed since; none where that cannot
/// be asked.
pub(in crate::ingest::fetch) fn conditions(
    source: &HttpSource,
    held: Option<&Transfer>,
) -> Vec<Header> {
    let Some(held) = held.filter(|h| {
        source.method == HttpMethod::Get
            && source.paging.is_none()
            && source.api.is_none()
            && h.request == fingerprint(source)
    }) else {
        return Vec::new();
    };
    let header = |name: &str, value: &str| Header {
        name: name.to_owned(),
        value: value.to_owned(),
        credential: false,
    };
    let pairs = [
        ("If-None-Match", &held.etag),
        ("If-Modified-Since", &held.last_modified),
    ];
    pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| header(name, value))
        .collect()
}
