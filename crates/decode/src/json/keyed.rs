//! JSON whose objects are keyed by values: `{"C1": {"2020": 100}}` with `keys = ["area", "year"]`
//! gives the record `area` C1, `year` 2020, `value` 100.

use super::super::{Reading, Undecodable, fault};
use crate::json_path::at_path;
use serde_json::{Map, Value};

/// The name of a value that has none of its own.
const VALUE: &str = "value";

/// The records of a page.
pub(super) fn records(
    reading: Reading<'_>,
    part: &str,
    root: &Value,
) -> Result<Vec<Value>, Undecodable> {
    let path = reading.layout.records.as_str();
    let bad = |message: String, hint: String| -> Undecodable {
        let mut finding = fault("unreadable", reading.file_name, 0, message);
        part.clone_into(&mut finding.place.part);
        Box::new(finding.hint(hint))
    };
    let Some(top) = at_path(root, path) else {
        return Err(bad(
            format!("there is no `{path}`, where the records belong"),
            "write the path of the outermost keyed object in `records`".to_owned(),
        ));
    };
    let mut found = Vec::new();
    walk(&reading.layout.keys, top, &mut Vec::new(), &mut found).map_err(|message| {
        bad(
            message,
            "name in `keys` one column for each level of objects, from the outermost".to_owned(),
        )
    })?;
    Ok(found)
}

fn walk<'v>(
    keys: &'v [String],
    value: &'v Value,
    above: &mut Vec<(&'v str, &'v str)>,
    found: &mut Vec<Value>,
) -> Result<(), String> {
    let Some((name, rest)) = keys.split_first() else {
        found.push(record(above, value)?);
        return Ok(());
    };
    let Value::Object(object) = value else {
        return Err(format!(
            "at {} stands no object keyed by `{name}`",
            place(above)
        ));
    };
    for (key, inner) in object {
        above.push((name, key));
        walk(rest, inner, above, found)?;
        above.pop();
    }
    Ok(())
}

/// The keys and what they lead to, as one record.
fn record(above: &[(&str, &str)], value: &Value) -> Result<Value, String> {
    let mut record: Map<String, Value> = above
        .iter()
        .map(|(name, key)| ((*name).to_owned(), Value::from(*key)))
        .collect();
    let mut add = |name: &str, value: &Value| {
        if record.insert(name.to_owned(), value.clone()).is_some() {
            return Err(format!(
                "at {} stands a value named `{name}`, as one of `keys` is",
                place(above)
            ));
        }
        Ok(())
    };
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                add(name, inner)?;
            }
        }
        other => add(VALUE, other)?,
    }
    Ok(Value::Object(record))
}

fn place(above: &[(&str, &str)]) -> String {
    if above.is_empty() {
        return "the top".to_owned();
    }
    let keys: Vec<&str> = above.iter().map(|(_, key)| *key).collect();
    format!("`{}`", keys.join("."))
}

#[cfg(test)]
mod tests {
    use super::super::super::{Decoded, decode};
    use super::*;
    use chiso_model::{Format, Layout};

    fn show(layout: &Layout, text: &str) -> String {
        let reading = Reading {
            file_name: "f.json",
            format: Format::Json,
            layout,
            decimal: '.',
            pages: &[],
            max_cells: 100,
        };
        let run = || -> Result<String, Undecodable> {
            let Decoded {
                columns, records, ..
            } = decode(reading, text.as_bytes())?;
            let rows: Vec<String> = records
                .map(|r| r.map(|r| format!("{}:{}", r.row, r.cells.join("~"))))
                .collect::<Result<_, _>>()?;
            Ok(format!("{} | {}", columns.join("~"), rows.join(" | ")))
        };
        run().unwrap_or_else(|finding| finding.to_string())
    }

    #[test]
    fn keys_of_objects_are_columns() {
        let keyed = |records: &str, keys: &[&str]| Layout {
            records: records.to_owned(),
            keys: keys.iter().map(|k| (*k).to_owned()).collect(),
            ..Layout::default()
        };
        let both = keyed("values.X", &["area", "year"]);
        for (layout, text, want) in [
            (
                &both,
                r#"{"values":{"X":{"C1":{"2020":100,"2021":1.50},"C2":{"2020":null}}}}"#,
                "area~year~value | 1:C1~2020~100 | 2:C1~2021~1.50 | 3:C2~2020~",
            ),
            (
                &keyed("", &["area"]),
                r#"{"C1":{"year":2020,"n":5},"C2":{"year":2021,"n":6}}"#,
                "area~year~n | 1:C1~2020~5 | 2:C2~2021~6",
            ),
            (
                &both,
                r#"{"values":{"X":{"C1":7}}}"#,
                "error[unreadable]: f.json: at `C1` stands no object keyed by `year`\n  hint: name \
                    in `keys` one column for each level of objects, from the outermost",
            ),
            (
                &keyed("", &["area"]),
                r#"{"C1":{"area":"x"}}"#,
                "error[unreadable]: f.json: at `C1` stands a value named `area`, as one of `keys` \
                    is\n  hint: name in `keys` one column for each level of objects, from the \
                    outermost",
            ),
            (
                &both,
                r#"{"values":{}}"#,
                "error[unreadable]: f.json: there is no `values.X`, where the records belong\n  \
                    hint: write the path of the outermost keyed object in `records`",
            ),
        ] {
            assert_eq!(show(layout, text), want);
        }
    }

    #[test]
    fn one_record_a_line_where_declared() {
        let layout = Layout {
            lines: true,
            ..Layout::default()
        };
        for (text, want) in [
            ("{\"a\":1}\n\n{\"a\":2.50}\n", "a | 1:1 | 2:2.50"),
            ("{\"a\":1}", "a | 1:1"),
            (
                "{\"a\":1}\n{\"a\":\n",
                "error[truncated]: f.json:2: the JSON is cut off",
            ),
            (
                "",
                "error[no_records]: f.json: the list of records is empty",
            ),
        ] {
            assert!(
                show(&layout, text).starts_with(want),
                "{}",
                show(&layout, text)
            );
        }
        assert!(
            show(&Layout::default(), "{\"a\":1}\n{\"a\":2}\n")
                .contains("hint: declare `lines = true` in the source")
        );
    }
}
