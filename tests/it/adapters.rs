//! Services that chiso knows, with the program itself against servers that answer as the real ones do: with recorded answers,
//! within limits, and with the errors that were seen of them.

use crate::server::{Asked, Reply, Server, csv, json, reply};
use crate::support::{DAY_THREE, DAY_TWO, Project, Row, cell, finished, repository};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

/// A folder of collected answers beside the repository.
#[expect(clippy::print_stdout, reason = "a test that skips says so")]
fn recorded(file: &str) -> Option<String> {
    let path: PathBuf = repository().join("../shared/corpus").join(file);
    let text = fs::read_to_string(path).ok();
    if text.is_none() {
        println!("skipped: ../shared/corpus/{file} is not here");
    }
    text
}

// ---- PxWeb

/// A table of PxWeb as its JSON-stat answer has it, with a service around it that keeps limits.
struct Pxweb {
    cube: Value,
    most_cells: usize,
    calls: Mutex<u32>,
}

impl Pxweb {
    /// `answer` is JSON-stat 2.0, or 1.x within `dataset`.
    fn of(answer: &str, most_cells: usize) -> Pxweb {
        let mut cube: Value = serde_json::from_str(answer.trim_end_matches('\0')).unwrap();
        if let Some(dataset) = cube.get_mut("dataset") {
            cube = dataset.take();
        }
        for key in ["id", "size"] {
            if cube.get(key).is_none() {
                cube[key] = cube["dimension"][key].take();
            }
        }
        Pxweb { cube, most_cells, calls: Mutex::default() }
    }

