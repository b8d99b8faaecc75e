//! Registers that come in snapshots, each delivery whole: what there is at the end of a period, what
//! has appeared and gone in it, and what must not be taken for either.

use crate::support::{Project, cell, field};
use std::fmt::Write as _;

const AREAS: &str = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note
01,,Ashford,province,,2000-01-01,,,invented,
02,,Barton,province,,2000-01-01,2025-06-30,,invented,
03,,Carton,province,,2000-01-01,2025-06-30,,invented,
04,,Barcarton,province,,2025-07-01,,,invented,
";
const COMMON: &str =
    "title = { en = \"invented\" }\nlicence = \"invented\"\ncitation = \"invented\"\n";
const RECORDS: &str = r#"
[records]
key = ["firm"]
date = "as_of"
delivers = "snapshot"
periods = ["month", "quarter"]
column = [
  { name = "firm", type = "text" },
  { name = "as_of", type = "date" },
  { name = "staff", type = "integer", unit = "persons" },
]

[[source]]
id = "register"
file = "firms/*.csv"
format = "csv"
[source.columns]
area_code = { column = "province" }
as_of = { from = "file", pattern = "firms-{}.csv" }
"#;

/// A register of firms in provinces, two of which were merged; measures are (id, value, flow).
fn register(measures: &[(&str, &str, &str)]) -> Project {
    let mut project = Project::empty();
    project.at("2025-02-05T03:00:00Z");
    project.write(
        "chiso.toml",
        "[project]\ntitle = { en = \"invented\" }\ntimezone = \"Asia/Ho_Chi_Minh\"\n\
         boundaries = [\"2025-07-01\"]\nlake = \"lake\"\n",
    );
    project.write("datasets/areas.toml", format!("kind = \"areas\"\n{COMMON}"));
    project.write("datasets/areas/areas.csv", AREAS);
    project.write(
        "datasets/areas/relations.csv",
        "date,kind,from_code,to_code,note,source\n\
         2025-07-01,merge,02,04,,invented\n2025-07-01,merge,03,04,,invented\n",
    );
    let dataset = format!("kind = \"records\"\n{COMMON}{RECORDS}");
    project.write("datasets/firms.toml", dataset);
    let mut pipeline = "title = { en = \"p\" }\n".to_owned();
    for (id, value, flow) in measures {
        let _ = write!(
            pipeline,
            "[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\n\
             [[measure.source]]\ndataset = \"firms\"\nvalue = \"{value}\"\n"
        );
        if !flow.is_empty() {
            let _ = writeln!(pipeline, "flow = \"{flow}\"");
        }
    }
    for (id, ..) in measures {
        let _ = write!(
            pipeline,
            "[[kpi]]\nid = \"kpi_{id}\"\ntitle = {{ en = \"{id}\" }}\nkind = \"score\"\n\
             value_unit = \"count\"\nmeasure = \"{id}\"\n"
        );
    }
    project.write("pipelines/p.toml", pipeline);
    project
}

const MEASURES: [(&str, &str, &str); 3] = [
    ("firms", "count(firm)", ""),
    ("gone", "count(firm)", "gone"),
    ("new", "count(firm)", "appeared"),
];

/// A register of one day: `area firm staff` of each record.
fn deliver(project: &Project, day: &str, records: &[(&str, String, u32)]) {
    let mut text = "firm,province,staff\n".to_owned();
    for (area, firm, staff) in records {
        let _ = writeln!(text, "{firm},{area},{staff}");
    }
    project.write(&format!("datasets/firms/firms-{day}.csv"), text);
}

/// Firms `f<from>` to `f<to>` of area 01, of 10 persons each.
fn firms(from: u32, to: u32) -> Vec<(&'static str, String, u32)> {
    (from..=to)
        .map(|n| ("01", format!("f{n:02}"), 10))
        .collect()
}

