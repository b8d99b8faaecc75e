//! Members of a body of JSON, by their dotted paths.

use super::super::trouble::Trouble;
use serde_json::Value;

/// The object that a body must be.
pub(super) fn object(text: &str) -> Result<Value, Trouble> {
    let json: Value = serde_json::from_str(text).unwrap_or_default();
    if json.is_object() {
        Ok(json)
    } else {
        Err(Trouble::new(
            "http_request",
            "the body is no JSON object",
            "correct `body.json`",
        ))
    }
}

/// Sets a member by its dotted path, making the objects on the way.
pub(super) fn set(json: &mut Value, path: &str, value: Value) {
    let mut at = json;
    for name in path.split('.') {
        if !at.is_object() {
            *at = Value::Object(serde_json::Map::new());
        }
        let Some(map) = at.as_object_mut() else {
            return;
        };
        at = map.entry(name.to_owned()).or_insert(Value::Null);
    }
    *at = value;
}
