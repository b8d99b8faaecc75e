//! Headers and parameters of a request, each a text or the name of a secret.

use crate::document::ConfigNode;
use crate::{raw, rule, secret, value};
use chiso_model::{Finding, HttpValue, SecretFrom};
use std::collections::{BTreeMap, BTreeSet};

/// Headers that belong to the connection or to us.
const OURS: [&str; 10] = [
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "if-modified-since",
    "if-none-match",
    "range",
    "te",
    "transfer-encoding",
    "upgrade",
];

/// The headers.
pub(super) fn headers(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, raw::HttpValue>,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, HttpValue> {
    header_names(at, raw, faults);
    for (name, value) in raw {
        if value
            .text
            .as_ref()
            .or(value.prefix.as_ref())
            .is_some_and(|text| text.chars().any(char::is_control))
        {
            faults.push(
                at.key(name)
                    .error(
                        rule::BAD_VALUE,
                        "the text has a line end or another control sign",
                    )
                    .hint("write it on one line"),
            );
        }
    }
    values(at, raw, faults)
}

fn header_names(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, raw::HttpValue>,
    faults: &mut Vec<Finding>,
) {
    let token = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    let mut seen = BTreeSet::new();
    for name in raw.keys() {
        let at = at.key(name);
        let lower = name.to_ascii_lowercase();
        if name.is_empty() || !name.bytes().all(token) {
            let message = format!("`{name}` is not the name of a header");
            faults.push(
                at.error(rule::BAD_VALUE, message)
                    .hint("write it as in `Accept`"),
            );
        } else if OURS.contains(&lower.as_str()) {
            let message = format!("`{name}` is set by chiso");
            faults.push(at.error(rule::BAD_VALUE, message).hint("leave it out"));
        } else if !seen.insert(lower) {
            let message = format!("there is a header `{name}` already");
            faults.push(at.error(rule::DUPLICATE, message).hint("leave one out"));
        }
    }
}

/// Parameters and the like, by name.
pub(super) fn values(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, raw::HttpValue>,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, HttpValue> {
    raw.iter()
        .filter_map(|(name, raw)| Some((name.clone(), one(&at.key(name), raw, faults)?)))
        .collect()
}

fn one(at: &ConfigNode<'_>, raw: &raw::HttpValue, faults: &mut Vec<Finding>) -> Option<HttpValue> {
    let prefix = raw.prefix.clone().unwrap_or_default();
    match (&raw.text, &raw.env, &raw.file) {
        (Some(text), None, None) => {
            if raw.prefix.is_some() {
                faults.push(
                    at.key("prefix")
                        .error(rule::BAD_VALUE, "only a secret has a `prefix`")
                        .hint("write it into `text`"),
                );
            }
            Some(HttpValue::Text(text.clone()))
        }
        (None, Some(name), None) => Some(HttpValue::Secret {
            prefix,
            from: secret::variable(&at.key("env"), name, "NSO_TOKEN", faults),
        }),
        (None, None, Some(path)) => Some(HttpValue::Secret {
            prefix,
            from: SecretFrom::File(value::text(&at.key("file"), path, faults)),
        }),
        _ => {
            let hint = "give one of `text`, `env` (a variable that holds a secret) and `file` (a \
                file that holds one)";
            faults.push(
                at.error(
                    rule::BAD_VALUE,
                    "one of `text`, `env` and `file` belongs here",
                )
                .hint(hint),
            );
            None
        }
    }
}
