//! The API of `chiso serve`, as programs meet it: its rows are the published ones, by the page and
//! by every filter, and nobody learns of a release before its time.

use crate::served::{Served, ask, get, set};
use crate::support::{DAY_TWO, Project, cell, field, finished};
use serde_json::Value;
use std::collections::BTreeSet;

/// When it is asked; nothing falls due then.
const NOW: &str = "2026-11-29T03:00:00Z";

/// Serves a project; gives the process and its address.
pub fn serve(project: &Project) -> (Served, String) {
    set(project, NOW);
    let mut served = Served::start(project, &["--listen", "127.0.0.1:0"]);
    let address = served.address();
    (served, address)
}

/// The answer in JSON, which must be of a status.
#[track_caller]
pub fn json(address: &str, path: &str, status: u16) -> Value {
    let (line, body) = get(address, &format!("/api/v1{path}"));
    assert!(
        line.contains(&format!(" {status} ")),
        "{path}: {line}\n{body}"
    );
    serde_json::from_str(&body).unwrap_or_else(|e| panic!("{path}: {e}\n{body}"))
}

/// The rows of an answer.
#[track_caller]
pub fn rows(address: &str, path: &str) -> Vec<Value> {
    json(address, path, 200)["rows"].as_array().unwrap().clone()
}

/// The value of a header.
fn header<'h>(head: &'h str, name: &str) -> Vec<&'h str> {
    let pairs = head.lines().filter_map(|line| line.split_once(": "));
    pairs
        .filter(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .collect()
}

/// The figures of the bundled project are those that were published, to the last digit.
#[test]
fn rows_are_the_published_ones_in_json_and_csv() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let found = rows(
        &address,
        "/scorecard?kpi=new_firms_growth&area=H%C3%A0+N%E1%BB%99i&period=2020",
    );
    assert_eq!(found.len(), 1);
    let told = project.rows(&[
        "scorecard",
        "--kpi",
        "new_firms_growth",
        "--area",
        "01",
        "--period",
        "2020",
    ]);
    assert_eq!(found, told, "as `scorecard --format json`");
    assert_eq!(found[0]["current_value"], "26135");
    // Every filter leaves what the published table has.
    for (query, columns) in [
        (
            "kpi=new_firms_growth&period=2019&verdict=no_target",
            [
                "kpi",
                "new_firms_growth",
                "period",
                "2019",
                "verdict",
                "no_target",
            ],
        ),
        (
            "level=province&status=preliminary&boundary=2025-07-01",
            [
                "area_level",
                "province",
                "status",
                "preliminary",
                "boundary",
                "2025-07-01",
            ],
        ),
        (
            "area=79&span=ytd&breakdown=",
            ["area_code", "79", "span", "ytd", "breakdown", ""],
        ),
    ] {
        let boundary = if query.contains("boundary") {
            "2025-07-01"
        } else {
            "2025-06-30"
        };
        let wanted = project.published("scorecard").into_iter().filter(|row| {
            cell(row, "boundary") == boundary
                && columns.chunks(2).all(|pair| cell(row, pair[0]) == pair[1])
        });
        let got = rows(&address, &format!("/scorecard?{query}&limit=10000"));
        let key = |row: &Value| ["kpi", "area_code", "period", "span"].map(|c| field(row, c));
        let got: Vec<_> = got.iter().map(key).collect();
        let wanted: Vec<_> = wanted
            .map(|row| ["kpi", "area_code", "period", "span"].map(|c| cell(&row, c).to_owned()))
            .collect();
        assert!(!wanted.is_empty(), "{query}: the test needs rows");
        assert_eq!(got, wanted, "{query}");
    }
    let (head, file) = ask(&address, "GET /api/v1/targets", "Accept: text/csv\r\n");
    assert!(
        header(&head, "content-type")[0].starts_with("text/csv"),
        "{head}"
    );
    let lines = csv::Reader::from_reader(file.as_bytes()).records().count();
    assert_eq!(lines, project.published("targets").len());
    // A target binds the periods of its time.
    let of = |period: &str| {
        rows(
            &address,
            &format!("/targets?period={period}&kpi=new_firms_growth"),
        )
        .len()
    };
    assert_eq!((of("2020"), of("2020-Q1"), of("1999")), (1, 0, 0));
}

