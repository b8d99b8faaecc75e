//! `chiso mcp`, as an assistant meets it: messages on lines, tools that answer as the API does.

use crate::support::{Project, finished};
use serde_json::{Value, json};
use std::io::Write;
use std::process::Stdio;

/// What the program answers to some lines.
fn answers(project: &Project, lines: &[String]) -> Vec<Value> {
    let mut command = project.command(&["mcp"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    for line in lines {
        writeln!(input, "{line}").unwrap();
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn request(id: u32, method: &str, params: &Value) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string()
}

fn called(id: u32, tool: &str, arguments: &Value) -> String {
    request(
        id,
        "tools/call",
        &json!({ "name": tool, "arguments": arguments }),
    )
}

#[test]
fn an_assistant_finds_checks_and_cites() {
    let project = finished().copied();
    let hello = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "t", "version": "1" } });
    let found = answers(
        &project,
        &[
            request(1, "initialize", &hello),
            json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string(),
            request(2, "tools/list", &json!({})),
            called(3, "search", &json!({ "q": "doanh nghiep thanh lap" })),
            called(
                4,
                "check_claim",
                &json!({ "claim": "Năm 2020, số doanh nghiệp thành lập mới của Hà Nội giảm 5,69 %" }),
            ),
            called(
                5,
                "scorecard",
                &json!({ "kpi": "new_firms_growth", "area": "Hà Nội", "limit": 2 }),
            ),
            called(6, "scorecard", &json!({ "perid": "2020" })),
            called(
                7,
                "explain",
                &json!({ "kpi": "new_firms_growth", "area": "01", "period": "2020" }),
            ),
        ],
    );
    assert_eq!(found.len(), 7, "a notification is not answered");
    let result = |i: usize| &found[i]["result"];
    assert_eq!(result(0)["protocolVersion"], "2025-06-18");
    let tools: Vec<&str> = result(1)["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|t| t["name"].as_str().unwrap())
        .collect();
    assert_eq!(tools, ["check_claim", "scorecard", "explain", "search"]);
    let said = |i: usize| &result(i)["structuredContent"];
    assert!(
        said(2)["kpis"]
            .as_array()
            .unwrap()
            .iter()
            .any(|k| k["kpi"] == "new_firms_growth"),
        "{}",
        said(2)
    );
    assert_eq!(said(3)["result"], "true");
    assert!(
        said(3)["address"].as_str().unwrap().starts_with("/r/"),
        "an address to cite"
    );
    assert_eq!(said(4)["rows"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&result(5)["isError"], &said(5)["did_you_mean"]),
        (&json!(true), &json!("period"))
    );
    assert_eq!(
        said(6)["rows"][0]["operands"][0]["figure"]["value"],
        "26135"
    );
    for i in 2..7 {
        let text = result(i)["content"][0]["text"].as_str().unwrap();
        assert_eq!(&serde_json::from_str::<Value>(text).unwrap(), said(i));
    }
}

#[test]
fn both_ways_of_the_protocol_are_known_and_faults_are_named() {
    let project = finished().copied();
    let meta = |version: &str| json!({ "_meta": { "io.modelcontextprotocol/protocolVersion": version, "io.modelcontextprotocol/clientCapabilities": {} } });
    let found = answers(
        &project,
        &[
            request(1, "server/discover", &meta("2026-07-28")),
            request(2, "tools/list", &meta("2026-07-28")),
            request(3, "tools/list", &meta("2031-01-01")),
            request(4, "initialize", &json!({ "protocolVersion": "2031-01-01" })),
            request(5, "resources/list", &json!({})),
            called(6, "delete_everything", &json!({})),
            "{ not json".to_owned(),
            json!([1]).to_string(),
            String::new(),
            request(7, "ping", &json!({})),
        ],
    );
    assert_eq!(
        found[0]["result"]["supportedVersions"],
        json!(["2026-07-28"])
    );
    assert_eq!(found[1]["result"]["resultType"], "complete");
    assert_eq!(
        found[2]["error"]["data"]["supported"],
        json!(["2026-07-28"])
    );
    assert_eq!(found[3]["result"]["protocolVersion"], "2025-11-25");
    let codes: Vec<i64> = found[4..8]
        .iter()
        .map(|a| a["error"]["code"].as_i64().unwrap())
        .collect();
    assert_eq!(codes, [-32601, -32602, -32700, -32600]);
    assert_eq!(found[8], json!({ "jsonrpc": "2.0", "id": 7, "result": {} }));
}

#[test]
fn an_assistant_learns_nothing_of_a_release_before_its_time() {
    let project = Project::cashland();
    project.write(
        "chiso.toml",
        project.read("chiso.toml") + "\n[approval]\nreleases = 1\n",
    );
    project.run();
    let found = answers(
        &project,
        &[
            called(1, "scorecard", &json!({})),
            called(2, "search", &json!({ "q": "workshops" })),
        ],
    );
    for answer in &found {
        assert_eq!(
            answer["result"]["structuredContent"]["code"], "nothing_published",
            "{answer}"
        );
    }
}
