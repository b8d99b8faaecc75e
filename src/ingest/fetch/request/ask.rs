//! What is asked of a server, and what of it another server may see.

use super::super::secrets::Guard;
use super::super::trouble::Trouble;
use super::address::{same_origin, shown_place};
use serde_json::Value;
use url::Url;

/// A header with what may be done with it.
#[derive(Clone)]
pub(in crate::ingest::fetch) struct Header {
    pub name: String,
    pub value: String,
    /// Not for another server.
    pub credential: bool,
}

/// What is asked of a server.
#[derive(Clone)]
pub(in crate::ingest::fetch) struct Ask {
    pub url: Url,
    pub post: bool,
    pub headers: Vec<Header>,
    pub body: Option<Vec<u8>>,
    /// The body holds a secret.
    pub secret_body: bool,
    /// What the answer is to be.
    pub expects: Expects,
}

/// What an answer is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ingest::fetch) enum Expects {
    /// Data in the format of the source.
    Data,
    /// Data of which an adapter says whether they are there; that it is whole is seen here.
    Judged,
    /// JSON that describes something, whatever type it is said to be.
    Json,
}

impl Ask {
    /// The same with further segments in its path, each written as people write it.
    pub fn below<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Ask {
        let mut ask = self.clone();
        if let Ok(mut path) = ask.url.path_segments_mut() {
            path.pop_if_empty()
                .extend(segments.into_iter().filter(|s| !s.is_empty()));
        }
        ask
    }

    /// The same with a query parameter more.
    pub fn with(mut self, name: &str, value: &str) -> Ask {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// The same with another expectation.
    pub fn expecting(mut self, expects: Expects) -> Ask {
        self.expects = expects;
        self
    }

    /// The same as a POST of JSON.
    pub fn posting(mut self, json: &Value) -> Ask {
        self.post = true;
        self.body = Some(json.to_string().into_bytes());
        if !self
            .headers
            .iter()
            .any(|h| h.name.eq_ignore_ascii_case("content-type"))
        {
            self.headers.push(Header {
                name: "Content-Type".to_owned(),
                value: "application/json".to_owned(),
                credential: false,
            });
        }
        self
    }

    /// Turns to another address. Another server learns no secret, and nothing that was encrypted
    /// goes on in the open.
    pub fn go_to(&mut self, mut next: Url, guard: &Guard, what: &str) -> Result<(), Trouble> {
        if !matches!(next.scheme(), "http" | "https") {
            return Err(refused(
                format!("{what} is no web address, but `{}:`", next.scheme()),
                "tell the provider",
            ));
        }
        let place = guard.clean(&shown_place(&next));
        if self.url.scheme() == "https" && next.scheme() == "http" {
            return Err(refused(
                format!("{what} `{place}` is not encrypted, and the address declared is"),
                "find the `https://` address, and declare that",
            ));
        }
        // Names and passwords that a server puts into an address are not ours to send.
        let _ = next.set_username("");
        let _ = next.set_password(None);
        next.set_fragment(None);
        if !same_origin(&self.url, &next) {
            self.headers.retain(|h| !h.credential);
            leave_out_secrets(&mut next, guard);
            let trusted = "declare that address itself, if it is trusted";
            if guard.is_in_address(next.as_str()) {
                return Err(refused(
                    format!("{what} `{place}` is on another server and carries a secret"),
                    trusted,
                ));
            }
            if self.secret_body && self.body.is_some() {
                return Err(refused(
                    format!("{what} `{place}` is on another server, and the body holds a secret"),
                    trusted,
                ));
            }
        }
        self.url = next;
        Ok(())
    }

    /// The address as it may be shown.
    pub fn shown(&self, guard: &Guard) -> String {
        guard.clean(self.url.as_str())
    }
}

fn refused(message: String, hint: &str) -> Trouble {
    Trouble::new("http_redirect", message, hint)
}

/// Takes the parameters with secrets out of an address.
fn leave_out_secrets(address: &mut Url, guard: &Guard) {
    let kept: Vec<(String, String)> = address
        .query_pairs()
        .filter(|(_, v)| !guard.is_in(v.as_bytes()))
        .map(|(n, v)| (n.into_owned(), v.into_owned()))
        .collect();
    if kept.len() < address.query_pairs().count() {
        address.set_query(None);
        for (name, value) in &kept {
            address.query_pairs_mut().append_pair(name, value);
        }
    }
}
