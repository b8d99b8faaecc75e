//! Addresses: which belong to one server, and how they are shown.

use url::Url;

/// An address without its query, which may hold keys of others.
pub(in crate::ingest::fetch) fn shown_place(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

/// Whether two addresses are of one server.
pub(in crate::ingest::fetch) fn same_origin(a: &Url, b: &Url) -> bool {
    (a.scheme(), a.host_str(), a.port_or_known_default())
        == (b.scheme(), b.host_str(), b.port_or_known_default())
}
