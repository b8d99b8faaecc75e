//! The datasets of a JSON-stat file: the only one, those of a bundle, those that a collection
//! holds.

use super::super::{Undecodable, fault};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

pub(super) fn not_data(file: &str) -> Undecodable {
    Box::new(
        fault(
            "unreadable",
            file,
            0,
            "there is no JSON-stat dataset in this file",
        )
        .hint("ask the service for `json-stat2` or `json-stat`"),
    )
}

/// The datasets of a file with the name of their part, which is empty unless there are several.
pub(super) fn datasets(file: &str, root: Object) -> Result<Vec<(String, Object)>, Undecodable> {
    match root.get("class").and_then(Value::as_str) {
        Some("dataset") => return Ok(vec![(String::new(), root)]),
        Some("collection")
            if root
                .get("link")
                .and_then(|l| l.get("item"))
                .is_some_and(holds_data) =>
        {
            return Ok(embedded(root));
        }
        Some(class @ ("collection" | "dimension")) => {
            let message = format!("this is a JSON-stat {class}, which holds no figures of its own");
            return Err(Box::new(
                fault("metadata_only", file, 0, message).hint("fetch the dataset it points to"),
            ));
        }
        _ if root.contains_key("dimension") => return Ok(vec![(String::new(), root)]),
        _ => {}
    }
    let mut found: Vec<(String, Object)> = Vec::new();
    for (name, value) in root {
        if let Value::Object(dataset) = value
            && dataset.contains_key("dimension")
        {
            found.push((name, dataset));
        }
    }
    if let [(part, _)] = found.as_mut_slice() {
        part.clear();
    }
    if found.is_empty() {
        Err(not_data(file))
    } else {
        Ok(found)
    }
}

fn holds_data(items: &Value) -> bool {
    items
        .as_array()
        .is_some_and(|items| items.iter().any(|i| i.get("dimension").is_some()))
}

/// The datasets that a collection holds itself, named by their label, or by their place where
/// labels are missing or the same.
fn embedded(mut root: Object) -> Vec<(String, Object)> {
    let items = root
        .get_mut("link")
        .and_then(|l| l.get_mut("item"))
        .map(Value::take);
    let Some(Value::Array(items)) = items else {
        return Vec::new();
    };
    let mut found: Vec<(String, Object)> = Vec::new();
    for (i, item) in items.into_iter().enumerate() {
        if let Value::Object(dataset) = item
            && dataset.contains_key("dimension")
        {
            let label = dataset
                .get("label")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .trim();
            let taken = label.is_empty() || found.iter().any(|(name, _)| name == label);
            found.push((
                if taken {
                    (i + 1).to_string()
                } else {
                    label.to_owned()
                },
                dataset,
            ));
        }
    }
    if let [(part, _)] = found.as_mut_slice() {
        part.clear();
    }
    found
}
