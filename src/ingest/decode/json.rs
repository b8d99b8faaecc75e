//! JSON records: a list of objects (or of lists), one record an item, at a declared path of the
//! file; without one, where the answers of services that are known have it (`answer`), or the file
//! itself.
//!
//! Columns are the dotted paths of everything a record holds (`area.code`, `values.0`), gathered
//! over all records and pages in the order in which they are first seen; a record that lacks one
//! has an empty cell there. Figures keep the text they have in the file. Pages are read twice and
//! never held together.
//!
//! `{"data": [{"area": {"code": "01"}, "value": 27711}]}` with `records = "data"` gives columns
//! `area.code` and `value`.

use super::{
    DeliveryPage, Reading, Record, Shape, Table, Undecodable, answer, fault, parse, size,
    too_many_cells,
};
use crate::ingest::json_path::at_path;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Reads all pages; a file that does not come in pages is one without a name.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    pages: Vec<DeliveryPage<Cow<'a, str>>>,
) -> Result<Table<'a>, Undecodable> {
    let mut columns: Vec<String> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut count: usize = 0;
    for (i, page) in pages.iter().enumerate() {
        let items = items(reading, page, i > 0)?;
        count = count.saturating_add(items.len());
        for (n, item) in items.iter().enumerate() {
            for (name, _) in leaves(reading, page, n, item)? {
                if !known.contains_key(&name) {
                    known.insert(name.clone(), columns.len());
                    columns.push(name);
                }
            }
            if count.saturating_mul(columns.len()) > reading.max_cells {
                return Err(too_many_cells(reading.file_name, reading.max_cells));
            }
        }
    }
    if count == 0 {
        let finding = fault(
            "no_records",
            reading.file_name,
            0,
            "the list of records is empty",
        );
        return Err(Box::new(finding.hint(
            "ask the provider whether the figures have moved; what was landed earlier stays in use",
        )));
    }
    let width = columns.len();
    let rows =
        move |(i, page): (usize, DeliveryPage<Cow<'a, str>>)| -> Vec<Result<Record, Undecodable>> {
            let records = items(reading, &page, i > 0).and_then(|items| {
                let record = |(n, item): (usize, &Value)| {
                    let mut cells = vec![String::new(); width];
                    for (name, text) in leaves(reading, &page, n, item)? {
                        if let Some(cell) = known.get(&name).and_then(|at| cells.get_mut(*at)) {
                            *cell = text;
                        }
                    }
                    Ok(Record {
                        part: page.name.clone(),
                        row: n as u64 + 1,
                        cells,
                    })
                };
                items
                    .iter()
                    .enumerate()
                    .map(record)
                    .collect::<Result<Vec<_>, _>>()
            });
            match records {
                Ok(records) => records.into_iter().map(Ok).collect(),
                Err(finding) => vec![Err(finding)],
            }
        };
    Ok(Table {
        part: String::new(),
        shape: Shape::Rows { columns },
        records: Box::new(pages.into_iter().enumerate().flat_map(rows)),
    })
}

/// The records of a page. Only a later page may have nothing where the list belongs: so some
/// services end.
fn items(
    reading: Reading<'_>,
    page: &DeliveryPage<Cow<'_, str>>,
    may_lack: bool,
) -> Result<Vec<Value>, Undecodable> {
    let path = reading.layout.records.as_str();
    let mut root = parse(reading.file_name, &page.name, &page.content)?;
    if path.is_empty() && reading.pages.is_empty() {
        root = match answer::records(reading.file_name, root)? {
            Ok(list) => return Ok(list),
            Err(other) => other,
        };
    }
    match at_path(&root, path) {
        Some(Value::Array(list)) => {
            if reading.pages.is_empty() {
                size::whole(reading.file_name, &root, path, list.len())?;
            }
            Ok(list.clone())
        }
        None | Some(Value::Null) if may_lack => Ok(Vec::new()),
        found => {
            let place = if path.is_empty() {
                "the file".to_owned()
            } else {
                format!("`{path}`")
            };
            let message = if found.is_some() {
                format!("{place} is no list of records")
            } else {
                format!("there is no {place}, where the records belong")
            };
            // A catalogue, a query or the description of a table has none at all.
            let rule = if path.is_empty() {
                "metadata_only"
            } else {
                "unreadable"
            };
            let mut finding = fault(rule, reading.file_name, 0, message);
            finding.place.part.clone_from(&page.name);
            let hint = match root.as_object() {
                Some(map) => format!(
                    "write the path of the list in `records`; at its top the file has {}",
                    names(map.keys())
                ),
                None => "write the path of the list in `records`".to_owned(),
            };
            Err(Box::new(finding.hint(hint)))
        }
    }
}

