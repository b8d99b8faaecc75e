//! What is said of a key or a value that does not fit the schema.

use crate::document::ConfigNode;
use crate::{rule, value};
use chiso_model::{Finding, nearest};
use serde_json::Value as Json;
use toml::de::DeValue;

/// A key that must be there and is not.
pub(super) fn missing_key(at: &ConfigNode<'_>, key: &str, schema: &Json) -> Finding {
    let what = schema["properties"][key]["description"]
        .as_str()
        .unwrap_or_default();
    at.key(key)
        .error(rule::MISSING_KEY, format!("`{key}` is missing"))
        .hint(format!("add `{key}`: {}", fragment(what)))
}

/// Names that people give to keys, and what the keys are called.
const OTHER_NAMES: [(&str, &str); 4] = [
    ("base", "compared_with"),
    ("compare_with", "compared_with"),
    ("multiplier", "unit_mult"),
    ("name", "title"),
];

/// A key that means nothing where it stands.
pub(super) fn unknown_key(at: &ConfigNode<'_>, key: &str, schema: &Json) -> Finding {
    let known: Vec<&str> = schema["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect();
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == key);
    let other = other.map(|(_, own)| *own).filter(|own| known.contains(own));
    let hint = match other.or_else(|| nearest(key, known.iter().copied())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the keys here are {}", value::list(known)),
    };
    at.key(key)
        .error(rule::UNKNOWN_KEY, format!("unknown key `{key}`"))
        .hint(hint)
}

/// A value of another type than the key wants.
pub(super) fn wrong_type(
    at: &ConfigNode<'_>,
    value: &DeValue<'_>,
    wanted: &str,
    schema: &Json,
) -> Finding {
    let finding = at.error(
        rule::WRONG_TYPE,
        format!(
            "expected {}, found {}",
            in_words(wanted),
            in_words(json_type(value))
        ),
    );
    let written = at.written();
    match (wanted, value) {
        (
            "string",
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_),
        ) => finding.hint(format!("write it in quotes: `\"{written}\"`")),
        ("integer", DeValue::String(text)) if text.parse::<i64>().is_ok() => {
            finding.hint(format!("write it without quotes: `{text}`"))
        }
        ("array", DeValue::String(_)) => {
            finding.hint(format!("write it in brackets: `[{written}]`"))
        }
        ("array", DeValue::Table(_)) => finding.hint(format!(
            "if this is a table with a header of its own, write it as `[[{}]]`",
            at.place().col
        )),
        _ => match schema["description"].as_str() {
            Some(what) => finding.hint(format!("what belongs here: {}", fragment(what))),
            None => finding,
        },
    }
}

/// A description as the end of a sentence.
fn fragment(description: &str) -> String {
    let one_line = description.replace('\n', " ");
    let mut chars = one_line.trim_end_matches('.').chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let rest = chars.as_str();
    // `IANA` and `KPI` stay as they are.
    if rest.starts_with(char::is_uppercase) {
        format!("{first}{rest}")
    } else {
        format!("{}{rest}", first.to_lowercase())
    }
}

/// The JSON Schema type of a TOML value; `float` and `date` are wanted nowhere.
pub(super) fn json_type(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "string",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "float",
        DeValue::Boolean(_) => "boolean",
        DeValue::Datetime(_) => "date",
        DeValue::Array(_) => "array",
        DeValue::Table(_) => "object",
    }
}

fn in_words(json_type: &str) -> &'static str {
    match json_type {
        "string" => "text",
        "integer" => "a whole number",
        "float" => "a decimal number",
        "boolean" => "true or false",
        "date" => "a date",
        "array" => "a list",
        _ => "a table",
    }
}
