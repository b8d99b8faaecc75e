//! PxWeb, with the program itself against servers that answer as real ones do: within limits, with
//! codes that are positions.

use crate::adapters::{accounted, fails, landed, measured, recorded, workshops_from};
use crate::server::{Asked, Reply, Server, json, reply};
use crate::support::{DAY_THREE, DAY_TWO, Project, field, finished, repository, sha256};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

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
        Pxweb {
            cube,
            most_cells,
            calls: Mutex::default(),
        }
    }

    fn ids(&self) -> Vec<&str> {
        self.cube["id"]
            .as_array()
            .unwrap()
            .iter()
            .map(|id| id.as_str().unwrap())
            .collect()
    }

    /// Code and label of the values of a variable.
    fn values(&self, id: &str) -> Vec<(String, String)> {
        let category = &self.cube["dimension"][id]["category"];
        let mut codes: Vec<(u64, &String)> = category["index"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(c, at)| (at.as_u64().unwrap(), c))
            .collect();
        codes.sort();
        codes
            .into_iter()
            .map(|(_, c)| (c.clone(), category["label"][c].as_str().unwrap().to_owned()))
            .collect()
    }

    /// Every fifth call is one too many. (The windows themselves are tested where the clock is one
    /// of the test's own.)
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
            return reply(
                "403 Forbidden",
                "Content-Type: application/json\r\n",
                r#"{"error": "Too many values selected"}"#,
            );
        }
        let all: Vec<Vec<(String, String)>> = ids.iter().map(|id| self.values(id)).collect();
        let mut positions = vec![0];
        for (values, codes) in all.iter().zip(codes) {
            let at: Vec<usize> = codes
                .iter()
                .map(|c| values.iter().position(|(code, _)| code == c).unwrap())
                .collect();
            positions = positions
                .iter()
                .flat_map(|p| at.iter().map(move |a| p * values.len() + a))
                .collect();
        }
        let mut cube = self.cube.clone();
        cube["size"] = codes.iter().map(Vec::len).collect();
        cube["value"] = positions
            .iter()
            .map(|p| self.cube["value"][*p].clone())
            .collect();
        for ((id, values), codes) in ids.iter().zip(&all).zip(codes) {
            let label = |c: &String| json!(values.iter().find(|(code, _)| code == c).unwrap().1);
            let index: serde_json::Map<String, Value> = codes
                .iter()
                .enumerate()
                .map(|(at, c)| (c.clone(), json!(at)))
                .collect();
            let labels: serde_json::Map<String, Value> =
                codes.iter().map(|c| (c.clone(), label(c))).collect();
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
        match (
            asked.head.split(' ').next().unwrap(),
            asked.path(),
            asked.target.split('?').nth(1),
        ) {
            ("GET", "/api/v1/vi/", Some("config")) => self.config(),
            ("GET", "/api/v1/vi/Doanh%20nghi%E1%BB%87p/V05.02.px", None) => {
                json(self.description().to_string())
            }
            ("POST", "/api/v1/vi/Doanh%20nghi%E1%BB%87p/V05.02.px", None) => {
                let body: Value = serde_json::from_str(&asked.body).unwrap();
                let codes = |variable: &Value| {
                    variable["selection"]["values"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|c| c.as_str().unwrap().to_owned())
                        .collect()
                };
                self.data(
                    &body["query"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(codes)
                        .collect::<Vec<_>>(),
                )
            }
            _ => reply("404 Not Found", "", "no such table"),
        }
    }
}

/// The project of the repository with its table of new enterprises from a service of PxWeb.
fn from_pxweb(server: &Server, select: &str) -> Project {
    let project = Project::bundled();
    project.replace(
        "datasets/new_enterprises.toml",
        "file = \"new_enterprises/*.json\"\n",
        "",
    );
    let http = format!(
        "\n[source.http]\nurl = \"{}\"\ntimeouts = {{ connect = \"2s\", idle = \"5s\", total = \"60s\" }}\nretries = {{ attempts = 4, first_delay = \"10ms\" }}\n\n\
         [source.http.api]\nkind = \"pxweb_v1\"\ntable = \"Doanh \
         nghiệp/V05.02.px\"\n\n[source.http.api.select]\n{select}",
        server.url("/api/v1/vi/")
    );
    project.write(
        "datasets/new_enterprises.toml",
        project.read("datasets/new_enterprises.toml") + &http,
    );
    project
}

