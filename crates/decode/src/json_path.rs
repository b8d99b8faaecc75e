//! Dotted paths into JSON: `data.items` is the member `items` of the member `data`, `0.total` a
//! member of the first item. A key that itself has dots is found as it stands, before it is taken
//! apart.

use serde_json::Value;

/// The value at a path; the whole for an empty one.
#[must_use]
pub fn at_path<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return Some(value);
    }
    if let Some(found) = child(value, path) {
        return Some(found);
    }
    path.match_indices('.')
        .find_map(|(dot, _)| at_path(child(value, &path[..dot])?, &path[dot + 1..]))
}

fn child<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(map) => map.get(name),
        Value::Array(list) => list.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_through_objects_lists_and_keys_with_dots() {
        let value = json!({ "a": { "b": [10, { "c": 20 }] }, "x.y": { "z": 30 }, "a.q": 40 });
        for (path, want) in [
            ("a.b.0", Some(10)),
            ("a.b.1.c", Some(20)),
            ("x.y.z", Some(30)),
            ("a.q", Some(40)),
            ("a.b.9", None),
            ("x", None),
        ] {
            assert_eq!(
                at_path(&value, path).and_then(Value::as_i64),
                want,
                "{path}"
            );
        }
        assert_eq!(at_path(&value, ""), Some(&value));
    }
}
