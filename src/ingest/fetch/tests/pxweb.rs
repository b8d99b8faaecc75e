//! PxWeb, against a table that keeps the limits of a real service.

use super::api::{fault, new};
use super::{Case, Scripted, answer, ok};
use crate::env::{Clock, FakeClock, Sent};
use crate::ingest::fetch::Fetch;
use crate::model::{Api, Choice, Format, HttpValue, PxwebTable, PxwebVersion};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::time::Duration;

const PXWEB: &str = "https://pxweb.example/api/v1/vi/";

/// A table of provinces × years that keeps the limits of a real service.
struct Table {
    version: PxwebVersion,
    provinces: usize,
    years: Vec<&'static str>,
    most_cells: u64,
    /// Whether the limits can be asked for.
    tells: bool,
    /// Most calls, and within how long.
    calls: Option<(usize, Duration)>,
    seen: Mutex<Vec<Duration>>,
}

impl Table {
    fn new(version: PxwebVersion) -> Table {
        let years = vec!["2021", "2022", "2023", "Sơ bộ 2024"];
        Table {
            version,
            provinces: 7,
            years,
            most_cells: 10,
            tells: true,
            calls: None,
            seen: Mutex::default(),
        }
    }

    fn province(at: usize) -> String {
        format!("  Tỉnh {at}")
    }

    fn answer(&self, sent: &Sent, clock: &FakeClock) -> Scripted {
        if let Some((most, window)) = self.calls {
            let mut seen = self.seen.lock().unwrap();
            let now = clock.elapsed();
            if seen.iter().filter(|at| **at + window > now).count() >= most {
                return answer(429, &[("content-type", "text/plain")], "Too many requests");
            }
            seen.push(now);
        }
        let url = url::Url::parse(&sent.url).unwrap();
        let v1 = self.version == PxwebVersion::V1;
        if (v1 && url.query() == Some("config")) || url.path().ends_with("/config") {
            let config = if v1 {
                json!({ "maxCells": self.most_cells, "maxCalls": 3, "timeWindow": 10 })
            } else {
                json!({ "maxDataCells": self.most_cells })
            };
            return if self.tells {
                ok(config.to_string())
            } else {
                answer(404, &[], "")
            };
        }
        let path = if v1 {
            "/api/v1/vi/Doanh%20nghi%E1%BB%87p/V05.02.px"
        } else {
            "/api/v2/tables/TAB1"
        };
        assert!(url.path().starts_with(path), "{url}");
        if sent.method == "GET" {
            ok(self.description().to_string())
        } else {
            self.data(&serde_json::from_str(&sent.body).unwrap())
        }
    }

    fn description(&self) -> Value {
        let provinces: Vec<String> = (0..self.provinces).map(Table::province).collect();
        if self.version == PxwebVersion::V2 {
            let mut cube = self.cube(
                &(0..self.provinces).collect::<Vec<_>>(),
                &(0..self.years.len()).collect::<Vec<_>>(),
            );
            cube["value"] = json!([]);
            return cube;
        }
        let codes = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<_>>();
        json!({ "title": "Số doanh nghiệp", "variables": [
            { "code": "Tỉnh/thành phố", "text": "Tỉnh/thành phố", "values": codes(self.provinces), "valueTexts": provinces },
            { "code": "Năm", "text": "Năm", "values": codes(self.years.len()), "valueTexts": self.years, "time": true },
        ] })
    }

    fn data(&self, body: &Value) -> Scripted {
        let (list, values) = if self.version == PxwebVersion::V1 {
            ("query", "/selection/values")
        } else {
            ("selection", "/valueCodes")
        };
        let chosen = |at: usize| -> Vec<usize> {
            let codes = body[list][at].pointer(values).unwrap().as_array().unwrap();
            codes
                .iter()
                .map(|c| c.as_str().unwrap().parse().unwrap())
                .collect()
        };
        let (provinces, years) = (chosen(0), chosen(1));
        if (provinces.len() * years.len()) as u64 > self.most_cells {
            return answer(
                403,
                &[("content-type", "application/json")],
                r#"{"error": "Too many values selected"}"#,
            );
        }
        // Such answers end in a NUL byte on the wire.
        ok(format!("{}\0", self.cube(&provinces, &years)))
    }

