//! Services that chiso knows, against fakes that enforce the limits of the real ones.

use super::{Case, SECRET, Scripted, answer, header, ok};
use crate::env::{Http, HttpFault, HttpRequest, HttpResponse, Sent};
use crate::ingest::fetch::{Fetch, Fetched, Fetcher};
use crate::model::{
    Api, CkanResource, Finding, Format, HttpMethod, HttpValue, SdmxQuery, SdmxVersion, SecretFrom,
    Severity, WorldBankQuery,
};
use serde_json::{Value, json};
use std::sync::Mutex;

/// A service made of a function from a request to an answer.
struct Live<F> {
    serve: F,
    sent: Mutex<Vec<Sent>>,
}

impl<F: Fn(&Sent) -> Scripted + Send + Sync> Http for Live<F> {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, HttpFault> {
        let body = request
            .body
            .as_deref()
            .map(|b| String::from_utf8(b.to_vec()).unwrap())
            .unwrap_or_default();
        let sent = Sent {
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.clone(),
            body,
        };
        self.sent.lock().unwrap().push(sent.clone());
        (self.serve)(&sent)
    }
}

impl Case {
    pub(super) fn api(self, url: &str, format: Format, api: Api) -> Case {
        self.with(|c| {
            (c.http.url, c.source.format, c.http.api) = (url.into(), format, Some(api));
            (c.http.limits.max_bytes, c.http.limits.max_decoded_bytes) = (1_000_000, 1_000_000);
        })
    }

    pub(super) fn live(
        &self,
        serve: impl Fn(&Sent) -> Scripted + Send + Sync,
    ) -> (Result<Fetched, Box<Finding>>, Vec<Sent>) {
        let net = Live {
            serve,
            sent: Mutex::default(),
        };
        let result = Fetcher::new(&net, &self.clock, self.root.path(), 1_000_000).fetch(
            "firms",
            &self.source,
            &self.http,
            self.held.as_ref(),
        );
        (result, net.sent.into_inner().unwrap())
    }
}

#[track_caller]
pub(super) fn new(
    (result, sent): (Result<Fetched, Box<Finding>>, Vec<Sent>),
) -> (Fetch, Vec<Sent>) {
    match result {
        Ok(Fetched::New(fetch)) => (*fetch, sent),
        other => panic!("no bytes came: {other:?}"),
    }
}

#[track_caller]
pub(super) fn fault(
    (result, sent): (Result<Fetched, Box<Finding>>, Vec<Sent>),
) -> (String, Vec<Sent>) {
    match result {
        Err(finding) => (finding.to_string(), sent),
        other => panic!("it did not fail: {other:?}"),
    }
}

// ---- SDMX

fn sdmx(version: SdmxVersion, start: &str, end: &str) -> Case {
    let (dataflow, key) = ("ECB,EXR,1.0".to_owned(), "M.USD.EUR.SP00.A".to_owned());
    let query = SdmxQuery {
        version,
        dataflow,
        key,
        start: start.into(),
        end: end.into(),
    };
    Case::new()
        .api("https://sdmx.example/rest", Format::Csv, Api::Sdmx(query))
        .with(|c| c.http.content_types = vec!["application/vnd.sdmx.data+csv".into()])
}

fn sdmx_csv(rows: &str) -> Scripted {
    answer(
        200,
        &[(
            "content-type",
            "application/vnd.sdmx.data+csv; version=1.0.0",
        )],
        format!("DATAFLOW,TIME_PERIOD,OBS_VALUE\n{rows}"),
    )
}

#[test]
fn sdmx_is_asked_by_address_and_media_type() {
    let row = "ECB:EXR(1.0),2020,1.5\n";
    for (version, address, accept) in [
        (
            SdmxVersion::V2,
            "https://sdmx.example/rest/data/ECB,EXR,1.0/M.USD.EUR.SP00.A?startPeriod=2019-Q1&endPeriod=2020",
            "application/vnd.sdmx.data+csv;version=1.0.0, text/csv;q=0.5",
        ),
        (
            SdmxVersion::V3,
            "https://sdmx.example/rest/data/dataflow/ECB/EXR/1.0/M.USD.EUR.SP00.A?c%5BTIME_PERIOD%5D=ge%3A2019-Q1%2Ble%3A2020",
            "application/vnd.sdmx.data+csv;version=2.0.0, text/csv;q=0.5",
        ),
    ] {
        let case = sdmx(version, "2019-Q1", "2020");
        let (fetch, sent) = new(case.live(|_| sdmx_csv(row)));
        assert_eq!(
            (
                sent[0].url.as_str(),
                header(&sent[0], "accept"),
                fetch.address.as_str()
            ),
            (address, Some(accept), address)
        );
        assert!(
            fetch.transfer.pages.is_empty(),
            "one answer is an ordinary file"
        );
    }
    for (version, end) in [
        (SdmxVersion::V2, "/ECB,EXR,1.0/all"),
        (SdmxVersion::V3, "/EXR/1.0/*"),
    ] {
        let case = sdmx(version, "", "").with(|c| {
            let Some(Api::Sdmx(query)) = &mut c.http.api else {
                unreachable!()
            };
            query.key = "..".into();
        });
        let (_, sent) = new(case.live(|_| sdmx_csv(row)));
        assert!(sent[0].url.ends_with(end), "{}", sent[0].url);
    }
    let own = sdmx(SdmxVersion::V2, "", "").with(|c| {
        _ = c
            .http
            .headers
            .insert("accept".into(), HttpValue::Text("text/csv".into()));
    });
    let (_, sent) = new(own.live(|_| sdmx_csv(row)));
    assert_eq!(
        (header(&sent[0], "accept"), sent[0].url.ends_with("SP00.A")),
        (Some("text/csv"), true),
        "what is declared stands"
    );
}

