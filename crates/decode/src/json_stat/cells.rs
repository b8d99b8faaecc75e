//! The cells of a JSON-stat dataset: its values or their status, by position.

use serde_json::{Map, Value};

/// Cells by position: all of them, some of them, or the same for all.
pub(super) enum Cells {
    Dense(Vec<Value>),
    Sparse(Map<String, Value>),
    Same(String),
}

impl Cells {
    pub(super) fn text(&self, position: usize) -> String {
        match self {
            Cells::Dense(list) => list.get(position).map(cell_text).unwrap_or_default(),
            Cells::Sparse(map) => map
                .get(&position.to_string())
                .map(cell_text)
                .unwrap_or_default(),
            Cells::Same(text) => text.clone(),
        }
    }
}

fn cell_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A list must be as long as the product of the sizes; keys of a sparse object must lie below it.
pub(super) fn check(cells: &Cells, name: &str, total: usize) -> Result<(), String> {
    match cells {
        Cells::Dense(list) if list.len() != total => Err(format!(
            "`{name}` holds {} cells, the product of the sizes is {total}: some are missing or too \
                many",
            list.len()
        )),
        Cells::Sparse(map) => match map.keys().find(|k| {
            k.parse::<usize>()
                .ok()
                .is_none_or(|n| n >= total || n.to_string() != **k)
        }) {
            Some(key) => Err(format!(
                "`{name}` has a cell at `{key}`, the positions are 0 to {}",
                total.saturating_sub(1)
            )),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}
