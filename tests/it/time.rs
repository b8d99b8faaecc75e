//! What was known when: revisions, withdrawals, `--as-of`, past releases, and files that are no
//! longer what they were.

use crate::support::{DAY_THREE, DAY_TWO, Project, cell, field};
use std::fs;
use std::path::Path;

/// A month after the third.
const DAY_FOUR: &str = "2027-02-05T06:30:00Z";
const MAY: &str = "County;Year;Opened;Published\nGoldmark;2022;1.100;2024-05-02T06:00:00Z\nGoldmark;2023;1.210;2024-05-02T06:00:00Z\n\
    Silverbrook;2022;640;2024-05-02T06:00:00Z\nSilverbrook;2023;655;2024-05-02T06:00:00Z\n";
/// Two cells revised, Silverbrook 2022 withdrawn, later on the same day.
const REVISED: &str = "County;Year;Opened;Published\nGoldmark;2022;1.200;2024-05-02T12:00:00Z\nGoldmark;2023;1.260;2024-05-02T12:00:00Z\n\
    Silverbrook;2023;655;2024-05-02T12:00:00Z\n";

/// The invented country with a register that says when each figure was published.
fn dated() -> Project {
    let project = Project::cashland();
    project.replace(
        "datasets/workshops.toml",
        "status = { constant = \"final\" }",
        "status = { constant = \"final\" }\nknown_from = { column = \"Published\" }",
    );
    project
}

fn deliver(project: &mut Project, file: &str, clock: &'static str) {
    project.write("datasets/workshops/invented.csv", file);
    project.at(clock).chiso(&["run"]);
}

/// Value, verdict and reason of growth in 2023 of both counties.
fn growth(project: &Project, more: &[&str]) -> Vec<String> {
    let mut args = vec!["scorecard", "--kpi", "workshops_growth", "--period", "2023"];
    args.extend(more);
    let rows = project.rows(&args);
    let of = |code: &str| {
        rows.iter()
            .find(|r| r["area_code"] == code)
            .map_or_else(String::new, |r| {
                format!(
                    "{} {} {}",
                    field(r, "current_value"),
                    field(r, "base_value"),
                    field(r, "reason")
                )
            })
    };
    vec![of("C1"), of("C2")]
}

#[test]
fn a_delivery_changes_exactly_the_cells_it_revises_or_withdraws() {
    let mut project = dated();
    deliver(&mut project, MAY, DAY_TWO);
    assert_eq!(growth(&project, &[]), ["1210 1100 ", "655 640 "]);
    deliver(&mut project, REVISED, DAY_THREE);
    assert_eq!(growth(&project, &[]), ["1260 1200 ", "655  base_missing"]);
    let history = project.published("measures_history");
    let of = |area: &str, period: &str| -> Vec<String> {
        let its = history.iter().filter(|r| {
            (
                cell(r, "measure"),
                cell(r, "area_code"),
                cell(r, "period"),
                cell(r, "boundary"),
            ) == ("workshops_opened", area, period, "2023-01-01")
        });
        its.map(|r| {
            format!(
                "{} {}",
                r["value"].as_deref().unwrap_or("-"),
                cell(r, "withdrawn")
            )
        })
        .collect()
    };
    assert_eq!(of("C1", "2022").len(), 2);
    assert_eq!(
        of("C2", "2023").len(),
        1,
        "a figure that is said again has not changed"
    );
    assert!(
        of("C2", "2022")[1].starts_with("- true"),
        "{:?}",
        of("C2", "2022")
    );
    let revisions = project.published("revisions");
    assert!(
        revisions
            .iter()
            .any(|r| cell(r, "revision_code") == "revised")
            && revisions
                .iter()
                .any(|r| cell(r, "revision_code") == "withdrawn")
    );
}

#[test]
fn as_of_before_a_delivery_gives_the_old_figures_and_a_day_cannot_separate_two_of_one_day() {
    let mut project = dated();
    deliver(&mut project, MAY, DAY_TWO);
    deliver(&mut project, REVISED, DAY_THREE);
    let (old, new) = (
        ["1210 1100 ", "655 640 "],
        ["1260 1200 ", "655  base_missing"],
    );
    assert_eq!(growth(&project, &["--as-of", "2024-05-02T10:00:00Z"]), old);
    assert_eq!(growth(&project, &["--as-of", "2024-05-02T12:00:00Z"]), new);
    assert_eq!(growth(&project, &["--as-of", "2024-05-02"]), new);
    assert_eq!(
        growth(&project, &["--as-of", "2024-05-01"]),
        ["  value_missing", ""],
        "nothing was known; a target still asks for C1"
    );
}

