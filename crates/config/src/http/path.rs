//! Values within the path of an address: each has a place there, and each place a value.

use super::request;
use crate::document::ConfigNode;
use crate::{raw, rule};
use chiso_model::{Finding, HttpValue};
use std::collections::BTreeMap;

/// Checks them against the address.
pub(super) fn path(
    at: &ConfigNode<'_>,
    raw: &raw::Http,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, HttpValue> {
    let places = places(&raw.url);
    for name in &places {
        if !raw.path.contains_key(*name) {
            let message = format!("the path has `{{{name}}}`, and nothing says what stands there");
            let hint = format!(
                "add `path = {{ {name} = {{ env = \"NAME\" }} }}` to the source's `http`, or write \
                    `%7B{name}%7D` if the address has these signs"
            );
            faults.push(at.key("url").error(rule::BAD_VALUE, message).hint(hint));
        }
    }
    let at = at.key("path");
    for (name, value) in &raw.path {
        if !places.contains(&name.as_str()) {
            let hint = "write `{name}` where it belongs in the path of `url`; what belongs into \
                the query stands in `query`"
                .replace("name", name);
            let message = format!("the path of `url` has no `{{{name}}}`");
            faults.push(at.key(name).error(rule::BAD_VALUE, message).hint(hint));
        }
        if let Some(text) = value
            .text
            .as_ref()
            .filter(|t| ["", ".", ".."].contains(&t.as_str()))
        {
            let message = format!("`{text}` is no part of a path");
            let hint = "write the text that belongs there";
            faults.push(at.key(name).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
    request::values(&at, &raw.path, faults)
}

/// The names in braces in the path of an address. Other braces are signs of the address.
fn places(url: &str) -> Vec<&str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let after_host = path.split_once("://").map_or(path, |(_, rest)| rest);
    let Some((_, path)) = after_host.split_once('/') else {
        return Vec::new();
    };
    let is_name = |name: &&str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
    };
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .filter(is_name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn names_in_the_path_and_nowhere_else() {
        for (url, want) in [
            (
                "https://x/api/{key}/data/{table-id}.json",
                vec!["key", "table-id"],
            ),
            ("https://x/{a b}/{}/{\"q\":1}?k={key}#{top}", vec![]),
            ("https://{host}", vec![]),
            ("https://x/{a", vec![]),
        ] {
            assert_eq!(places(url), want, "{url}");
        }
    }
}
