//! Where the answers of known services have their list of records: World Bank v2, CKAN
//! `datastore_search`, the `json` of `PxWeb`, or an object that holds one list of objects under a
//! usual name; of several none is chosen.
//!
//! Only asked when no path is declared. An answer that holds fewer rows than it says itself is cut
//! off (`size`), and an answer that tells of an error is no data, whatever its HTTP status was.

use super::{Undecodable, fault, size};
use serde_json::{Map, Value};

/// Names under which a list of rows is looked for in an object.
const LISTS: [&str; 8] = [
    "data",
    "records",
    "rows",
    "results",
    "result",
    "items",
    "value",
    "observations",
];

/// A value as cell text: null is empty, a text stands without quotes.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The list of records of an answer; the JSON itself, when it is no answer that is known.
///
/// # Errors
/// `service_error`, and `truncated` when the answer says itself that it should hold more.
pub(super) fn records(file: &str, root: Value) -> Result<Result<Vec<Value>, Value>, Undecodable> {
    let said = size::said(&root, "result.records");
    let found = found(file, root)?;
    if let Ok(list) = &found {
        size::judged(file, &said, list.len())?;
    }
    Ok(found)
}

fn found(file: &str, root: Value) -> Result<Result<Vec<Value>, Value>, Undecodable> {
    match root {
        Value::Array(list) => world_bank(file, list).map(Ok),
        Value::Object(object) => {
            of_object(file, &object).map(|found| found.ok_or(Value::Object(object)))
        }
        other => Ok(Err(other)),
    }
}

fn of_object(file: &str, object: &Map<String, Value>) -> Result<Option<Vec<Value>>, Undecodable> {
    if object.get("success") == Some(&Value::Bool(false))
        || (object.contains_key("error") && object.len() <= 3)
    {
        let said = object.get("error").map_or_else(String::new, message);
        return Err(service_error(file, &said));
    }
    if let (Some(Value::Array(columns)), Some(Value::Array(data))) =
        (object.get("columns"), object.get("data"))
    {
        return px_web(file, columns, data).map(Some);
    }
    if let Some(Value::Object(result)) = object.get("result") {
        return Ok(ckan(result));
    }
    only_list(file, object)
}

/// The list under a usual name, where it is the only list of objects.
fn only_list(file: &str, object: &Map<String, Value>) -> Result<Option<Vec<Value>>, Undecodable> {
    let lists: Vec<(&String, Vec<Value>)> = object
        .iter()
        .filter_map(|(name, value)| Some((name, objects(value)?)))
        .collect();
    match lists.as_slice() {
        [(name, list)] if LISTS.contains(&name.as_str()) => Ok(Some(list.clone())),
        [_, _, ..] if lists.iter().any(|(name, _)| LISTS.contains(&name.as_str())) => {
            let names = lists
                .iter()
                .map(|(name, _)| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let finding = fault(
                "no_such_part",
                file,
                0,
                format!(
                    "the answer holds {} lists of records, and none is declared",
                    lists.len()
                ),
            );
            Err(Box::new(
                finding.hint(format!("declare `records` as one of {names}")),
            ))
        }
        _ => Ok(None),
    }
}

fn service_error(file: &str, said: &str) -> Undecodable {
    let said: String = said.chars().take(300).collect();
    let finding = fault(
        "service_error",
        file,
        0,
        format!("the service answered, in place of data: {said}"),
    );
    Box::new(finding.hint("correct the query, or fetch it again later"))
}

fn message(value: &Value) -> String {
    ["message", "detail", "value"]
        .into_iter()
        .find_map(|key| value.get(key))
        .map_or_else(|| plain(value), plain)
}

/// A list of nothing but objects, and of at least one; links are no records.
fn objects(value: &Value) -> Option<Vec<Value>> {
    let list = value.as_array().filter(|l| !l.is_empty())?;
    list.iter()
        .all(|item| item.is_object() && item.get("href").is_none())
        .then(|| list.clone())
}

/// `[{page, pages, per_page, total}, [rows]]`, `[{"message": […]}]`, or a bare list.
fn world_bank(file: &str, mut list: Vec<Value>) -> Result<Vec<Value>, Undecodable> {
    if let Some(said) = list
        .first()
        .and_then(|first| first.get("message"))
        .filter(|m| m.is_array())
    {
        let said = said.pointer("/0").map_or_else(|| plain(said), message);
        return Err(service_error(file, &said));
    }
    if list.first().and_then(|m| m.get("per_page")).is_none() {
        return Ok(list);
    }
    Ok(match list.get_mut(1).map(Value::take) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    })
}

fn ckan(result: &Map<String, Value>) -> Option<Vec<Value>> {
    result
        .get("records")
        .or_else(|| result.get("results"))
        .and_then(Value::as_array)
        .cloned()
}

