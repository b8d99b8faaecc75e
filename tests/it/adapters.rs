//! Services that chiso knows, with the program itself against servers that answer as the real ones
//! do: with recorded answers, within limits, and with the errors that were seen of them.

use crate::server::{Asked, Reply, Server, csv, json, reply};
use crate::support::{Project, Row, cell, field, repository};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

/// A folder of collected answers next to the repository.
pub fn recorded(file: &str) -> Option<String> {
    let path: PathBuf = repository().join("../shared/corpus").join(file);
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        crate::support::skipped(&format!("../shared/corpus/{file} is not here"));
    }
    text
}

/// The invented country's workshops from a service.
pub fn workshops_from(
    project: &Project,
    format: &str,
    url: &str,
    http: &str,
    api: &str,
    columns: [&str; 3],
) {
    let file = "datasets/workshops.toml";
    project.replace(file, "file = \"workshops/*.csv\"\n", "");
    project.replace(file, "format = \"csv\"\ndelimiter = \";\"", format);
    project.replace(file, "number = { decimal = \",\", grouping = \".\" }\n", "");
    for (from, to) in ["\"County\"", "\"Year\"", "\"Opened\""]
        .into_iter()
        .zip(columns)
    {
        project.replace(file, from, &format!("{to:?}"));
    }
    let retries = "retries = { attempts = 2, first_delay = \"10ms\" }\ntimeouts = { connect = \
        \"2s\", idle = \"2s\", total = \"20s\" }";
    project.write(
        file,
        format!(
            "{}\n[source.http]\nurl = \"{url}\"\n{retries}\n{http}\n\n[source.http.api]\n{api}\n",
            project.read(file)
        ),
    );
}

/// What became of the only delivery of workshops.
pub fn accounted(project: &Project) -> Value {
    let mut rows: Vec<Value> = project
        .rows(&["status"])
        .into_iter()
        .filter(|r| r["dataset"] == "workshops")
        .collect();
    assert_eq!(rows.len(), 1, "{rows:#?}");
    rows.remove(0)
}

/// Runs; the workshops must fail by `rule`, with `part` in what is said, and the other dataset must
/// be published.
#[track_caller]
pub fn fails(project: &Project, rule: &str, part: &str) {
    let outcome = project.chiso(&["run"]).exits(3);
    assert!(
        outcome.stderr.contains(&format!("error[{rule}]")) && outcome.stderr.contains(part),
        "{rule}: {part}\nis not in\n{}",
        outcome.stderr
    );
    assert_eq!(
        field(
            &project.score("dues_over_plan", "C1", "2022"),
            "current_value"
        ),
        "2100525"
    );
    assert!(
        !project.path("lake/landing/workshops").exists(),
        "nothing of a failed fetch is landed"
    );
}

pub fn measured(project: &Project, measure: &str) -> BTreeMap<(String, String, String), String> {
    let rows = project.published("measures");
    let key = |r: &Row| {
        (
            cell(r, "area_code").to_owned(),
            cell(r, "boundary").to_owned(),
            cell(r, "period").to_owned(),
        )
    };
    rows.iter()
        .filter(|r| cell(r, "measure") == measure)
        .map(|r| (key(r), cell(r, "value").to_owned()))
        .collect()
}

/// The receipt of the only delivery of a dataset, and its bytes.
pub fn landed(project: &Project, dataset: &str) -> (Value, Vec<u8>) {
    let folders: Vec<PathBuf> = fs::read_dir(project.path(&format!("lake/landing/{dataset}")))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    let [folder] = folders.as_slice() else {
        panic!("{folders:?}")
    };
    let receipt: Value =
        serde_json::from_str(&fs::read_to_string(folder.join("receipt.json")).unwrap()).unwrap();
    let bytes = fs::read(folder.join(receipt["file_name"].as_str().unwrap())).unwrap();
    (receipt, bytes)
}

// ---- World Bank

const BANK: &str =
    "kind = \"worldbank\"\nindicator = \"GC.DOD.TOTL.GD.ZS\"\ncountries = [\"CZ\"]\nsize = 20\n";

