//! The requests of a source: what is declared, with the parameters of a page, and what of it
//! another server may see.

use super::encoding::ACCEPTED;
use super::secrets::Guard;
use super::trouble::Trouble;
use crate::model::{HttpBody, HttpMethod, HttpSource, HttpValue};
use crate::store::{Transfer, sha256_hex};
use serde_json::Value;
use url::Url;

/// Headers that say who we are, whatever their value.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// A header with what may be done with it.
#[derive(Clone)]
pub(super) struct Header {
    pub name: String,
    pub value: String,
    /// Not for another server.
    pub credential: bool,
}

/// What is asked of a server.
#[derive(Clone)]
pub(super) struct Ask {
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
pub(super) enum Expects {
    /// Data in the format of the source.
    Data,
    /// Data of which an adapter says whether they are there; that it is whole is seen here.
    Judged,
    /// JSON that describes something, whatever type it is said to be.
    Json,
}

/// What to ask for in a page, beside what is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PageRequest {
    /// Nothing beside.
    Declared,
    /// Parameters in the query or the body.
    With(Vec<(String, Parameter)>),
    /// Another address, as the server gave it.
    Address(String),
}

/// The value of a parameter of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Parameter {
    Number(u64),
    Text(String),
}

impl Parameter {
    fn text(&self) -> String {
        match self {
            Parameter::Number(n) => n.to_string(),
            Parameter::Text(text) => text.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Parameter::Number(n) => Value::from(*n),
            Parameter::Text(text) => Value::from(text.as_str()),
        }
    }
}

/// The request of a source as declared, with its secrets.
pub(super) fn declared(source: &HttpSource, guard: &Guard) -> Result<Ask, Trouble> {
    let mut url = Url::parse(&source.url).map_err(|e| {
        Trouble::new(
            "http_request",
            format!("the address cannot be used: {e}"),
            "mend `url`",
        )
    })?;
    for (name, value) in &source.query {
        url.query_pairs_mut()
            .append_pair(name, &guard.text_of(value));
    }
    let mut headers: Vec<Header> = Vec::new();
    for (name, value) in &source.headers {
        let credential = matches!(value, HttpValue::Secret { .. })
            || CREDENTIALS.contains(&name.to_ascii_lowercase().as_str());
        headers.push(Header {
            name: name.clone(),
            value: guard.text_of(value),
            credential,
        });
    }
    let mut usual = |name: &str, value: String| {
        if !headers.iter().any(|h| h.name.eq_ignore_ascii_case(name)) {
            headers.push(Header {
                name: name.to_owned(),
                value,
                credential: false,
            });
        }
    };
    usual(
        "User-Agent",
        concat!("chiso/", env!("CARGO_PKG_VERSION")).to_owned(),
    );
    usual("Accept", accept(source));
    usual("Accept-Encoding", ACCEPTED.to_owned());
    let body = match &source.body {
        HttpBody::None => None,
        HttpBody::Json { text, fields } => {
            usual("Content-Type", "application/json".to_owned());
            let mut text = text.clone();
            if !fields.is_empty() {
                let mut json = object(&text)?;
                for (path, value) in fields {
                    set(&mut json, path, Value::from(guard.text_of(value)));
                }
                text = json.to_string();
            }
            Some(text.into_bytes())
        }
        HttpBody::Form(fields) => {
            usual(
                "Content-Type",
                "application/x-www-form-urlencoded".to_owned(),
            );
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in fields {
                form.append_pair(name, &guard.text_of(value));
            }
            Some(form.finish().into_bytes())
        }
    };
    let secret_body = body.as_ref().is_some_and(|b| guard.is_in(b));
    Ok(Ask {
        url,
        post: source.method == HttpMethod::Post,
        headers,
        body,
        secret_body,
        expects: Expects::Data,
    })
}

fn accept(source: &HttpSource) -> String {
    let named: Vec<&str> = source
        .content_types
        .iter()
        .map(String::as_str)
        .filter(|t| !t.starts_with('*'))
        .collect();
    if named.is_empty() {
        "*/*".to_owned()
    } else {
        format!("{}, */*;q=0.1", named.join(", "))
    }
}

