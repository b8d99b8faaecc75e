//! How an answer comes in pages: what a page is asked by, and which one is the last.

use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Finding, Format, Paging, PagingKind};

/// Most pages of a source that names no limit.
const MAX_PAGES: u64 = 10_000;

/// Checks it; `None` when the kind is not known.
pub(super) fn paging(
    at: &ConfigNode<'_>,
    raw: &raw::Paging,
    format: Option<Format>,
    faults: &mut Vec<Finding>,
) -> Option<Paging> {
    if format.is_some_and(|f| f != Format::Json) {
        faults.push(
            at.error(
                rule::NOT_SUPPORTED,
                "only a source of format `json` comes in pages",
            )
            .hint("leave `paging` out"),
        );
    }
    let (kind, usual) = kind_of(at, raw, faults)?;
    leading_path(at, raw, &kind, faults);
    foreign_keys(at, raw, &kind, faults);
    let short_is_last = second_word(
        &at.key("until"),
        raw.until.as_deref(),
        ["empty", "short"],
        "this is not an end of paging",
        faults,
    );
    let in_body = second_word(
        &at.key("in"),
        raw.place.as_deref(),
        ["query", "body"],
        "this is not a place of parameters",
        faults,
    );
    if raw.size.is_none() && (short_is_last || raw.size_parameter.is_some()) {
        faults.push(
            at.key("size")
                .error(rule::BAD_VALUE, "the size of a page is not given")
                .hint("add `size`, the number of records on a full page"),
        );
    }
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut number = |key: &str, raw: Option<i64>, most: i64| {
        raw.and_then(|n| value::whole(&at.key(key), n, 1..=most, faults))
    };
    Some(Paging {
        kind,
        parameter: raw.parameter.clone().unwrap_or_else(|| usual.to_owned()),
        size_parameter: optional(&raw.size_parameter),
        size: number("size", raw.size, i64::MAX).unwrap_or(0),
        in_body,
        short_is_last,
        total: optional(&raw.total),
        pages: optional(&raw.pages),
        max_pages: number("max_pages", raw.max_pages, 1_000_000).unwrap_or(MAX_PAGES),
    })
}

/// The kind of paging, with the name of its parameter when none is declared.
fn kind_of(
    at: &ConfigNode<'_>,
    raw: &raw::Paging,
    faults: &mut Vec<Finding>,
) -> Option<(PagingKind, &'static str)> {
    let mut first = |usual: u64| {
        raw.first
            .and_then(|n| value::whole(&at.key("first"), n, 0..=i64::MAX, faults))
            .unwrap_or(usual)
    };
    Some(match raw.kind.as_str() {
        "page" => (PagingKind::Page { first: first(1) }, "page"),
        "offset" => (PagingKind::Offset { first: first(0) }, "offset"),
        "cursor" => {
            let next = raw.next.clone().unwrap_or_default();
            (PagingKind::Cursor { next }, "cursor")
        }
        // A token goes into a parameter; an address is asked as it is.
        "next" => {
            let next = raw.next.clone().unwrap_or_default();
            match raw.parameter {
                Some(_) => (PagingKind::Cursor { next }, ""),
                None => (PagingKind::Next { next }, ""),
            }
        }
        "last" => {
            let last = raw.last.clone().unwrap_or_default();
            (PagingKind::Last { last }, "after")
        }
        "link" => (PagingKind::Link, ""),
        other => {
            let hint = "write one of `page`, `offset`, `cursor`, `next`, `last`, `link`";
            faults.push(
                at.key("kind")
                    .error(
                        rule::BAD_VALUE,
                        format!("`{other}` is not a kind of paging"),
                    )
                    .hint(hint),
            );
            return None;
        }
    })
}

/// The path that leads on: that of the next page in a page, or that of the key of a record.
fn leading_path(
    at: &ConfigNode<'_>,
    raw: &raw::Paging,
    kind: &PagingKind,
    faults: &mut Vec<Finding>,
) {
    let named = matches!(kind, PagingKind::Cursor { .. } | PagingKind::Next { .. });
    for (key, given, wanted, missing, hint, foreign) in [
        (
            "next",
            raw.next.as_ref(),
            named,
            "nothing says where a page names the next one",
            "write its dotted path, as in `next = \"meta.next_cursor\"`",
            "only paging of kind `cursor` or `next` has a `next`",
        ),
        (
            "last",
            raw.last.as_ref(),
            matches!(kind, PagingKind::Last { .. }),
            "nothing says by which key of its last record a page leads on",
            "write its dotted path within a record, as in `last = \"id\"`",
            "only paging of kind `last` has a `last`",
        ),
    ] {
        if wanted && given.is_none_or(String::is_empty) {
            faults.push(at.key(key).error(rule::BAD_VALUE, missing).hint(hint));
        }
        if !wanted && given.is_some() {
            let fault = at.key(key).error(rule::BAD_VALUE, foreign);
            faults.push(fault.hint("leave it out"));
        }
    }
}

/// Tells other keys that mean nothing for the kind.
fn foreign_keys(
    at: &ConfigNode<'_>,
    raw: &raw::Paging,
    kind: &PagingKind,
    faults: &mut Vec<Finding>,
) {
    let numbered = matches!(kind, PagingKind::Page { .. } | PagingKind::Offset { .. });
    let counted = numbered || matches!(kind, PagingKind::Last { .. });
    for (key, foreign, message, hint) in [
        (
            "first",
            !numbered && raw.first.is_some(),
            "only paging of kind `page` or `offset` has a `first`",
            "leave it out",
        ),
        (
            "until",
            !counted && raw.until.is_some(),
            "only paging of kind `page`, `offset` or `last` has an `until`",
            "leave it out: the last page names no next one",
        ),
        (
            "pages",
            !matches!(kind, PagingKind::Page { .. }) && raw.pages.is_some(),
            "only paging of kind `page` has `pages`",
            "leave it out",
        ),
        (
            "parameter",
            *kind == PagingKind::Link && raw.parameter.is_some(),
            "paging of kind `link` sends no parameter",
            "leave it out",
        ),
    ] {
        if foreign {
            faults.push(at.key(key).error(rule::BAD_VALUE, message).hint(hint));
        }
    }
}

/// Whether the second of two words is written; the first one is meant when none is.
fn second_word(
    at: &ConfigNode<'_>,
    raw: Option<&str>,
    [first, second]: [&str; 2],
    message: &str,
    faults: &mut Vec<Finding>,
) -> bool {
    let Some(word) = raw.filter(|word| *word != first) else {
        return false;
    };
    if word != second {
        faults.push(
            at.error(rule::BAD_VALUE, message)
                .hint(format!("write one of `{first}`, `{second}`")),
        );
    }
    word == second
}
