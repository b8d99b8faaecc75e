//! Keys of the services: which kind has which, and those that several kinds share.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::Finding;

/// Rows per page when none are declared.
const PAGE: u64 = 1_000;
/// Keys of each kind as well as `kind`.
const KEYS: [(&str, &[&str]); 5] = [
    ("pxweb_v1", &["table", "select", "response", "max_cells"]),
    ("pxweb_v2", &["table", "select", "max_cells"]),
    ("sdmx", &["version", "dataflow", "key", "start", "end"]),
    ("ckan", &["package", "resource", "datastore", "size"]),
    (
        "worldbank",
        &["indicator", "countries", "start", "end", "size"],
    ),
];

/// Tells keys of other kinds; `None` with a fault when there is no such kind.
pub(super) fn of_kind(at: &ConfigNode<'_>, kind: &str, faults: &mut Vec<Finding>) -> Option<()> {
    let Some((_, keys)) = KEYS.iter().find(|(known, _)| *known == kind) else {
        let hint = "write one of `pxweb_v1`, `pxweb_v2`, `sdmx`, `ckan`, `worldbank`";
        faults.push(
            at.key("kind")
                .error(
                    rule::BAD_VALUE,
                    format!("`{kind}` is not a kind of service"),
                )
                .hint(hint),
        );
        return None;
    };
    foreign_keys(at, kind, keys, faults);
    Some(())
}

fn foreign_keys(at: &ConfigNode<'_>, kind: &str, keys: &[&str], faults: &mut Vec<Finding>) {
    let Some(table) = at.table() else { return };
    for key in table
        .keys()
        .map(|k| k.get_ref().as_ref())
        .filter(|k| *k != "kind" && !keys.contains(k))
    {
        // A key that no kind has is already reported by the structure.
        if KEYS.iter().any(|(_, keys)| keys.contains(&key)) {
            let hint = format!(
                "leave it out; the keys of `{kind}` are {}",
                value::list(keys.iter().copied())
            );
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, format!("`{kind}` has no `{key}`"))
                    .hint(hint),
            );
        }
    }
}

/// A text without which the service cannot be asked; `what` it is.
pub(super) fn wanted(
    at: &ConfigNode<'_>,
    key: &str,
    raw: Option<&String>,
    what: &str,
    faults: &mut Vec<Finding>,
) -> String {
    if let Some(text) = raw {
        return value::text(&at.key(key), text, faults);
    }
    faults.push(
        at.key(key)
            .error(rule::MISSING_KEY, format!("`{key}` is missing"))
            .hint(format!("add `{key}`: {what}")),
    );
    String::new()
}

/// Rows per page.
pub(super) fn size(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    most: i64,
    faults: &mut Vec<Finding>,
) -> u64 {
    raw.size
        .and_then(|n| value::whole(&at.key("size"), n, 1..=most, faults))
        .unwrap_or(PAGE)
}

/// First and last period.
pub(super) fn range(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    faults: &mut Vec<Finding>,
) -> (String, String) {
    let mut period = |key: &str, raw: Option<&String>| {
        let text = raw.cloned().unwrap_or_default();
        let fits = text
            .get(..4)
            .is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()))
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if raw.is_some() && !fits {
            let hint = "begin it with the year, as in `2015`, `2015-Q1` or `2015-01`";
            faults.push(
                at.key(key)
                    .error(rule::BAD_VALUE, format!("`{text}` is not a period"))
                    .hint(hint),
            );
        }
        text
    };
    let (start, end) = (
        period("start", raw.start.as_ref()),
        period("end", raw.end.as_ref()),
    );
    if !start.is_empty() && !end.is_empty() && start.get(..4) > end.get(..4) {
        faults.push(
            at.key("end")
                .error(rule::BAD_VALUE, format!("`{end}` is before `{start}`"))
                .hint("exchange the two"),
        );
    }
    (start, end)
}
