//! Where the answers of known services have their list of records: World Bank v2, CKAN `datastore_search`, the `json` of `PxWeb`, or
//! an object that holds one list of objects under a usual name.
//!
//! Only asked when no path is declared. An answer that holds fewer rows than it says itself is cut off, and an answer that tells
//! of an error is no data, whatever its HTTP status was.

use super::{Undecodable, fault};
use serde_json::{Map, Value};

/// Names under which a list of rows is looked for in an object.
const LISTS: [&str; 8] = ["data", "records", "rows", "results", "result", "items", "value", "observations"];

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
    match root {
        Value::Array(list) => world_bank(file, list).map(Ok),
        Value::Object(object) => of_object(file, &object).map(|found| found.ok_or(Value::Object(object))),
        other => Ok(Err(other)),
    }
}

fn of_object(file: &str, object: &Map<String, Value>) -> Result<Option<Vec<Value>>, Undecodable> {
    if object.get("success") == Some(&Value::Bool(false)) || (object.contains_key("error") && object.len() <= 3) {
        let said = object.get("error").map_or_else(String::new, message);
        return Err(service_error(file, &said));
    }
    if let (Some(Value::Array(columns)), Some(Value::Array(data))) = (object.get("columns"), object.get("data")) {
        return px_web(file, columns, data).map(Some);
    }
    if let Some(Value::Object(result)) = object.get("result") {
        return ckan(file, result);
    }
    Ok(LISTS.into_iter().find_map(|name| objects(object.get(name)?)))
}

fn service_error(file: &str, said: &str) -> Undecodable {
    let said: String = said.chars().take(300).collect();
    let finding = fault("service_error", file, 0, format!("the service answered, in place of data: {said}"));
    Box::new(finding.hint("mend the query, or fetch it again later"))
}

fn message(value: &Value) -> String {
    ["message", "detail", "value"].into_iter().find_map(|key| value.get(key)).map_or_else(|| plain(value), plain)
}

/// A list of nothing but objects, and of at least one.
fn objects(value: &Value) -> Option<Vec<Value>> {
    let list = value.as_array().filter(|l| !l.is_empty())?;
    list.iter().all(Value::is_object).then(|| list.clone())
}

/// `[{page, pages, per_page, total}, [rows]]`, `[{"message": […]}]`, or a bare list.
fn world_bank(file: &str, mut list: Vec<Value>) -> Result<Vec<Value>, Undecodable> {
    if let Some(said) = list.first().and_then(|first| first.get("message")).filter(|m| m.is_array()) {
        let said = said.pointer("/0").map_or_else(|| plain(said), message);
        return Err(service_error(file, &said));
    }
    let Some(meta) = list.first().filter(|m| m.get("per_page").is_some()) else { return Ok(list) };
    // Sizes come as numbers and as texts.
    let number = |key: &str| meta.get(key).map(plain).and_then(|n| n.parse::<usize>().ok());
    let (page, per_page, total) = (number("page"), number("per_page"), number("total"));
    let rows = match list.get_mut(1).map(Value::take) {
        Some(Value::Array(rows)) => rows,
        _ => Vec::new(),
    };
    if let (Some(page), Some(per_page), Some(total)) = (page, per_page, total) {
        whole_page(file, rows.len(), per_page, total, page.saturating_sub(1).saturating_mul(per_page))?;
    }
    Ok(rows)
}

fn ckan(file: &str, result: &Map<String, Value>) -> Result<Option<Vec<Value>>, Undecodable> {
    let Some(Value::Array(rows)) = result.get("records").or_else(|| result.get("results")) else { return Ok(None) };
    let number = |key: &str| result.get(key).map(plain).and_then(|n| n.parse::<usize>().ok());
    if let (Some(limit), Some(total)) = (number("limit"), number("total")) {
        whole_page(file, rows.len(), limit, total, number("offset").unwrap_or(0))?;
    }
    Ok(Some(rows.clone()))
}

/// Whether a page holds as many rows as it should.
fn whole_page(file: &str, found: usize, page: usize, total: usize, before: usize) -> Result<(), Undecodable> {
    let want = total.saturating_sub(before).min(page);
    if found >= want {
        return Ok(());
    }
    let message = format!("the answer holds {found} rows where it says itself that there are {want}");
    Err(Box::new(fault("truncated", file, 0, message).hint("fetch it again, with smaller pages")))
}

/// `{"columns": [{code, text, type}], "data": [{key: […], values: […]}]}`.
fn px_web(file: &str, columns: &[Value], data: &[Value]) -> Result<Vec<Value>, Undecodable> {
    let names: Vec<String> =
        columns.iter().map(|c| ["text", "code"].into_iter().find_map(|key| c.get(key)).map_or_else(String::new, plain)).collect();
    data.iter()
        .enumerate()
        .map(|(i, row)| {
            let list = |key: &str| row.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let cells: Vec<Value> = list("key").iter().chain(list("values")).cloned().collect();
            if cells.len() != names.len() {
                let message = format!("row {} has {} cells, there are {} columns", i + 1, cells.len(), names.len());
                return Err(Box::new(fault("unreadable", file, 0, message).hint("fetch it again, or ask for `json-stat2`")));
            }
            Ok(Value::Object(names.iter().cloned().zip(cells).collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Decoded, Reading, decode};
    use crate::model::{Format, Layout};

    fn show(text: &str) -> String {
        let layout = Layout::default();
        let reading = Reading { file_name: "f.json", format: Format::Json, layout: &layout, decimal: '.', pages: &[], max_cells: 100 };
        let run = || -> Result<String, super::Undecodable> {
            let Decoded { columns, records, .. } = decode(reading, text.as_bytes())?;
            let rows: Vec<String> = records.map(|r| r.map(|r| r.cells.join("~"))).collect::<Result<_, _>>()?;
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
            (r#"{"success":true,"result":{"records":[{"a":"1.234"}],"total":1,"limit":100}}"#, "a | 1.234"),
            (r#"{"columns":[{"code":"N","text":"Năm"},{"code":"v","text":"Số"}],"data":[{"key":["2024"],"values":["12"]}]}"#, "Năm~Số | 2024~12"),
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
            (r#"{"success":false,"error":{"message":"Not found"}}"#, "in place of data: Not found"),
            (
                r#"[{"page":1,"per_page":50,"total":2},[{"a":1}]]"#,
                "error[truncated]: f.json: the answer holds 1 rows where it says itself that there are 2",
            ),
            (
                r#"{"success":true,"result":{"records":[{"a":1}],"total":9,"limit":5,"offset":5}}"#,
                "the answer holds 1 rows where it says itself that there are 4",
            ),
            (r#"{"columns":[{"text":"a"}],"data":[{"key":["1"],"values":["2"]}]}"#, "row 1 has 2 cells, there are 1 columns"),
            (r#"{"query":[],"response":{"format":"px"}}"#, "error[metadata_only]"),
            ("3", "error[metadata_only]"),
        ] {
            assert!(show(text).contains(part), "{}\nlacks {part}", show(text));
        }
    }
}