#[test]
fn no_figure_is_a_state_and_a_missing_service_a_failure() {
    let case = sdmx(SdmxVersion::V2, "2019", "2020");
    let (result, sent) = case.live(|_| {
        answer(
            404,
            &[("content-type", "application/xml")],
            "<Error>NoRecordsFound</Error>",
        )
    });
    let Ok(Fetched::Nothing(remark)) = result else {
        panic!("{result:?}")
    };
    assert_eq!(
        (remark.severity, remark.rule.as_ref(), sent.len()),
        (Severity::Warning, "no_data", 1)
    );
    let (said, _) = fault(case.live(|_| {
        answer(
            404,
            &[("content-type", "text/html")],
            "<!doctype html><p>nothing here",
        )
    }));
    assert!(
        said.contains("error[http_status]") && said.contains("404"),
        "{said}"
    );
    let (said, _) = fault(case.live(|_| answer(406, &[], "no such format")));
    assert!(
        said.contains("the service does not have this format"),
        "{said}"
    );
}

#[test]
fn too_large_an_answer_is_asked_for_by_years() {
    // The service gives at most two years at a time.
    let years = |sent: &Sent| -> (u32, u32) {
        let url = url::Url::parse(&sent.url).unwrap();
        let of = |name: &str| {
            url.query_pairs()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v[..4].parse().unwrap())
                .unwrap()
        };
        (of("startPeriod"), of("endPeriod"))
    };
    let serve = |sent: &Sent| {
        let (from, to) = years(sent);
        match to - from {
            0 | 1 if to < 2012 => answer(404, &[], "NoRecordsFound"),
            0 | 1 => sdmx_csv(
                &(from..=to)
                    .map(|y| format!("ECB:EXR(1.0),{y},{y}.5\n"))
                    .collect::<Vec<_>>()
                    .concat(),
            ),
            _ => answer(413, &[], "too large"),
        }
    };
    let case = sdmx(SdmxVersion::V2, "2010", "2017");
    let (fetch, sent) = new(case.live(serve));
    let good: Vec<&str> = fetch
        .transfer
        .pages
        .iter()
        .map(|p| p.url.split_once("startPeriod=").unwrap().1)
        .collect();
    // The part without figures is left out, the others are whole.
    assert_eq!(
        good,
        [
            "2012&endPeriod=2013",
            "2014&endPeriod=2015",
            "2016&endPeriod=2017"
        ]
    );
    assert_eq!(sent.len(), 7);
    let text = String::from_utf8(fetch.bytes).unwrap();
    assert_eq!(
        (2012..=2017)
            .filter(|y| text.contains(&format!(",{y},{y}.5")))
            .count(),
        6
    );
    let (said, _) =
        fault(sdmx(SdmxVersion::V2, "2010", "").live(|_| answer(413, &[], "too large")));
    assert!(
        said.contains("413 (too large a request)") && said.contains("give both `start` and `end`"),
        "{said}"
    );
}

// ---- World Bank

fn world_bank() -> Case {
    let query = WorldBankQuery {
        indicator: "NY.GDP.MKTP.CD".into(),
        countries: vec!["VNM".into(), "THA".into()],
        start: "2019".into(),
        end: "2021".into(),
        size: 4,
    };
    Case::new()
        .api("https://wb.example/v2", Format::Json, Api::WorldBank(query))
        .with(|c| c.source.layout.records = "1".into())
}

