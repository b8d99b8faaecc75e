//! A table of a `PxWeb` service, and which of its figures are wanted.

use super::keys::wanted;
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{Choice, Finding, PxwebTable, PxwebVersion};
use std::collections::BTreeMap;

/// Checks the keys of a table.
pub(super) fn pxweb(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    version: PxwebVersion,
    faults: &mut Vec<Finding>,
) -> PxwebTable {
    let table = table(at, raw, version, faults);
    let select = select(&at.key("select"), &raw.select, version, faults);
    let responses = [("json-stat2", "json-stat2"), ("json-stat", "json-stat")];
    let response = raw.response.as_ref().and_then(|text| {
        value::one_of(
            &at.key("response"),
            text,
            "format of an answer",
            &responses,
            faults,
        )
    });
    let max_cells = raw
        .max_cells
        .and_then(|n| value::whole(&at.key("max_cells"), n, 1..=i64::MAX, faults))
        .unwrap_or(0);
    PxwebTable {
        version,
        table,
        select,
        response: response.unwrap_or("json-stat2").to_owned(),
        max_cells,
    }
}

/// The path of the table, or its identifier.
fn table(
    at: &ConfigNode<'_>,
    raw: &raw::Api,
    version: PxwebVersion,
    faults: &mut Vec<Finding>,
) -> String {
    let what = if version == PxwebVersion::V1 {
        "its path below `url`, as in `Doanh nghiệp/V05.02.px`"
    } else {
        "its identifier, as in `TAB6471`"
    };
    let table = wanted(at, "table", raw.table.as_ref(), what, faults);
    let encoded = table.match_indices('%').any(|(at, _)| {
        table
            .get(at + 1..at + 3)
            .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
    });
    if encoded
        || table.split('/').any(|part| matches!(part, "." | ".."))
        || table.contains(['?', '#'])
    {
        faults.push(
            at.key("table")
                .error(
                    rule::BAD_VALUE,
                    format!("`{table}` is not the path of a table"),
                )
                .hint(format!("write {what}")),
        );
    }
    table
}

/// The values wanted of each variable.
fn select(
    at: &ConfigNode<'_>,
    raw: &BTreeMap<String, raw::Choice>,
    version: PxwebVersion,
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Choice> {
    if raw.is_empty() {
        let hint = "add `[source.http.api.select]` with one line for each variable, as in `\"Năm\" \
            = { all = true }`";
        faults.push(
            at.error(
                rule::MISSING_KEY,
                "nothing says which figures of the table are wanted",
            )
            .hint(hint),
        );
    }
    raw.iter()
        .filter_map(|(name, raw)| {
            Some((name.clone(), choice(&at.key(name), raw, version, faults)?))
        })
        .collect()
}

fn choice(
    at: &ConfigNode<'_>,
    raw: &raw::Choice,
    version: PxwebVersion,
    faults: &mut Vec<Finding>,
) -> Option<Choice> {
    let count = |n: i64| u64::try_from(n).ok().filter(|n| *n > 0);
    let mut list = |key: &str, names: &[String]| {
        each_once(&at.key(key), names, faults);
        (!names.is_empty()).then(|| names.to_vec())
    };
    let choice = match (raw.all, &raw.labels, &raw.codes, raw.first, raw.last) {
        (Some(true), None, None, None, None) => Some(Choice::All),
        (None, Some(labels), None, None, None) => list("labels", labels).map(Choice::Labels),
        (None, None, Some(codes), None, None) => list("codes", codes).map(Choice::Codes),
        (None, None, None, Some(n), None) => count(n).map(Choice::First),
        (None, None, None, None, Some(n)) => count(n).map(Choice::Last),
        _ => None,
    };
    if version == PxwebVersion::V1 && matches!(choice, Some(Choice::Codes(_))) {
        let hint = "name the values by `labels`: here a code may be a mere position, which names \
            another year after the next release";
        faults.push(
            at.key("codes")
                .error(rule::BAD_VALUE, "`pxweb_v1` has no `codes`")
                .hint(hint),
        );
    }
    if choice.is_none() {
        let hint = "give one of `all = true`, `labels = [\"…\"]`, `first = 3` and `last = 3`";
        faults.push(
            at.error(
                rule::BAD_VALUE,
                "nothing says which values of this variable are wanted",
            )
            .hint(hint),
        );
    }
    choice
}

fn each_once(at: &ConfigNode<'_>, names: &[String], faults: &mut Vec<Finding>) {
    for (i, name) in names
        .iter()
        .enumerate()
        .filter(|(i, name)| names[..*i].contains(name))
    {
        faults.push(
            at.item(i)
                .error(rule::DUPLICATE, format!("`{name}` stands twice"))
                .hint("leave one out"),
        );
    }
}