/// `measure area period value reasons flags` of every score of months, or of another length.
fn figures(project: &Project, length: usize) -> Vec<String> {
    let rows = project.published("scorecard");
    let show = |row: &crate::support::Row| {
        let parts = ["kpi", "area_code", "period", "value", "reasons", "flags"];
        let parts = parts.map(|name| cell(row, name).trim_start_matches("kpi_").to_owned());
        let parts = parts.iter().filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    let of_length = |row: &&crate::support::Row| cell(row, "period").len() == length;
    rows.iter().filter(of_length).map(show).collect()
}

#[test]
fn a_register_gives_stocks_and_what_has_changed_between_two_of_its_snapshots() {
    let mut project = register(&MEASURES);
    deliver(&project, "2025-01-31", &firms(1, 20));
    project.run().exits(0);
    project.at("2025-03-04T03:00:00Z");
    // Two are gone, three are new, and one changes.
    let mut february = firms(3, 23);
    february[0].2 = 11;
    deliver(&project, "2025-02-28", &february);
    project.run().exits(0);
    project.at("2025-04-04T03:00:00Z");
    // f23 is gone again. A snapshot of the middle of the month has a firm that comes and goes.
    deliver(&project, "2025-03-15", &firms(3, 24));
    deliver(&project, "2025-03-31", &firms(3, 22));
    project.run().exits(0);
    assert_eq!(
        figures(&project, 7),
        [
            "firms 01 2025-01 20",
            "firms 01 2025-02 21",
            "firms 01 2025-03 20",
            "firms 01 2025-Q1 20",
            "gone 01 2025-01 partial_period",
            "gone 01 2025-02 2",
            "gone 01 2025-03 2",
            "gone 01 2025-Q1 partial_period",
            "new 01 2025-01 partial_period",
            "new 01 2025-02 3",
            "new 01 2025-03 1",
            "new 01 2025-Q1 partial_period",
        ]
    );
    let before = project.rows(&[
        "query",
        "--as-of",
        "2025-03-10",
        "select measure, value from measures where period = '2025-02' order by measure",
    ]);
    let before: Vec<String> = before.iter().map(|r| field(r, "value")).collect();
    assert_eq!(before, ["21", "2", "3"]);
    let listed = project.rows(&["query", "select firm from firms where as_of = '2025-03-31'"]);
    assert_eq!(listed.len(), 20);
    // What one run kept for the next is what all of it gives.
    let kept = figures(&project, 7);
    project.chiso(&["run", "--afresh"]).exits(0);
    assert_eq!(figures(&project, 7), kept);
}

#[test]
fn a_flow_is_traced_to_the_lines_in_which_the_records_stand() {
    let mut project = register(&[("gone", "count(firm)", "gone")]);
    deliver(&project, "2025-01-31", &firms(1, 20));
    deliver(&project, "2025-02-28", &firms(3, 23));
    project.at("2025-03-04T03:00:00Z");
    project.run().exits(0);
    let explain = ["explain", "kpi_gone", "--area", "01", "--period", "2025-02"];
    let csv = project.chiso(&[&explain[..], &["--format", "csv"]].concat());
    let said = csv.exits(0).stdout;
    assert!(said.contains("records=2 rows=2-3"), "{said}");
    project
        .chiso(&[&explain[..], &["--verify"]].concat())
        .exits(0);
}

/// 21 firms at the end of February, 3 of which are new: each of the two is traced to its own records.
#[test]
fn a_share_of_new_firms_in_all_is_traced_to_the_records_of_each() {
    let mut project = register(&[
        ("firms", "count(firm)", ""),
        ("new", "count(firm)", "appeared"),
    ]);
    let pipeline = project.read("pipelines/p.toml");
    let share = "[[kpi]]\nid = \"share\"\ntitle = { en = \"share\" }\nkind = \"share\"\n\
        part = \"new\"\nwhole = \"firms\"\n";
    project.write("pipelines/p.toml", format!("{pipeline}{share}"));
    deliver(&project, "2025-01-31", &firms(1, 20));
    deliver(&project, "2025-02-28", &firms(3, 23));
    project.at("2025-03-04T03:00:00Z");
    project.run().exits(0);
    let explain = ["explain", "share", "--area", "01", "--period", "2025-02"];
    let csv = project.chiso(&[&explain[..], &["--format", "csv"]].concat());
    let said = csv.exits(0).stdout;
    for records in ["records=3 rows=20-22", "records=21 rows=2-22"] {
        assert_eq!(said.matches(records).count(), 1, "{records}\n{said}");
    }
}

#[test]
fn a_snapshot_that_lacks_much_of_the_register_is_refused_until_it_is_said_to_be_right() {
    let mut project = register(&MEASURES);
    deliver(&project, "2025-01-31", &firms(1, 20));
    deliver(&project, "2025-02-28", &firms(1, 17));
    deliver(&project, "2025-03-31", &firms(1, 21));
    project.at("2025-04-04T03:00:00Z");
    let outcome = project
        .chiso(&["run"])
        .complains("it holds 17 rows, and the delivery before it 20");
    let found = figures(&project, 7);
    for wanted in ["firms 01 2025-03 21", "new 01 2025-03 partial_period"] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
    assert!(!found.iter().any(|f| f.starts_with("firms 01 2025-02")));
    let hint = outcome.stderr.split("confirmed = [\"").nth(1).unwrap();
    let id = hint.split('"').next().unwrap();
    project.replace(
        "datasets/firms.toml",
        "column = [",
        &format!("volume = {{ confirmed = [\"{id}\"] }}\ncolumn = ["),
    );
    project.run().exits(0);
    let found = figures(&project, 7);
    for wanted in [
        "firms 01 2025-02 17",
        "gone 01 2025-02 3",
        "new 01 2025-03 4",
    ] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
}

/// Each firm stands in the second register twice, under its key of old and under a new one.
#[test]
fn a_snapshot_that_has_more_than_doubled_is_said_until_it_is_said_to_be_right() {
    let mut project = register(&MEASURES);
    deliver(&project, "2025-01-31", &firms(1, 20));
    project.run().exits(0);
    project.at("2025-03-04T03:00:00Z");
    let again = firms(1, 21)
        .into_iter()
        .map(|(area, firm, staff)| (area, format!("0{firm}"), staff));
    deliver(
        &project,
        "2025-02-28",
        &firms(1, 20).into_iter().chain(again).collect::<Vec<_>>(),
    );
    let outcome = project.run().exits(0).complains(
        "warning[grown]: datasets/firms/firms-2025-02-28.csv: the register of `firms` has more than \
        doubled: it holds 41 records, and the snapshot before it 20",
    );
    let id = outcome.stderr.split("confirmed = [\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap();
    project.replace(
        "datasets/firms.toml",
        "column = [",
        &format!("volume = {{ confirmed = [\"{id}\"] }}\ncolumn = ["),
    );
    let told = project.run().exits(0).stderr;
    assert!(!told.contains("[grown]"), "{told}");
}

#[test]
fn keys_that_are_written_in_another_way_are_no_firms_that_are_gone() {
    let mut project = register(&MEASURES);
    deliver(&project, "2025-01-31", &firms(1, 20));
    let mut other = firms(1, 20);
    for (_, firm, _) in &mut other {
        firm.make_ascii_uppercase();
    }
    deliver(&project, "2025-02-28", &other);
    project.at("2025-03-04T03:00:00Z");
    let outcome = project.run();
    outcome
        .complains("20 of 20 records of the register of 2025-01-31 are not in that of 2025-02-28");
    let found = figures(&project, 7);
    for wanted in [
        "firms 01 2025-02 20",
        "gone 01 2025-02 contract_broken",
        "new 01 2025-02 contract_broken",
    ] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
}

#[test]
fn areas_that_are_merged_have_a_stock_and_no_flow_over_the_merger() {
    let mut project = register(&MEASURES);
    let of = |area: &'static str, from: u32, to: u32| {
        firms(from, to)
            .into_iter()
            .map(move |(_, firm, staff)| (area, firm, staff))
    };
    let before = || of("02", 1, 10).chain(of("03", 11, 20));
    deliver(&project, "2025-05-31", &before().collect::<Vec<_>>());
    deliver(
        &project,
        "2025-06-30",
        &before().chain(of("02", 21, 21)).collect::<Vec<_>>(),
    );
    deliver(&project, "2025-07-31", &of("04", 1, 22).collect::<Vec<_>>());
    deliver(&project, "2025-08-31", &of("04", 1, 23).collect::<Vec<_>>());
    project.at("2025-09-04T03:00:00Z");
    project.run().exits(0);
    let found = figures(&project, 7);
    for wanted in [
        "firms 04 2025-06 21 boundary_rebased",
        "firms 04 2025-07 22",
        "firms 04 2025-Q3 23 to_date",
        "new 04 2025-06 1 boundary_rebased",
        "new 04 2025-08 1",
    ] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
    let july = found.iter().find(|f| f.starts_with("new 04 2025-07"));
    assert!(july.unwrap().contains("boundary_break"), "{found:?}");
}

#[test]
fn an_area_whose_records_did_not_come_is_not_gone() {
    let mut project = register(&MEASURES);
    let other = ("02", "g1".to_owned(), 5);
    let both: Vec<_> = firms(1, 20).into_iter().chain([other]).collect();
    deliver(&project, "2025-01-31", &both);
    deliver(&project, "2025-02-28", &firms(1, 20));
    project.at("2025-03-04T03:00:00Z");
    project.replace("chiso.toml", "2025-07-01", "2025-01-01");
    project.run().exits(0);
    let found = figures(&project, 7);
    assert!(
        found.contains(&"gone 02 2025-02 value_missing".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"firms 02 2025-02 value_missing".to_owned()),
        "{found:?}"
    );
    project.replace(
        "datasets/firms.toml",
        "column = [",
        "lists_all = true\ncolumn = [",
    );
    project.run().exits(0);
    let found = figures(&project, 7);
    for wanted in ["firms 02 2025-02 0 not_listed", "gone 02 2025-02 1"] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
}

#[test]
fn a_snapshot_is_of_one_day_and_what_is_asked_of_it_can_be_answered() {
    let project = register(&MEASURES);
    project.replace(
        "datasets/firms.toml",
        "as_of = { from = \"file\", pattern = \"firms-{}.csv\" }",
        "as_of = { column = \"since\" }",
    );
    project.write(
        "datasets/firms/firms-2025-01-31.csv",
        "firm,province,staff,since\na,01,1,2024-05-01\nb,01,1,2025-01-01\n",
    );
    let outcome = project.chiso(&["run"]);
    outcome.complains(
        "the records have days from 2024-05-01 to 2025-01-01, and a snapshot is of one day",
    );
    project.replace(
        "datasets/firms.toml",
        "column = [",
        "quarantine_limit = \"1 %\"\ncolumn = [",
    );
    project.replace(
        "pipelines/p.toml",
        "id = \"firms\"\n",
        "id = \"firms\"\nover_time = \"sum\"\nperiods = [\"year\"]\n",
    );
    let outcome = project.chiso(&["check"]);
    for text in [
        "`firms` may have records in quarantine, which would count as gone",
        "`over_time = \"sum\"` would add the whole register `firms` of each month",
    ] {
        assert!(outcome.stdout.contains(text), "{text}\n{}", outcome.stdout);
    }
    project.replace("datasets/firms.toml", "\"snapshot\"", "\"append\"");
    let outcome = project.chiso(&["check"]);
    assert!(
        outcome
            .stdout
            .contains("`firms` does not come in snapshots"),
        "{}",
        outcome.stdout
    );
}
