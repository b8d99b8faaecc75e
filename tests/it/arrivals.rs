//! What was due from whom and what came, and drop folders, with the program itself: an invented
//! country whose guild reports monthly.

use crate::support::{Project, assert_same_tree, cell, field, fields, table_rows};
use std::fs;

const WORKSHOPS: &str = r#"kind = "observations"
title = { en = "Workshops opened, monthly (invented)" }
licence = "invented"
citation = "invented"

[contract]
value = { name = "opened", type = "integer", unit = "workshops", min = "0" }
basis = "opened"
VOLUME
[[arrival]]
from = "2026-01"
due_day = 31
grace = "2d"
ARRIVAL

[[source]]
id = "guild"
drop = { path = "inbox/guild/*.csv", every = "1s", settle = "1s" }
format = "csv"
published_at = "2026-01-01"

[source.columns]
area_code = { column = "county" }
period = { column = "month" }
opened = { column = "opened" }
status = { constant = "final" }
"#;

/// Berlin is the project's zone: the last of February ends at 23:00 UTC, and two days of grace end
/// on 2 March.
const IN_TIME: &str = "2026-03-02T22:59:59Z";
const TOO_LATE: &str = "2026-03-02T23:00:01Z";

fn guild(volume: &str, arrival: &str) -> Project {
    let project = Project::cashland();
    project.write(
        "datasets/guild_months.toml",
        WORKSHOPS
            .replace("VOLUME", volume)
            .replace("ARRIVAL", arrival),
    );
    project
}

fn drop(project: &Project, name: &str, rows: &[&str]) {
    project.write(
        &format!("inbox/guild/{name}"),
        format!("county,month,opened\n{}\n", rows.join("\n")),
    );
}

/// `area period state rows/expected` of every arrival.
fn states(project: &Project) -> Vec<String> {
    let rows = project.rows(&["status", "--arrivals"]);
    rows.iter()
        .map(|r| fields(r, ["area_code", "period", "state", "rows", "expected_rows"]).join(" "))
        .collect()
}