    fn ids(&self) -> Vec<&str> {
        self.cube["id"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect()
    }

    /// Code and label of the values of a variable.
    fn values(&self, id: &str) -> Vec<(String, String)> {
        let category = &self.cube["dimension"][id]["category"];
        let mut codes: Vec<(u64, &String)> = category["index"].as_object().unwrap().iter().map(|(c, at)| (at.as_u64().unwrap(), c)).collect();
        codes.sort();
        codes.into_iter().map(|(_, c)| (c.clone(), category["label"][c].as_str().unwrap().to_owned())).collect()
    }

    /// Every fifth call is one too many. (The windows themselves are tested where the clock is one of the test's own.)
    fn too_many_calls(&self) -> bool {
        let mut calls = self.calls.lock().unwrap();
        *calls += 1;
        calls.is_multiple_of(5)
    }

    fn config(&self) -> Reply {
        json(json!({ "maxValues": 1_000_000, "maxCells": self.most_cells, "maxCalls": 10, "timeWindow": 10, "CORS": true }).to_string())
    }

    /// The description by interface 1.
    fn description(&self) -> Value {
        let variables: Vec<Value> = self
            .ids()
            .iter()
            .map(|id| {
                let (codes, labels): (Vec<_>, Vec<_>) = self.values(id).into_iter().unzip();
                json!({ "code": id, "text": self.cube["dimension"][id]["label"], "values": codes, "valueTexts": labels })
            })
            .collect();
        json!({ "title": self.cube["label"], "variables": variables })
    }

    /// The cells of some codes of each variable.
    fn data(&self, codes: &[Vec<String>]) -> Reply {
        let ids = self.ids();
        if codes.iter().map(Vec::len).product::<usize>() > self.most_cells {
            return reply("403 Forbidden", "Content-Type: application/json\r\n", r#"{"error": "Too many values selected"}"#);
        }
        let all: Vec<Vec<(String, String)>> = ids.iter().map(|id| self.values(id)).collect();
        let mut positions = vec![0];
        for (values, codes) in all.iter().zip(codes) {
            let at: Vec<usize> = codes.iter().map(|c| values.iter().position(|(code, _)| code == c).unwrap()).collect();
            positions = positions.iter().flat_map(|p| at.iter().map(move |a| p * values.len() + a)).collect();
        }
        let mut cube = self.cube.clone();
        cube["size"] = codes.iter().map(Vec::len).collect();
        cube["value"] = positions.iter().map(|p| self.cube["value"][*p].clone()).collect();
        for ((id, values), codes) in ids.iter().zip(&all).zip(codes) {
            let label = |c: &String| json!(values.iter().find(|(code, _)| code == c).unwrap().1);
            let index: serde_json::Map<String, Value> = codes.iter().enumerate().map(|(at, c)| (c.clone(), json!(at))).collect();
            let labels: serde_json::Map<String, Value> = codes.iter().map(|c| (c.clone(), label(c))).collect();
            cube["dimension"][*id]["category"] = json!({ "index": index, "label": labels });
        }
        cube["version"] = json!("2.0");
        cube["class"] = json!("dataset");
        // Such answers end in a NUL byte on the wire.
        json(format!("{cube}\0"))
    }

    /// Interface 1 at `/api/v1/vi/<path of the table>`.
    fn v1(&self, asked: &Asked) -> Reply {
        if self.too_many_calls() {
            return reply("429 Too Many Requests", "", "");
        }
        match (asked.head.split(' ').next().unwrap(), asked.path(), asked.target.split('?').nth(1)) {
            ("GET", "/api/v1/vi/", Some("config")) => self.config(),
            ("GET", "/api/v1/vi/Doanh%20nghi%E1%BB%87p/V05.02.px", None) => json(self.description().to_string()),
            ("POST", "/api/v1/vi/Doanh%20nghi%E1%BB%87p/V05.02.px", None) => {
                let body: Value = serde_json::from_str(&asked.body).unwrap();
                let codes =
                    |variable: &Value| variable["selection"]["values"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().to_owned()).collect();
                self.data(&body["query"].as_array().unwrap().iter().map(codes).collect::<Vec<_>>())
            }
            _ => reply("404 Not Found", "", "no such table"),
        }
    }
}

/// The project of the repository with its table of new enterprises from a service of PxWeb.
fn from_pxweb(server: &Server, select: &str) -> Project {
    let project = Project::bundled();
    project.replace("datasets/new_enterprises.toml", "file = \"new_enterprises/*.json\"\n", "");
    let http = format!(
        "\n[source.http]\nurl = \"{}\"\ntimeouts = {{ connect = \"2s\", idle = \"5s\", total = \"60s\" }}\nretries = {{ attempts = 4, first_delay = \"10ms\" }}\n\n\
         [source.http.api]\nkind = \"pxweb_v1\"\ntable = \"Doanh nghiệp/V05.02.px\"\n\n[source.http.api.select]\n{select}",
        server.url("/api/v1/vi/")
    );
    project.write("datasets/new_enterprises.toml", project.read("datasets/new_enterprises.toml") + &http);
    project
}

const ALL: &str = "\"Tỉnh/thành phố\" = { all = true }\n\"Năm\" = { all = true }\n";

/// The table of the repository, in the shape in which it is served.
fn bundled_table() -> String {
    let folder = repository().join("datasets/new_enterprises");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    fs::read_to_string(&files[0]).unwrap()
}

fn measured(project: &Project, measure: &str) -> BTreeMap<(String, String, String), String> {
    let rows = project.published("measures");
    let key = |r: &Row| (cell(r, "area_code").to_owned(), cell(r, "boundary").to_owned(), cell(r, "period").to_owned());
    rows.iter().filter(|r| cell(r, "measure") == measure).map(|r| (key(r), cell(r, "value").to_owned())).collect()
}

/// The receipt of the only delivery of a dataset, and its bytes.
fn landed(project: &Project, dataset: &str) -> (Value, Vec<u8>) {
    let folders: Vec<PathBuf> = fs::read_dir(project.path(&format!("lake/landing/{dataset}"))).unwrap().map(|e| e.unwrap().path()).collect();
    let [folder] = folders.as_slice() else { panic!("{folders:?}") };
    let receipt: Value = serde_json::from_str(&fs::read_to_string(folder.join("receipt.json")).unwrap()).unwrap();
    let bytes = fs::read(folder.join(receipt["file_name"].as_str().unwrap())).unwrap();
    (receipt, bytes)
}

#[test]
fn a_table_of_the_statistics_office_comes_in_parts_and_gives_what_its_file_gives() {
    // 70 areas × 9 years under 200 cells: four requests beside the description and the limits, one of which is refused as one call too many.
    let service = Pxweb::of(&bundled_table(), 200);
    let description = service.description().to_string();
    let server = Server::start(move |asked| service.v1(asked));
    let project = from_pxweb(&server, ALL);
    project.run().says("published release");
    assert_eq!(server.asked().len(), 2 + 4 + 1);
    for measure in ["new_firms", "revenue_actual"] {
        assert_eq!(measured(&project, measure), measured(finished(), measure), "{measure}");
    }
    let (receipt, _) = landed(&project, "new_enterprises");
    let pages = receipt["transfer"]["pages"].as_array().unwrap();
    assert_eq!(pages.iter().map(|p| p["records"].as_u64().unwrap()).collect::<Vec<_>>(), [198, 198, 198, 36], "{receipt:#}");
    assert!(pages.iter().all(|p| p["body"].as_str().unwrap().contains("\"code\":\"Tỉnh/thành phố\"")), "each request stands in the receipt");
    let metadata = receipt["transfer"]["metadata"].as_array().unwrap();
    assert_eq!(metadata[0]["sha256"], crate::support::sha256(description.as_bytes()), "the description that codes came from, by its hash");
    let told = project.chiso(&["explain", "new_firms_growth", "--area", "01", "--period", "2024"]).exits(0);
    assert!(told.stdout.contains("[page 1] row ") && told.stdout.contains("nso_v05_02.pages"), "{}", told.stdout);
    project.chiso(&["run"]).exits(0).says("nothing new");
}

/// Two counties of the invented country × three years, codes being positions.
const SMALL: &str = r#"{"label":"Workshops","updated":"2024-03-01","id":["County","Year"],"size":[2,3],"dimension":{
    "County":{"label":"County","category":{"index":{"0":0,"1":1},"label":{"0":"  Goldmark","1":"  Silverbrook"}}},
    "Year":{"label":"Year","category":{"index":{"0":0,"1":1,"2":2},"label":{"0":"2021","1":"2022","2":"2023"}}}},
    "value":[1000,1100,1210,640,null,655]}"#;