fn from_world_bank(server: &Server) -> Project {
    let project = Project::cashland();
    project.write(
        "datasets/areas/areas.csv",
        project.read("datasets/areas/areas.csv")
            + "CZ,,Czech Republic,county,CL,1950-01-01,,,recorded,\n",
    );
    workshops_from(
        &project,
        "format = \"json\"",
        &server.url("/v2"),
        "",
        BANK,
        ["country.id", "date", "value"],
    );
    project.replace(
        "datasets/workshops.toml",
        "type = \"integer\"",
        "type = \"decimal\"",
    );
    project
}

/// Recorded rows served in pages, as the service cuts them.
fn wb_pages(recorded: &Value, asked: &Asked) -> Reply {
    let of = |name: &str| {
        asked
            .target
            .split(['?', '&'])
            .find_map(|p| p.strip_prefix(&format!("{name}=")))
            .unwrap()
            .parse::<usize>()
            .unwrap()
    };
    let rows = recorded[1].as_array().unwrap();
    let (page, size) = (of("page"), of("per_page"));
    let pages = rows.len().div_ceil(size);
    let own: Vec<&Value> = rows.iter().skip((page - 1) * size).take(size).collect();
    // The size of a page comes as text, and past the end there is null.
    let own = if own.is_empty() {
        Value::Null
    } else {
        json!(own)
    };
    json(json!([{ "page": page, "pages": pages, "per_page": size.to_string(), "total": rows.len() }, own]).to_string())
}

#[test]
fn recorded_figures_of_the_world_bank_come_in_pages() {
    let Some(text) = recorded("worldbank/FSharp.Data__data_WorldBank.json") else {
        return;
    };
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let server = Server::start(move |asked| wb_pages(&recorded, asked));
    let project = from_world_bank(&server);
    // These figures have more digits than a figure here may have, so they are refused with their
    // places, not rounded.
    let outcome = project
        .chiso(&["run"])
        .exits(3)
        .complains("error[too_precise]");
    assert_eq!(
        server
            .asked()
            .iter()
            .map(|a| a.path().to_owned())
            .collect::<BTreeSet<_>>()
            .len(),
        1
    );
    assert_eq!(
        server.asked()[0].target,
        "/v2/country/CZ/indicator/GC.DOD.TOTL.GD.ZS?format=json&page=1&per_page=20"
    );
    let (receipt, _) = landed(&project, "workshops");
    let pages = receipt["transfer"]["pages"].as_array().unwrap();
    assert_eq!(
        pages
            .iter()
            .map(|p| p["records"].as_u64().unwrap())
            .collect::<Vec<_>>(),
        [20, 20, 13]
    );
    let its = accounted(&project);
    assert_eq!(
        (&its["read"], &its["ignored"], &its["quarantined"]),
        (&json!(53), &json!(35), &json!(18)),
        "{}",
        outcome.stderr
    );
}

#[test]
fn long_decimals_are_taken_where_a_rounding_is_declared() {
    let row = |year: u32, value: f64| json!({ "country": { "id": "CZ" }, "date": year.to_string(), "value": value });
    let rows = json!([{}, [row(2022, 7.123_456_789_012_34), row(2021, 1100.5)]]);
    let server = Server::start(move |asked| wb_pages(&rows, asked));
    let project = from_world_bank(&server);
    project
        .chiso(&["run"])
        .exits(3)
        .complains("error[too_precise]")
        .complains("number = { round = 5 }");
    project.replace(
        "datasets/workshops.toml",
        "format = \"json\"",
        "format = \"json\"\nnumber = { round = 5 }",
    );
    project.run();
    let got = measured(&project, "workshops_opened");
    let value = |year: &str| {
        got.iter()
            .find(|((area, _, period), _)| area == "CZ" && period == year)
            .map(|(_, v)| v.as_str())
    };
    assert_eq!(
        (value("2022"), value("2021")),
        (Some("7.12346"), Some("1100.5"))
    );
    let tables = project.tree("lake/tables/workshops");
    let files = tables.keys().filter(|name| name.ends_with(".parquet"));
    let rows: Vec<Row> = files
        .flat_map(|name| {
            crate::support::table_rows(&project.path("lake/tables/workshops").join(name))
        })
        .collect();
    let told = |period: &str| {
        rows.iter()
            .find(|r| cell(r, "period") == period)
            .map(|r| (cell(r, "_raw").to_owned(), cell(r, "rounding").to_owned()))
    };
    assert_eq!(
        told("2022"),
        Some(("7.12345678901234".to_owned(), "0.000005".to_owned()))
    );
    assert_eq!(
        told("2021"),
        Some(("1100.5".to_owned(), String::new())),
        "what lost nothing is not called rounded"
    );
}

