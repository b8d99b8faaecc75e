//! The way to the next page as an answer has it: an address, a token, or the key of its last
//! record.

use super::super::request::Parameter;
use super::super::trouble::Trouble;
use super::pager::Page;
use crate::decode::json_path::at_path;
use serde_json::Value;

/// What stands at the declared path; `None` at the end.
///
/// A path that the first answer does not have at all is misspelt, unless the answer says otherwise
/// that it is all there is. Some services leave the way out of their last page.
fn at<'v>(page: &Page<'v>, path: &str) -> Result<Option<&'v Value>, Trouble> {
    let found = at_path(page.value, path);
    if found.is_none() && page.number == 1 && !is_all(page) {
        let message =
            format!("the first page has nothing at `{path}`, where the next one is named");
        let hint = "look at the answer, and correct `next`; if the service leaves it out where \
            there is one page only, and gives a count of all records, declare that as `total`; \
            else leave `paging` out until there are more pages";
        return Err(Trouble::new("paging_next", message, hint));
    }
    Ok(found)
}

/// Whether a page says itself that it is all there is.
fn is_all(page: &Page<'_>) -> bool {
    let stated = page.total.or_else(|| Some(page.said.total.as_ref()?.1));
    stated.is_some_and(|total| total <= page.so_far)
        && page.said.more.is_none()
        && page.said.next.is_none()
}

/// A token for the next page.
pub(super) fn token(page: &Page<'_>, path: &str) -> Result<Option<Parameter>, Trouble> {
    Ok(match at(page, path)? {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(Parameter::Text(text.clone())),
        Some(Value::Number(number)) => Some(numbered(number)),
        None | Some(Value::Null | Value::String(_) | Value::Bool(false)) => None,
        Some(_) => return Err(unusable(path, "is neither a text nor a number")),
    })
}

/// The address of the next page: a text, an object that has it, or the link `next` of a list.
pub(super) fn address(page: &Page<'_>, path: &str) -> Result<Option<String>, Trouble> {
    let found = match at(page, path)? {
        Some(Value::Array(links)) => links.iter().find(|link| {
            let names = ["rel", "relation"].iter().find_map(|key| link.get(*key));
            names.and_then(Value::as_str) == Some("next")
        }),
        found => found,
    };
    let own = |value: &Value| {
        ["href", "url", "uri"]
            .iter()
            .find_map(|key| value.get(*key))
            .cloned()
    };
    let found = match found {
        Some(value @ Value::Object(_)) => own(value),
        other => other.cloned(),
    };
    match found {
        Some(Value::String(text)) if text.contains(['/', '?']) => Ok(Some(text)),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        None | Some(Value::Null | Value::Bool(false)) => Ok(None),
        Some(_) => Err(unusable(path, "is no address")),
    }
}

/// The key of the last record.
pub(super) fn last(page: &Page<'_>, path: &str) -> Result<Parameter, Trouble> {
    let keys: Vec<Option<&Value>> = page
        .list
        .as_array()
        .into_iter()
        .flatten()
        .map(|record| at_path(record, path))
        .collect();
    let numbers: Option<Vec<u64>> = keys.iter().map(|key| (*key)?.as_u64()).collect();
    if let Some(numbers) = numbers
        && !(numbers.is_sorted_by(|a, b| a < b) || numbers.is_sorted_by(|a, b| a > b))
    {
        let message = format!(
            "the records of page {} are not in the order of `{path}`, so those after the last one \
                are not the rest",
            page.number
        );
        let hint = "ask for that order by a parameter of the service, as in `query = { order = { \
            text = \"id\" } }`";
        return Err(Trouble::new("paging_next", message, hint));
    }
    match keys.last() {
        Some(Some(Value::String(text))) if !text.is_empty() => Ok(Parameter::Text(text.clone())),
        Some(Some(Value::Number(number))) => Ok(numbered(number)),
        _ => {
            let message = format!(
                "the last record of page {} has no text and no number at `{path}`",
                page.number
            );
            let hint = "write the path of a key of the records in `last`, as it stands in a record";
            Err(Trouble::new("paging_next", message, hint))
        }
    }
}

fn numbered(number: &serde_json::Number) -> Parameter {
    number
        .as_u64()
        .map_or_else(|| Parameter::Text(number.to_string()), Parameter::Number)
}

fn unusable(path: &str, what: &str) -> Trouble {
    Trouble::new(
        "paging_next",
        format!("what stands at `{path}` {what}"),
        "correct `next`: with `parameter` it is a token or a number, without one an address",
    )
}
