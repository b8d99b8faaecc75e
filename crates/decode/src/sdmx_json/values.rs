//! What values of dimensions and attributes say: their codes and their names.

use super::super::answer;
use serde_json::Value;

/// Concepts with what is said of an observation.
pub(super) type SaidOfObservation = Vec<(String, String)>;

/// A component with the values that positions stand for.
pub(super) struct Part<'v> {
    pub(super) id: String,
    pub(super) values: Vec<&'v Value>,
    /// What an attribute says where nothing is said.
    pub(super) default: Option<&'v Value>,
}

/// What an attribute says: a position among its values or, since 2.0, the value itself.
pub(super) fn attribute(part: &Part<'_>, value: &Value) -> String {
    let at = value.as_u64().and_then(|n| usize::try_from(n).ok());
    at.and_then(|at| part.values.get(at))
        .map_or_else(|| answer::plain(value), |value| code(value))
}

/// The code of a value, or itself where it has none.
pub(super) fn code(value: &Value) -> String {
    ["id", "value", "name"]
        .into_iter()
        .find_map(|key| value.get(key))
        .map_or_else(|| answer::plain(value), answer::plain)
}

/// The name of a value.
pub(super) fn name(value: &Value) -> String {
    ["name", "value", "id"]
        .into_iter()
        .find_map(|key| value.get(key))
        .map(answer::plain)
        .unwrap_or_default()
}
