//! Counts that a server states in its answers.

use crate::decode::json_path::at_path;
use serde_json::Value;

/// A count at a dotted path: a whole number, or its text.
pub(super) fn count(value: &Value, path: &str) -> Option<u64> {
    if path.is_empty() {
        return None;
    }
    match at_path(value, path)? {
        Value::Number(n) => n.to_string().parse().ok(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}