#[test]
fn a_year_that_the_table_has_no_longer_fails_with_its_place_and_the_rest_is_published() {
    let service = Pxweb::of(SMALL, 4);
    let server = Server::start(move |asked| service.v1(asked));
    let project = from_small(&server, "{ labels = [\"2022\", \"2023p\"] }");
    let said = "error[unknown_label]: datasets/workshops.toml, column `source.guild.http.api.select.\"Year\"`: the variable `Year` of the table has no value `2023p`";
    fails(&project, "unknown_label", said);
    fails(&project, "unknown_label", "write `2023` in place of `2023p`; figures landed earlier stay in use");
    // Mended as the remedy says, it runs.
    project.replace("datasets/workshops.toml", "2023p", "2023");
    project.run();
    assert_eq!(crate::support::field(&project.score("workshops_growth", "C1", "2023"), "value"), "0.1");
}

/// The invented country with workshops from the small table, and what is chosen of its years.
fn from_small(server: &Server, years: &str) -> Project {
    let project = Project::cashland();
    let select = format!("[source.http.api.select]\nCounty = {{ all = true }}\nYear = {years}\n");
    let api = format!("kind = \"pxweb_v1\"\ntable = \"Doanh nghiệp/V05.02.px\"\n\n{select}");
    workshops_from(&project, "format = \"json-stat\"", &server.url("/api/v1/vi"), "", &api, ["County", "Year", "value"]);
    project
}

