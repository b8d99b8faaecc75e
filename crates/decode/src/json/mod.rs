//! JSON records: a list of objects (or of lists), one record an item, at a declared path of the
//! file; without one, where the answers of services that are known have it (`answer`), or the file
//! itself.
//!
//! Columns are the dotted paths of everything a record holds (`area.code`, `values.0`), gathered
//! over all records and pages in the order in which they are first seen; a record that does not
//! have one has an empty cell there. Figures keep the text they have in the file. Pages are read
//! twice and never held together.
//!
//! `{"data": [{"area": {"code": "01"}, "value": 27711}]}` with `records = "data"` gives columns
//! `area.code` and `value`.

mod items;
mod keyed;
mod leaves;
mod spelling;

use super::{
    DeliveryPage, Reading, Record, Records, Shape, Table, Undecodable, fault, too_many_cells,
};
use crate::json_path::at_path;
use items::items;
use leaves::leaves;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Reads all pages; a file that does not come in pages is one without a name.
pub(super) fn table<'a>(
    reading: Reading<'a>,
    pages: Vec<DeliveryPage<Cow<'a, str>>>,
) -> Result<Table<'a>, Undecodable> {
    let columns = columns(reading, &pages)?;
    Ok(Table {
        part: String::new(),
        records: records(reading, pages, &columns),
        shape: Shape::Rows { columns },
    })
}

/// The paths of everything that the records hold, in the order in which they are first seen.
fn columns(
    reading: Reading<'_>,
    pages: &[DeliveryPage<Cow<'_, str>>],
) -> Result<Vec<String>, Undecodable> {
    let mut columns: Vec<String> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut count: usize = 0;
    for (i, page) in pages.iter().enumerate() {
        let items = items(reading, page, i > 0)?;
        count = count.saturating_add(items.len());
        for (n, item) in items.iter().enumerate() {
            for (name, _) in leaves(reading, page, n, item)? {
                if known.insert(name.clone()) {
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
    Ok(columns)
}

/// The records of all pages, one page after the other.
fn records<'a>(
    reading: Reading<'a>,
    pages: Vec<DeliveryPage<Cow<'a, str>>>,
    columns: &[String],
) -> Records<'a> {
    let known: BTreeMap<String, usize> = columns.iter().cloned().zip(0..).collect();
    let of_page = move |(i, page): (usize, DeliveryPage<Cow<'a, str>>)| match records_of_page(
        reading,
        &page,
        i > 0,
        &known,
    ) {
        Ok(records) => records.into_iter().map(Ok).collect(),
        Err(finding) => vec![Err(finding)],
    };
    Box::new(pages.into_iter().enumerate().flat_map(of_page))
}

fn records_of_page(
    reading: Reading<'_>,
    page: &DeliveryPage<Cow<'_, str>>,
    may_lack: bool,
    known: &BTreeMap<String, usize>,
) -> Result<Vec<Record>, Undecodable> {
    let items = items(reading, page, may_lack)?;
    let records = items.iter().enumerate().map(|(n, item)| {
        let mut cells = vec![String::new(); known.len()];
        for (name, text) in leaves(reading, page, n, item)? {
            // A list where other records have one value is not the same as none.
            for (at, _) in name.match_indices('.') {
                let above = &name[..at];
                if let Some(cell) = known.get(above).and_then(|at| cells.get_mut(*at)) {
                    let is_list = at_path(item, above).is_some_and(Value::is_array);
                    if is_list { "[…]" } else { "{…}" }.clone_into(cell);
                }
            }
            if let Some(cell) = known.get(&name).and_then(|at| cells.get_mut(*at)) {
                *cell = text;
            }
        }
        Ok(Record {
            part: page.name.clone(),
            row: n as u64 + 1,
            cells,
        })
    });
    records.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Decoded, Reading, Undecodable, decode};
    use chiso_model::{Format, Layout};

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
            assert!(got.contains(part), "{got}\ndoes not contain {part}");
        }
    }
}