/// The request of a page.
pub(super) fn of_page(
    declared: &Ask,
    in_body: bool,
    step: &PageRequest,
    guard: &Guard,
    from: &Url,
) -> Result<Ask, Trouble> {
    let mut ask = declared.clone();
    match step {
        PageRequest::Declared => {}
        PageRequest::With(parameters) if in_body => {
            let body = ask.body.take().unwrap_or_default();
            let form = ask.headers.iter().any(|h| {
                h.name.eq_ignore_ascii_case("content-type")
                    && h.value.starts_with("application/x-www-form")
            });
            ask.body = Some(if form {
                in_form(&body, parameters).into_bytes()
            } else {
                let mut json = object(&String::from_utf8_lossy(&body))?;
                for (name, value) in parameters {
                    set(&mut json, name, value.json());
                }
                json.to_string().into_bytes()
            });
        }
        PageRequest::With(parameters) => {
            let query = in_form(ask.url.query().unwrap_or_default().as_bytes(), parameters);
            ask.url.set_query(Some(&query));
        }
        PageRequest::Address(address) => {
            let next = from.join(address).map_err(|_| {
                Trouble::new(
                    "http_redirect",
                    "the address of the next page cannot be read",
                    "tell the provider",
                )
            })?;
            ask.go_to(next, guard, "the next page")?;
            // A server that names the next page leaves out what only we know.
            if same_origin(&ask.url, &declared.url) {
                let missing: Vec<(String, String)> = declared
                    .url
                    .query_pairs()
                    .filter(|(name, value)| {
                        guard.is_in(value.as_bytes())
                            && !ask.url.query_pairs().any(|(n, _)| n == *name)
                    })
                    .map(|(n, v)| (n.into_owned(), v.into_owned()))
                    .collect();
                for (name, value) in missing {
                    ask.url.query_pairs_mut().append_pair(&name, &value);
                }
            }
        }
    }
    Ok(ask)
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
        let refused = |message: String, hint: &str| {
            Err(Trouble::new("http_redirect", message, hint.to_owned()))
        };
        if !matches!(next.scheme(), "http" | "https") {
            return refused(
                format!("{what} is no web address, but `{}:`", next.scheme()),
                "tell the provider",
            );
        }
        let place = guard.clean(&shown_place(&next));
        if self.url.scheme() == "https" && next.scheme() == "http" {
            return refused(
                format!("{what} `{place}` is not encrypted, and the address declared is"),
                "find the `https://` address, and declare that",
            );
        }
        // Names and passwords that a server puts into an address are not ours to send.
        let _ = next.set_username("");
        let _ = next.set_password(None);
        next.set_fragment(None);
        if !same_origin(&self.url, &next) {
            self.headers.retain(|h| !h.credential);
            let kept: Vec<(String, String)> = next
                .query_pairs()
                .filter(|(_, v)| !guard.is_in(v.as_bytes()))
                .map(|(n, v)| (n.into_owned(), v.into_owned()))
                .collect();
            if kept.len() < next.query_pairs().count() {
                next.set_query(None);
                for (name, value) in &kept {
                    next.query_pairs_mut().append_pair(name, value);
                }
            }
            if guard.is_in(next.as_str().as_bytes()) {
                return refused(
                    format!("{what} `{place}` is on another server and carries a secret"),
                    "declare that address itself, if it is trusted",
                );
            }
            if self.secret_body && self.body.is_some() {
                return refused(
                    format!("{what} `{place}` is on another server, and the body holds a secret"),
                    "declare that address itself, if it is trusted",
                );
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

/// An address without its query, which may hold keys of others.
pub(super) fn shown_place(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

pub(super) fn same_origin(a: &Url, b: &Url) -> bool {
    (a.scheme(), a.host_str(), a.port_or_known_default())
        == (b.scheme(), b.host_str(), b.port_or_known_default())
}

/// URL-encoded pairs in which parameters replace those of the same name.
fn in_form(form: &[u8], parameters: &[(String, Parameter)]) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(form)
        .filter(|(name, _)| !parameters.iter().any(|(n, _)| n == name))
    {
        out.append_pair(&name, &value);
    }
    for (name, value) in parameters {
        out.append_pair(name, &value.text());
    }
    out.finish()
}

fn object(text: &str) -> Result<Value, Trouble> {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    if json.is_object() {
        Ok(json)
    } else {
        Err(Trouble::new(
            "http_request",
            "the body is no JSON object",
            "mend `body.json`",
        ))
    }
}

/// Sets a member by its dotted path, making the objects on the way.
fn set(json: &mut Value, path: &str, value: Value) {
    let mut at = json;
    for name in path.split('.') {
        if !at.is_object() {
            *at = Value::Object(serde_json::Map::new());
        }
        let Some(map) = at.as_object_mut() else {
            return;
        };
        at = map.entry(name.to_owned()).or_insert(Value::Null);
    }
    *at = value;
}

/// SHA-256 of a request as declared: secrets by their names. A condition may go only with the very
/// request that was answered.
pub(super) fn fingerprint(source: &HttpSource) -> String {
    let value = |v: &HttpValue| match v {
        HttpValue::Text(text) => format!("={text}"),
        HttpValue::Secret { prefix, from } => format!("!{prefix}\0{from:?}"),
    };
    let mut text = format!("{}\0{}\0", source.method, source.url);
    for (name, v) in source
        .headers
        .iter()
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
pub(super) fn conditions(source: &HttpSource, held: Option<&Transfer>) -> Vec<Header> {
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
