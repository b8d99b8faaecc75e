//! The request of a source as it is declared.

use super::super::encoding::ACCEPTED;
use super::super::secrets::Guard;
use super::super::trouble::Trouble;
use super::ask::{Ask, Expects, Header};
use super::json_body::{object, set};
use crate::model::{HttpBody, HttpMethod, HttpSource, HttpValue};
use serde_json::Value;
use url::Url;

/// Headers that say who we are, whatever their value.
const CREDENTIALS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// The request of a source as declared, with its secrets.
pub(in crate::ingest::fetch) fn declared(
    source: &HttpSource,
    guard: &Guard,
) -> Result<Ask, Trouble> {
    let mut url = Url::parse(&with_path(source, guard)).map_err(|e| {
        Trouble::new(
            "http_request",
            format!("the address cannot be used: {e}"),
            "correct `url`",
        )
    })?;
    for (name, value) in &source.query {
        url.query_pairs_mut()
            .append_pair(name, &guard.text_of(value));
    }
    let body = body(&source.body, guard)?;
    let secret_body = body.as_ref().is_some_and(|b| guard.is_in(b));
    Ok(Ask {
        url,
        post: source.method == HttpMethod::Post,
        headers: headers(source, guard),
        body,
        secret_body,
        expects: Expects::Data,
    })
}

/// The address with the values of its path, of which no sign can end a segment.
fn with_path(source: &HttpSource, guard: &Guard) -> String {
    let (path, query) = match source.url.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (source.url.as_str(), None),
    };
    let mut address = path.to_owned();
    for (name, value) in &source.path {
        let text: String =
            url::form_urlencoded::byte_serialize(guard.text_of(value).as_bytes()).collect();
        address = address.replace(&format!("{{{name}}}"), &text.replace('+', "%20"));
    }
    if let Some(query) = query {
        address.extend(["?", query]);
    }
    address
}

/// The headers that are declared, and those that are usual with them.
fn headers(source: &HttpSource, guard: &Guard) -> Vec<Header> {
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
    let content_type = match &source.body {
        HttpBody::None => None,
        HttpBody::Json { .. } => Some("application/json"),
        HttpBody::Form(_) => Some("application/x-www-form-urlencoded"),
    };
    let usual = [
        (
            "User-Agent",
            Some(concat!("chiso/", env!("CARGO_PKG_VERSION")).to_owned()),
        ),
        ("Accept", Some(accept(source))),
        ("Accept-Encoding", Some(ACCEPTED.to_owned())),
        ("Content-Type", content_type.map(str::to_owned)),
    ];
    for (name, value) in usual {
        if let Some(value) = value
            && !headers.iter().any(|h| h.name.eq_ignore_ascii_case(name))
        {
            headers.push(Header {
                name: name.to_owned(),
                value,
                credential: false,
            });
        }
    }
    headers
}

fn body(body: &HttpBody, guard: &Guard) -> Result<Option<Vec<u8>>, Trouble> {
    Ok(match body {
        HttpBody::None => None,
        HttpBody::Json { text, fields } if fields.is_empty() => Some(text.clone().into_bytes()),
        HttpBody::Json { text, fields } => {
            let mut json = object(text)?;
            for (path, value) in fields {
                set(&mut json, path, Value::from(guard.text_of(value)));
            }
            Some(json.to_string().into_bytes())
        }
        HttpBody::Form(fields) => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in fields {
                form.append_pair(name, &guard.text_of(value));
            }
            Some(form.finish().into_bytes())
        }
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
