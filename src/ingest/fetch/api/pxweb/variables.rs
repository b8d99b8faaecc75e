//! The variables of a PxWeb table as its description lists them.

use serde_json::Value;

/// A variable of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variable {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// Code and label of each value, in the order of the service.
    pub values: Vec<(String, String)>,
    /// The service sums over it when it is left out.
    pub optional: bool,
}

/// Variables of a description by interface 1; `None` when it is not one.
pub(super) fn of_v1(description: &Value) -> Option<Vec<Variable>> {
    let texts = |value: &Value| -> Option<Vec<String>> {
        value
            .as_array()?
            .iter()
            .map(|t| t.as_str().map(str::to_owned))
            .collect()
    };
    let one = |variable: &Value| -> Option<Variable> {
        let code = variable.get("code")?.as_str()?.to_owned();
        let codes = texts(variable.get("values")?)?;
        let labels = variable
            .get("valueTexts")
            .and_then(texts)
            .filter(|labels| labels.len() == codes.len())
            .unwrap_or_else(|| codes.clone());
        let label = variable
            .get("text")
            .and_then(Value::as_str)
            .unwrap_or(&code)
            .to_owned();
        let optional = variable
            .get("elimination")
            .and_then(Value::as_bool)
            .unwrap_or(false);
        Some(Variable {
            code,
            label,
            values: codes.into_iter().zip(labels).collect(),
            optional,
        })
    };
    let variables: Vec<Variable> = description
        .get("variables")?
        .as_array()?
        .iter()
        .map(one)
        .collect::<Option<_>>()?;
    (!variables.is_empty()).then_some(variables)
}

/// Variables of a JSON-stat 2 dataset, as interface 2 describes its tables; `None` when it is not
/// one.
pub(super) fn of_json_stat(description: &Value) -> Option<Vec<Variable>> {
    let one = |id: &Value| -> Option<Variable> {
        let code = id.as_str()?.to_owned();
        let dimension = description.get("dimension")?.get(&code)?;
        let label = dimension
            .get("label")
            .and_then(Value::as_str)
            .unwrap_or(&code)
            .to_owned();
        let optional = dimension
            .get("extension")
            .and_then(|e| e.get("elimination"))
            .and_then(Value::as_bool)
            .unwrap_or(false);
        Some(Variable {
            values: categories(dimension)?,
            code,
            label,
            optional,
        })
    };
    let variables: Vec<Variable> = description
        .get("id")?
        .as_array()?
        .iter()
        .map(one)
        .collect::<Option<_>>()?;
    (!variables.is_empty()).then_some(variables)
}

/// Code and label of the categories of a JSON-stat dimension, in order.
pub(super) fn categories(dimension: &Value) -> Option<Vec<(String, String)>> {
    let category = dimension.get("category")?;
    let labels = category.get("label").and_then(Value::as_object);
    let codes: Vec<String> = match category.get("index") {
        Some(Value::Array(list)) => list
            .iter()
            .map(|c| c.as_str().map(str::to_owned))
            .collect::<Option<_>>()?,
        Some(Value::Object(map)) => {
            let mut codes: Vec<(u64, &String)> = map
                .iter()
                .map(|(code, at)| Some((at.as_u64()?, code)))
                .collect::<Option<_>>()?;
            codes.sort();
            codes.into_iter().map(|(_, code)| code.clone()).collect()
        }
        _ => labels?.keys().cloned().collect(),
    };
    let label = |code: &String| {
        labels
            .and_then(|l| l.get(code))
            .and_then(Value::as_str)
            .unwrap_or(code)
            .to_owned()
    };
    Some(
        codes
            .into_iter()
            .map(|code| (code.clone(), label(&code)))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_no_description_is_none() {
        for text in [
            json!(null),
            json!([{ "id": "db", "type": "l" }]),
            json!({ "variables": [] }),
            json!({ "variables": [{ "code": "a" }] }),
        ] {
            assert_eq!(of_v1(&text), None, "{text}");
            assert_eq!(of_json_stat(&text), None, "{text}");
        }
    }
}
