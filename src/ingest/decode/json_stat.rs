//! JSON-stat 1.x and 2.0: a cube of figures in row-major order, one record a figure.
//!
//! Columns are, for each dimension, its label (the category's label, without the spaces that show
//! hierarchy) and `<id>.code` (the category's code; at some offices a mere position, so map by
//! label), then `value`, `status` and `updated`, and `unit` where categories state what they count.
//! Figures keep the text they have in the file. A null, or a figure that a sparse cube leaves out,
//! is an empty cell, so that the same cube counts the same however it is written.
//!
//! Tolerated as real services send them: 1.x wrapped in `dataset`, sizes as text, an absent index
//! when there is one category.

use super::{Reading, Record, Shape, Table, Undecodable, fault, parse, too_many_cells};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// The cubes of a file, each a table: which one is meant, the source says.
pub(super) fn tables(reading: Reading<'_>, text: &str) -> Result<Vec<Table<'static>>, Undecodable> {
    let file = reading.file_name;
    let root = parse(file, "", text)?;
    let Value::Object(root) = root else {
        return Err(not_data(file));
    };
    let mut found: Vec<Table<'static>> = Vec::new();
    let mut cells: usize = 0;
    for (part, dataset) in datasets(file, root)? {
        let cube = Cube::new(file, part, dataset, reading.max_cells)?;
        let columns = cube.columns();
        cells = cells.saturating_add(cube.total.saturating_mul(columns.len()));
        if cells > reading.max_cells {
            return Err(too_many_cells(file, reading.max_cells));
        }
        let part = cube.part.clone();
        let dimensions: Vec<String> = cube.axes.iter().map(|a| a.id.clone()).collect();
        let value = dimensions.len() * 2;
        let records = (0..cube.total).map(move |i| Ok(cube.record(i)));
        found.push(Table {
            part,
            shape: Shape::Figures {
                columns,
                dimensions,
                value,
            },
            records: Box::new(records),
        });
    }
    Ok(found)
}

fn not_data(file: &str) -> Undecodable {
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
fn datasets(file: &str, root: Object) -> Result<Vec<(String, Object)>, Undecodable> {
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

/// A dimension with its categories in order.
struct JsonStatDimension {
    id: String,
    label: String,
    codes: Vec<String>,
    labels: Vec<String>,
    /// What the figures of each category count, in words; none where no category says so.
    units: Vec<String>,
}

/// Cells by position: all of them, some of them, or the same for all.
enum Cells {
    Dense(Vec<Value>),
    Sparse(Object),
    Same(String),
}

struct Cube {
    part: String,
    axes: Vec<JsonStatDimension>,
    total: usize,
    values: Cells,
    status: Cells,
    updated: String,
}

impl Cube {
    fn new(
        file: &str,
        part: String,
        mut dataset: Object,
        max_cells: usize,
    ) -> Result<Cube, Undecodable> {
        let bad = |message: String| -> Undecodable {
            let mut finding = fault("unreadable", file, 0, message);
            finding.place.part.clone_from(&part);
            Box::new(finding.hint(
                "the file breaks the JSON-stat format: fetch it again, or ask for another format",
            ))
        };
        let dimensions = dataset
            .remove("dimension")
            .and_then(into_object)
            .ok_or_else(|| bad("`dimension` is missing or no object".to_owned()))?;
        let list = |name: &str| {
            dataset
                .get(name)
                .or_else(|| dimensions.get(name))
                .and_then(Value::as_array)
        };
        let ids = list("id").ok_or_else(|| bad("`id` is missing or no list".to_owned()))?;
        let sizes = list("size").ok_or_else(|| bad("`size` is missing or no list".to_owned()))?;
        if ids.len() != sizes.len() || ids.is_empty() {
            return Err(bad(format!(
                "`id` names {} dimensions and `size` {}",
                ids.len(),
                sizes.len()
            )));
        }
        let mut axes = Vec::with_capacity(ids.len());
        let mut total: usize = 1;
        for (id, size) in ids.iter().zip(sizes) {
            let id = id
                .as_str()
                .ok_or_else(|| bad("a name in `id` is no text".to_owned()))?;
            let size = whole(size)
                .ok_or_else(|| bad(format!("the size of dimension `{id}` is no whole number")))?;
            total = total
                .checked_mul(size)
                .filter(|n| *n <= max_cells)
                .ok_or_else(|| too_many_cells(file, max_cells))?;
            axes.push(axis(id, dimensions.get(id), size).map_err(&bad)?);
        }
        let values = match dataset.remove("value") {
            Some(Value::Array(list)) if !list.is_empty() => Cells::Dense(list),
            Some(Value::Object(map)) if !map.is_empty() => Cells::Sparse(map),
            None | Some(Value::Array(_) | Value::Object(_) | Value::Null) => {
                return Err(Box::new(
                    fault(
                        "metadata_only",
                        file,
                        0,
                        "`value` is empty: this is metadata, not data",
                    )
                    .hint("ask the service for the data of the table"),
                ));
            }
            Some(_) => return Err(bad("`value` is neither a list nor an object".to_owned())),
        };
        check(&values, "value", total).map_err(&bad)?;
        let status = match dataset.remove("status") {
            Some(Value::Array(list)) => match list.as_slice() {
                // One status for all may also stand in a list.
                [Value::String(text)] => Cells::Same(text.clone()),
                [] => Cells::Same(String::new()),
                _ => Cells::Dense(list),
            },
            // Eurostat's answers of 2015 put the list one level deeper.
            Some(Value::Object(mut map)) => match map.remove("value") {
                Some(Value::Array(list)) => Cells::Dense(list),
                Some(other) => return Err(bad(format!("`status.value` is no list: {other}"))),
                None => Cells::Sparse(map),
            },
            Some(Value::String(text)) => Cells::Same(text),
            _ => Cells::Same(String::new()),
        };
        check(&status, "status", total).map_err(&bad)?;
        let updated = dataset
            .get("updated")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        Ok(Cube {
            part,
            axes,
            total,
            values,
            status,
            updated,
        })
    }

    /// A label that is taken gives way to the id, and that to `<id>.label`.
    fn columns(&self) -> Vec<String> {
        let fixed = ["value", "status", "updated"].map(str::to_owned);
        let mut taken: Vec<String> = fixed.to_vec();
        let mut columns = Vec::with_capacity(self.axes.len() * 2 + fixed.len());
        for axis in &self.axes {
            let names = [axis.label.clone(), axis.id.clone()];
            let name = names
                .into_iter()
                .find(|n| !n.is_empty() && !taken.contains(n))
                .unwrap_or_else(|| format!("{}.label", axis.id));
            taken.push(name.clone());
            columns.push(name);
            columns.push(format!("{}.code", axis.id));
        }
        columns.extend(fixed);
        if self.axes.iter().any(|axis| !axis.units.is_empty()) {
            columns.push(
                if taken.iter().any(|name| name == "unit") {
                    "unit.base"
                } else {
                    "unit"
                }
                .to_owned(),
            );
        }
        columns
    }

    fn record(&self, position: usize) -> Record {
        let mut cells = Vec::with_capacity(self.axes.len() * 2 + 4);
        let mut stride = self.total;
        let mut unit = None;
        for axis in &self.axes {
            // The last dimension runs fastest. `total` is the product of the sizes, so no size is
            // zero here.
            stride /= axis.codes.len();
            let category = position / stride % axis.codes.len();
            cells.push(axis.labels[category].clone());
            cells.push(axis.codes[category].clone());
            unit = unit.or_else(|| axis.units.get(category));
        }
        cells.push(self.values.text(position));
        cells.push(self.status.text(position));
        cells.push(self.updated.clone());
        cells.extend(unit.cloned());
        Record {
            part: self.part.clone(),
            row: position as u64 + 1,
            cells,
        }
    }
}

impl Cells {
    fn text(&self, position: usize) -> String {
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
fn check(cells: &Cells, name: &str, total: usize) -> Result<(), String> {
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

fn axis(id: &str, dimension: Option<&Value>, size: usize) -> Result<JsonStatDimension, String> {
    let dimension = dimension
        .and_then(Value::as_object)
        .ok_or_else(|| format!("dimension `{id}` is not described"))?;
    let category = dimension
        .get("category")
        .and_then(Value::as_object)
        .ok_or_else(|| format!("dimension `{id}` has no `category`"))?;
    let named = category.get("label").and_then(Value::as_object);
    let codes = match category.get("index") {
        Some(Value::Array(list)) => list.iter().map(|c| c.as_str().map(str::to_owned)).collect(),
        Some(Value::Object(map)) => by_position(map),
        None if size == 1 => named
            .and_then(|labels| labels.keys().next())
            .map(|code| vec![code.clone()]),
        _ => None,
    };
    let codes = codes
        .ok_or_else(|| format!("the categories of dimension `{id}` have no order from 0 on"))?;
    if codes.len() != size {
        return Err(format!(
            "dimension `{id}` has {} categories, its size says {size}",
            codes.len()
        ));
    }
    let label = |code: &String| {
        named
            .and_then(|n| n.get(code))
            .and_then(Value::as_str)
            .map_or_else(|| code.clone(), |l| l.trim().to_owned())
    };
    let labels = codes.iter().map(label).collect();
    let own = dimension
        .get("label")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
        .to_owned();
    let units = match category.get("unit").and_then(Value::as_object) {
        Some(units) => codes
            .iter()
            .map(|code| units.get(code).map(counted).unwrap_or_default())
            .collect(),
        None => Vec::new(),
    };
    Ok(JsonStatDimension {
        id: id.to_owned(),
        label: own,
        codes,
        labels,
        units,
    })
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
fn by_position(map: &Object) -> Option<Vec<String>> {
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

fn into_object(value: Value) -> Option<Object> {
    if let Value::Object(map) = value {
        Some(map)
    } else {
        None
    }
}

fn whole(value: &Value) -> Option<usize> {
    match value {
        Value::Number(n) => n.to_string().parse().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoded, Reading, Undecodable, decode};
    use crate::model::{Format, Layout};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn show(text: &str) -> String {
        let layout = Layout::default();
        let reading = Reading {
            file_name: "f.json",
            format: Format::JsonStat,
            layout: &layout,
            decimal: '.',
            pages: &[],
            max_cells: 1000,
        };
        let run = || -> Result<String, Undecodable> {
            let Decoded {
                columns, records, ..
            } = decode(reading, text.as_bytes())?;
            let mut out = vec![columns.join("~")];
            for record in records {
                let record = record?;
                out.push(format!(
                    "{}{}:{}",
                    record.part,
                    record.row,
                    record.cells.join("~")
                ));
            }
            Ok(out.join(" | "))
        };
        run().unwrap_or_else(|finding| finding.to_string())
    }

    /// Areas × years, as 2.0.
    fn cube() -> Value {
        json!({
            "version": "2.0", "class": "dataset", "updated": "2025-10-10T02:00:00Z", "id": ["tinh", "nam"], "size": [2, 2],
            "dimension": {
                "tinh": { "label": "Tỉnh", "category": { "index": { "b": 1, "a": 0 }, "label": { "a": "CẢ NƯỚC", "b": "  Hà Nội" } } },
                "nam": { "category": { "index": ["2019", "2020"] } }
            },
            "value": [1, null, 0.1, "4"], "status": { "3": "p" }
        })
    }

    const WANT: &str = "Tỉnh~tinh.code~nam~nam.code~value~status~updated \
        | 1:CẢ NƯỚC~a~2019~2019~1~~2025-10-10T02:00:00Z | 2:CẢ NƯỚC~a~2020~2020~~~2025-10-10T02:00:00Z \
        | 3:Hà Nội~b~2019~2019~0.1~~2025-10-10T02:00:00Z | 4:Hà \
        Nội~b~2020~2020~4~p~2025-10-10T02:00:00Z";

    #[test]
    fn the_same_cube_in_every_shape() {
        let two = cube();
        let mut sparse = cube();
        sparse["value"] = json!({ "0": 1, "2": 0.1, "3": "4" });
        let mut one = cube();
        one["dimension"]["id"] = one["id"].take();
        one["dimension"]["size"] = json!(["2", "2"]);
        let one = one.as_object_mut().unwrap();
        for key in ["class", "id", "size", "version"] {
            one.remove(key);
        }
        let wrapped = json!({ "dataset": one.clone() });
        let trailing_nul = format!("{wrapped}\0");
        let mut deeper = cube();
        deeper["status"] = json!({ "value": [null, null, null, "p"] });
        for text in [
            two.to_string(),
            sparse.to_string(),
            deeper.to_string(),
            json!(one).to_string(),
            wrapped.to_string(),
            trailing_nul,
        ] {
            assert_eq!(show(&text), WANT);
        }
        let bundle = show(&json!({ "x": one.clone(), "y": one.clone() }).to_string());
        assert!(
            bundle.contains("the file holds 2 tables, and none is declared")
                && bundle.contains("`x`, `y`"),
            "{bundle}"
        );
    }

    #[test]
    fn an_index_may_be_absent_for_one_category_and_figures_keep_their_text() {
        let text = r#"{"class":"dataset","id":["x"],"size":[1],"dimension":{"x":{"label":"value","category":{"label":{"k":"Cả nước"}}}},
            "value":[12345678901234567890.10],"status":"e"}"#;
        assert_eq!(
            show(text),
            "x~x.code~value~status~updated | 1:Cả nước~k~12345678901234567890.10~e~"
        );
    }

    #[test]
    fn what_is_refused() {
        let change = |edit: &dyn Fn(&mut Value)| {
            let mut value = cube();
            edit(&mut value);
            show(&value.to_string())
        };
        for (got, part) in [
            (
                change(&|v| v["value"] = json!([])),
                "error[metadata_only]: f.json: `value` is empty: this is metadata, not data",
            ),
            (
                change(&|v| v["value"] = json!([1, 2, 3])),
                "`value` holds 3 cells, the product of the sizes is 4",
            ),
            (
                change(&|v| v["value"] = json!({ "4": 1 })),
                "`value` has a cell at `4`, the positions are 0 to 3",
            ),
            (
                change(&|v| v["size"] = json!([2, 3])),
                "dimension `nam` has 2 categories, its size says 3",
            ),
            (
                change(&|v| v["size"] = json!([2])),
                "`id` names 2 dimensions and `size` 1",
            ),
            (
                change(&|v| v["size"] = json!([4_000_000_000u64, 4_000_000_000u64])),
                "more than 1000 cells",
            ),
            (
                change(&|v| v["dimension"]["tinh"]["category"]["index"]["b"] = json!(5)),
                "have no order from 0 on",
            ),
            (
                change(&|v| v["class"] = json!("collection")),
                "error[metadata_only]: f.json: this is a JSON-stat collection",
            ),
            (show("[]"), "there is no JSON-stat dataset"),
            (show(r#"{"error":"x"}"#), "there is no JSON-stat dataset"),
            (
                show(r#"{"dataset":{"dimension""#),
                "error[truncated]: f.json:1: the JSON is cut off",
            ),
            (
                show("nope"),
                "error[unreadable]: f.json:1: this is not JSON",
            ),
        ] {
            assert!(got.contains(part), "{got}\nlacks {part}");
        }
    }

    proptest! {
        #[test]
        fn no_edit_of_a_cube_makes_it_panic(
            path in prop::sample::select(vec!["/id", "/size", "/value", "/status", "/dimension/tinh/category/index", "/dimension/tinh", "/dimension"]),
            with in prop::sample::select(vec!["0", "[]", "{}", "null", "\"x\"", "[0, 0]", "[0, 2]", "[\"x\", \"x\"]", "{\"a\": 0}"]),
        ) {
            let mut value = cube();
            *value.pointer_mut(path).unwrap() = serde_json::from_str(with).unwrap();
            show(&value.to_string());
        }
    }
}