#[test]
fn codes_that_shift_when_a_year_is_added_change_no_figure() {
    // The year is put in front, so that every code names another year than before.
    let grown = SMALL
        .replace("[2,3]", "[2,4]")
        .replace(r#""2":2},"label":{"0":"2021","1":"2022","2":"2023"}"#, r#""2":2,"3":3},"label":{"0":"2024","1":"2021","2":"2022","3":"2023"}"#)
        .replace("[1000,1100,1210,640,null,655]", "[9999,1000,1100,1210,8888,640,null,655]");
    let services = [Pxweb::of(SMALL, 100), Pxweb::of(&grown, 100)];
    let day = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let today = day.clone();
    let server = Server::start(move |asked| services[today.load(std::sync::atomic::Ordering::SeqCst)].v1(asked));
    let mut by_label = from_small(&server, "{ labels = [\"2022\", \"2023\"] }");
    let mut by_place = from_small(&server, "{ last = 2 }");
    let growth = |project: &Project| crate::support::field(&project.score("workshops_growth", "C1", "2023"), "value");
    for project in [&by_label, &by_place] {
        project.run();
        assert_eq!(growth(project), "0.1");
    }
    day.store(1, std::sync::atomic::Ordering::SeqCst);
    for project in [&mut by_label, &mut by_place] {
        let before = measured(project, "workshops_opened");
        project.at(DAY_TWO).run();
        assert_eq!((measured(project, "workshops_opened"), growth(project)), (before, "0.1".to_owned()));
    }
    // A delivery is all that the source says: a year that is chosen no more is taken back, as the document warns.
    by_label.replace("datasets/workshops.toml", "[\"2022\", \"2023\"]", "[\"2023\", \"2024\"]");
    by_label.at(DAY_THREE).run();
    let got = measured(&by_label, "workshops_opened");
    let of = |year: &str| got.iter().find(|((area, _, period), _)| area == "C1" && period == year).map_or("", |(_, v)| v.as_str());
    assert_eq!([of("2022"), of("2023"), of("2024")], ["", "1210", "9999"]);
}

#[test]
fn a_recorded_table_of_interface_2() {
    let file = "jsonstat/pxwebpy__responses_TAB6471_data.json";
    let (Some(data), Some(metadata)) = (recorded(file), recorded("jsonstat/pxwebpy__responses_TAB6471_metadata.json")) else { return };
    let Some(config) = recorded("pxweb_api/PxWebApi__ExpectedJson_GetApiConfiguration.json") else { return };
    let cube = Pxweb::of(&data, 10_000);
    let quoted = |id: &str| cube.values(id).into_iter().map(|(code, _)| format!("{code:?}")).collect::<Vec<_>>().join(", ");
    // Two ages of this table have the same label, so they are named by code; regions and months by label.
    let labels = cube.values("Region").into_iter().map(|(_, label)| format!("{label:?}")).collect::<Vec<_>>().join(", ");
    let select = format!(
        "region = {{ labels = [{labels}] }}\n\"ålder\" = {{ codes = [{}] }}\n\"kön\" = {{ all = true }}\n\"tabellinnehåll\" = {{ all = true }}\n\"månad\" = {{ last = 4 }}\n",
        quoted("Alder")
    );
    let areas: String = cube
        .values("Region")
        .iter()
        .map(|(code, label)| format!("SE{code},,{label},county,CL,2000-01-01,,,recorded,\n"))
        .collect::<Vec<_>>()
        .concat();
    let bytes = data.clone();
    let server = Server::start(move |asked| match asked.target.as_str() {
        "/api/v2/tables/TAB6471/metadata?lang=sv&outputFormat=json-stat2" => json(&metadata),
        "/api/v2/config?lang=sv" => json(&config),
        "/api/v2/tables/TAB6471/data?lang=sv&outputFormat=json-stat2" => json(&data),
        _ => reply("404 Not Found", "", ""),
    });
    let project = Project::cashland();
    project.write("datasets/areas/areas.csv", project.read("datasets/areas/areas.csv") + &areas);
    let api = format!("kind = \"pxweb_v2\"\ntable = \"TAB6471\"\n\n[source.http.api.select]\n{select}");
    workshops_from(
        &project,
        "format = \"json-stat\"",
        &server.url("/api/v2"),
        "query = { lang = { text = \"sv\" } }",
        &api,
        ["region", "månad", "value"],
    );
    project.replace("datasets/workshops.toml", "dimensions = []", "dimensions = [{ name = \"age\" }, { name = \"sex\" }]");
    project.replace("datasets/workshops.toml", "[source.columns]\n", "[source.columns]\nage = { column = \"ålder\" }\nsex = { column = \"kön\" }\n");
    let outcome = project.chiso(&["run"]);
    assert!(!outcome.stderr.contains("source.guild.http"), "{}", outcome.stderr);
    let (receipt, came) = landed(&project, "workshops");
    assert_eq!(came, bytes.as_bytes(), "landed as recorded");
    assert_eq!(receipt["transfer"]["metadata"].as_array().unwrap().len(), 2);
    assert_eq!(accounted(&project)["read"], 2772, "{}", outcome.stderr);
    assert_eq!(accounted(&project)["outcome"], "accepted", "{}", outcome.stderr);
    outcome.exits(0);
}

/// The invented country's workshops from a service.
fn workshops_from(project: &Project, format: &str, url: &str, http: &str, api: &str, columns: [&str; 3]) {
    let file = "datasets/workshops.toml";
    project.replace(file, "file = \"workshops/*.csv\"\n", "");
    project.replace(file, "format = \"csv\"\ndelimiter = \";\"", format);
    project.replace(file, "number = { decimal = \",\", grouping = \".\" }\n", "");
    for (from, to) in ["\"County\"", "\"Year\"", "\"Opened\""].into_iter().zip(columns) {
        project.replace(file, from, &format!("{to:?}"));
    }
    let retries = "retries = { attempts = 2, first_delay = \"10ms\" }\ntimeouts = { connect = \"2s\", idle = \"2s\", total = \"20s\" }";
    project.write(file, format!("{}\n[source.http]\nurl = \"{url}\"\n{retries}\n{http}\n\n[source.http.api]\n{api}\n", project.read(file)));
}

/// What became of the only delivery of workshops.
fn accounted(project: &Project) -> Value {
    let mut rows: Vec<Value> = project.rows(&["status"]).into_iter().filter(|r| r["dataset"] == "workshops").collect();
    assert_eq!(rows.len(), 1, "{rows:#?}");
    rows.remove(0)
}

/// Runs; the workshops must fail by `rule`, with `part` in what is said, and the other dataset must be published.
#[track_caller]
fn fails(project: &Project, rule: &str, part: &str) {
    let outcome = project.chiso(&["run"]).exits(3);
    assert!(outcome.stderr.contains(&format!("error[{rule}]")) && outcome.stderr.contains(part), "{rule}: {part}\nis not in\n{}", outcome.stderr);
    assert_eq!(crate::support::field(&project.score("dues_over_plan", "C1", "2022"), "current_value"), "2100525");
    assert!(!project.path("lake/landing/workshops").exists(), "nothing of a failed fetch is landed");
}

// ---- World Bank

const BANK: &str = "kind = \"worldbank\"\nindicator = \"GC.DOD.TOTL.GD.ZS\"\ncountries = [\"CZ\"]\nsize = 20\n";

fn from_world_bank(server: &Server) -> Project {
    let project = Project::cashland();
    project.write("datasets/areas/areas.csv", project.read("datasets/areas/areas.csv") + "CZ,,Czech Republic,county,CL,1950-01-01,,,recorded,\n");
    workshops_from(&project, "format = \"json\"", &server.url("/v2"), "", BANK, ["country.id", "date", "value"]);
    project.replace("datasets/workshops.toml", "type = \"integer\"", "type = \"decimal\"");
    project
}

/// Recorded rows served in pages, as the service cuts them.
fn wb_pages(recorded: &Value, asked: &Asked) -> Reply {
    let of = |name: &str| asked.target.split(['?', '&']).find_map(|p| p.strip_prefix(&format!("{name}="))).unwrap().parse::<usize>().unwrap();
    let rows = recorded[1].as_array().unwrap();
    let (page, size) = (of("page"), of("per_page"));
    let pages = rows.len().div_ceil(size);
    let own: Vec<&Value> = rows.iter().skip((page - 1) * size).take(size).collect();
    // The size of a page comes as text, and past the end there is null.
    let own = if own.is_empty() { Value::Null } else { json!(own) };
    json(json!([{ "page": page, "pages": pages, "per_page": size.to_string(), "total": rows.len() }, own]).to_string())
}

#[test]
fn recorded_figures_of_the_world_bank_come_in_pages() {
    let Some(text) = recorded("worldbank/FSharp.Data__data_WorldBank.json") else { return };
    let recorded: Value = serde_json::from_str(&text).unwrap();
    let server = Server::start(move |asked| wb_pages(&recorded, asked));
    let project = from_world_bank(&server);
    // These figures have more digits than a figure here may have, so they are refused with their places, not rounded.
    let outcome = project.chiso(&["run"]).exits(3).complains("error[too_precise]");
    assert_eq!(server.asked().iter().map(|a| a.path().to_owned()).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(server.asked()[0].target, "/v2/country/CZ/indicator/GC.DOD.TOTL.GD.ZS?format=json&page=1&per_page=20");
    let (receipt, _) = landed(&project, "workshops");
    let pages = receipt["transfer"]["pages"].as_array().unwrap();
    assert_eq!(pages.iter().map(|p| p["records"].as_u64().unwrap()).collect::<Vec<_>>(), [20, 20, 13]);
    let its = accounted(&project);
    assert_eq!((&its["read"], &its["ignored"], &its["quarantined"]), (&json!(53), &json!(35), &json!(18)), "{}", outcome.stderr);
}

#[test]
fn figures_of_the_world_bank_are_published() {
    let row = |year: u32, value: Value| json!({ "country": { "id": "CZ" }, "date": year.to_string(), "value": value });
    let rows = json!([{}, [row(2023, Value::Null), row(2022, json!(1210)), row(2021, json!(1100.5))]]);
    let server = Server::start(move |asked| wb_pages(&rows, asked));
    let project = from_world_bank(&server);
    project.replace("datasets/workshops.toml", "size = 20\n", "size = 2\n");
    project.run().says("published release");
    let got = measured(&project, "workshops_opened");
    let value = |year: &str| got.iter().find(|((area, _, period), _)| area == "CZ" && period == year).map(|(_, v)| v.as_str());
    assert_eq!((value("2022"), value("2021")), (Some("1210"), Some("1100.5")));
    assert!(value("2023").is_none_or(str::is_empty), "no figure is not nought");
}

#[test]
fn the_world_bank_refuses_or_has_nothing() {
    let error = r#"[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]"#;
    let refusing = Server::start(move |_| json(error));
    fails(&from_world_bank(&refusing), "api_refused", "`The provided parameter value is not valid (Invalid value)`");
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
        let rows = ["Goldmark,2022,1100", "Goldmark,2023,1210", "Silverbrook,2023,655"];
        match asked.path() {
            "/api/3/action/package_show" => {
                let mut package = package.lock().unwrap().clone();
                let host = asked.header("host").unwrap();
                for resource in package["resources"].as_array_mut().unwrap() {
                    resource["url"] = json!(resource["url"].as_str().unwrap().replace("localhost:5000", host));
                }
                json(json!({ "help": "", "success": true, "result": package }).to_string())
            }
            "/api/3/action/datastore_search" => {
                let of =
                    |name: &str| asked.target.split(['?', '&']).find_map(|p| p.strip_prefix(&format!("{name}="))).unwrap().parse::<usize>().unwrap();
                let record = |(n, row): (usize, &&str)| {
                    let cells: Vec<&str> = row.split(',').collect();
                    json!({ "_id": n + 1, "County": cells[0], "Year": cells[1], "Opened": cells[2] })
                };
                // At most two rows a page, whatever is asked for.
                let own: Vec<Value> = rows.iter().enumerate().skip(of("offset")).take(2).map(record).collect();
                json(json!({ "success": true, "result": { "records": own, "total": rows.len(), "_links": {} } }).to_string())
            }
            path if path.ends_with("/download/mini-csv.csv") => csv(format!("County,Year,Opened\n{}\n", rows.join("\n"))),
            _ => reply("404 Not Found", "Content-Type: application/json\r\n", r#"{"success":false,"error":{"__type":"Not Found Error"}}"#),
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
    for (format, more) in [("format = \"csv\"", ""), ("format = \"json\"", "datastore = true\n")] {
        let server = catalogue(small_package());
        let project = Project::cashland();
        workshops_from(&project, format, &server.url("/"), "", &format!("{CKAN}{more}"), ["County", "Year", "Opened"]);
        project.run().says("published release");
        assert_eq!(crate::support::field(&project.score("workshops_growth", "C1", "2023"), "value"), "0.1", "{format}");
        let (receipt, _) = landed(&project, "workshops");
        assert!(receipt["transfer"]["metadata"][0]["url"].as_str().unwrap().ends_with("/api/3/action/package_show?id=testing"));
        assert_eq!(accounted(&project)["accepted"], 3);
    }
}

#[test]
fn a_recorded_package_of_a_catalogue_leads_to_its_file() {
    let Some(package) = recorded("ckan/frictionless-ckan-mapper__fixtures_full_ckan_package_first_round_trip.json") else { return };
    let server = catalogue(serde_json::from_str(&package).unwrap());
    let project = Project::cashland();
    workshops_from(&project, "format = \"csv\"", &server.url("/"), "", CKAN, ["County", "Year", "Opened"]);
    project.run();
    let (receipt, _) = landed(&project, "workshops");
    assert!(receipt["path"].as_str().unwrap().ends_with("/resource/e778ca29-5fb7-4063-ad9b-68040f88ab8a/download/mini-csv.csv"), "{receipt:#}");
    let misspelt = Project::cashland();
    workshops_from(&misspelt, "format = \"csv\"", &server.url("/"), "", &CKAN.replace("mini-csv.csv", "mini_csv.csv"), ["County", "Year", "Opened"]);
    fails(&misspelt, "unknown_resource", "did you mean `mini-csv.csv`?");
}

// ---- SDMX

const SDMX: &str = "kind = \"sdmx\"\ndataflow = \"CL,WORKSHOPS,1.0\"\nstart = \"2020\"\nend = \"2023\"\n";

fn from_sdmx(server: &Server, columns: [&str; 3]) -> Project {
    let project = Project::cashland();
    workshops_from(&project, "format = \"csv\"", &server.url("/rest"), "", SDMX, columns);
    project
}

#[test]
fn an_sdmx_service_that_gives_two_years_at_a_time() {
    let server = Server::start(|asked| {
        let of = |name: &str| asked.target.split(['?', '&']).find_map(|p| p.strip_prefix(&format!("{name}="))).unwrap().parse::<u32>().unwrap();
        assert_eq!(asked.path(), "/rest/data/CL,WORKSHOPS,1.0/all");
        let rows = [(2022, 1100), (2023, 1210)];
        match (of("startPeriod"), of("endPeriod")) {
            (from, to) if to - from > 1 => reply("413 Request Entity Too Large", "", "more than 2 years"),
            (2020, 2021) => reply("404 Not Found", "Content-Type: application/xml\r\n", "<m:Error>No results found</m:Error>"),
            (from, to) => {
                let its = rows.iter().filter(|(year, _)| (from..=to).contains(year));
                let lines = its.map(|(year, n)| format!("CL:WORKSHOPS(1.0),A,C1,{year},{n}\n")).collect::<Vec<_>>().concat();
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
    assert_eq!(server.asked()[0].header("accept"), Some("application/vnd.sdmx.data+csv;version=1.0.0, text/csv;q=0.5"));
    assert_eq!(server.asked().len(), 3);
    assert_eq!(crate::support::field(&project.score("workshops_growth", "C1", "2023"), "value"), "0.1");
    let nothing = Server::start(|_| reply("404 Not Found", "Content-Type: application/xml\r\n", "<m:Error>No results found</m:Error>"));
    let project = from_sdmx(&nothing, ["AREA", "TIME_PERIOD", "OBS_VALUE"]);
    project.run().complains("warning[no_data]").complains("has no observation");
    assert_eq!(crate::support::field(&project.score("dues_over_plan", "C1", "2022"), "current_value"), "2100525");
    let narrow = Server::start(|_| reply("413 Request Entity Too Large", "", ""));
    fails(&from_sdmx(&narrow, ["AREA", "TIME_PERIOD", "OBS_VALUE"]), "http_status", "give both `start` and `end`");
}

#[test]
fn a_recorded_answer_of_sdmx_is_landed_byte_for_byte_and_read() {
    let Some(text) = recorded("sdmx/pysdmx__samples_data_v1.csv") else { return };
    let answer = text.clone();
    let server = Server::start(move |_| reply("200 OK", "Content-Type: application/vnd.sdmx.data+csv; version=1.0.0\r\n", &answer));
    let project = from_sdmx(&server, ["DER_REP_CTY", "TIME_PERIOD", "OBS_VALUE"]);
    // Its areas are not those of the invented country: everything is read, and refused with its places.
    project.chiso(&["run"]).exits(3);
    let (receipt, bytes) = landed(&project, "workshops");
    assert_eq!((bytes, receipt["file_name"].as_str()), (text.into_bytes(), Some("guild.csv")));
    assert_eq!(accounted(&project)["read"], 1000);
}