#[test]
fn what_came_last_from_a_place_stands_whatever_its_dates() {
    let mut project = dated();
    deliver(&mut project, REVISED, DAY_TWO);
    let new = ["1260 1200 ", "655  base_missing"];
    assert_eq!(growth(&project, &[]), new);
    // The file of the morning comes after that of noon: it replaces the other whole, from the day
    // on which it came.
    deliver(&mut project, MAY, DAY_THREE);
    assert_eq!(growth(&project, &[]), ["1210 1100 ", "655 640 "]);
    assert_eq!(
        growth(&project, &["--as-of", "2024-05-02T10:00:00Z"]),
        ["  value_missing", ""],
        "nobody had it then"
    );
    // What the file of noon had said stays as of that day. It had not mentioned Silverbrook 2022,
    // so the date in the row counts.
    let then = ["1260 1200 ", "655 640 "];
    assert_eq!(growth(&project, &["--as-of", "2024-05-03"]), then);
    // And the other way round, with all vintages kept.
    deliver(&mut project, REVISED, DAY_FOUR);
    assert_eq!(growth(&project, &[]), new);
    assert_eq!(growth(&project, &["--as-of", "2024-05-03"]), then);
}

#[test]
fn a_past_release_is_what_was_published_then_after_everything_was_edited() {
    let mut project = Project::cashland();
    project.at(DAY_TWO).run();
    let first = project.release().unwrap();
    let (files, before) = (
        project.tree(&format!("lake/releases/{first}")),
        growth(&project, &[]),
    );
    project.replace("chiso.toml", "area = \"C5\"", "area = \"C1\"");
    project.replace(
        "datasets/targets/targets.csv",
        "C1,2023,2023,ge,0.10",
        "C1,2023,2023,ge,0.03",
    );
    project.replace("datasets/workshops/invented.csv", "1.210", "1.300");
    project.at(DAY_THREE).run();
    assert_ne!(project.release().unwrap(), first);
    assert_ne!(growth(&project, &[]), before);
    assert_eq!(growth(&project, &["--release", &first]), before);
    assert_eq!(project.tree(&format!("lake/releases/{first}")), files);
    project
        .chiso(&["verify", "--all"])
        .exits(0)
        .says("everything is as it was");
    project
        .chiso(&[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2023",
            "--release",
            &first,
        ])
        .exits(0)
        .says("1.210");
}

#[test]
fn a_flipped_bit_is_found_wherever_it_is_and_the_file_is_named() {
    for part in ["landing", "tables", "releases"] {
        let mut project = Project::cashland();
        project.at(DAY_TWO).run();
        let names: Vec<String> = project
            .tree(&format!("lake/{part}"))
            .into_keys()
            .filter(|n| {
                Path::new(n)
                    .extension()
                    .is_some_and(|e| e == "parquet" || e == "csv")
            })
            .collect();
        let name = names.iter().find(|n| !n.contains("correlations")).unwrap();
        let path = project.path(&format!("lake/{part}/{name}"));
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).unwrap();
        let folder = name.split('/').next().unwrap();
        project
            .chiso(&["verify"])
            .exits(6)
            .says("damaged")
            .says(folder);
    }
}

#[test]
fn sql_reads_published_tables_datasets_and_the_past() {
    let mut project = dated();
    deliver(&mut project, MAY, DAY_TWO);
    deliver(&mut project, REVISED, DAY_THREE);
    let total = |more: &[&str]| {
        let mut args = vec![
            "query",
            "select count(*) as n, sum(workshops) as total from workshops",
            "--format",
            "csv",
        ];
        args.extend(more);
        project
            .chiso(&args)
            .exits(0)
            .stdout
            .lines()
            .nth(1)
            .unwrap_or_default()
            .to_owned()
    };
    assert_eq!(total(&[]), "3,3115");
    assert_eq!(total(&["--as-of", "2024-05-02T10:00:00Z"]), "4,3605");
    project
        .chiso(&["query", "select * from nowhere"])
        .exits(2)
        .complains("tables are scorecard");
    project
        .chiso(&[
            "query",
            "select sum(value) as s from measures where 1 = 0",
            "--format",
            "csv",
        ])
        .exits(0);
    project
        .chiso(&["query", "select kpi from scorecard", "--output", "out.txt"])
        .exits(2)
        .complains(".csv, .json or .parquet");
}
