//! The list of records of a page: at the declared path, or where the answers of services that are
//! known have it.

use super::super::{DeliveryPage, Reading, Undecodable, answer, fault, parse, size};
use super::keyed;
use crate::json_path::at_path;
use serde_json::Value;
use std::borrow::Cow;

/// The records of a page. Only a later page may have nothing where the list belongs: so some
/// services end.
pub(super) fn items(
    reading: Reading<'_>,
    page: &DeliveryPage<Cow<'_, str>>,
    may_lack: bool,
) -> Result<Vec<Value>, Undecodable> {
    let path = reading.layout.records.as_str();
    let mut root = if reading.layout.lines {
        lines(reading.file_name, &page.name, &page.content)?
    } else {
        parse(reading.file_name, &page.name, &page.content)?
    };
    if !reading.layout.keys.is_empty() {
        return keyed::records(reading, &page.name, &root);
    }
    if path.is_empty() && reading.pages.is_empty() {
        root = match answer::records(reading.file_name, root)? {
            Ok(list) => return Ok(list),
            Err(other) => other,
        };
    }
    match at_path(&root, path) {
        Some(Value::Array(list)) => {
            if reading.pages.is_empty() {
                size::whole(reading.file_name, &root, path, list.len())?;
            }
            Ok(list.clone())
        }
        None | Some(Value::Null) if may_lack => Ok(Vec::new()),
        found => Err(no_list(reading, &page.name, &root, found)),
    }
}

/// One value a line as a list.
fn lines(file: &str, part: &str, text: &str) -> Result<Value, Undecodable> {
    let mut list = Vec::new();
    for (line, number) in text.lines().zip(1_u64..) {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        if !line.is_empty() {
            let value = parse(file, part, line).map_err(|mut finding| {
                finding.place.row = number;
                finding
            })?;
            list.push(value);
        }
    }
    Ok(Value::Array(list))
}

/// What stands where the list belongs.
fn no_list(reading: Reading<'_>, page: &str, root: &Value, found: Option<&Value>) -> Undecodable {
    let path = reading.layout.records.as_str();
    let place = if path.is_empty() {
        "the file".to_owned()
    } else {
        format!("`{path}`")
    };
    let message = if found.is_some() {
        format!("{place} is no list of records")
    } else {
        format!("there is no {place}, where the records belong")
    };
    // A catalogue, a query or the description of a table has none at all.
    let rule = if path.is_empty() {
        "metadata_only"
    } else {
        "unreadable"
    };
    let mut finding = fault(rule, reading.file_name, 0, message);
    page.clone_into(&mut finding.place.part);
    let keyed = found.and_then(Value::as_object);
    let keyed = keyed.is_some_and(|map| !map.is_empty() && map.values().all(Value::is_object));
    let hint = match root.as_object() {
        _ if keyed => format!(
            "it is keyed by names: declare what each level of keys is, as in `keys = [\"area\", \
                \"year\"]` with `records = \"{path}\"`; the columns are then `area`, `year` and `value`"
        ),
        Some(map) => format!(
            "write the path of the list in `records`; at its top the file has {}",
            names(map.keys())
        ),
        None => "write the path of the list in `records`".to_owned(),
    };
    Box::new(finding.hint(hint))
}

/// The first names, for a hint.
fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<String> = names.take(SHOWN).map(|n| format!("`{n}`")).collect();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(", ")
    }
}