const ALL: &str = "\"Tỉnh/thành phố\" = { all = true }\n\"Năm\" = { all = true }\n";

/// The table of the repository, in the shape in which it is served.
fn bundled_table() -> String {
    let folder = repository().join("datasets/new_enterprises");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    files.sort();
    fs::read_to_string(&files[0]).unwrap()
}

#[test]
fn a_table_of_the_statistics_office_comes_in_parts_and_gives_what_its_file_gives() {
    // 70 areas × 9 years under 200 cells: four requests, plus the description and the limits, one
    // of which is refused as one call too many.
    let service = Pxweb::of(&bundled_table(), 200);
    let description = service.description().to_string();
    let server = Server::start(move |asked| service.v1(asked));
    let project = from_pxweb(&server, ALL);
    project.run().says("published release");
    assert_eq!(server.asked().len(), 2 + 4 + 1);
    for measure in ["new_firms", "revenue_actual"] {
        assert_eq!(
            measured(&project, measure),
            measured(finished(), measure),
            "{measure}"
        );
    }
    let (receipt, _) = landed(&project, "new_enterprises");
    let pages = receipt["transfer"]["pages"].as_array().unwrap();
    assert_eq!(
        pages
            .iter()
            .map(|p| p["records"].as_u64().unwrap())
            .collect::<Vec<_>>(),
        [198, 198, 198, 36],
        "{receipt:#}"
    );
    assert!(
        pages.iter().all(|p| p["body"]
            .as_str()
            .unwrap()
            .contains("\"code\":\"Tỉnh/thành phố\"")),
        "each request stands in the receipt"
    );
    let metadata = receipt["transfer"]["metadata"].as_array().unwrap();
    assert_eq!(
        metadata[0]["sha256"],
        sha256(description.as_bytes()),
        "the description that codes came from, by its hash"
    );
    let told = project
        .chiso(&[
            "explain",
            "new_firms_growth",
            "--area",
            "01",
            "--period",
            "2024",
        ])
        .exits(0);
    assert!(
        told.stdout.contains("[page 1] row ") && told.stdout.contains("nso_v05_02.pages"),
        "{}",
        told.stdout
    );
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
    let said = "error[unknown_label]: datasets/workshops.toml, column \
        `source.guild.http.api.select.\"Year\"`: the variable `Year` of the table has no value \
        `2023p`";
    fails(&project, "unknown_label", said);
    fails(
        &project,
        "unknown_label",
        "write `2023` in place of `2023p`; figures landed earlier stay in use",
    );
    // Corrected as the remedy says, it runs.
    project.replace("datasets/workshops.toml", "2023p", "2023");
    project.run();
    assert_eq!(
        field(&project.score("workshops_growth", "C1", "2023"), "value"),
        "0.1"
    );
}

/// The invented country with workshops from the small table, and what is chosen of its years.
fn from_small(server: &Server, years: &str) -> Project {
    let project = Project::cashland();
    let select = format!("[source.http.api.select]\nCounty = {{ all = true }}\nYear = {years}\n");
    let api = format!("kind = \"pxweb_v1\"\ntable = \"Doanh nghiệp/V05.02.px\"\n\n{select}");
    workshops_from(
        &project,
        "format = \"json-stat\"",
        &server.url("/api/v1/vi"),
        "",
        &api,
        ["County", "Year", "value"],
    );
    project
}