fn names(project: &Project, folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(project.path(folder)) else {
        return vec![];
    };
    let mut names: Vec<String> = entries
        .map(|e| e.unwrap())
        .filter(|e| e.path().is_file())
        .map(|e| e.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_is_due_comes_or_is_overdue_by_the_projects_day() {
    let mut project = guild("", "level = \"county\"");
    drop(&project, "jan.csv", &["C1,2026-01,5", "C2,2026-01,.."]);
    project.at(IN_TIME).run();
    // C3 and C4 were merged into C5 before 2026: neither is missed. A figure that is withheld has
    // come. February is not due yet.
    let january = [
        "C1 2026-01 on_time 1 1",
        "C2 2026-01 on_time 1 1",
        "C5 2026-01 due 0 1",
    ];
    let february = [
        "C1 2026-02 due 0 1",
        "C2 2026-02 due 0 1",
        "C5 2026-02 due 0 1",
    ];
    // March runs: it is the next.
    let march = [
        "C1 2026-03 due 0 1",
        "C2 2026-03 due 0 1",
        "C5 2026-03 due 0 1",
    ];
    assert_eq!(states(&project), [january, february, march].concat());
    project.at(TOO_LATE);
    assert_eq!(
        states(&project)[..3],
        [
            "C1 2026-01 on_time 1 1",
            "C2 2026-01 on_time 1 1",
            "C5 2026-01 overdue 0 1"
        ]
    );
    drop(&project, "jan.csv", &["C5,2026-01,7"]);
    project.run();
    assert_eq!(states(&project)[2], "C5 2026-01 late 1 1");
    let ops = table_rows(&project.path("lake/ops/arrivals.parquet"));
    let row = ops
        .iter()
        .find(|r| (cell(r, "area_code"), cell(r, "period")) == ("C5", "2026-01"))
        .unwrap();
    let told: Vec<&str> = [
        "dataset",
        "area_code",
        "period",
        "state",
        "due_at",
        "arrived_at",
    ]
    .iter()
    .map(|c| cell(row, c))
    .collect();
    assert_eq!(
        told,
        [
            "guild_months",
            "C5",
            "2026-01",
            "late",
            "2026-02-28T23:00:00+00:00",
            "2026-03-02T23:00:01+00:00"
        ]
    );
    assert!(!cell(row, "delivery").is_empty());
}

#[test]
fn status_shows_a_line_a_matrix_and_what_is_wrong() {
    let mut project = guild("", "level = \"county\"");
    drop(&project, "jan.csv", &["C1,2026-01,5", "C2,2026-01,3"]);
    project.at(TOO_LATE).run();
    let said = project.chiso(&["status"]).exits(0).stdout;
    let first = said.lines().next().unwrap();
    assert_eq!(
        first,
        "arrivals: 2 late, 6 due, 1 overdue; next due 2026-03-31 guild_months 2026-02"
    );
    assert!(
        said.contains(
            "overdue: guild_months 2026-01 [C5] due 2026-02-28: nothing came by \
        2026-03-03 00:00 CET"
        ),
        "{said}"
    );
    let matrix = project.chiso(&["status", "--arrivals"]).exits(0).stdout;
    for line in [
        "               2026",
        "               01 02 03",
        "C1 Goldmark    ~  .  .",
        "C5 Alloy Bay   !  .  .",
        "+ on time  ~ late  . due  ! overdue",
    ] {
        assert!(matrix.contains(line), "{line}\n{matrix}");
    }
    assert_eq!(project.rows(&["status", "--wrong"]).len(), 1);
    assert_eq!(
        project
            .rows(&[
                "status",
                "--dataset",
                "guild_months",
                "--from",
                "2026-02",
                "--to",
                "2026-02"
            ])
            .len(),
        3
    );
    project
        .chiso(&["status", "--dataset", "guild_month"])
        .exits(2)
        .complains("did you mean `guild_months`?");
    project
        .chiso(&["status", "--arrivals", "--lang", "vi"])
        .exits(0)
        .says("tình hình nộp số liệu")
        .says("quá hạn");
    project
        .chiso(&["status", "--wrong", "--format", "csv"])
        .exits(0)
        .says("dataset,area_code,period,due_at,arrived_at,state,");
    // A contract that was changed since the last run: the tables are of the one before.
    project.replace(
        "datasets/guild_months.toml",
        "[contract]\n",
        "[contract]\ndimensions = [{ name = \"trade\", one_of = [\"a\"] }]\n",
    );
    project
        .chiso(&["status"])
        .exits(0)
        .says("arrivals: not known until the next run");
    // Without a rule nothing is said.
    let silent = Project::cashland();
    silent.run();
    assert!(
        !silent
            .chiso(&["status"])
            .exits(0)
            .stdout
            .contains("arrivals")
    );
    silent
        .chiso(&["status", "--arrivals"])
        .exits(0)
        .says("no dataset has an arrival rule");
}

#[test]
fn whoever_reported_before_is_expected_and_the_merged_are_not() {
    let mut project = guild("", "");
    project.replace(
        "datasets/guild_months.toml",
        "from = \"2026-01\"",
        "from = \"2022-12\"\nuntil = \"2023-01\"",
    );
    // On the day of the test none of the declared days of publication has come.
    project.replace(
        "datasets/guild_months.toml",
        "published_at = \"2026-01-01\"\n",
        "",
    );
    for (dataset, day) in [("workshops", "2024-03-01"), ("harbour_dues", "2024-04-15")] {
        project.replace(
            &format!("datasets/{dataset}.toml"),
            &format!("published_at = \"{day}\" # invented, as everything here\n"),
            "",
        );
    }
    drop(
        &project,
        "past.csv",
        &["C1,2022-12,5", "C3,2022-12,3", "C4,2022-12,4"],
    );
    project.at("2023-03-15T00:00:00Z").run();
    let wanted = [
        "C1 2022-12 late 1 1",
        "C3 2022-12 late 1 1",
        "C4 2022-12 late 1 1",
        "C1 2023-01 overdue 0 1",
        "C5 2023-01 overdue 0 1",
    ];
    assert_eq!(states(&project), wanted);
}

#[test]
fn rows_are_counted_against_a_number_and_a_withdrawn_row_has_come() {
    let mut project = guild("", "level = \"county\"\nrows = 2\nuntil = \"2026-01\"");
    let file = "datasets/guild_months.toml";
    project.replace(
        file,
        "[contract]\n",
        "[contract]\ndimensions = [{ name = \"trade\", one_of = [\"smith\", \"baker\"] }]\n",
    );
    project.replace(
        file,
        "opened = { column = \"opened\" }",
        "opened = { column = \"opened\" }\ntrade = { column = \"trade\" }",
    );
    project.replace(
        file,
        "drop = { path = \"inbox/guild/*.csv\", every = \"1s\", settle = \"1s\" }",
        "file = \"guild_months/*.csv\"",
    );
    let write = |rows: &str| {
        project.write(
            "datasets/guild_months/a.csv",
            format!("county,month,trade,opened\n{rows}"),
        );
    };
    write("C1,2026-01,smith,1\nC1,2026-01,baker,1\nC2,2026-01,smith,1\n");
    let mut later = project.copied();
    later.at("2026-02-10T00:00:00Z").run();
    assert_eq!(
        states(&later),
        [
            "C1 2026-01 on_time 2 2",
            "C2 2026-01 partial 1 2",
            "C5 2026-01 due 0 2"
        ]
    );
    later.write(
        "datasets/guild_months/a.csv",
        "county,month,trade,opened\nC1,2026-01,smith,1\nC2,2026-01,smith,1\n",
    );
    later.at("2026-02-11T00:00:00Z").run();
    assert_eq!(
        states(&later)[0],
        "C1 2026-01 on_time 2 2",
        "what was withdrawn has come all the same"
    );
    project.replace(file, "rows = 2", "rows = 2\ntolerance = \"50 %\"");
    project.at("2026-02-10T00:00:00Z").run();
    assert_eq!(states(&project)[1], "C2 2026-01 on_time 1 2");
}

#[test]
fn a_delivery_that_has_shrunken_is_refused_and_the_last_good_one_stays() {
    let mut project = guild("volume = { of_last = \"50 %\" }", "level = \"county\"");
    drop(
        &project,
        "jan.csv",
        &["C1,2026-01,5", "C2,2026-01,3", "C5,2026-01,9"],
    );
    project.at("2026-02-10T00:00:00Z").run();
    drop(&project, "feb.csv", &["C1,2026-02,6"]);
    project.at("2026-03-10T00:00:00Z");
    let said = project.chiso(&["run"]).exits(3).stderr;
    assert!(
        said.contains("error[shrunken]: inbox/guild/20260310T000000Z-feb.csv"),
        "{said}"
    );
    assert!(
        said.contains(
            "it holds 1 rows, and the delivery before it 3; 1 areas, and the delivery before it 3"
        ),
        "{said}"
    );
    assert_eq!(
        states(&project)[3..6],
        [
            "C1 2026-02 shrunken 0 1",
            "C2 2026-02 shrunken 0 1",
            "C5 2026-02 shrunken 0 1"
        ]
    );
    assert_eq!(states(&project)[0], "C1 2026-01 on_time 1 1");
    assert!(project.release().is_some(), "the others are published");
    // The same tables come of landing alone.
    let tables = project.tree("lake/tables");
    // The id of a release is that of the inputs that first gave its content, and the manifest names
    // them.
    let content = |project: &Project| {
        let mut files = project.tree(&format!("lake/releases/{}", project.release().unwrap()));
        files.remove("manifest.json");
        files
    };
    let published = content(&project);
    for part in ["tables", "releases", "published", "ledger.db"] {
        project.remove(&format!("lake/{part}"));
    }
    project.chiso(&["run", "--offline"]).exits(3);
    assert_same_tree(&tables, &project.tree("lake/tables"), "tables");
    assert_same_tree(&published, &content(&project), "the release in force");
    // Someone has asked and it is right.
    let rows = project.rows(&["status"]);
    let refused = rows
        .iter()
        .find(|r| field(r, "outcome") == "refused")
        .map(|r| field(r, "delivery"))
        .unwrap();
    project.replace(
        "datasets/guild_months.toml",
        "of_last = \"50 %\"",
        &format!("of_last = \"50 %\", confirmed = [\"{refused}\"]"),
    );
    project.run();
    assert_eq!(states(&project)[3], "C1 2026-02 on_time 1 1");
}

#[test]
fn something_else_in_place_of_a_table_is_wrong_type() {
    let web_page = "<!DOCTYPE html><html><title>Sign in</title></html>";
    let texts = "county,month,opened\nC1,2026-02,many\nC2,2026-02,few\n";
    for (content, rule) in [(web_page, "html_page"), (texts, "wrong_type")] {
        let mut project = guild("", "level = \"county\"");
        drop(
            &project,
            "jan.csv",
            &["C1,2026-01,5", "C2,2026-01,3", "C5,2026-01,9"],
        );
        project.at("2026-02-10T00:00:00Z").run();
        project.write("inbox/guild/feb.csv", content);
        project
            .at("2026-03-10T00:00:00Z")
            .chiso(&["run"])
            .exits(3)
            .complains(&format!("error[{rule}]"));
        let states = states(&project);
        assert_eq!(
            (states[0].as_str(), states[3].as_str()),
            ("C1 2026-01 on_time 1 1", "C1 2026-02 wrong_type 0 1")
        );
        assert_eq!(
            names(&project, "inbox/guild/refused"),
            ["20260310T000000Z-feb.csv", "20260310T000000Z-feb.csv.txt"]
        );
        let why = project.read("inbox/guild/refused/20260310T000000Z-feb.csv.txt");
        assert!(
            why.contains(&format!("error[{rule}]")) && why.contains("under the same name"),
            "{why}"
        );
        // The corrected file takes its place.
        drop(
            &project,
            "feb.csv",
            &["C1,2026-02,5", "C2,2026-02,3", "C5,2026-02,9"],
        );
        project.at("2026-03-11T00:00:00Z").run();
        assert!(project.rows(&["status", "--wrong"]).is_empty());
    }
}

#[test]
fn a_workbook_that_is_a_web_table_is_wrong_type_and_the_others_publish() {
    let mut project = guild("", "level = \"county\"");
    project.replace("datasets/guild_months.toml", "*.csv", "*.xlsx");
    project.replace(
        "datasets/guild_months.toml",
        "format = \"csv\"",
        "format = \"xlsx\"",
    );
    project.write(
        "inbox/guild/jan.xlsx",
        "<html><table><tr><td>county</td></tr><tr><td>C1</td></tr></table></html>",
    );
    project.write("inbox/guild/~$jan.xlsx", "lock");
    project
        .at("2026-02-10T00:00:00Z")
        .chiso(&["run"])
        .exits(3)
        .complains("inbox/guild/20260210T000000Z-jan.xlsx");
    assert_eq!(states(&project)[0], "C1 2026-01 wrong_type 0 1");
    assert!(project.release().is_some());
    assert_eq!(names(&project, "inbox/guild"), ["~$jan.xlsx"]);
}

#[test]
fn the_history_says_how_many_rows_are_expected() {
    let mut project = guild(
        "",
        "areas = [\"C1\"]\nrows_history = 3\nuntil = \"2026-03\"",
    );
    let file = "datasets/guild_months.toml";
    project.replace(
        file,
        "[contract]\n",
        "[contract]\ndimensions = [{ name = \"trade\" }]\n",
    );
    project.replace(
        file,
        "opened = { column = \"opened\" }",
        "opened = { column = \"opened\" }\ntrade = { column = \"trade\" }",
    );
    let rows = [
        "C1,2026-01,a,1",
        "C1,2026-01,b,1",
        "C1,2026-01,c,1",
        "C1,2026-02,a,1",
        "C1,2026-02,b,1",
        "C1,2026-02,c,1",
        "C1,2026-03,a,1",
    ];
    project.write(
        "inbox/guild/a.csv",
        format!("county,month,trade,opened\n{}\n", rows.join("\n")),
    );
    project.at("2026-04-02T00:00:00Z").run();
    assert_eq!(
        states(&project),
        [
            "C1 2026-01 late 3 1",
            "C1 2026-02 on_time 3 3",
            "C1 2026-03 partial 1 3"
        ]
    );
}

#[test]
fn dropped_files_are_taken_once_in_order_and_nothing_is_lost() {
    let mut project = guild("", "level = \"county\"");
    drop(&project, "b.csv", &["C1,2026-01,2"]);
    drop(&project, "a.csv", &["C1,2026-01,1"]);
    for (name, seconds) in [("a.csv", 2_000), ("b.csv", 1_000)] {
        let file = fs::File::options()
            .write(true)
            .open(project.path(&format!("inbox/guild/{name}")))
            .unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
            .unwrap();
    }
    for unfinished in ["c.csv.part", "~$b.csv", ".d.csv", "e.tmp", "note.txt"] {
        project.write(&format!("inbox/guild/{unfinished}"), "x");
    }
    project.write("inbox/guild/empty.csv", "");
    project.at("2026-02-10T00:00:00Z");
    project
        .run()
        .complains("warning[drop_empty]: inbox/guild/empty.csv");
    project.remove("inbox/guild/empty.csv");
    assert_eq!(
        names(&project, "inbox/guild"),
        [".d.csv", "c.csv.part", "e.tmp", "note.txt", "~$b.csv"]
    );
    assert_eq!(
        names(&project, "inbox/guild/taken"),
        ["20260210T000000Z-a.csv", "20260210T000000Z-b.csv"]
    );
    // The later file counts, whatever its name or bytes.
    let landed = || -> Vec<String> {
        let rows = project.rows(&["status"]);
        let its = rows
            .iter()
            .filter(|r| field(r, "dataset") == "guild_months");
        its.map(|r| fields(r, ["file", "outcome", "fetched_at"]).join(" "))
            .collect()
    };
    assert_eq!(
        landed(),
        [
            "b.csv accepted 2026-02-10T00:00:00+00:00",
            "a.csv accepted 2026-02-10T00:00:00.000001+00:00"
        ]
    );
    let before = project.tree("lake/tables");
    // The same bytes again are no delivery, and are moved next to the first.
    let mut project = project;
    drop(&project, "a.csv", &["C1,2026-01,1"]);
    project
        .at("2026-02-11T00:00:00Z")
        .run()
        .complains("warning[drop_repeated]");
    assert_same_tree(&before, &project.tree("lake/tables"), "tables");
    assert_eq!(names(&project, "inbox/guild/taken").len(), 3);
    // Another file of that name is a delivery, and withdraws nothing of what the first said.
    drop(&project, "a.csv", &["C2,2026-01,8"]);
    project.run();
    assert_eq!(
        states(&project)[..2],
        ["C1 2026-01 on_time 1 1", "C2 2026-01 on_time 1 1"]
    );
    assert_eq!(
        project
            .rows(&["status"])
            .iter()
            .filter(|r| field(r, "dataset") == "guild_months")
            .count(),
        3
    );
    assert!(names(&project, "inbox/guild").iter().all(|n| n != "a.csv"));
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_dropped_file_that_says_what_the_first_one_said_counts_after_what_came_in_between() {
    let mut project = guild("", "level = \"county\"");
    let mut deliver = |clock: &'static str, number: &str| -> usize {
        drop(&project, "a.csv", &[&format!("C1,2026-01,{number}")]);
        project.at(clock).run();
        let rows = project.rows(&["status"]);
        let its = rows
            .iter()
            .filter(|r| field(r, "dataset") == "guild_months");
        its.count()
    };
    assert_eq!(deliver("2026-02-10T00:00:00Z", "110"), 1);
    assert_eq!(deliver("2026-03-10T00:00:00Z", "105"), 2);
    assert_eq!(deliver("2026-04-10T00:00:00Z", "110"), 3);
    // Once more says nothing new.
    assert_eq!(deliver("2026-05-10T00:00:00Z", "110"), 3);
    let query = "select opened from guild_months where area_code = 'C1'";
    assert_eq!(field(&project.rows(&["query", query])[0], "opened"), "110");
    assert_eq!(names(&project, "inbox/guild/taken").len(), 4);
    project.chiso(&["verify"]).exits(0);
    project.chiso(&["release", "rebuild", "--all"]).exits(0);
}

#[test]
fn a_crash_at_any_step_loses_no_dropped_file() {
    let bytes = "county,month,opened\nC1,2026-01,5\n";
    for step in 1..400 {
        let mut project = guild("", "level = \"county\"");
        project.at("2026-02-10T00:00:00Z").run();
        project.write("inbox/guild/a.csv", bytes);
        let died = project.chiso_dying_at(step * 9, &["run"]).code.is_none();
        project.at("2026-02-11T00:00:00Z").run();
        assert!(names(&project, "inbox/guild").is_empty(), "step {step}");
        let taken = names(&project, "inbox/guild/taken");
        assert_eq!(
            taken,
            [if died && !taken[0].contains("0210") {
                "20260211T000000Z-a.csv"
            } else {
                "20260210T000000Z-a.csv"
            }]
        );
        assert_eq!(
            project.read(&format!("inbox/guild/taken/{}", taken[0])),
            bytes
        );
        assert_eq!(states(&project)[0], "C1 2026-01 on_time 1 1", "step {step}");
        if !died {
            assert!(step > 5, "only {step} runs died");
            return;
        }
    }
    panic!("the run has no end");
}

/// Clocks in Berlin go forward in the night to 29 March, which has 23 hours.
#[test]
fn a_day_of_grace_is_a_day_of_the_office_also_where_it_has_23_hours() {
    for (clock, state) in [
        ("2026-03-29T21:59:59Z", "on_time"),
        ("2026-03-29T22:00:01Z", "late"),
    ] {
        let mut project = guild("", "level = \"county\"");
        let file = "datasets/guild_months.toml";
        project.replace(file, "due_day = 31", "due_day = 28");
        project.replace(file, "grace = \"2d\"", "grace = \"1d\"");
        drop(&project, "feb.csv", &["C1,2026-02,5"]);
        project.at(clock).run();
        let seen = states(&project);
        let wanted = format!("C1 2026-02 {state} 1 1");
        assert!(seen.contains(&wanted), "{wanted}: {seen:?}");
    }
}