/// The first names, for a hint.
fn names<'a>(names: impl Iterator<Item = &'a String>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<String> = names.take(SHOWN).map(|n| format!("`{n}`")).collect();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(", ")
    }
}

/// Dotted path and text of everything a record holds.
fn leaves(
    reading: Reading<'_>,
    page: &DeliveryPage<Cow<'_, str>>,
    n: usize,
    item: &Value,
) -> Result<Vec<(String, String)>, Undecodable> {
    let bad = |message: String| -> Undecodable {
        let mut finding = fault("unreadable", reading.file_name, n as u64 + 1, message);
        finding.place.part.clone_from(&page.name);
        Box::new(finding.hint("deliver records as objects, each value under a name of its own"))
    };
    if !item.is_object() && !item.is_array() {
        return Err(bad(format!(
            "record {} is neither an object nor a list",
            n + 1
        )));
    }
    let mut found = Vec::new();
    walk(item, String::new(), reading.decimal, &mut found);
    let mut seen = std::collections::BTreeSet::new();
    if let Some((name, _)) = found.iter().find(|(name, _)| !seen.insert(name.as_str())) {
        return Err(bad(format!(
            "record {} has two values named `{name}`",
            n + 1
        )));
    }
    Ok(found)
}

fn walk(value: &Value, path: String, decimal: char, found: &mut Vec<(String, String)>) {
    let under = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    match value {
        Value::Object(map) if !map.is_empty() => map
            .iter()
            .for_each(|(key, inner)| walk(inner, under(key), decimal, found)),
        Value::Array(list) if !list.is_empty() => list
            .iter()
            .enumerate()
            .for_each(|(i, inner)| walk(inner, under(&i.to_string()), decimal, found)),
        Value::Null | Value::Object(_) | Value::Array(_) => found.push((path, String::new())),
        Value::String(text) => found.push((path, text.clone())),
        // Texts are as the source writes them; JSON's own numbers get the sign that is declared for
        // texts.
        Value::Number(number) if decimal != '.' => found.push((
            path,
            spelt(&number.to_string()).replace('.', decimal.encode_utf8(&mut [0; 4])),
        )),
        other => found.push((path, other.to_string())),
    }
}

