//! `run --plan`: it writes nothing, asks nobody, and says what the run then does.

use crate::support::{DAY_TWO, Project, assert_same_tree, field, fields, finished};
use serde_json::Value;

fn planned(project: &Project, code: i32) -> Vec<Value> {
    project
        .chiso(&["run", "--plan", "--format", "json"])
        .exits(code)
        .rows()
}

fn of<'r>(rows: &'r [Value], what: &str) -> Vec<&'r Value> {
    rows.iter().filter(|r| r["what"] == what).collect()
}

/// `kpi area period: before -> after, why` on the first boundary.
fn flips(rows: &[Value]) -> Vec<String> {
    let verdicts = of(rows, "verdict")
        .into_iter()
        .filter(|r| r["boundary"] == "2023-01-01");
    let line = |r: &Value| {
        let [kpi, area, period, before, after, why] = fields(
            r,
            [
                "kpi",
                "area_code",
                "period",
                "verdict_before",
                "verdict_after",
                "why",
            ],
        );
        format!("{kpi} {area} {period}: {before} -> {after}, {why}")
    };
    verdicts.map(line).collect()
}

#[test]
fn a_plan_writes_nothing_and_says_what_the_run_then_does() {
    let mut project = Project::cashland();
    project.run();
    project.at(DAY_TWO).replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.209",
    );
    let before = project.tree("");
    let rows = planned(&project, 0);
    project
        .chiso(&["run", "--plan"])
        .exits(0)
        .says("nothing was written")
        .says("met → not met")
        .says("would be landed: datasets/workshops/invented.csv");
    project
        .chiso(&["run", "--plan", "--lang", "vi"])
        .exits(0)
        .says("đạt → không đạt");
    assert_same_tree(
        &before,
        &project.tree(""),
        "a plan changed the project or its lake",
    );
    assert_eq!(
        flips(&rows),
        ["workshops_growth C1 2023: met -> not_met, data"]
    );
    assert_eq!(of(&rows, "land").len(), 1);
    assert_eq!(
        of(&rows, "conform")
            .iter()
            .map(|r| field(r, "rows_after"))
            .collect::<Vec<_>>(),
        ["10"]
    );
    let scorecard = of(&rows, "table")
        .into_iter()
        .find(|r| r["name"] == "scorecard")
        .unwrap();
    assert_eq!(scorecard["rows_before"], scorecard["rows_after"]);
    let promised = field(of(&rows, "release")[0], "name");
    project.run();
    assert_eq!(
        project.release().unwrap(),
        promised,
        "the run publishes the release that the plan named"
    );
    assert_eq!(
        project.score("workshops_growth", "C1", "2023")["verdict"],
        "not_met"
    );
    let rows = planned(&project, 0);
    assert!(
        flips(&rows).is_empty() && of(&rows, "land").is_empty() && of(&rows, "conform").is_empty()
    );
    assert_eq!(field(of(&rows, "release")[0], "detail"), "same");
}

#[test]
fn each_cause_of_a_changed_verdict_is_told_apart() {
    let target = (
        "datasets/targets/targets.csv",
        "c1-workshops,workshops_growth,C1,2023,2023,ge,0.10",
        "c1-workshops,workshops_growth,C1,2023,2023,ge,0.11",
    );
    let formula = (
        "pipelines/yearly.toml",
        "where = \"side = 'collected'\"",
        "where = \"side = 'plan'\"",
    );
    let expected = [
        (
            target,
            vec!["workshops_growth C1 2023: met -> not_met, target"],
        ),
        (
            formula,
            vec![
                "dues_over_plan C2 2023: met -> not_met, formula",
                "dues_over_plan C5 2022: not_assessable -> no_target, formula",
            ],
        ),
    ];
    for ((file, from, to), wanted) in expected {
        let project = Project::cashland();
        project.run();
        project.replace(file, from, to);
        let told = flips(&planned(&project, 0));
        assert!(
            wanted.iter().all(|w| told.iter().any(|t| t == w)),
            "{file}: {told:#?}"
        );
        assert!(
            told.iter()
                .all(|t| t.ends_with(wanted[0].rsplit(", ").next().unwrap())),
            "{file}: {told:#?}"
        );
    }
}

#[test]
fn a_plan_before_the_first_run_makes_no_lake_and_one_with_a_fault_ends_like_the_run() {
    let project = Project::cashland();
    project
        .chiso(&["run", "--plan"])
        .exits(0)
        .says("would publish a new release");
    assert!(!project.path("lake").exists(), "a plan made a lake");
    project.replace("datasets/workshops/invented.csv", "1.210", "1.21O");
    project
        .chiso(&["run", "--plan"])
        .exits(3)
        .complains("1.21O");
    assert!(!project.path("lake").exists());
}

#[test]
fn the_bundled_project_is_planned_without_a_change() {
    let before = finished().tree("lake");
    let rows = planned(finished(), 0);
    assert_eq!(field(of(&rows, "release")[0], "detail"), "same");
    assert!(of(&rows, "verdict").is_empty());
    assert_same_tree(&before, &finished().tree("lake"), "a plan changed the lake");
}

#[test]
fn a_plan_reads_dropped_files_and_leaves_them_where_they_are() {
    let project = Project::cashland();
    project.replace(
        "datasets/workshops.toml",
        "file = \"workshops/*.csv\"",
        "drop = { path = \"inbox/*.csv\", every = \"1s\", settle = \"1s\" }",
    );
    project.write(
        "inbox/one.csv",
        project.read("datasets/workshops/invented.csv"),
    );
    let before = project.tree("");
    let rows = planned(&project, 0);
    assert!(of(&rows, "land").iter().any(|r| field(r, "name").contains("one.csv") || field(r, "detail").contains("one.csv")), "{rows:#?}");
    assert_same_tree(&before, &project.tree(""), "a plan moved a file");
}
