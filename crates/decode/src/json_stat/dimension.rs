//! A dimension of a JSON-stat dataset with its categories in order.

use serde_json::{Map, Value};

/// A dimension with its categories in order.
pub(super) struct JsonStatDimension {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) codes: Vec<String>,
    pub(super) labels: Vec<String>,
    /// What the figures of each category count, in words; none where no category says so.
    pub(super) units: Vec<String>,
}

/// A dimension as its dataset describes it, of so many categories.
pub(super) fn axis(
    id: &str,
    dimension: Option<&Value>,
    size: usize,
) -> Result<JsonStatDimension, String> {
    let dimension = dimension
        .and_then(Value::as_object)
        .ok_or_else(|| format!("dimension `{id}` is not described"))?;
    let category = dimension
        .get("category")
        .and_then(Value::as_object)
        .ok_or_else(|| format!("dimension `{id}` has no `category`"))?;
    let codes = codes(category, size)
        .ok_or_else(|| format!("the categories of dimension `{id}` have no order from 0 on"))?;
    if codes.len() != size {
        return Err(format!(
            "dimension `{id}` has {} categories, its size says {size}",
            codes.len()
        ));
    }
    let own = dimension
        .get("label")
        .and_then(Value::as_str)
        .unwrap_or_default();
    Ok(JsonStatDimension {
        id: id.to_owned(),
        label: own.trim().to_owned(),
        labels: labels(category, &codes),
        units: units(category, &codes),
        codes,
    })
}

/// The label of each category; its code where it has none.
fn labels(category: &Map<String, Value>, codes: &[String]) -> Vec<String> {
    let named = category.get("label").and_then(Value::as_object);
    let label = |code: &String| {
        named
            .and_then(|n| n.get(code))
            .and_then(Value::as_str)
            .map_or_else(|| code.clone(), |l| l.trim().to_owned())
    };
    codes.iter().map(label).collect()
}

/// What each category counts; nothing where no category says so.
fn units(category: &Map<String, Value>, codes: &[String]) -> Vec<String> {
    match category.get("unit").and_then(Value::as_object) {
        Some(units) => codes
            .iter()
            .map(|code| units.get(code).map(counted).unwrap_or_default())
            .collect(),
        None => Vec::new(),
    }
}

/// Codes of the categories, in their order. Of one category the index may be absent.
fn codes(category: &Map<String, Value>, size: usize) -> Option<Vec<String>> {
    match category.get("index") {
        Some(Value::Array(list)) => list.iter().map(|c| c.as_str().map(str::to_owned)).collect(),
        Some(Value::Object(map)) => by_position(map),
        None if size == 1 => category
            .get("label")
            .and_then(Value::as_object)
            .and_then(|labels| labels.keys().next())
            .map(|code| vec![code.clone()]),
        _ => None,
    }
}

/// What figures count, in words: `{"base": "persons", "multiplier": 3}` is `1000 persons`.
fn counted(unit: &Value) -> String {
    let text = |name: &str| {
        unit.get(name)
            .and_then(Value::as_str)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let base = text("base").or_else(|| text("label")).unwrap_or_default();
    match unit
        .get("multiplier")
        .and_then(Value::as_u64)
        .and_then(|power| 10u64.checked_pow(u32::try_from(power).ok()?))
    {
        Some(count) if count > 1 => format!("{count} {base}"),
        _ => base.to_owned(),
    }
}

/// Codes in the order of their positions, which must be 0, 1, 2 …
fn by_position(map: &Map<String, Value>) -> Option<Vec<String>> {
    let mut codes: Vec<(usize, &String)> = map
        .iter()
        .map(|(code, at)| whole(at).map(|at| (at, code)))
        .collect::<Option<_>>()?;
    codes.sort();
    codes
        .iter()
        .enumerate()
        .all(|(i, (at, _))| i == *at)
        .then(|| codes.into_iter().map(|(_, code)| code.clone()).collect())
}

pub(super) fn whole(value: &Value) -> Option<usize> {
    match value {
        Value::Number(n) => n.to_string().parse().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}