/// Pages of four of six rows, with a head as the service writes it.
fn wb_page(sent: &Sent, total: u64) -> Scripted {
    let page: u64 = sent
        .url
        .split("&page=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let rows: Vec<Value> = ((page - 1) * 4..(page * 4).min(6))
        .map(|n| json!({ "date": (2019 + n).to_string(), "value": if n == 1 { Value::Null } else { json!(n) } }))
        .collect();
    ok(json!([{ "page": page, "pages": 2, "per_page": "4", "total": total }, rows]).to_string())
}

#[test]
fn the_world_bank_comes_in_pages_that_are_counted() {
    let case = world_bank();
    let (fetch, sent) = new(case.live(|s| wb_page(s, 6)));
    assert_eq!(
        sent[0].url,
        "https://wb.example/v2/country/VNM;THA/indicator/NY.GDP.MKTP.CD?format=json&date=2019%3A2021&page=1&per_page=4"
    );
    assert_eq!(
        fetch
            .transfer
            .pages
            .iter()
            .map(|p| p.records)
            .collect::<Vec<_>>(),
        [4, 2]
    );
    let (said, _) = fault(case.live(|s| wb_page(s, 7)));
    assert!(
        said.contains("[paging_shortfall]") && said.contains("counts 7 records, and 6 came"),
        "{said}"
    );
}

#[test]
fn errors_of_the_world_bank_come_with_status_200() {
    let case = world_bank();
    let error = r#"[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]"#;
    let (said, sent) = fault(case.live(|_| ok(error)));
    assert!(
        said.contains("error[api_refused]")
            && said.contains("`The provided parameter value is not valid (Invalid value)`"),
        "{said}"
    );
    assert_eq!(sent.len(), 1);
    let (said, _) = fault(case.live(|_| {
        ok("\u{feff}<?xml version=\"1.0\"?><wb:error><wb:message id=\"120\"/></wb:error>")
    }));
    assert!(
        said.contains("[wrong_type]") && said.contains("wb:error"),
        "{said}"
    );
    for total in [r#""total":0"#, r#""total":"0""#] {
        let (result, _) = case.live(|_| {
            ok(format!(
                "[{{\"page\":0,\"pages\":0,\"per_page\":0,{total}}},null]"
            ))
        });
        assert!(matches!(result, Ok(Fetched::Nothing(_))), "{result:?}");
    }
}

// ---- CKAN

fn ckan(resource: &str, datastore: bool, format: Format) -> Case {
    let wanted = CkanResource {
        package: "firms".into(),
        resource: resource.into(),
        datastore,
        size: 2,
    };
    Case::new()
        .api("https://data.example/", format, Api::Ckan(wanted))
        .with(|c| {
            c.source.layout.records = if datastore {
                "result.records".into()
            } else {
                "items".into()
            };
            c.http.content_types = if datastore {
                vec!["application/json".into()]
            } else {
                vec!["*".into()]
            };
        })
}

const PACKAGE: &str = r#"{"help":"…","success":true,"result":{"id":"p1","name":"firms","resources":[
    {"id":"r1","name":"Firms by county","format":"XLS ","url":"https://files.example/firms.csv","datastore_active":true},
    {"id":"r2","name":"Notes","format":"","url":"/notes.csv","datastore_active":false},
    {"id":"r3","name":"Twin","url":"/a"},{"id":"r4","name":"Twin","url":""}]}}"#;

/// A catalogue with a datastore of five rows that gives at most two.
fn catalogue(sent: &Sent) -> Scripted {
    let url = url::Url::parse(&sent.url).unwrap();
    let number = |name: &str| {
        url.query_pairs()
            .find(|(n, _)| n == name)
            .map_or(0, |(_, v)| v.parse::<u64>().unwrap())
    };
    match url.path() {
        "/api/3/action/package_show" => ok(PACKAGE),
        "/api/3/action/datastore_search" => {
            assert!(
                url.query().unwrap().starts_with("resource_id=r1&sort=_id"),
                "{url}"
            );
            let rows: Vec<Value> = (number("offset")..5)
                .take(usize::try_from(number("limit").min(2)).unwrap())
                .map(|n| json!({ "_id": n, "firms": n.to_string() }))
                .collect();
            ok(
                json!({ "success": true, "result": { "records": rows, "total": 5, "limit": 2 } })
                    .to_string(),
            )
        }
        "/firms.csv" | "/notes.csv" => answer(
            200,
            &[("content-type", "application/octet-stream")],
            "county,firms\nA,1\n",
        ),
        path => panic!("{path}"),
    }
}

