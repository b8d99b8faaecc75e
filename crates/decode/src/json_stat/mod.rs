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

mod cells;
mod cube;
mod dataset;
mod datasets;
mod dimension;

use super::{Reading, Shape, Table, Undecodable, parse, too_many_cells};
use cube::Cube;
use datasets::{datasets, not_data};
use serde_json::Value;

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

#[cfg(test)]
mod tests {
    use super::super::{Decoded, Reading, Undecodable, decode};
    use chiso_model::{Format, Layout};
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
            assert!(got.contains(part), "{got}\ndoes not contain {part}");
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