/// A number of JSON without an exponent, where that is not too long to write.
fn spelt(number: &str) -> String {
    const LONGEST: i32 = 40;
    let Some((mantissa, exponent)) = number.split_once(['e', 'E']) else {
        return number.to_owned();
    };
    let Some(exponent) = exponent.parse::<i32>().ok().filter(|e| e.abs() <= LONGEST) else {
        return number.to_owned();
    };
    let (sign, digits) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let zeros = "0".repeat(exponent.unsigned_abs() as usize);
    let all = if exponent < 0 {
        format!("{zeros}{whole}{fraction}")
    } else {
        format!("{whole}{fraction}{zeros}")
    };
    let before = whole.len() + if exponent < 0 { 0 } else { zeros.len() };
    let (whole, fraction) = all.split_at(before);
    let fraction = fraction.trim_end_matches('0');
    let whole = Some(whole.trim_start_matches('0'))
        .filter(|w| !w.is_empty())
        .unwrap_or("0");
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Decoded, Reading, Undecodable, decode};
    use crate::model::{Format, Layout};

    fn show(pages: &[&str], records: &str) -> String {
        let text = pages.concat();
        let sizes: Vec<u64> = if pages.len() == 1 {
            vec![]
        } else {
            pages.iter().map(|p| p.len() as u64).collect()
        };
        let layout = Layout {
            records: records.to_owned(),
            ..Layout::default()
        };
        let reading = Reading {
            file_name: "f.json",
            format: Format::Json,
            layout: &layout,
            decimal: '.',
            pages: &sizes,
            max_cells: 20,
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

    #[test]
    fn records_give_their_leaves_and_a_missing_one_is_an_empty_cell() {
        for (text, records, want) in [
            (
                r#"[{"a":"x","n":1.50},{"n":12345678901234567890.10,"a":null}]"#,
                "",
                "a~n | 1:x~1.50 | 2:~12345678901234567890.10",
            ),
            (
                r#"{"data":{"items":[{"area":{"code":"01"},"v":[1,2]},{"b":true}]}}"#,
                "data.items",
                "area.code~v.0~v.1~b | 1:01~1~2~ | 2:~~~true",
            ),
            (
                r#"[{"page":1},[["01",5],["48",{}]]]"#,
                "1",
                "0~1 | 1:01~5 | 2:48~",
            ),
            ("{\"a.b\":[{\"c.d\":1}]}\0\0", "a.b", "c.d | 1:1"),
        ] {
            assert_eq!(show(&[text], records), want);
        }
    }

    #[test]
    fn numbers_take_the_sign_declared_for_texts() {
        let layout = Layout::default();
        let reading = Reading {
            file_name: "f.json",
            format: Format::Json,
            layout: &layout,
            decimal: ',',
            pages: &[],
            max_cells: 20,
        };
        let text = r#"[{"a":"1.234,5","b":1234.5,"c":-1.25e3,"d":125e-4,"e":7}]"#;
        let record = decode(reading, text.as_bytes())
            .unwrap()
            .records
            .next()
            .unwrap()
            .unwrap();
        assert_eq!(record.cells, ["1.234,5", "1234,5", "-1250", "0,0125", "7"]);
    }

    #[test]
    fn pages_keep_their_number_and_share_their_columns() {
        let pages = [
            r#"{"d":[{"a":1},{"a":2}]}"#,
            "\u{feff}{\"d\":[{\"b\":3}]}\n",
            r#"{"d":null}"#,
        ];
        assert_eq!(
            show(&pages, "d"),
            "a~b | page 11:1~ | page 12:2~ | page 21:~3"
        );
    }

    #[test]
    fn what_is_refused() {
        for (pages, records, part) in [
            (
                &[r#"{"items":[]}"#][..],
                "items",
                "error[no_records]: f.json: the list of records is empty",
            ),
            (
                &[r#"{"rows":[1]}"#],
                "items",
                "there is no `items`, where the records belong\n  hint: write the path of the list \
                    in `records`; at its top the file has `rows`",
            ),
            (
                &[r#"{"items":{}}"#],
                "items",
                "`items` is no list of records",
            ),
            (&["{}"], "", "the file is no list of records"),
            (
                &["[1]"],
                "",
                "error[unreadable]: f.json:1: record 1 is neither an object nor a list",
            ),
            (
                &[r#"[{"a.b":1,"a":{"b":2}}]"#],
                "",
                "f.json:1: record 1 has two values named `a.b`",
            ),
            (
                &[r#"[{"a":1}"#],
                "",
                "error[truncated]: f.json:1: the JSON is cut off",
            ),
            (
                &[r#"[{"a":1}]"#, r#"{"a""#],
                "",
                "error[truncated]: f.json [page 2]:1: the JSON is cut off",
            ),
            (
                &["[{\"a\":[1,2,3,4,5,6,7,8,9,10]},{},{}]"],
                "",
                "there are more than 20 cells",
            ),
        ] {
            let got = show(pages, records);
            assert!(got.contains(part), "{got}\nlacks {part}");
        }
    }
}
