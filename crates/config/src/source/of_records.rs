//! What a source of records declares: which columns of its files are those of the records, and no
//! more of the reading of observations than records know.

use super::columns::origin;
use crate::document::ConfigNode;
use crate::{raw, rule, value};
use chiso_model::{
    Contract, Finding, Format, NameOf, Origin, Period, RECORD_AREA, RecordLayout, STATED_PERIOD,
};
use std::collections::BTreeMap;

/// Keys that a source of records may have.
const KEYS: [&str; 16] = [
    "id",
    "title",
    "publisher",
    "url",
    "file",
    "drop",
    "http",
    "format",
    "delimiter",
    "published_at",
    "missing",
    "number",
    "columns",
    "unused_columns",
    "licence",
    "optional",
];

/// Faults what records do not know.
pub(super) fn keys(at: &ConfigNode<'_>, raw: &raw::Source, faults: &mut Vec<Finding>) {
    let given = at.table().into_iter().flatten();
    let given = given.map(|(key, _)| key.get_ref().as_ref());
    for key in given.filter(|key: &&str| !KEYS.contains(key)) {
        let message = format!("a source of records has no `{key}`");
        let hint = "leave it out: records are read from plain delimited text, cell by cell";
        faults.push(at.key(key).error(rule::UNKNOWN_KEY, message).hint(hint));
    }
    if raw.format != Format::Csv.as_str() {
        let message = format!("records are not read from `{}`", raw.format);
        let hint = "ask for delimited text in UTF-8, and write `format = \"csv\"`";
        faults.push(at.key("format").error(rule::BAD_VALUE, message).hint(hint));
    }
}

/// What fills each column of a record: what is mapped, else the column of the file of that name.
pub(super) fn origins(
    at: &ConfigNode<'_>,
    raw: &raw::Source,
    (contract, layout): (&Contract, &RecordLayout),
    faults: &mut Vec<Finding>,
) -> BTreeMap<String, Origin> {
    let own = layout.columns.iter().map(|c| c.name.as_str());
    let filled: Vec<&str> = std::iter::once(RECORD_AREA).chain(own).collect();
    let stated = layout.states_periods().then_some(STATED_PERIOD);
    let known: Vec<&str> = filled.iter().copied().chain(stated).collect();
    for name in raw
        .columns
        .keys()
        .filter(|name| !known.contains(&name.as_str()))
    {
        let message = format!("a record has no column `{name}`");
        let hint = value::did_you_mean(name, "columns", &known);
        faults.push(at.key(name).error(rule::UNKNOWN_NAME, message).hint(hint));
    }
    let mut origins = BTreeMap::new();
    if let Some(raw) = stated.and_then(|name| raw.columns.get(name)) {
        let origin = stated_period(&at.key(STATED_PERIOD), raw, contract, faults);
        origins.extend(origin.map(|origin| (STATED_PERIOD.to_owned(), origin)));
    }
    for name in filled {
        let mapped = match raw.columns.get(name) {
            None => Some(Origin::Column(name.to_owned())),
            Some(raw) => bound(&at.key(name), name, raw, contract, faults),
        };
        origins.extend(mapped.map(|origin| (name.to_owned(), origin)));
    }
    origins
}

/// The period of which a delivery has all: by its name or for ever the same, and not by its rows, of
/// which there may be none.
fn stated_period(
    at: &ConfigNode<'_>,
    raw: &raw::Origin,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Origin> {
    if raw.column.is_some() {
        let message = "the `period` of which a delivery has all records stands in no column: it may \
            have none of a month";
        let hint = "write `period = { from = \"file\", pattern = \"receipts-{}.csv\" }`, or leave \
            it out";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
        return None;
    }
    let origin = bound(at, STATED_PERIOD, raw, contract, faults)?;
    if let Origin::Constant(text) = &origin
        && text.parse::<Period>().is_ok_and(|p| p.length() == 0)
    {
        let message =
            format!("`{text}` is no period of whole months, by which records are replaced");
        let hint = "write a month, quarter or year, as in `2025-03`, `2025-Q1` or `2025`";
        let at = at.key("constant");
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
        return None;
    }
    Some(origin)
}

/// A column by its header, or the same text in every record.
fn bound(
    at: &ConfigNode<'_>,
    name: &str,
    raw: &raw::Origin,
    contract: &Contract,
    faults: &mut Vec<Finding>,
) -> Option<Origin> {
    let from = raw.from.as_deref();
    let elsewhere = from.is_some_and(|from| from != NameOf::File.as_str());
    let other = raw.place.is_some() || elsewhere || raw.fill.is_some();
    let pattern = raw
        .column
        .as_ref()
        .is_some_and(|column| column.contains('*'));
    if other || pattern {
        let message = format!(
            "`{name}` of a record comes from a column by its whole header, or from the file name"
        );
        let hint = "write `column` with the header as it stands, `constant`, or `from = \"file\"` \
            with `pattern`";
        faults.push(at.error(rule::BAD_VALUE, message).hint(hint));
        return None;
    }
    origin(at, name, raw, contract, faults)
}