#[test]
fn pages_of_every_table_join_to_the_whole_in_key_order() {
    let project = Project::cashland();
    project.run();
    let (_served, address) = serve(&project);
    for resource in json(&address, "", 200)["resources"].as_array().unwrap() {
        let path = field(resource, "address");
        let takes = |name: &str| {
            resource["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .any(|p| p == name)
        };
        if !takes("cursor") {
            continue;
        }
        let path = path.strip_prefix("/api/v1").unwrap().to_owned();
        let whole = rows(&address, &format!("{path}?limit=10000"));
        let table = path.trim_start_matches('/');
        let all = project.published(table);
        // A table by boundaries is asked for on the first.
        let boundary = whole.first().and_then(|row| row.get("boundary")).cloned();
        let all = all
            .iter()
            .filter(|row| boundary.as_ref().is_none_or(|b| b == cell(row, "boundary")));
        assert_eq!(whole.len(), all.count(), "{path}");
        let mut joined = vec![];
        let mut next = Some(format!("{path}?limit=7"));
        while let Some(page) = next {
            let answer = json(&address, &page, 200);
            joined.extend(answer["rows"].as_array().unwrap().clone());
            next = answer["next"]
                .as_str()
                .map(|n| n.strip_prefix("/api/v1").unwrap().to_owned());
        }
        assert_eq!(joined, whole, "{path}");
    }
    let (head, _) = ask(&address, "GET /api/v1/scorecard?limit=1", "");
    let link = header(&head, "link");
    let release = project.release().unwrap();
    assert_eq!(
        link,
        [format!(
            "</api/v1/scorecard?cursor=1&limit=1&release={release}>; rel=\"next\""
        )]
    );
    // The next page is one of a release, so that none is of two.
    assert_eq!(
        json(&address, "/scorecard?cursor=1", 400)["code"],
        "cursor_without_release"
    );
}

#[test]
fn an_answer_that_the_reader_has_is_not_sent_again() {
    let project = Project::cashland();
    project.run();
    let (_served, address) = serve(&project);
    let (head, body) = ask(&address, "GET /api/v1/scorecard?limit=1", "");
    let tag = header(&head, "etag")[0];
    let (again, nothing) = ask(
        &address,
        "GET /api/v1/scorecard?limit=1",
        &format!("If-None-Match: \"x\", W/{tag}\r\n"),
    );
    assert!(
        again.starts_with("HTTP/1.1 304 ") && nothing.is_empty(),
        "{again}"
    );
    assert_eq!(header(&again, "etag"), [tag]);
    let (other, _) = ask(
        &address,
        "GET /api/v1/scorecard?limit=2",
        &format!("If-None-Match: {tag}\r\n"),
    );
    assert!(other.starts_with("HTTP/1.1 200 "), "{other}");
    let (only_head, nothing) = ask(&address, "HEAD /api/v1/scorecard?limit=1", "");
    assert!(
        nothing.is_empty() && header(&only_head, "etag") == [tag],
        "{only_head}"
    );
    assert_eq!(
        header(&only_head, "content-length"),
        [body.len().to_string()]
    );
    let (refused, why) = ask(&address, "POST /api/v1/scorecard", "Content-Length: 0\r\n");
    assert!(
        refused.starts_with("HTTP/1.1 405 ") && header(&refused, "allow") == ["GET,HEAD"],
        "{refused}"
    );
    assert!(why.contains("read_only"), "{why}");
}

#[test]
fn what_cannot_be_understood_is_refused_with_a_remedy() {
    let project = finished().copied();
    let (_served, address) = serve(&project);
    let (long, longer) = ("0".repeat(400), "0".repeat(10_000));
    for (path, status, code) in [
        ("/scorecard?perid=2020".to_owned(), 400, "unknown_parameter"),
        ("/scorecard?kpi=a&kpi=b".to_owned(), 400, "parameter_twice"),
        ("/scorecard?period=soon".to_owned(), 400, "bad_value"),
        (
            "/scorecard?limit=99999999999999999999999".to_owned(),
            400,
            "bad_value",
        ),
        ("/scorecard?kpi=%00".to_owned(), 400, "bad_value"),
        ("/scorecard?kpi=%C3".to_owned(), 400, "not_utf8"),
        (format!("/scorecard?kpi={longer}"), 400, "query_too_long"),
        ("/scorecard?period=2024/25".to_owned(), 400, "bad_value"),
        (
            "/explain?kpi=new_firms_growth".to_owned(),
            400,
            "parameter_missing",
        ),
        (
            "/scorecard?kpi=new_firm_growth".to_owned(),
            404,
            "unknown_name",
        ),
        (
            "/explain?kpi=new_firm_growth&area=01&period=2020".to_owned(),
            404,
            "unknown_name",
        ),
        ("/scorecard?area=nowhere".to_owned(), 404, "unknown_name"),
        (
            "/scorecard?boundary=2001-01-01".to_owned(),
            404,
            "unknown_boundary",
        ),
        (
            "/scorecard?release=..%2F..%2Fetc".to_owned(),
            404,
            "unknown_release",
        ),
        (format!("/scorecard?release={long}"), 404, "unknown_release"),
        ("/scorecrad".to_owned(), 404, "unknown_address"),
        ("/..%2F..%2Fetc%2Fpasswd".to_owned(), 404, "unknown_address"),
    ] {
        let problem = json(&address, &path, status);
        assert_eq!(problem["code"], code, "{path}: {problem}");
        assert_eq!(problem["status"], status);
        assert!(!field(&problem, "detail").is_empty());
    }
    let near = json(&address, "/scorecard?kpi=new_firm_growth", 404);
    assert_eq!(near["did_you_mean"], "new_firms_growth");
    let said = json(&address, "/scorecard?perid=2020&lang=vi", 400);
    assert!(
        field(&said, "detail").starts_with("Ở đây không có tham số"),
        "{said}"
    );
    // A link to an area that is no more leads to what it became.
    let gone = json(&address, "/scorecard?area=10&boundary=2025-07-01", 404);
    assert_eq!(gone["code"], "area_not_on_boundary");
    let next = field(&gone["successors"][0], "address");
    assert_eq!(gone["successors"][0]["area_code"], "15");
    assert!(!rows(&address, next.strip_prefix("/api/v1").unwrap()).is_empty());
    assert_eq!(
        json(
            &address,
            "/explain?kpi=new_firms_growth&area=10&boundary=2025-07-01&period=2020",
            404
        )["code"],
        "area_not_on_boundary"
    );
    // An area that has no verdict has none; that is no fault.
    assert!(rows(&address, "/scorecard?area=01&period=1990").is_empty());
}

#[test]
fn nobody_learns_of_a_release_before_its_time_and_a_withdrawn_one_says_why_by_the_api() {
    let project = Project::cashland();
    let rules = "\n[approval]\nreleases = 1\n";
    project.write("chiso.toml", project.read("chiso.toml") + rules);
    project.run();
    let release = field(&project.rows(&["release", "list"])[0], "release");
    let (served, address) = serve(&project);
    for resource in json(&address, "", 200)["resources"].as_array().unwrap() {
        let path = field(resource, "address");
        let whole = "kpi=workshops_growth&area=C5&period=2001&value=1";
        let takes = |name: &str| {
            resource["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .any(|p| p == name)
        };
        if !takes("release") {
            continue;
        }
        let question = whole
            .split('&')
            .filter(|pair| takes(pair.split('=').next().unwrap()));
        let question: Vec<&str> = question
            .filter(|p| {
                path.ends_with("check") || path.ends_with("explain") || !p.starts_with("kpi")
            })
            .collect();
        let ask_for = |id: &str| {
            let (head, body) = ask(
                &address,
                &format!("GET {path}?{}&release={id}", question.join("&")),
                "",
            );
            let lines = head.lines().filter(|line| !line.starts_with("date:"));
            (lines.collect::<Vec<_>>().join("\n"), body)
        };
        assert_eq!(
            ask_for(&release),
            ask_for("2020-01-01-000000000000"),
            "{path}: as if it were not there"
        );
    }
    assert_eq!(
        json(&address, "/scorecard", 404)["code"],
        "nothing_published"
    );
    assert!(rows(&address, "/releases").is_empty());
    drop(served);
    project
        .chiso(&["release", "approve", &release, "--by", "An"])
        .exits(0);
    let (served, address) = serve(&project);
    assert_eq!(
        json(&address, "/scorecard?limit=1", 200)["release"]["state"],
        "in_force"
    );
    drop(served);
    let why = "the plan was another one";
    project
        .chiso(&[
            "release", "withdraw", &release, "--by", "An", "--reason", why,
        ])
        .exits(0);
    let (_served, address) = serve(&project);
    assert_eq!(
        json(&address, "/scorecard", 404)["code"],
        "nothing_published"
    );
    let own = json(
        &address,
        &format!("/scorecard?limit=1&release={release}"),
        200,
    );
    assert_eq!(own["release"]["state"], "withdrawn");
    assert!(field(&own["release"], "became").contains(why), "{own}");
    let (head, _) = ask(
        &address,
        &format!("GET /api/v1/scorecard?format=csv&release={release}"),
        "",
    );
    assert_eq!(header(&head, "chiso-release-state"), ["withdrawn"]);
}

#[test]
fn a_past_release_answers_for_ever_and_leads_to_the_latest() {
    let mut project = Project::cashland();
    project.run();
    let first = project.release().unwrap();
    let (served, address) = serve(&project);
    let path = format!("/scorecard?limit=3&release={first}");
    let before = rows(&address, &path);
    drop(served);
    project.at(DAY_TWO);
    project.replace("chiso.toml", "workshops and", "workshops, harbours and");
    project.run();
    let (_served, address) = serve(&project);
    let answer = json(&address, &path, 200);
    assert_eq!(answer["rows"].as_array().unwrap(), &before);
    assert_eq!(answer["release"]["state"], "superseded");
    let (head, _) = ask(&address, &format!("GET /api/v1{path}"), "");
    let latest = "</api/v1/scorecard?limit=3>; rel=\"latest-version\"";
    assert!(header(&head, "link").contains(&latest), "{head}");
    let states: BTreeSet<String> = rows(&address, "/releases")
        .iter()
        .map(|r| field(r, "state"))
        .collect();
    assert_eq!(
        states,
        BTreeSet::from(["in_force".to_owned(), "superseded".to_owned()])
    );
}

/// What the document says and what the server does are one list; each parameter is taken, each path
/// answers, and each row has the columns with the types that are described.
#[test]
fn the_openapi_document_says_what_the_server_does() {
    let project = Project::cashland();
    project.run();
    let (_served, address) = serve(&project);
    let document = json(&address, "/openapi.json", 200);
    assert_eq!(document["openapi"], "3.1.0");
    let index = json(&address, "", 200);
    let paths = document["paths"].as_object().unwrap();
    let listed = index["resources"].as_array().unwrap();
    assert_eq!(paths.len(), listed.len());
    for (path, item) in paths {
        let operation = &item["get"];
        let short = path.strip_prefix("/api/v1").unwrap();
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let names: Vec<String> = operation["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| field(p, "name"))
            .collect();
        for parameter in operation["parameters"].as_array().unwrap() {
            assert_refused_where_described(&address, short, parameter);
        }
        if !names.contains(&"cursor".to_owned()) {
            continue;
        }
        let answer = json(&address, &format!("{short}?limit=50"), 200);
        for name in schema["required"].as_array().unwrap() {
            assert!(
                answer.get(name.as_str().unwrap()).is_some(),
                "{path}: {name}"
            );
        }
        let columns = schema["properties"]["rows"]["items"]["properties"]
            .as_object()
            .unwrap();
        for row in answer["rows"].as_array().unwrap() {
            for (name, value) in row.as_object().unwrap() {
                assert_type(value, &columns[name]["type"], &format!("{path}: {name}"));
            }
        }
    }
}

/// A value that the description of a parameter rules out is refused as bad.
fn assert_refused_where_described(address: &str, path: &str, parameter: &Value) {
    let (name, schema) = (field(parameter, "name"), &parameter["schema"]);
    let bad = match (
        schema["type"].as_str().unwrap(),
        schema.get("enum"),
        schema.get("format"),
    ) {
        ("integer", ..) => "0".to_owned(),
        (_, Some(_), _) | (_, _, Some(_)) => "none-of-them".to_owned(),
        _ => "a".repeat(600),
    };
    let problem = json(address, &format!("{path}?{name}={bad}"), 400);
    assert_eq!(problem["code"], "bad_value", "{path}?{name}: {problem}");
    assert_eq!(problem["parameter"], name.as_str());
}

fn assert_type(value: &Value, types: &Value, place: &str) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_i64() || n.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        _ => "object",
    };
    let alike = |t: &Value| t == kind || (t == "number" && kind == "integer");
    let right = types
        .as_array()
        .map_or_else(|| alike(types), |all| all.iter().any(alike));
    assert!(right, "{place}: {value} is no {types}");
}

#[test]
fn an_explanation_is_that_of_its_release_also_when_it_is_asked_again_and_the_project_was_edited() {
    let mut project = Project::cashland();
    project.run();
    let release = project.release().unwrap();
    let (_served, address) = serve(&project);
    let asked = |kpi: &str, area: &str| {
        let path = format!("/explain?kpi={kpi}&area={area}&period=2023&boundary=2023-01-01");
        json(&address, &format!("{path}&release={release}"), 200)["rows"].take()
    };
    let all = || {
        let pairs = [
            ("workshops_growth", "C1"),
            ("workshops_growth", "C5"),
            ("dues_over_plan", "C2"),
        ];
        pairs.map(|(kpi, area)| asked(kpi, area))
    };
    let first = all();
    assert_eq!(first[0][0]["target"]["id"], "c1-workshops");
    // As the command says it, which keeps nothing.
    let by_hand = project.rows(&[
        "explain",
        "workshops_growth",
        "--area",
        "C1",
        "--period",
        "2023",
        "--boundary",
        "2023-01-01",
    ]);
    let same = |name: &str| first[0][0][name] == by_hand[0][name];
    assert!(
        ["value", "verdict", "operands", "formula", "target"]
            .iter()
            .all(|n| same(n))
    );
    assert_eq!(all(), first, "asked again");
    let target = "c1-workshops,workshops_growth,C1,2023,2023,ge,0.10";
    project.replace(
        "datasets/targets/targets.csv",
        target,
        &target.replace("0.10", "0.90"),
    );
    assert_eq!(all(), first, "a target was edited and not published");
    project.replace("chiso.toml", "Cashland (invented country)", "Another title");
    assert_eq!(all(), first, "so was the configuration");
    project.at(DAY_TWO).run();
    assert_ne!(project.release().unwrap(), release);
    assert_eq!(all(), first, "another release is in force");
    let now = json(
        &address,
        "/explain?kpi=workshops_growth&area=C1&period=2023&boundary=2023-01-01",
        200,
    );
    assert_ne!(
        now["rows"][0]["target"]["value"],
        first[0][0]["target"]["value"]
    );
}
