//! The published cases of verdicts, `tests/it/cases`: all hold, and each expectation is one that
//! can fail.

use crate::support::{Project, repository};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

const VERDICTS: &str = "pipelines/verdicts.toml";

fn cases() -> Project {
    let project = Project::empty();
    let root = repository().join("tests/it/cases");
    let files = [
        "chiso.toml",
        "datasets/areas.toml",
        "datasets/areas/areas.csv",
        "datasets/areas/relations.csv",
        "datasets/firms.toml",
        "datasets/money.toml",
        "datasets/points.toml",
        "datasets/scores.toml",
        "datasets/work.toml",
        "pipelines/composed.toml",
        "pipelines/measures.toml",
        VERDICTS,
    ];
    for file in files {
        project.write(file, fs::read(root.join(file)).unwrap());
    }
    project
}

#[test]
fn every_case_holds() {
    let project = cases();
    let tests = project.rows(&["test"]);
    assert!(tests.len() >= 120, "{} cases", tests.len());
    let names: BTreeSet<&str> = tests.iter().map(|t| t["test"].as_str().unwrap()).collect();
    assert_eq!(names.len(), tests.len(), "two cases have one name");
}

#[test]
fn every_verdict_of_a_case_is_held_against_what_comes_out() {
    let project = cases();
    let text = project.read(VERDICTS);
    let told = text.matches("verdict = \"").count();
    let turned: Vec<String> = text.lines().map(turn).collect();
    project.write(VERDICTS, turned.join("\n") + "\n");
    let outcome = project.chiso(&["test", "--format", "json"]).exits(6);
    let failures: usize = outcome
        .rows()
        .iter()
        .map(|t| {
            t["failures"]
                .as_str()
                .unwrap()
                .matches("expected verdict")
                .count()
        })
        .sum();
    assert_eq!(failures, told);
}

/// The line with another verdict in place of each.
fn turn(line: &str) -> String {
    let mut parts = line.split("verdict = \"");
    let mut turned = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (verdict, rest) = part.split_once('"').unwrap();
        let other = if verdict == "no_target" {
            "met"
        } else {
            "no_target"
        };
        let _ = write!(turned, "verdict = \"{other}\"{rest}");
    }
    turned
}