    fn cube(&self, provinces: &[usize], years: &[usize]) -> Value {
        let values: Vec<usize> = provinces
            .iter()
            .flat_map(|p| years.iter().map(move |y| p * 100 + y))
            .collect();
        let category = |codes: &[usize], label: &dyn Fn(usize) -> String| {
            let index: serde_json::Map<String, Value> = codes
                .iter()
                .enumerate()
                .map(|(at, c)| (c.to_string(), json!(at)))
                .collect();
            let label: serde_json::Map<String, Value> = codes
                .iter()
                .map(|c| (c.to_string(), json!(label(*c))))
                .collect();
            json!({ "index": index, "label": label })
        };
        json!({ "version": "2.0", "class": "dataset", "updated": "2025-06-30", "id": ["Tỉnh/thành phố", "Năm"], "size": [provinces.len(), years.len()],
            "dimension": {
                "Tỉnh/thành phố": { "label": "Tỉnh/thành phố", "category": category(provinces, &Table::province) },
                "Năm": { "label": "Năm", "category": category(years, &|y| self.years[y].to_owned()) },
            },
            "value": values })
    }
}

fn pxweb(version: PxwebVersion, change: impl FnOnce(&mut PxwebTable)) -> Case {
    let v1 = version == PxwebVersion::V1;
    let select = [
        ("Tỉnh/thành phố".to_owned(), Choice::All),
        ("Năm".to_owned(), Choice::Last(3)),
    ]
    .into();
    let table = if v1 {
        "Doanh nghiệp/V05.02.px"
    } else {
        "TAB1"
    };
    let mut table = PxwebTable {
        version,
        table: table.into(),
        select,
        response: "json-stat2".into(),
        max_cells: 0,
    };
    change(&mut table);
    Case::new().api(
        if v1 {
            PXWEB
        } else {
            "https://pxweb.example/api/v2"
        },
        Format::JsonStat,
        Api::Pxweb(table),
    )
}

