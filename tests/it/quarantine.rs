//! The loop of what was quarantined: it is listed, shown, repaired and read again, and ends as if
//! it had been right at first.

use crate::support::{DAY_THREE, DAY_TWO, Outcome, Project, Row, cell, field, table_rows};

const FILE: &str = "datasets/workshops/invented.csv";
const REPAIRS: &str = "datasets/workshops/repairs.toml";
const RIGHT: &str = "Goldmark;2023;1.210";

/// The invented country with a share of bad figures allowed, and a line of its file as the office
/// typed it.
fn typed(line: &str) -> Project {
    let project = Project::cashland();
    project.replace(
        "datasets/workshops.toml",
        "quarantine_limit = \"0 %\"",
        "quarantine_limit = \"20 %\"",
    );
    project.replace(FILE, RIGHT, line);
    project
}

/// What was published of figures and verdicts. The delivery is a hash of the file, and the files
/// differ.
fn published(project: &Project) -> [Vec<Row>; 2] {
    ["measures", "scorecard"].map(|table| {
        let mut rows = project.published(table);
        for row in &mut rows {
            _ = row.remove("delivery");
        }
        rows
    })
}

fn right_at_first() -> [Vec<Row>; 2] {
    let project = typed(RIGHT);
    project.run();
    published(&project)
}

/// The only quarantined observation.
fn only(project: &Project) -> serde_json::Value {
    let mut rows = project.rows(&["quarantine", "list"]);
    assert_eq!(rows.len(), 1, "{rows:#?}");
    rows.remove(0)
}

fn repair(project: &Project, id: &str, how: &[&str]) -> Outcome {
    let args: Vec<&str> = ["quarantine", "repair", id]
        .iter()
        .chain(how)
        .chain(&["--reason", "by letter", "--by", "N. T. Lan"])
        .copied()
        .collect();
    project.chiso(&args)
}

/// Read, accepted, quarantined and ignored of the newest delivery of the workshops, which must add
/// up.
fn account(project: &Project) -> [i64; 4] {
    let rows = table_rows(&project.path("lake/ops/deliveries.parquet"));
    let row = rows
        .iter()
        .rfind(|r| cell(r, "dataset") == "workshops")
        .unwrap();
    let account =
        ["read", "accepted", "quarantined", "ignored"].map(|c| cell(row, c).parse().unwrap());
    assert_eq!(account[0], account[1] + account[2] + account[3]);
    account
}

