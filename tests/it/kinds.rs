//! Every kind of KPI has cases, and people see the same value wherever it is shown.

use crate::support::{Project, field, fields, repository};
use chiso::model::kind::{Sign, named, names};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// Programmes have shares by other kinds; this one is of the plain kind.
const SHARE: &str = r#"title = { en = "A share (invented)" }
[[kpi]]
id = "on_time_share"
title = { en = "Share of plans on time (invented)" }
kind = "share"
part = "plans_on_time"
whole = "plans_due"
"#;

#[test]
fn scorecard_and_explain_show_the_same_text_for_every_kind() {
    let project = Project::programme();
    project.write("pipelines/share.toml", SHARE);
    project.run();
    let mut first: BTreeMap<[String; 2], Value> = BTreeMap::new();
    for row in project.rows(&["scorecard"]) {
        if row["value"].is_number() {
            first
                .entry(fields(&row, ["kind", "value_unit"]))
                .or_insert(row);
        }
    }
    for name in names() {
        let found = first.keys().any(|[kind, _]| kind == name);
        assert!(found, "no figure is of kind `{name}`");
    }
    for row in first.values() {
        let [kpi, area, period] = fields(row, ["kpi", "area_code", "period"]);
        let place = ["--area", &area, "--period", &period];
        let explain = [&["explain", kpi.as_str()][..], &place].concat();
        let explained = project.chiso(&explain).exits(0).stdout;
        let shown = explained
            .lines()
            .find_map(|l| l.trim_start().strip_prefix("value"))
            .and_then(|l| l.split_once("  =  "))
            .map_or_else(|| panic!("{explained}"), |(value, _)| value.trim());
        let scorecard = [&["scorecard", "--kpi", kpi.as_str()][..], &place].concat();
        // One period is no column of its own, so that the value stands first, with nothing before.
        let table = project.chiso(&scorecard).exits(0).stdout;
        let cell = format!("{shown}  ");
        let same = table.lines().any(|l| l.trim_start().starts_with(&cell));
        assert!(same, "`explain` shows {shown}\n{table}");
        let signed = shown.starts_with(['+', '-']);
        let kind = field(row, "kind");
        let change = named(&kind).is_some_and(|spec| spec.sign == Sign::Change);
        let points = field(row, "value_unit") == "score";
        assert_eq!(signed, change || points, "{kind}: {shown}");
    }
}

#[test]
fn every_kind_has_a_case() {
    let folder = repository().join("tests/it/cases/pipelines");
    let mut measured: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut expected = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let file: toml::Table = toml::from_str(&text).unwrap();
        for kpi in file
            .get("kpi")
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
        {
            let word = |key: &str| kpi[key].as_str().unwrap().to_owned();
            measured.entry(word("kind")).or_default().push(word("id"));
        }
        expected.push_str(&text);
    }
    for name in names() {
        let case = |id: &String| expected.contains(&format!("expect = [{{ kpi = \"{id}\""));
        let ids = measured.get(name);
        assert!(
            ids.is_some_and(|ids| ids.iter().any(case)),
            "`{name}` has no case"
        );
    }
}