/// Every value of the cubes in a delivery, in order.
fn values(fetch: &Fetch) -> Vec<u64> {
    let text = String::from_utf8(fetch.bytes.clone())
        .unwrap()
        .replace('\0', "");
    let cubes = serde_json::Deserializer::from_str(&text)
        .into_iter::<Value>()
        .map(Result::unwrap);
    cubes
        .flat_map(|c| {
            c["value"]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| v.as_u64().unwrap())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn a_table_within_the_limits_comes_in_one_piece() {
    let (table, case) = (
        Table {
            most_cells: 100,
            ..Table::new(PxwebVersion::V1)
        },
        pxweb(PxwebVersion::V1, |_| {}),
    );
    let (fetch, sent) = new(case.live(|s| table.answer(s, &case.clock)));
    assert_eq!(
        sent.iter().map(|s| s.method).collect::<Vec<_>>(),
        ["GET", "GET", "POST"]
    );
    assert_eq!(sent[1].url, "https://pxweb.example/api/v1/vi/?config");
    let body: Value = serde_json::from_str(&sent[2].body).unwrap();
    assert_eq!(
        body["query"][1],
        json!({ "code": "Năm", "selection": { "filter": "item", "values": ["1", "2", "3"] } })
    );
    assert_eq!(body["response"]["format"], "json-stat2");
    assert_eq!(values(&fetch).len(), 21);
    assert!(fetch.bytes.ends_with(b"\0"), "landed as received");
    let transfer = &fetch.transfer;
    assert!(
        transfer.pages.is_empty() && transfer.body == sent[2].body,
        "the request stands in the receipt"
    );
    assert_eq!(
        fetch.address,
        "https://pxweb.example/api/v1/vi/Doanh%20nghi%E1%BB%87p/V05.02.px"
    );
    assert_eq!(transfer.metadata.len(), 2);
    assert_eq!(
        transfer.metadata[0].sha256,
        crate::store::sha256_hex(table.description().to_string().as_bytes()),
        "the description by its hash"
    );
}

#[test]
fn a_table_beyond_the_limits_comes_in_parts_that_keep_to_them() {
    for version in [PxwebVersion::V1, PxwebVersion::V2] {
        let (table, case) = (Table::new(version), pxweb(version, |_| {}));
        let (fetch, sent) = new(case.live(|s| table.answer(s, &case.clock)));
        // 7 provinces × 3 years under 10 cells: 3, 3 and 1 provinces.
        assert_eq!(
            fetch
                .transfer
                .pages
                .iter()
                .map(|p| p.records)
                .collect::<Vec<_>>(),
            [9, 9, 3]
        );
        assert_eq!(
            values(&fetch),
            (0..7)
                .flat_map(|p| (1..4).map(move |y| p * 100 + y))
                .collect::<Vec<u64>>()
        );
        assert_eq!(sent.iter().filter(|s| s.method == "POST").count(), 3);
        assert_eq!(fetch.transfer.pages[1].body, sent[3].body);
    }
}

#[test]
fn v2_asks_by_identifier_and_language() {
    let case = pxweb(PxwebVersion::V2, |_| {}).with(|c| {
        _ = c
            .http
            .query
            .insert("lang".into(), HttpValue::Text("vi".into()));
    });
    let table = Table {
        most_cells: 100,
        ..Table::new(PxwebVersion::V2)
    };
    let (_, sent) = new(case.live(|s| table.answer(s, &case.clock)));
    let base = "https://pxweb.example/api/v2";
    let urls = [
        "/tables/TAB1/metadata?lang=vi&outputFormat=json-stat2",
        "/config?lang=vi",
        "/tables/TAB1/data?lang=vi&outputFormat=json-stat2",
    ];
    assert_eq!(
        sent.iter().map(|s| s.url.as_str()).collect::<Vec<_>>(),
        urls.map(|u| format!("{base}{u}"))
    );
    let body: Value = serde_json::from_str(&sent[2].body).unwrap();
    assert_eq!(
        body["selection"][1],
        json!({ "variableCode": "Năm", "valueCodes": ["1", "2", "3"] })
    );
}

#[test]
fn a_service_that_does_not_tell_its_limits_is_asked_for_halves() {
    let (table, case) = (
        Table {
            tells: false,
            ..Table::new(PxwebVersion::V1)
        },
        pxweb(PxwebVersion::V1, |_| {}),
    );
    let (fetch, sent) = new(case.live(|s| table.answer(s, &case.clock)));
    // 21 cells, then 9 and 12, of which the 12 are divided again.
    assert_eq!(
        fetch
            .transfer
            .pages
            .iter()
            .map(|p| p.records)
            .collect::<Vec<_>>(),
        [9, 6, 6]
    );
    assert_eq!(sent.iter().filter(|s| s.method == "POST").count(), 5);
    assert_eq!(values(&fetch).len(), 21);
    // What is declared is kept to without a refusal.
    let (table, case) = (
        Table {
            tells: false,
            ..Table::new(PxwebVersion::V1)
        },
        pxweb(PxwebVersion::V1, |t| t.max_cells = 6),
    );
    let (fetch, sent) = new(case.live(|s| table.answer(s, &case.clock)));
    assert_eq!(
        (
            fetch.transfer.pages.len(),
            sent.iter().filter(|s| s.method == "POST").count()
        ),
        (4, 4)
    );
    // Who is refused whatever is asked is not let in.
    let (table, case) = (
        Table {
            tells: false,
            most_cells: 0,
            ..Table::new(PxwebVersion::V1)
        },
        pxweb(PxwebVersion::V1, |_| {}),
    );
    let (said, sent) = fault(case.live(|s| table.answer(s, &case.clock)));
    assert!(
        said.contains(
            "answered 403 (forbidden), saying `{\"error\": \"Too many values selected\"}`"
        ),
        "{said}"
    );
    assert!(sent.len() <= 9, "{}", sent.len());
}

#[test]
fn calls_per_time_window_are_kept_to_and_a_429_is_waited_out() {
    let window = Duration::from_secs(10);
    let (table, case) = (
        Table {
            calls: Some((3, window)),
            most_cells: 3,
            ..Table::new(PxwebVersion::V1)
        },
        pxweb(PxwebVersion::V1, |_| {}),
    );
    let (fetch, sent) = new(case.live(|s| table.answer(s, &case.clock)));
    // 2 questions and 7 parts, three at a time.
    assert_eq!(
        (fetch.transfer.pages.len(), sent.len(), case.waited()),
        (7, 9, 20_000)
    );
    // The server is stricter than it says: its 429 is waited out for a window each time.
    let (table, case) = (
        Table {
            calls: Some((2, window)),
            ..Table::new(PxwebVersion::V1)
        },
        pxweb(PxwebVersion::V1, |_| {}),
    );
    let (fetch, sent) = new(case.live(|s| table.answer(s, &case.clock)));
    assert_eq!(values(&fetch).len(), 21);
    assert!(sent.len() > 5, "some were refused and asked again");
}

#[test]
fn labels_that_are_gone_and_answers_that_are_not_what_was_asked() {
    let table = Table::new(PxwebVersion::V1);
    let years = |label: &str| {
        let label = label.to_owned();
        pxweb(PxwebVersion::V1, move |t| {
            _ = t
                .select
                .insert("Năm".into(), Choice::Labels(vec!["2023".into(), label]));
        })
    };
    let case = years("Sơ bộ 2023");
    let (said, sent) = fault(case.live(|s| table.answer(s, &case.clock)));
    assert!(
        said.starts_with(
            "error[unknown_label]: datasets/firms.toml, column `source.api.http.api.select.\"Năm\"`"
        ),
        "{said}"
    );
    assert!(
        said.contains("write `Sơ bộ 2024` in place of `Sơ bộ 2023`")
            && said.contains("figures landed earlier stay in use"),
        "{said}"
    );
    assert!(
        sent.iter().all(|s| s.method == "GET"),
        "no figure is asked for"
    );

    let spoilt = |change: fn(&mut Value)| {
        let case = years("2022");
        let (said, _) = fault(case.live(|s| match table.answer(s, &case.clock) {
            Ok(response) if s.method == "POST" => {
                let mut cube: Value =
                    serde_json::from_slice(response.body.strip_suffix(b"\0").unwrap()).unwrap();
                change(&mut cube);
                ok(cube.to_string())
            }
            other => other,
        }));
        said
    };
    // Between description and figures a year was put in front, so every position is another year.
    let said = spoilt(|cube| cube["dimension"]["Năm"]["category"]["label"]["2"] = json!("2022"));
    assert!(
        said.contains("[paging_changed]")
            && said.contains(
                "code `2` of `Năm` is `2023` in the \
            description of the table and `2022` in its figures"
            ),
        "{said}"
    );
    let said = spoilt(|cube| {
        cube["size"][1] = json!(1);
        cube["dimension"]["Năm"]["category"]["index"] = json!({ "2": 0 });
        let half: Vec<Value> = cube["value"]
            .as_array()
            .unwrap()
            .iter()
            .step_by(2)
            .cloned()
            .collect();
        cube["value"] = json!(half);
    });
    assert!(
        said.contains("[paging_shortfall]") && said.contains("cells were asked for, and"),
        "{said}"
    );
}

#[test]
fn a_folder_a_table_updated_meanwhile_and_a_service_without_post() {
    let case = pxweb(PxwebVersion::V1, |_| {});
    let (said, _) =
        fault(case.live(|_| ok(r#"[{"id":"V05.02.px","type":"t","text":"Doanh nghiệp"}]"#)));
    assert!(
        said.contains("[wrong_type]")
            && said.contains("is not described as a table")
            && said.contains("a folder of tables"),
        "{said}"
    );

    let (table, posts) = (Table::new(PxwebVersion::V1), Mutex::new(0));
    let (said, _) = fault(case.live(|s| {
        let response = table.answer(s, &case.clock)?;
        if s.method != "POST" {
            return Ok(response);
        }
        *posts.lock().unwrap() += 1;
        let text = String::from_utf8(response.body).unwrap();
        ok(if *posts.lock().unwrap() == 2 {
            text.replace("2025-06-30", "2025-07-01")
        } else {
            text
        })
    }));
    assert!(
        said.contains("[paging_changed]")
            && said.contains("between two requests: `2025-06-30`, `2025-07-01`"),
        "{said}"
    );
    assert!(said.contains("request 2: "), "{said}");

    let (table, posts) = (Table::new(PxwebVersion::V1), Mutex::new(0));
    let (said, sent) = fault(case.live(|s| {
        *posts.lock().unwrap() += u32::from(s.method == "POST");
        if *posts.lock().unwrap() > 1 {
            answer(500, &[], "")
        } else {
            table.answer(s, &case.clock)
        }
    }));
    assert!(
        said.contains("[http_status]")
            && said.contains("request 2: ")
            && said.contains("tried 3 times: 500, 500, 500"),
        "{said}"
    );
    assert_eq!(sent.len(), 2 + 1 + 3, "one part that fails fails the fetch");

    let (said, _) = fault(case.live(|s| {
        if s.method == "POST" {
            answer(404, &[], "Not Found")
        } else {
            table.answer(s, &case.clock)
        }
    }));
    assert!(
        said.contains("answered 404")
            && said.contains("save the answer by hand and declare it as `file`"),
        "{said}"
    );
}