#[test]
fn codes_that_shift_when_a_year_is_added_change_no_figure() {
    // The year is put in front, so that every code names another year than before.
    let grown = SMALL
        .replace("[2,3]", "[2,4]")
        .replace(
            r#""2":2},"label":{"0":"2021","1":"2022","2":"2023"}"#,
            r#""2":2,"3":3},"label":{"0":"2024","1":"2021","2":"2022","3":"2023"}"#,
        )
        .replace(
            "[1000,1100,1210,640,null,655]",
            "[9999,1000,1100,1210,8888,640,null,655]",
        );
    let services = [Pxweb::of(SMALL, 100), Pxweb::of(&grown, 100)];
    let day = Arc::new(AtomicUsize::new(0));
    let today = day.clone();
    let server = Server::start(move |asked| services[today.load(Ordering::SeqCst)].v1(asked));
    let mut by_label = from_small(&server, "{ labels = [\"2022\", \"2023\"] }");
    let mut by_place = from_small(&server, "{ last = 2 }");
    let growth =
        |project: &Project| field(&project.score("workshops_growth", "C1", "2023"), "value");
    for project in [&by_label, &by_place] {
        project.run();
        assert_eq!(growth(project), "0.1");
    }
    day.store(1, Ordering::SeqCst);
    for project in [&mut by_label, &mut by_place] {
        let before = measured(project, "workshops_opened");
        project.at(DAY_TWO).run();
        assert_eq!(
            (measured(project, "workshops_opened"), growth(project)),
            (before, "0.1".to_owned())
        );
    }
    // A delivery is all that the source says: a year that is no longer chosen is withdrawn, as the
    // document warns.
    by_label.replace(
        "datasets/workshops.toml",
        "[\"2022\", \"2023\"]",
        "[\"2023\", \"2024\"]",
    );
    by_label.at(DAY_THREE).run();
    let got = measured(&by_label, "workshops_opened");
    let of = |year: &str| {
        got.iter()
            .find(|((area, _, period), _)| area == "C1" && period == year)
            .map_or("", |(_, v)| v.as_str())
    };
    assert_eq!([of("2022"), of("2023"), of("2024")], ["", "1210", "9999"]);
}

#[test]
fn a_recorded_table_of_interface_2() {
    let file = "jsonstat/pxwebpy__responses_TAB6471_data.json";
    let (Some(data), Some(metadata)) = (
        recorded(file),
        recorded("jsonstat/pxwebpy__responses_TAB6471_metadata.json"),
    ) else {
        return;
    };
    let Some(config) = recorded("pxweb_api/PxWebApi__ExpectedJson_GetApiConfiguration.json") else {
        return;
    };
    let cube = Pxweb::of(&data, 10_000);
    let quoted = |id: &str| {
        cube.values(id)
            .into_iter()
            .map(|(code, _)| format!("{code:?}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    // Two ages of this table have the same label, so they are named by code; regions and months by
    // label.
    let labels = cube
        .values("Region")
        .into_iter()
        .map(|(_, label)| format!("{label:?}"))
        .collect::<Vec<_>>()
        .join(", ");
    let select = format!(
        "region = {{ labels = [{labels}] }}\n\"ålder\" = {{ codes = [{}] }}\n\"kön\" = {{ all = \
            true }}\n\"tabellinnehåll\" = {{ all = true }}\n\"månad\" = {{ last = 4 }}\n",
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
    project.write(
        "datasets/areas/areas.csv",
        project.read("datasets/areas/areas.csv") + &areas,
    );
    let api =
        format!("kind = \"pxweb_v2\"\ntable = \"TAB6471\"\n\n[source.http.api.select]\n{select}");
    workshops_from(
        &project,
        "format = \"json-stat\"",
        &server.url("/api/v2"),
        "query = { lang = { text = \"sv\" } }",
        &api,
        ["region", "månad", "value"],
    );
    project.replace(
        "datasets/workshops.toml",
        "dimensions = []",
        "dimensions = [{ name = \"age\" }, { name = \"sex\" }]",
    );
    project.replace(
        "datasets/workshops.toml",
        "[source.columns]\n",
        "[source.columns]\nage = { column = \"ålder\" }\nsex = { column = \"kön\" }\n",
    );
    let outcome = project.chiso(&["run"]);
    assert!(
        !outcome.stderr.contains("source.guild.http"),
        "{}",
        outcome.stderr
    );
    let (receipt, came) = landed(&project, "workshops");
    assert_eq!(came, bytes.as_bytes(), "landed as recorded");
    assert_eq!(receipt["transfer"]["metadata"].as_array().unwrap().len(), 2);
    assert_eq!(accounted(&project)["read"], 2772, "{}", outcome.stderr);
    assert_eq!(
        accounted(&project)["outcome"],
        "accepted",
        "{}",
        outcome.stderr
    );
    outcome.exits(0);
}