#[test]
fn a_resource_of_a_catalogue_is_its_file_wherever_it_lies() {
    let case = ckan("Firms by county", false, Format::Csv).with(|c| {
        let secret = HttpValue::Secret {
            prefix: String::new(),
            from: SecretFrom::File("token".into()),
        };
        c.http.headers.insert("X-CKAN-API-Key".into(), secret);
    });
    let (fetch, sent) = new(case.live(catalogue));
    assert_eq!(
        sent.iter().map(|s| s.url.as_str()).collect::<Vec<_>>(),
        [
            "https://data.example/api/3/action/package_show?id=firms",
            "https://files.example/firms.csv"
        ]
    );
    assert_eq!(
        (
            header(&sent[0], "x-ckan-api-key"),
            header(&sent[1], "x-ckan-api-key")
        ),
        (Some(SECRET), None),
        "the key stays with its server"
    );
    assert_eq!(
        (fetch.address.as_str(), fetch.bytes.as_slice()),
        (
            "https://files.example/firms.csv",
            &b"county,firms\nA,1\n"[..]
        )
    );
    assert_eq!(fetch.transfer.metadata.len(), 1);
    let (fetch, _) = new(ckan("r2", false, Format::Csv).live(catalogue));
    assert_eq!(fetch.address, "https://data.example/notes.csv");
}

#[test]
fn rows_of_a_datastore_are_counted() {
    let (fetch, sent) = new(ckan("r1", true, Format::Json).live(catalogue));
    assert_eq!(
        fetch
            .transfer
            .pages
            .iter()
            .map(|p| p.records)
            .collect::<Vec<_>>(),
        [2, 2, 1]
    );
    assert!(
        sent[3].url.ends_with("&offset=4&limit=2"),
        "{}",
        sent[3].url
    );
    let estimated = |s: &Sent| {
        catalogue(s).map(|a| HttpResponse {
            body: String::from_utf8(a.body)
                .unwrap()
                .replace("\"limit\"", "\"total_was_estimated\":true,\"limit\"")
                .into_bytes(),
            ..a
        })
    };
    let (said, _) = fault(ckan("r1", true, Format::Json).live(estimated));
    assert!(
        said.contains("[paging_total]") && said.contains("an estimate"),
        "{said}"
    );
}

#[test]
fn what_a_catalogue_does_not_have() {
    for (resource, datastore, part) in [
        (
            "Firms by countyy",
            false,
            "has no resource `Firms by countyy`\n  hint: did you mean `Firms by county`?",
        ),
        (
            "xyz",
            false,
            "its resources are `Firms by county`, `Notes`, `Twin`, `Twin`",
        ),
        (
            "Twin",
            false,
            "2 resources of the package are named `Twin`\n  hint: name one by its id: `r3`, `r4`",
        ),
        ("r4", false, "has no address for the resource `r4`"),
        (
            "Notes",
            true,
            "the resource `Notes` is not in the datastore",
        ),
    ] {
        let (said, _) = fault(
            ckan(
                resource,
                datastore,
                if datastore { Format::Json } else { Format::Csv },
            )
            .live(catalogue),
        );
        assert!(
            said.starts_with("error[unknown_resource]") && said.contains(part),
            "{said}\ndoes not contain {part}"
        );
    }
    let refused =
        r#"{"success":false,"error":{"message":"Access denied","__type":"Authorization Error"}}"#;
    let (said, _) = fault(ckan("r1", false, Format::Csv).live(|_| ok(refused)));
    assert!(
        said.contains("[api_refused]") && said.contains("refuses the request: `Access denied`"),
        "{said}"
    );
    let (said, _) = fault(
        ckan("r1", false, Format::Csv)
            .live(|_| answer(404, &[("content-type", "application/json")], refused)),
    );
    assert!(
        said.contains("answered 404") && said.contains("may have been renamed or taken away"),
        "{said}"
    );
    let (said, _) = fault(ckan("r1", false, Format::Csv).live(|_| ok("[]")));
    assert!(said.contains("this is no answer of CKAN: `[]`"), "{said}");
    let gone = |s: &Sent| {
        if s.url.ends_with("/firms.csv") {
            answer(410, &[], "")
        } else {
            catalogue(s)
        }
    };
    let (said, _) = fault(ckan("r1", false, Format::Csv).live(gone));
    assert!(
        said.contains("answered 410 (gone)") && said.contains("such addresses stop working"),
        "{said}"
    );
}

#[test]
fn adapters_are_never_asked_on_a_condition() {
    let case = ckan("r1", false, Format::Csv);
    let (fetch, _) = new(case.live(|s| {
        catalogue(s).map(|mut a| {
            a.headers.push(("etag".into(), "\"v1\"".into()));
            a
        })
    }));
    let again = ckan("r1", false, Format::Csv).with(|c| c.held = Some(fetch.transfer));
    let (_, sent) = new(again.live(catalogue));
    assert!(sent.iter().all(|s| header(s, "if-none-match").is_none()));
    assert_eq!(again.http.method, HttpMethod::Get);
}
