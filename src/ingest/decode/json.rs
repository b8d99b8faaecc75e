//! Rows in a JSON answer: World Bank v2, CKAN `datastore_search`, the `json` of `PxWeb`, or a list of objects, bare or under one name.
//!
//! Columns are the names in the objects in the order in which they first come; a nested object's are `outer.inner`. An answer that
//! holds fewer rows than it says itself is cut off, and an answer that tells of an error is no data, whatever its HTTP status was.

use super::{Reading, Record, Shape, Table, Undecodable, fault, too_many_cells};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Names under which a list of rows is looked for in an object.
const LISTS: [&str; 8] = ["data", "records", "rows", "results", "result", "items", "value", "observations"];

/// Reads JSON, NUL bytes at its end apart; a fault names the line.
pub(super) fn parse(file: &str, text: &str) -> Result<Value, Undecodable> {
    serde_json::from_str(text).map_err(|e| {
        let line = u64::try_from(e.line()).unwrap_or(0);
        let cut = e.is_eof();
        let message = if cut { format!("the JSON is cut off: {e}") } else { format!("this is not JSON: {e}") };
        Box::new(fault(if cut { "truncated" } else { "unreadable" }, file, line, message).hint("fetch the file again"))
    })
}

/// A value as cell text: null is empty, a text stands without quotes.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The rows of an answer as one table.
pub(super) fn table(reading: Reading<'_>, text: &str) -> Result<Table<'static>, Undecodable> {
    let file = reading.file_name;
    let root = parse(file, text)?;
    let rows = rows(file, root)?;
    let mut columns: Vec<String> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut records: Vec<Vec<(usize, String)>> = Vec::new();
    let mut cells: usize = 0;
    for row in rows {
        let mut flat = Vec::new();
        flatten("", row, reading.decimal, &mut flat);
        let mut record = Vec::with_capacity(flat.len());
        for (name, text) in flat {
            let at = *places.entry(name.clone()).or_insert_with(|| {
                columns.push(name);
                columns.len() - 1
            });
            record.push((at, text));
        }
        cells = cells.saturating_add(columns.len().max(1));
        if cells > reading.max_cells {
            return Err(too_many_cells(file, reading.max_cells));
        }
        records.push(record);
    }
    let width = columns.len();
    let records = records.into_iter().zip(1..).map(move |(record, row)| {
        let mut cells = vec![String::new(); width];
        for (at, text) in record {
            if let Some(cell) = cells.get_mut(at) {
                *cell = text;
            }
        }
        Ok(Record { part: String::new(), row, cells })
    });
    Ok(Table { part: String::new(), shape: Shape::Rows { columns }, records: Box::new(records) })
}

fn flatten(prefix: &str, row: Map<String, Value>, decimal: char, out: &mut Vec<(String, String)>) {
    for (name, value) in row {
        let name = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match value {
            Value::Object(inner) => flatten(&name, inner, decimal, out),
            // Numbers take the declared sign, texts keep theirs: both are then read by one number format.
            Value::Number(n) if decimal != '.' => out.push((name, n.to_string().replace('.', decimal.encode_utf8(&mut [0; 4])))),
            other => out.push((name, plain(&other))),
        }
    }
}

fn rows(file: &str, root: Value) -> Result<Vec<Map<String, Value>>, Undecodable> {
    match root {
        Value::Array(list) => world_bank(file, list),
        Value::Object(mut object) => {
            if object.get("success") == Some(&Value::Bool(false)) || (object.contains_key("error") && object.len() <= 3) {
                let said = object.get("error").map_or_else(String::new, message);
                return Err(service_error(file, &said));
            }
            if let (Some(Value::Array(columns)), Some(Value::Array(data))) = (object.get("columns"), object.get("data")) {
                return px_web(file, columns, data);
            }
            if let Some(Value::Object(result)) = object.get_mut("result") {
                return ckan(file, &mut std::mem::take(result));
            }
            LISTS.into_iter().find_map(|name| objects(object.get(name)?)).ok_or_else(|| not_rows(file))
        }
        _ => Err(not_rows(file)),
    }
}

fn not_rows(file: &str) -> Undecodable {
    let finding = fault("metadata_only", file, 0, "there is no list of rows in this JSON");
    Box::new(finding.hint("this may be a catalogue, a query or the description of a table: ask the service for the data"))
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
fn objects(value: &Value) -> Option<Vec<Map<String, Value>>> {
    let list = value.as_array().filter(|l| !l.is_empty())?;
    list.iter().map(|row| row.as_object().cloned()).collect()
}

/// `[{page, pages, per_page, total}, [rows]]`, `[{"message": […]}]`, or a bare list of objects.
fn world_bank(file: &str, list: Vec<Value>) -> Result<Vec<Map<String, Value>>, Undecodable> {
    let whole = Value::Array(list);
    if let Some(said) = whole.pointer("/0/message").filter(|m| m.is_array()) {
        let said = said.pointer("/0").map_or_else(|| plain(said), message);
        return Err(service_error(file, &said));
    }
    let meta = whole.get(0).filter(|m| m.get("per_page").is_some());
    let Some(meta) = meta else { return objects(&whole).ok_or_else(|| not_rows(file)) };
    let rows = whole.get(1).and_then(objects).unwrap_or_default();
    // Sizes come as numbers and as texts.
    let number = |key: &str| meta.get(key).map(plain).and_then(|n| n.parse::<usize>().ok());
    if let (Some(page), Some(per_page), Some(total)) = (number("page"), number("per_page"), number("total")) {
        whole_page(file, rows.len(), per_page, total, page.saturating_sub(1).saturating_mul(per_page))?;
    }
    Ok(rows)
}

fn ckan(file: &str, result: &mut Map<String, Value>) -> Result<Vec<Map<String, Value>>, Undecodable> {
    let rows = match result.get("records").or_else(|| result.get("results")) {
        Some(Value::Array(list)) if list.is_empty() => Vec::new(),
        Some(list) => objects(list).ok_or_else(|| not_rows(file))?,
        None => return Err(not_rows(file)),
    };
    let number = |key: &str| result.get(key).map(plain).and_then(|n| n.parse::<usize>().ok());
    if let (Some(limit), Some(total)) = (number("limit"), number("total")) {
        whole_page(file, rows.len(), limit, total, number("offset").unwrap_or(0))?;
    }
    Ok(rows)
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
fn px_web(file: &str, columns: &[Value], data: &[Value]) -> Result<Vec<Map<String, Value>>, Undecodable> {
    let names: Vec<String> = columns.iter().map(|c| ["text", "code"].into_iter().find_map(|key| c.get(key)).map_or_else(String::new, plain)).collect();
    data.iter()
        .enumerate()
        .map(|(i, row)| {
            let list = |key: &str| row.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let cells: Vec<Value> = list("key").iter().chain(list("values")).cloned().collect();
            if cells.len() != names.len() {
                let message = format!("row {} has {} cells, there are {} columns", i + 1, cells.len(), names.len());
                return Err(Box::new(fault("unreadable", file, 0, message).hint("fetch it again, or ask for `json-stat2`")));
            }
            Ok(names.iter().cloned().zip(cells).collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Decoded, Reading, decode};
    use crate::model::{Format, Layout};

    fn show(text: &str) -> String {
        let layout = Layout::default();
        let reading = Reading { file_name: "f.json", format: Format::Json, layout: &layout, decimal: ',', max_cells: 100 };
        let run = || -> Result<String, super::Undecodable> {
            let Decoded { columns, records } = decode(reading, text.as_bytes())?;
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
                "country.id~country.value~date~value | VN~Viet Nam~2024~1,5 | VN~Viet Nam~2023~",
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
            (r#"[{"message":[{"id":"120","value":"The provided parameter value is not valid"}]}]"#, "error[service_error]: f.json: the service answered, in place of data: The provided"),
            (r#"{"success":false,"error":{"message":"Not found"}}"#, "in place of data: Not found"),
            (r#"[{"page":1,"per_page":50,"total":2},[{"a":1}]]"#, "error[truncated]: f.json: the answer holds 1 rows where it says itself that there are 2"),
            (r#"{"success":true,"result":{"records":[{"a":1}],"total":9,"limit":5,"offset":5}}"#, "the answer holds 1 rows where it says itself that there are 4"),
            (r#"{"columns":[{"text":"a"}],"data":[{"key":["1"],"values":["2"]}]}"#, "row 1 has 2 cells, there are 1 columns"),
            (r#"{"query":[],"response":{"format":"px"}}"#, "error[metadata_only]"),
            ("3", "error[metadata_only]"),
        ] {
            assert!(show(text).contains(part), "{}\nlacks {part}", show(text));
        }
    }
}
