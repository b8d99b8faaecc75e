//! Where the files of a source are: exactly one place, and a path or address that can be one.

use crate::document::ConfigNode;
use crate::{postgres, raw, rule};
use chiso_model::{Finding, Format};

/// What is said of an address or a query that may be missing.
const ONLY_FILES: &str = "only files can be `optional`";

/// A source is a file, an address or a query.
pub(super) fn one_origin(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) {
    if raw.drop.is_some() {
        only_dropped(at, raw, faults);
    } else if raw.postgres.is_some() {
        only_queried(at, raw, faults);
        postgres::fits(at, raw, format, faults);
    } else {
        file_or_address(at, raw, faults);
    }
}

fn only_dropped(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) {
    let others = [
        ("file", raw.file.is_some()),
        ("http", raw.http.is_some()),
        ("postgres", raw.postgres.is_some()),
    ];
    alone(at, "drop", &others, faults);
    let message = "only a `file` can be `optional`";
    let hint = "leave it out: that nobody has put a file into a drop folder is no fault";
    not_optional(at, raw, message, hint, faults);
}

fn only_queried(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) {
    let others = [("file", raw.file.is_some()), ("http", raw.http.is_some())];
    alone(at, "postgres", &others, faults);
    let hint = "leave it out: a database that does not answer is always reported, and stops nothing \
        else";
    not_optional(at, raw, ONLY_FILES, hint, faults);
}

/// Only a file may be missing without a fault.
fn not_optional(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    message: &str,
    hint: &str,
    faults: &mut Vec<Finding>,
) {
    if raw.optional == Some(true) {
        faults.push(
            at.key("optional")
                .error(rule::BAD_VALUE, message)
                .hint(hint),
        );
    }
}

/// Reports the other places that are declared as well as the one that counts.
fn alone(at: &ConfigNode<'_>, place: &str, others: &[(&str, bool)], faults: &mut Vec<Finding>) {
    for (key, _) in others.iter().filter(|(_, declared)| *declared) {
        faults.push(
            at.key(key)
                .error(
                    rule::BAD_VALUE,
                    format!("the source has both `{key}` and `{place}`"),
                )
                .hint("give one of the two"),
        );
    }
}

fn file_or_address(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) {
    match (&raw.file, &raw.http) {
        (None, None) => {
            let hint = "add `file`, a path relative to `datasets/`, or a table `[source.drop]`, \
                `[source.http]` or `[source.postgres]`";
            faults.push(
                at.key("file")
                    .error(rule::MISSING_KEY, "nothing says where the source is")
                    .hint(hint),
            );
        }
        (Some(_), Some(_)) => {
            faults.push(
                at.key("http")
                    .error(rule::BAD_VALUE, "the source has both `file` and `http`")
                    .hint("give one of the two"),
            );
        }
        (None, Some(_)) => {
            let hint = "leave it out: an address that does not answer is always reported, and stops \
                nothing else";
            not_optional(at, raw, ONLY_FILES, hint, faults);
        }
        (Some(_), None) => {}
    }
}

/// The page where the source is published; empty when none is named.
pub(super) fn address(
    at: &ConfigNode<'_>,
    raw: Option<&String>,
    faults: &mut Vec<Finding>,
) -> String {
    let Some(raw) = raw else {
        return String::new();
    };
    if !raw.starts_with("https://") && !raw.starts_with("http://") {
        faults.push(
            at.error(rule::BAD_VALUE, format!("`{raw}` is not a web address"))
                .hint("begin it with `https://`, or leave it out"),
        );
    }
    raw.clone()
}

/// A path or glob that stays inside `datasets/`, wherever the project is copied to; empty when none
/// is named.
pub(super) fn path(at: &ConfigNode<'_>, raw: Option<&String>, faults: &mut Vec<Finding>) -> String {
    let Some(raw) = raw else {
        return String::new();
    };
    let fault = if raw.is_empty() {
        Some("the path is empty".to_owned())
    } else if raw.contains('\\') {
        Some(format!("`{raw}` has a backslash"))
    } else if raw.starts_with('/') || raw.contains(':') {
        Some(format!("`{raw}` is not relative"))
    } else if raw.split('/').any(|part| part == "..") {
        Some(format!("`{raw}` leads out of the project"))
    } else {
        glob::Pattern::new(raw)
            .err()
            .map(|e| format!("`{raw}` is not a path or glob: {}", e.msg))
    };
    if let Some(message) = fault {
        faults.push(
            at.error(rule::BAD_VALUE, message).hint(
                "write a path relative to `datasets/` with `/`, as in `new_enterprises/*.json`",
            ),
        );
    }
    raw.clone()
}
