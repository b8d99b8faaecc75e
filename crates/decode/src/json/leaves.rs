//! Everything that a record holds, by dotted paths.

use super::super::{DeliveryPage, Reading, Undecodable, fault};
use super::spelling::spelt;
use serde_json::Value;
use std::borrow::Cow;

/// Dotted path and text of everything a record holds.
pub(super) fn leaves(
    reading: Reading<'_>,
    page: &DeliveryPage<Cow<'_, str>>,
    n: usize,
    item: &Value,
) -> Result<Vec<(String, String)>, Undecodable> {
    let bad = |message: String| -> Undecodable {
        let mut finding = fault("unreadable", reading.file_name, n as u64 + 1, message);
        finding.place.part.clone_from(&page.name);
        Box::new(finding.hint("deliver records as objects, each value under a name of its own"))
    };
    if !item.is_object() && !item.is_array() {
        return Err(bad(format!(
            "record {} is neither an object nor a list",
            n + 1
        )));
    }
    let mut found = Vec::new();
    walk(item, String::new(), reading.decimal, &mut found);
    let mut seen = std::collections::BTreeSet::new();
    if let Some((name, _)) = found.iter().find(|(name, _)| !seen.insert(name.as_str())) {
        return Err(bad(format!(
            "record {} has two values named `{name}`",
            n + 1
        )));
    }
    Ok(found)
}

fn walk(value: &Value, path: String, decimal: char, found: &mut Vec<(String, String)>) {
    let under = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    match value {
        Value::Object(map) if !map.is_empty() => map
            .iter()
            .for_each(|(key, inner)| walk(inner, under(key), decimal, found)),
        Value::Array(list) if !list.is_empty() => list
            .iter()
            .enumerate()
            .for_each(|(i, inner)| walk(inner, under(&i.to_string()), decimal, found)),
        Value::Null | Value::Object(_) | Value::Array(_) => found.push((path, String::new())),
        Value::String(text) => found.push((path, text.clone())),
        // Texts are as the source writes them; JSON's own numbers get the sign that is declared for
        // texts.
        Value::Number(number) if decimal != '.' => found.push((
            path,
            spelt(&number.to_string()).replace('.', decimal.encode_utf8(&mut [0; 4])),
        )),
        other => found.push((path, other.to_string())),
    }
}