#[test]
fn a_repaired_figure_ends_as_if_it_had_been_right_at_first() {
    let mut project = typed("Goldmark;2023;1.21O");
    project.run();
    let expected = right_at_first();
    assert_ne!(published(&project), expected);
    assert_eq!(account(&project), [11, 9, 1, 1]);
    let kept = only(&project);
    assert_eq!(
        [
            field(&kept, "rule"),
            field(&kept, "raw"),
            field(&kept, "row"),
            field(&kept, "col")
        ],
        ["not_a_number", "1.21O", "4", "Opened"]
    );
    let id = field(&kept, "id");
    project
        .chiso(&["quarantine", "show", &id])
        .exits(0)
        .says("not_a_number")
        .says("County")
        .says("Goldmark")
        .says("> Opened")
        .says("correct the source");
    repair(&project, &id, &["--value", "1.210"])
        .exits(0)
        .says(REPAIRS);
    let told = project
        .at(DAY_TWO)
        .chiso(&["quarantine", "replay"])
        .exits(0)
        .says("accepted")
        .says("published release");
    assert!(told.stdout.contains(&id), "{}", told.stdout);
    assert_eq!(published(&project), expected);
    assert_eq!(account(&project), [11, 10, 0, 1]);
    assert!(project.rows(&["quarantine", "list"]).is_empty());
    // The repair is on record: in the findings, and wherever the figure is explained.
    let findings = table_rows(&project.path("lake/ops/findings.parquet"));
    let record: Vec<&Row> = findings
        .iter()
        .filter(|f| cell(f, "rule") == "repaired")
        .collect();
    assert_eq!(
        record
            .iter()
            .map(|f| [cell(f, "severity"), cell(f, "example_raw")])
            .collect::<Vec<_>>(),
        [["info", "1.21O"]]
    );
    let explain = [
        "explain",
        "workshops_growth",
        "--area",
        "C1",
        "--period",
        "2023",
    ];
    project
        .chiso(&explain)
        .exits(0)
        .says("the file says \"1.21O\"")
        .says("by letter (N. T. Lan, 2026-11-22)");
    let rows = project.traced(&explain);
    assert_eq!(
        rows.iter()
            .map(|r| field(r, "repaired_from"))
            .collect::<Vec<_>>()
            .concat(),
        "1.21O"
    );
    project.at(DAY_THREE).run().says("nothing new");
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_run_reads_a_repaired_delivery_again_by_itself_and_no_other() {
    let mut project = typed("Goldmrak;2023;1.210");
    project.run();
    let kept = only(&project);
    assert_eq!(
        [field(&kept, "rule"), field(&kept, "col")],
        ["unknown_area", "County"]
    );
    repair(&project, &field(&kept, "id"), &["--value", "Goldmark"]).exits(0);
    assert_eq!(
        field(&project.rows(&["quarantine", "list"])[0], "repair"),
        "→ Goldmark"
    );
    let row = project
        .at(DAY_TWO)
        .chiso(&["run", "--format", "json"])
        .exits(0)
        .rows()
        .remove(0);
    assert_eq!(field(&row, "deliveries"), "1");
    assert_eq!(published(&project), right_at_first());
}

#[test]
fn a_delivery_that_was_refused_is_accepted_once_its_rows_are_repaired() {
    let mut project = typed("Goldmark;2023;1.21O");
    project.replace("datasets/workshops.toml", "\"20 %\"", "\"0 %\"");
    project
        .chiso(&["run"])
        .exits(3)
        .complains("quarantine_limit");
    assert_eq!(account(&project), [11, 0, 1, 10]);
    let kept = only(&project);
    assert_eq!(field(&kept, "outcome"), "refused");
    repair(&project, &field(&kept, "id"), &["--value", "1.210"]).exits(0);
    project
        .at(DAY_TWO)
        .chiso(&["quarantine", "replay", "workshops"])
        .exits(0)
        .says("accepted");
    assert_eq!(published(&project), right_at_first());
}

#[test]
fn a_broken_row_is_repaired_as_a_whole() {
    let mut project = typed("Goldmark;2023;1;210");
    project.run();
    let kept = only(&project);
    assert_eq!(
        [field(&kept, "rule"), field(&kept, "raw")],
        ["ragged_row", "Goldmark | 2023 | 1 | 210"]
    );
    repair(
        &project,
        &field(&kept, "id"),
        &["--value", "Goldmark | 2023 | 1.210"],
    )
    .exits(0);
    project
        .at(DAY_TWO)
        .chiso(&["quarantine", "replay"])
        .exits(0);
    assert_eq!(published(&project), right_at_first());
}

#[test]
fn an_observation_that_is_dropped_counts_as_ignored_and_is_missing_not_zero() {
    let mut project = typed("Goldmark;2023;see note");
    project.run();
    let id = field(&only(&project), "id");
    repair(&project, &id, &["--drop"]).exits(0);
    project
        .at(DAY_TWO)
        .chiso(&["--lang", "vi", "quarantine", "replay"])
        .exits(0)
        .says("bỏ qua theo bản sửa");
    assert_eq!(account(&project), [11, 9, 0, 2]);
    let without = typed("Goldmark;2023;n/a");
    without.run();
    assert_eq!(published(&project), published(&without));
    assert_eq!(
        project.score("workshops_growth", "C1", "2023")["reason"],
        "value_missing"
    );
}

#[test]
fn a_repair_of_something_else_is_told_and_not_applied() {
    let mut project = typed("Goldmark;2023;1.21O");
    project.run();
    let id = field(&only(&project), "id");
    repair(&project, &id, &["--value", "1.210"]).exits(0);
    project.replace(REPAIRS, "expect = \"1.21O\"", "expect = \"1.2I0\"");
    project
        .at(DAY_TWO)
        .chiso(&["run"])
        .exits(3)
        .complains("error[repair_stale]: datasets/workshops/repairs.toml:3")
        .complains("finds `1.21O`");
    assert_eq!(field(&only(&project), "id"), id, "the id stays");
    project.chiso(&["run"]).exits(3).complains("repair_stale");
    // A row, a column and a delivery that are not there.
    for (from, to, told) in [
        ("row = 4", "row = 40", "has no row 40"),
        ("row = 40", "row = 4", "repair_stale"),
        (
            "column = \"Opened\"",
            "column = \"Open\"",
            "has no column `Open`",
        ),
        ("column = \"Open\"", "column = \"Opened\"", "repair_stale"),
    ] {
        project.replace(REPAIRS, from, to);
        project
            .at(DAY_THREE)
            .chiso(&["run"])
            .exits(3)
            .complains(told);
    }
    let text = project.read(REPAIRS);
    let delivery = field(&only(&project), "delivery");
    project.write(REPAIRS, text.replace(&delivery, "ffffffffffff"));
    for _ in 0..2 {
        project
            .chiso(&["run"])
            .exits(3)
            .complains("no delivery `ffffffffffff`");
    }
    project.remove(REPAIRS);
    project.run();
}

#[test]
fn a_repair_says_why_and_by_whom_and_leaves_the_file_as_it_was() {
    let project = typed("Goldmark;2023;1.21O");
    project.run();
    let kept = only(&project);
    let (id, delivery) = (field(&kept, "id"), field(&kept, "delivery"));
    let args = |reason: &'static str| {
        [
            "quarantine",
            "repair",
            &id,
            "--value",
            "1.210",
            "--reason",
            reason,
            "--by",
            "N. T. Lan",
        ]
        .map(str::to_owned)
    };
    let run = |args: &[String]| project.chiso(&args.iter().map(String::as_str).collect::<Vec<_>>());
    run(&args(" ")).exits(2).complains("--reason");
    run(&args("x")[..5]).exits(2).complains("--reason");
    assert!(!project.path(REPAIRS).exists());
    project.write(REPAIRS, "# The office's own remark.\n\n");
    repair(&project, &id, &["--value", "1.21O"])
        .exits(2)
        .complains("the cell already has this text");
    repair(&project, "q0000000000", &["--value", "1"])
        .exits(2)
        .complains("q0000000000");
    run(&args("Nói \"O\" là số không\n\\ hết")).exits(0);
    let text = project.read(REPAIRS);
    assert!(
        text.starts_with("# The office's own remark.\n\n[[repair]]\n"),
        "{text}"
    );
    repair(&project, &id, &["--drop"])
        .exits(2)
        .complains("this place already has a repair");
    // Any cell can be named by its place, whether it was quarantined or not.
    let place = [
        "--dataset",
        "workshops",
        "--delivery",
        &delivery,
        "--row",
        "2",
        "--column",
        "Opened",
        "--value",
        "1.001",
    ];
    let by_place: Vec<&str> = ["quarantine", "repair"]
        .into_iter()
        .chain(place)
        .chain(["--reason", "a slip", "--by", "Lan"])
        .collect();
    project.chiso(&by_place).exits(0);
    assert!(project.read(REPAIRS).starts_with(&text));
    project.run();
    assert_eq!(
        project.score("workshops_growth", "C1", "2022")["base_value"],
        "1001"
    );
}