#[test]
fn figures_of_the_world_bank_are_published() {
    let row = |year: u32, value: Value| json!({ "country": { "id": "CZ" }, "date": year.to_string(), "value": value });
    let rows = json!([
        {},
        [
            row(2023, Value::Null),
            row(2022, json!(1210)),
            row(2021, json!(1100.5))
        ]
    ]);
    let server = Server::start(move |asked| wb_pages(&rows, asked));
    let project = from_world_bank(&server);
    project.replace("datasets/workshops.toml", "size = 20\n", "size = 2\n");
    project.run().says("published release");
    let got = measured(&project, "workshops_opened");
    let value = |year: &str| {
        got.iter()
            .find(|((area, _, period), _)| area == "CZ" && period == year)
            .map(|(_, v)| v.as_str())
    };
    assert_eq!(
        (value("2022"), value("2021")),
        (Some("1210"), Some("1100.5"))
    );
    assert!(
        value("2023").is_none_or(str::is_empty),
        "no figure is not zero"
    );
}

#[test]
fn the_world_bank_refuses_or_has_nothing() {
    let error = r#"[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]"#;
    let refusing = Server::start(move |_| json(error));
    fails(
        &from_world_bank(&refusing),
        "api_refused",
        "`The provided parameter value is not valid (Invalid value)`",
    );
    let empty = Server::start(|_| json(r#"[{"page":0,"pages":0,"per_page":0,"total":0},null]"#));
    let project = from_world_bank(&empty);
    project.run().complains("warning[no_data]");
    assert!(!project.path("lake/landing/workshops").exists());
}

// ---- CKAN

const CKAN: &str = "kind = \"ckan\"\npackage = \"testing\"\nresource = \"mini-csv.csv\"\n";

/// A catalogue whose package is the recorded one when it is here, with files and rows of its own.
fn catalogue(package: Value) -> Server {
    let package = Mutex::new(package);
    Server::start(move |asked| {
        let rows = [
            "Goldmark,2022,1100",
            "Goldmark,2023,1210",
            "Silverbrook,2023,655",
        ];
        match asked.path() {
            "/api/3/action/package_show" => {
                let mut package = package.lock().unwrap().clone();
                let host = asked.header("host").unwrap();
                for resource in package["resources"].as_array_mut().unwrap() {
                    resource["url"] = json!(
                        resource["url"]
                            .as_str()
                            .unwrap()
                            .replace("localhost:5000", host)
                    );
                }
                json(json!({ "help": "", "success": true, "result": package }).to_string())
            }
            "/api/3/action/datastore_search" => {
                let of = |name: &str| {
                    asked
                        .target
                        .split(['?', '&'])
                        .find_map(|p| p.strip_prefix(&format!("{name}=")))
                        .unwrap()
                        .parse::<usize>()
                        .unwrap()
                };
                let record = |(n, row): (usize, &&str)| {
                    let cells: Vec<&str> = row.split(',').collect();
                    json!({ "_id": n + 1, "County": cells[0], "Year": cells[1], "Opened": cells[2] })
                };
                // At most two rows a page, whatever is asked for.
                let own: Vec<Value> = rows
                    .iter()
                    .enumerate()
                    .skip(of("offset"))
                    .take(2)
                    .map(record)
                    .collect();
                json(json!({ "success": true, "result": { "records": own, "total": rows.len(), "_links": {} } }).to_string())
            }
            path if path.ends_with("/download/mini-csv.csv") => {
                csv(format!("County,Year,Opened\n{}\n", rows.join("\n")))
            }
            _ => reply(
                "404 Not Found",
                "Content-Type: application/json\r\n",
                r#"{"success":false,"error":{"__type":"Not Found Error"}}"#,
            ),
        }
    })
}

fn small_package() -> Value {
    json!({ "name": "testing", "resources": [
        { "id": "e778ca29", "name": "mini-csv.csv", "format": "CSV", "url": "http://localhost:5000/r/download/mini-csv.csv" },
    ] })
}

#[test]
fn a_resource_of_a_catalogue_is_published_from_its_file_and_from_its_rows() {
    for (format, more) in [
        ("format = \"csv\"", ""),
        ("format = \"json\"", "datastore = true\n"),
    ] {
        let server = catalogue(small_package());
        let project = Project::cashland();
        workshops_from(
            &project,
            format,
            &server.url("/"),
            "",
            &format!("{CKAN}{more}"),
            ["County", "Year", "Opened"],
        );
        project.run().says("published release");
        assert_eq!(
            field(&project.score("workshops_growth", "C1", "2023"), "value"),
            "0.1",
            "{format}"
        );
        let (receipt, _) = landed(&project, "workshops");
        assert!(
            receipt["transfer"]["metadata"][0]["url"]
                .as_str()
                .unwrap()
                .ends_with("/api/3/action/package_show?id=testing")
        );
        assert_eq!(accounted(&project)["accepted"], 3);
    }
}

#[test]
fn a_recorded_package_of_a_catalogue_leads_to_its_file() {
    let Some(package) =
        recorded("ckan/frictionless-ckan-mapper__fixtures_full_ckan_package_first_round_trip.json")
    else {
        return;
    };
    let server = catalogue(serde_json::from_str(&package).unwrap());
    let project = Project::cashland();
    workshops_from(
        &project,
        "format = \"csv\"",
        &server.url("/"),
        "",
        CKAN,
        ["County", "Year", "Opened"],
    );
    project.run();
    let (receipt, _) = landed(&project, "workshops");
    assert!(
        receipt["path"]
            .as_str()
            .unwrap()
            .ends_with("/resource/e778ca29-5fb7-4063-ad9b-68040f88ab8a/download/mini-csv.csv"),
        "{receipt:#}"
    );
    let misspelt = Project::cashland();
    workshops_from(
        &misspelt,
        "format = \"csv\"",
        &server.url("/"),
        "",
        &CKAN.replace("mini-csv.csv", "mini_csv.csv"),
        ["County", "Year", "Opened"],
    );
    fails(
        &misspelt,
        "unknown_resource",
        "did you mean `mini-csv.csv`?",
    );
}

// ---- SDMX

const SDMX: &str =
    "kind = \"sdmx\"\ndataflow = \"CL,WORKSHOPS,1.0\"\nstart = \"2020\"\nend = \"2023\"\n";

fn from_sdmx(server: &Server, columns: [&str; 3]) -> Project {
    let project = Project::cashland();
    workshops_from(
        &project,
        "format = \"csv\"",
        &server.url("/rest"),
        "",
        SDMX,
        columns,
    );
    project
}

#[test]
fn an_sdmx_service_that_gives_two_years_at_a_time() {
    let server = Server::start(|asked| {
        let of = |name: &str| {
            asked
                .target
                .split(['?', '&'])
                .find_map(|p| p.strip_prefix(&format!("{name}=")))
                .unwrap()
                .parse::<u32>()
                .unwrap()
        };
        assert_eq!(asked.path(), "/rest/data/CL,WORKSHOPS,1.0/all");
        let rows = [(2022, 1100), (2023, 1210)];
        match (of("startPeriod"), of("endPeriod")) {
            (from, to) if to - from > 1 => {
                reply("413 Request Entity Too Large", "", "more than 2 years")
            }
            (2020, 2021) => reply(
                "404 Not Found",
                "Content-Type: application/xml\r\n",
                "<m:Error>No results found</m:Error>",
            ),
            (from, to) => {
                let its = rows.iter().filter(|(year, _)| (from..=to).contains(year));
                let lines = its
                    .map(|(year, n)| format!("CL:WORKSHOPS(1.0),A,C1,{year},{n}\n"))
                    .collect::<Vec<_>>()
                    .concat();
                reply(
                    "200 OK",
                    "Content-Type: application/vnd.sdmx.data+csv;version=1.0.0\r\n",
                    format!("DATAFLOW,FREQ,AREA,TIME_PERIOD,OBS_VALUE\n{lines}"),
                )
            }
        }
    });
    let project = from_sdmx(&server, ["AREA", "TIME_PERIOD", "OBS_VALUE"]);
    project.run();
    assert_eq!(
        server.asked()[0].header("accept"),
        Some("application/vnd.sdmx.data+csv;version=1.0.0, text/csv;q=0.5")
    );
    assert_eq!(server.asked().len(), 3);
    assert_eq!(
        field(&project.score("workshops_growth", "C1", "2023"), "value"),
        "0.1"
    );
    let nothing = Server::start(|_| {
        reply(
            "404 Not Found",
            "Content-Type: application/xml\r\n",
            "<m:Error>No results found</m:Error>",
        )
    });
    let project = from_sdmx(&nothing, ["AREA", "TIME_PERIOD", "OBS_VALUE"]);
    project
        .run()
        .complains("warning[no_data]")
        .complains("has no observation");
    assert_eq!(
        field(
            &project.score("dues_over_plan", "C1", "2022"),
            "current_value"
        ),
        "2100525"
    );
    let narrow = Server::start(|_| reply("413 Request Entity Too Large", "", ""));
    fails(
        &from_sdmx(&narrow, ["AREA", "TIME_PERIOD", "OBS_VALUE"]),
        "http_status",
        "give both `start` and `end`",
    );
}

#[test]
fn a_recorded_answer_of_sdmx_is_landed_byte_for_byte_and_read() {
    let Some(text) = recorded("sdmx/pysdmx__samples_data_v1.csv") else {
        return;
    };
    let answer = text.clone();
    let server = Server::start(move |_| {
        reply(
            "200 OK",
            "Content-Type: application/vnd.sdmx.data+csv; version=1.0.0\r\n",
            &answer,
        )
    });
    let project = from_sdmx(&server, ["DER_REP_CTY", "TIME_PERIOD", "OBS_VALUE"]);
    // Its areas are not those of the invented country: everything is read, and refused with its
    // places.
    project.chiso(&["run"]).exits(3);
    let (receipt, bytes) = landed(&project, "workshops");
    assert_eq!(
        (bytes, receipt["file_name"].as_str()),
        (text.into_bytes(), Some("guild.csv"))
    );
    assert_eq!(accounted(&project)["read"], 1000);
}

#[test]
fn recorded_messages_of_sdmx_that_are_no_data() {
    for (file, rule, part, requests) in [
        (
            "sdmx/sdmx-test-data__ESTAT_footer.xml",
            "http_status",
            "the service says that the answer is too large to be sent at once",
            3,
        ),
        (
            "sdmx/pysdmx__samples_error.xml",
            "api_refused",
            "`Unable to parse value for key 'detail'.",
            1,
        ),
    ] {
        let Some(message) = recorded(file) else {
            return;
        };
        let server =
            Server::start(move |_| reply("200 OK", "Content-Type: application/xml\r\n", &message));
        let project = from_sdmx(&server, ["AREA", "TIME_PERIOD", "OBS_VALUE"]);
        project.replace(
            "datasets/workshops.toml",
            "\n[source.http.api]",
            "content_types = [\"application/xml\"]\n\n[source.http.api]",
        );
        fails(&project, rule, part);
        assert_eq!(server.asked().len(), requests, "{file}");
    }
}