/// `{"columns": [{code, text, type}], "data": [{key: […], values: […]}]}`.
fn px_web(file: &str, columns: &[Value], data: &[Value]) -> Result<Vec<Value>, Undecodable> {
    let names: Vec<String> = columns
        .iter()
        .map(|c| {
            ["text", "code"]
                .into_iter()
                .find_map(|key| c.get(key))
                .map_or_else(String::new, plain)
        })
        .collect();
    data.iter()
        .enumerate()
        .map(|(i, row)| {
            let list = |key: &str| {
                row.get(key)
                    .and_then(Value::as_array)
                    .map(Vec::as_slice)
                    .unwrap_or_default()
            };
            let cells: Vec<Value> = list("key").iter().chain(list("values")).cloned().collect();
            if cells.len() != names.len() {
                let message = format!(
                    "row {} has {} cells, there are {} columns",
                    i + 1,
                    cells.len(),
                    names.len()
                );
                return Err(Box::new(
                    fault("unreadable", file, 0, message)
                        .hint("fetch it again, or ask for `json-stat2`"),
                ));
            }
            Ok(Value::Object(names.iter().cloned().zip(cells).collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Decoded, Reading, decode};
    use chiso_model::{Format, Layout};

    fn show(text: &str) -> String {
        let layout = Layout::default();
        let reading = Reading {
            file_name: "f.json",
            format: Format::Json,
            layout: &layout,
            decimal: '.',
            pages: &[],
            max_cells: 100,
        };
        let run = || -> Result<String, super::Undecodable> {
            let Decoded {
                columns, records, ..
            } = decode(reading, text.as_bytes())?;
            let rows: Vec<String> = records
                .map(|r| r.map(|r| r.cells.join("~")))
                .collect::<Result<_, _>>()?;
            Ok(format!("{} | {}", columns.join("~"), rows.join(" | ")))
        };
        run().unwrap_or_else(|finding| finding.to_string())
    }

    #[test]
    fn answers_of_services() {
        for (text, want) in [
            (
                r#"[{"page":1,"pages":1,"per_page":"50","total":2},[{"country":{"id":"VN","value":"Viet Nam"},"date":"2024","value":1.5},{"country":{"id":"VN","value":"Viet Nam"},"date":"2023","value":null}]]"#,
                "country.id~country.value~date~value | VN~Viet Nam~2024~1.5 | VN~Viet Nam~2023~",
            ),
            (
                r#"{"success":true,"result":{"records":[{"a":"1.234"}],"total":1,"limit":100}}"#,
                "a | 1.234",
            ),
            (
                r#"{"columns":[{"code":"N","text":"Năm"},{"code":"v","text":"Số"}],"data":[{"key":["2024"],"values":["12"]}]}"#,
                "Năm~Số | 2024~12",
            ),
            (r#"{"data":[{"a":1},{"b":2,"a":3}]}"#, "a~b | 1~ | 3~2"),
        ] {
            assert_eq!(show(text), want);
        }
    }

    #[test]
    fn answers_that_are_no_data() {
        for (text, part) in [
            (
                r#"[{"message":[{"id":"120","value":"The provided parameter value is not valid"}]}]"#,
                "error[service_error]: f.json: the service answered, in place of data: The provided",
            ),
            (
                r#"{"success":false,"error":{"message":"Not found"}}"#,
                "in place of data: Not found",
            ),
            (
                r#"[{"page":1,"per_page":50,"total":2},[{"a":1}]]"#,
                "error[truncated]: f.json: the answer holds 1 rows and says itself that there are \
                    2 (`total`)",
            ),
            (
                r#"{"success":true,"result":{"records":[{"a":1}],"total":9,"limit":5,"offset":5}}"#,
                "the answer holds 1 rows and says itself that there are 9 (`total`)",
            ),
            (
                r#"{"success":true,"result":{"limit":1,"total":2,"offset":0,"records":[{"a":1}]}}"#,
                "the answer holds 1 rows and says itself",
            ),
            (
                r#"[{"page":1,"pages":3,"per_page":1,"total":3},[{"a":1}]]"#,
                "the answer holds 1 rows and says itself",
            ),
            (
                r#"{"data":[{"a":1}],"rows":[{"a":2}]}"#,
                "the answer holds 2 lists of records, and none is declared\n  hint: declare \
                    `records` as one of `data`, `rows`",
            ),
            (
                r#"{"columns":[{"text":"a"}],"data":[{"key":["1"],"values":["2"]}]}"#,
                "row 1 has 2 cells, there are 1 columns",
            ),
            (
                r#"{"query":[],"response":{"format":"px"}}"#,
                "error[metadata_only]",
            ),
            ("3", "error[metadata_only]"),
        ] {
            assert!(
                show(text).contains(part),
                "{}\ndoes not contain {part}",
                show(text)
            );
        }
    }
}
