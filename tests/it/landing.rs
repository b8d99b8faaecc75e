//! What replaces what is decided by the order of landing; the dates of rows say what was known
//! when.

use crate::support::{Project, cell};
use serde_json::Value;

const DAYS: [&str; 5] = [
    "2026-12-01T08:00:00Z",
    "2026-12-03T08:00:00Z",
    "2026-12-05T08:00:00Z",
    "2026-12-07T08:00:00Z",
    "2026-12-09T08:00:00Z",
];

const PIPELINE: &str = "title = { en = \"p\" }

[[measure]]
id = \"firms\"
title = { en = \"firms\" }

[[measure.source]]
dataset = \"firms\"
value = \"sum(firms)\"

[[kpi]]
id = \"growth\"
title = { en = \"growth\" }
kind = \"growth\"
measure = \"firms\"
";

/// Firms of two towns, dated by a column or by the source.
fn office(dated: &str) -> Project {
    let project = Project::empty();
    project.write(
        "chiso.toml",
        "[project]\ntitle = { en = \"landing (invented)\" }\ntimezone = \"UTC\"\nboundaries = \
            [\"2025-12-31\"]\nlake = \"lake\"\n",
    );
    let register = |kind: &str| {
        format!(
            "kind = \"{kind}\"\ntitle = {{ en = \"{kind}\" }}\ndescription = {{ en = \"Invented.\" \
                }}\nlicence = \"invented\"\ncitation = \"invented\"\n"
        )
    };
    project.write("datasets/areas.toml", register("areas"));
    project.write("datasets/targets.toml", register("targets"));
    project.write(
        "datasets/areas/areas.csv",
        "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note\nP1,,One,province,,2000-01-01,,,invented,\nP2,,Two,province,,2000-01-01,,,invented,\n",
    );
    project.write(
        "datasets/areas/relations.csv",
        "date,kind,from_code,to_code,note,source\n",
    );
    project.write(
        "datasets/targets/targets.csv",
        "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note\n\
         t1,growth,P1,2024,2024,ge,0.10,ratio,,0,invented,,,,\n",
    );
    let (published_at, column) = if dated == "column" {
        (String::new(), "known_from = { column = \"published\" }\n")
    } else {
        (format!("published_at = \"{dated}\"\n"), "")
    };
    project.write(
        "datasets/firms.toml",
        format!(
            "kind = \"observations\"\ntitle = {{ en = \"firms\" }}\ndescription = {{ en = \"Invented.\" }}\nlicence = \"invented\"\ncitation = \"invented\"\n\n\
             [contract]\ndimensions = []\nvalue = {{ name = \"firms\", type = \"decimal\", unit = \"enterprises\" }}\nbasis = \"counted\"\n\n\
             [[source]]\nid = \"office\"\nfile = \"firms/*.csv\"\nformat = \"csv\"\n{published_at}\n[source.columns]\n\
             area_code = {{ column = \"area\" }}\nperiod = {{ column = \"period\" }}\nfirms = {{ column = \"value\" }}\n\
             status = {{ constant = \"final\" }}\n{column}"
        ),
    );
    project.write("pipelines/p.toml", PIPELINE);
    project
}

/// Puts a file at its place and runs on a day; the run must end well.
fn deliver(project: &mut Project, day: usize, file: &str, rows: &[&str]) -> String {
    let dated = rows.iter().all(|row| row.matches(',').count() == 3);
    let head = if dated {
        "area,period,value,published"
    } else {
        "area,period,value"
    };
    project.write(
        &format!("datasets/firms/{file}.csv"),
        format!("{head}\n{}\n", rows.join("\n")),
    );
    let told = project.at(DAYS[day]).chiso(&["run"]).exits(0);
    format!("{}{}", told.stdout, told.stderr)
}

/// Figure and verdict of 2024, as of a day or now.
fn said(project: &Project, as_of: &str) -> (String, String) {
    let mut args = vec![
        "scorecard",
        "--kpi",
        "growth",
        "--area",
        "P1",
        "--period",
        "2024",
    ];
    if !as_of.is_empty() {
        args.extend(["--as-of", as_of]);
    }
    let rows = project.rows(&args);
    let Some(row) = rows.first() else {
        return ("none".to_owned(), "none".to_owned());
    };
    let text = |column: &str| {
        row[column]
            .as_str()
            .map_or_else(|| row[column].to_string(), str::to_owned)
    };
    let verdict = text("verdict");
    (
        text("current_value"),
        if verdict == "not_assessable" {
            text("reason")
        } else {
            verdict
        },
    )
}

fn pair(value: &str, verdict: &str) -> (String, String) {
    (value.to_owned(), verdict.to_owned())
}

const BASE: &str = "P1,2023,1000,2024-03-01";

/// All that can be made again comes out the same from landing.
fn holds_from_landing(project: &Project) {
    let mut afresh = project.copied();
    let row = afresh
        .at(DAYS[4])
        .chiso(&["run", "--afresh", "--format", "json"])
        .exits(0)
        .rows()
        .remove(0);
    assert_eq!(
        row["new_release"],
        Value::from(false),
        "another release afresh"
    );
    let release = project.release().unwrap();
    project.chiso(&["release", "rebuild", &release]).exits(0);
}

#[test]
fn a_figure_that_the_next_delivery_does_not_hold_is_withdrawn_whatever_its_dates() {
    let mut project = office("column");
    deliver(
        &mut project,
        0,
        "a",
        &["P1,2022,900,2023-03-01", BASE, "P1,2024,1300,2025-03-01"],
    );
    assert_eq!(said(&project, ""), pair("1300", "met"));
    deliver(&mut project, 1, "a", &["P1,2022,900,2023-03-01", BASE]);
    assert_eq!(said(&project, ""), pair("null", "value_missing"));
    assert_eq!(
        said(&project, "2026-12-02"),
        pair("1300", "met"),
        "the past stays"
    );
    holds_from_landing(&project);
    // It has it again: in force again, from that landing.
    deliver(
        &mut project,
        2,
        "a",
        &["P1,2022,900,2023-03-01", BASE, "P1,2024,1300,2025-03-01"],
    );
    assert_eq!(said(&project, ""), pair("1300", "met"));
    assert_eq!(said(&project, "2026-12-04"), pair("null", "value_missing"));
    holds_from_landing(&project);
}

#[test]
fn a_b_a_ends_as_if_only_a_had_come_and_keeps_all_vintages() {
    let mut project = office("column");
    let (a, b) = ("P1,2024,1300,2025-03-01", "P1,2024,1050,2025-03-01");
    deliver(&mut project, 0, "a", &[BASE, a]);
    deliver(&mut project, 1, "a", &[BASE, b]);
    assert_eq!(said(&project, ""), pair("1050", "not_met"));
    deliver(&mut project, 2, "a", &[BASE, a]);
    assert_eq!(said(&project, ""), pair("1300", "met"));
    assert_eq!(
        [
            said(&project, "2025-03-02").0,
            said(&project, "2026-12-04").0
        ],
        ["1300", "1050"]
    );
    deliver(&mut project, 3, "a", &[BASE, b]);
    assert_eq!(said(&project, ""), pair("1050", "not_met"));
    let vintages = project.published("measures_history").len();
    assert_eq!(vintages, 5, "2023 once, 2024 four times");
    holds_from_landing(&project);
}

#[test]
fn a_date_that_is_corrected_downwards_does_not_bring_the_earlier_figure_back() {
    let mut project = office("column");
    deliver(&mut project, 0, "a", &[BASE, "P1,2024,1300,2025-03-01"]);
    deliver(&mut project, 1, "a", &[BASE, "P1,2024,1050,2025-02-01"]);
    assert_eq!(said(&project, ""), pair("1050", "not_met"));
    assert_eq!(said(&project, "2026-12-02"), pair("1300", "met"));
    assert_eq!(
        said(&project, "2025-02-15"),
        pair("null", "value_missing"),
        "the past is not rewritten"
    );
    // The same figure under an earlier date says nothing new.
    deliver(&mut project, 2, "a", &[BASE, "P1,2024,1050,2025-01-01"]);
    assert_eq!(said(&project, "2026-12-04"), pair("1050", "not_met"));
    holds_from_landing(&project);
}

#[test]
fn an_area_that_is_left_out_is_withdrawn_and_the_others_stay() {
    let mut project = office("column");
    let rows = [
        BASE,
        "P1,2024,1300,2025-03-01",
        "P2,2023,10,2024-03-01",
        "P2,2024,11,2025-03-01",
    ];
    deliver(&mut project, 0, "a", &rows);
    deliver(&mut project, 1, "a", &rows[2..]);
    assert_eq!(said(&project, ""), pair("null", "value_missing"));
    assert_eq!(project.score("growth", "P2", "2024")["current_value"], "11");
    holds_from_landing(&project);
}

#[test]
fn a_figure_that_moves_to_another_file_stays_and_one_that_was_replaced_does_not_come_back() {
    let mut project = office("column");
    let old = "P1,2024,1300,2025-03-01";
    deliver(&mut project, 0, "a", &[BASE, old]);
    deliver(&mut project, 1, "b", &["P1,2024,1300,2025-06-01"]);
    deliver(&mut project, 2, "a", &[BASE]);
    assert_eq!(
        said(&project, ""),
        pair("1300", "met"),
        "the other file still says it"
    );
    deliver(&mut project, 3, "b", &["P1,2024,1050,2025-09-01"]);
    assert_eq!(said(&project, ""), pair("1050", "not_met"));
    deliver(&mut project, 4, "b", &["P2,2024,5,2025-10-01"]);
    assert_eq!(
        said(&project, ""),
        pair("null", "value_missing"),
        "what was replaced is not in force again"
    );
    holds_from_landing(&project);
}

#[test]
fn a_file_that_is_edited_or_removed_says_nothing_of_its_siblings() {
    // The day of a figure is that of its landing.
    let mut project = office("2025-03-01");
    project.replace("datasets/firms.toml", "published_at = \"2025-03-01\"\n", "");
    deliver(&mut project, 0, "a", &["P1,2023,1000", "P1,2024,1300"]);
    deliver(&mut project, 1, "b", &["P1,2024,1050"]);
    assert_eq!(
        said(&project, ""),
        pair("1050", "not_met"),
        "a correction in a file of its own"
    );
    deliver(&mut project, 2, "b", &["P1,2024,1050", "P2,2024,5"]);
    assert_eq!(
        said(&project, ""),
        pair("1050", "not_met"),
        "the sibling is not new again"
    );
    deliver(&mut project, 3, "c", &["P2,2023,5"]);
    std::fs::remove_file(project.path("datasets/firms/b.csv")).unwrap();
    let told = project.at(DAYS[4]).chiso(&["run"]).exits(0);
    assert!(told.stderr.contains("file_gone") || told.stdout.contains("file_gone"));
    assert_eq!(
        said(&project, ""),
        pair("1050", "not_met"),
        "what the file said stays in use"
    );
    holds_from_landing(&project);
}

#[test]
fn a_constant_day_of_publication_is_believed_once() {
    let mut project = office("2025-03-01");
    deliver(&mut project, 0, "a", &["P1,2023,1000", "P1,2024,1300"]);
    assert_eq!(said(&project, "2025-03-02"), pair("1300", "met"));
    let told = deliver(
        &mut project,
        1,
        "a",
        &["P1,2023,1000", "P1,2024,1050", "P1,2025,7"],
    );
    assert!(
        told.contains("published_at_not_moved") && told.contains("2026-12-01 or later"),
        "{told}"
    );
    assert_eq!(
        [said(&project, "2025-03-02"), said(&project, "")],
        [pair("1300", "met"), pair("1050", "not_met")]
    );
    assert!(
        project
            .rows(&[
                "scorecard",
                "--area",
                "P1",
                "--period",
                "2025",
                "--as-of",
                "2026-12-02"
            ])
            .is_empty(),
        "a figure that came later"
    );
    let revisions = project.published("revisions");
    assert!(
        revisions.iter().any(|r| cell(r, "flipped") == "true"),
        "{revisions:?}"
    );
    holds_from_landing(&project);
    // The remedy works: the day of the second publication, and the first keeps its own.
    project.replace("datasets/firms.toml", "2025-03-01", "2026-12-02");
    project.at(DAYS[2]).chiso(&["run"]).exits(0);
    let told = project.chiso(&["run"]).exits(0);
    assert!(
        !told.stdout.contains("published_at_not_moved")
            && !told.stderr.contains("published_at_not_moved")
    );
    assert_eq!(
        ["2025-03-02", "2026-12-01", "2026-12-02"].map(|day| said(&project, day).0),
        ["1300", "1300", "1050"]
    );
    // A third file under the day of the second is known from its landing too.
    let told = deliver(
        &mut project,
        3,
        "a",
        &["P1,2023,1000", "P1,2024,1200", "P1,2025,7"],
    );
    assert!(told.contains("published_at_not_moved"), "{told}");
    assert_eq!(
        ["2026-12-02", "2026-12-06", "2026-12-07"].map(|day| said(&project, day).0),
        ["1300", "1050", "1200"]
    );
    holds_from_landing(&project);
}

#[test]
fn another_file_under_the_same_day_is_known_from_its_landing() {
    let mut project = office("2025-03-01");
    deliver(&mut project, 0, "a", &["P1,2023,1000"]);
    let told = deliver(&mut project, 1, "later", &["P1,2024,1300"]);
    assert!(told.contains("published_at_not_moved"), "{told}");
    assert_eq!(
        [
            said(&project, "2025-03-02").0,
            said(&project, "2026-12-03").0
        ],
        ["null", "1300"]
    );
}

#[test]
fn a_publication_in_the_future_is_refused() {
    let mut project = office("2062-02-01");
    project.write("datasets/firms/a.csv", "area,period,value\nP1,2023,1000\n");
    project
        .at(DAYS[0])
        .chiso(&["check"])
        .exits(6)
        .says("bad_known_from");
    let run = project.chiso(&["run"]);
    assert_ne!(run.code, Some(0));
    assert!(
        format!("{}{}", run.stdout, run.stderr)
            .contains("`2062-02-01` is after the file was fetched"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    // Once it is put right the file is used.
    project.replace("datasets/firms.toml", "2062", "2026");
    project.chiso(&["check"]).exits(0);
    project.chiso(&["run"]).exits(0);
    // A day given by every row is `published_at`.
    project.replace(
        "datasets/firms.toml",
        "status = {",
        "known_from = { constant = \"2026-02-01\" }\nstatus = {",
    );
    project
        .chiso(&["check"])
        .exits(6)
        .says("write it as `published_at` of the source");
}

#[test]
fn rows_of_one_delivery_that_differ_in_their_publication_are_vintages() {
    let mut project = office("column");
    deliver(
        &mut project,
        0,
        "a",
        &[
            BASE,
            "P1,2023,1010,2024-09-01",
            "P1,2024,1200,2025-02-01",
            "P1,2024,1050,2025-09-01",
        ],
    );
    assert_eq!(said(&project, ""), pair("1050", "not_met"));
    assert_eq!(said(&project, "2025-03-01"), pair("1200", "met"));
    // The next delivery of the table has one vintage more, and one of the past reads otherwise: the
    // past stays.
    deliver(
        &mut project,
        1,
        "a",
        &[
            BASE,
            "P1,2023,1010,2024-09-01",
            "P1,2024,1199,2025-02-01",
            "P1,2024,1050,2025-09-01",
            "P1,2024,1300,2026-01-01",
        ],
    );
    assert_eq!(
        ["2025-03-01", "2025-10-01", "2026-02-01", ""].map(|day| said(&project, day).0),
        ["1200", "1050", "1300", "1300"]
    );
    holds_from_landing(&project);
    // Two rows of one vintage that disagree are still no figure, and a vintage is no dimension.
    project.replace(
        "datasets/firms.toml",
        "basis = ",
        "quarantine_limit = \"50 %\"\nbasis = ",
    );
    deliver(
        &mut project,
        2,
        "a",
        &[
            BASE,
            "P1,2024,1,2026-02-01",
            "P1,2024,2,2026-02-01",
            "P2,2024,1,2026-02-01",
            "P2,2023,1,2026-02-01",
        ],
    );
    project.replace(
        "datasets/firms.toml",
        "dimensions = []",
        "dimensions = [{ name = \"vintage\" }]",
    );
    project.replace(
        "datasets/firms.toml",
        "status = {",
        "vintage = { column = \"published\" }\nstatus = {",
    );
    project
        .chiso(&["check"])
        .exits(6)
        .says("vintages would be added up");
}

/// The office with a contract that has more to say.
fn strict(dated: &str, limit: &str, checks: &str) -> Project {
    let project = office(dated);
    project.replace(
        "datasets/firms.toml",
        "basis = ",
        &format!("quarantine_limit = \"{limit}\"\nchecks = [{checks}]\nbasis = "),
    );
    project
}

/// Reasons of the growth of an area in a year.
fn reasons(project: &Project, area: &str, period: &str) -> String {
    project.score("growth", area, period)["reasons"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_figure_that_came_and_was_not_accepted_is_quarantined_and_not_missing() {
    let mut project = strict("column", "60 %", "");
    let rows = [
        "P2,2023,10,2024-03-01",
        "P2,2024,11,2025-03-01",
        BASE,
        "P1,2024,1.3OO,2025-03-01",
    ];
    deliver(&mut project, 0, "a", &rows);
    assert_eq!(reasons(&project, "P1", "2024"), "quarantined;value_missing");
    // The year after has no base: it came and was not accepted.
    deliver(
        &mut project,
        1,
        "b",
        &["P1,2025,1400,2026-03-01", "P2,2025,12,2026-03-01"],
    );
    assert_eq!(reasons(&project, "P1", "2025"), "quarantined;base_missing");
    assert_eq!(reasons(&project, "P2", "2025"), "");
    let args = ["explain", "growth", "--area", "P1", "--period", "2024"];
    project
        .chiso(&args)
        .exits(0)
        .says("1.3OO")
        .says("not_a_number")
        .says("chiso quarantine show q")
        .says("received but quarantined");
    let covered = project.rows(&["coverage", "--kpi", "growth", "--period", "2024"]);
    assert!(
        format!("{covered:?}").contains("quarantined"),
        "{covered:?}"
    );
    // Two figures for one key: neither is used, and that is reported.
    deliver(
        &mut project,
        2,
        "a",
        &[
            "P2,2023,10,2024-03-01",
            "P2,2024,11,2025-03-01",
            BASE,
            "P1,2024,1,2026-12-02",
            "P1,2024,2,2026-12-02",
        ],
    );
    assert_eq!(reasons(&project, "P1", "2024"), "quarantined;value_missing");
    holds_from_landing(&project);
    // Once it is right it counts.
    deliver(
        &mut project,
        3,
        "a",
        &[
            "P2,2023,10,2024-03-01",
            "P2,2024,11,2025-03-01",
            BASE,
            "P1,2024,1300,2026-12-06",
        ],
    );
    assert_eq!(
        [
            reasons(&project, "P1", "2024"),
            reasons(&project, "P1", "2025")
        ],
        ["", ""]
    );
}

#[test]
fn a_doubted_revision_leaves_the_figure_before_it_in_force() {
    let mut project = strict(
        "column",
        "60 %",
        "{ rule = \"large_change\", at_most = \"50 %\" }",
    );
    deliver(&mut project, 0, "a", &[BASE, "P1,2024,1300,2025-03-01"]);
    deliver(&mut project, 1, "a", &[BASE, "P1,2024,9300,2026-03-01"]);
    assert_eq!(said(&project, ""), pair("1300", "met"));
    holds_from_landing(&project);
}

#[test]
fn checks_hold_a_delivery_against_the_others_of_its_dataset() {
    let check = "{ rule = \"large_change\", at_most = \"50 %\" }";
    // Both years in files of their own, landed at once, in two runs, and the later year first: one
    // of them is held back each time.
    let years = [
        ("x", "P1,2023,1000,2024-03-01", "P2,2023,10,2024-03-01"),
        ("y", "P1,2024,9000,2025-03-01", "P2,2024,11,2025-03-01"),
    ];
    let file = |project: &Project, (name, one, two): (&str, &str, &str)| {
        project.write(
            &format!("datasets/firms/{name}.csv"),
            format!("area,period,value,published\n{one}\n{two}\n"),
        );
    };
    let mut at_once = strict("column", "60 %", check);
    for year in years {
        file(&at_once, year);
    }
    at_once
        .at(DAYS[0])
        .chiso(&["run"])
        .exits(0)
        .complains("large_change");
    assert_eq!(reasons(&at_once, "P1", "2024"), "quarantined;value_missing");
    holds_from_landing(&at_once);
    let mut in_order = strict("column", "60 %", check);
    file(&in_order, years[0]);
    in_order.at(DAYS[0]).chiso(&["run"]).exits(0);
    file(&in_order, years[1]);
    in_order
        .at(DAYS[1])
        .chiso(&["run"])
        .exits(0)
        .complains("large_change");
    assert_eq!(
        reasons(&in_order, "P1", "2024"),
        "quarantined;value_missing"
    );
    assert_eq!(
        in_order.score("growth", "P2", "2024")["reason"],
        Value::Null
    );
    holds_from_landing(&in_order);
    let mut backwards = strict("column", "60 %", check);
    file(&backwards, years[1]);
    backwards.at(DAYS[0]).chiso(&["run"]).exits(0);
    file(&backwards, years[0]);
    backwards
        .at(DAYS[1])
        .chiso(&["run"])
        .exits(0)
        .complains("large_change");
    assert_eq!(
        reasons(&backwards, "P1", "2024"),
        "quarantined;base_missing"
    );
    holds_from_landing(&backwards);
    // Somebody has asked: both are right.
    backwards.replace(
        "datasets/firms.toml",
        "at_most = \"50 %\"",
        "at_most = \"50 %\", confirmed = [{ area_code = \"P1\", period = \"2023\" }]",
    );
    backwards.at(DAYS[2]).chiso(&["run"]).exits(0);
    assert_eq!(said(&backwards, ""), pair("9000", "met"));
}

#[test]
fn a_form_that_repeats_the_year_before_is_seen_in_another_file() {
    let mut project = office("column");
    project.replace(
        "datasets/firms.toml",
        "dimensions = []",
        "dimensions = [{ name = \"kind\", one_of = [\"a\", \"b\", \"c\"] }]",
    );
    project.replace(
        "datasets/firms.toml",
        "basis = ",
        "quarantine_limit = \"60 %\"\nchecks = [{ rule = \"repeats_previous_year\", at_least = 3 \
            }]\nbasis = ",
    );
    project.replace(
        "datasets/firms.toml",
        "status = {",
        "kind = { column = \"kind\" }\nstatus = {",
    );
    let form = |area: &str, year: u32, figures: [u32; 3]| {
        let rows = figures
            .iter()
            .zip(["a", "b", "c"])
            .map(|(n, kind)| format!("{area},{year},{kind},{n},{}-03-01\n", year + 1));
        rows.collect::<String>()
    };
    let write = |project: &Project, name: &str, forms: &[String]| {
        project.write(
            &format!("datasets/firms/{name}.csv"),
            format!("area,period,kind,value,published\n{}", forms.concat()),
        );
    };
    write(
        &project,
        "y2023",
        &[form("P1", 2023, [5, 6, 7]), form("P2", 2023, [1, 2, 3])],
    );
    project.at(DAYS[0]).chiso(&["run"]).exits(0);
    write(
        &project,
        "y2024",
        &[form("P1", 2024, [5, 6, 7]), form("P2", 2024, [1, 2, 4])],
    );
    project
        .at(DAYS[1])
        .chiso(&["run"])
        .exits(0)
        .complains("repeats_previous_year");
    assert_eq!(
        [
            reasons(&project, "P1", "2024"),
            reasons(&project, "P2", "2024")
        ],
        ["quarantined;value_missing", ""]
    );
    holds_from_landing(&project);
}

#[test]
fn a_run_without_a_look_at_the_sources_says_the_same_after_a_source_was_renamed() {
    let mut project = office("column");
    deliver(
        &mut project,
        0,
        "a",
        &[
            BASE,
            "P1,2024,1300,2025-03-01",
            "P1,2025,1400,2026-03-01",
            "P1,2022,,2023-03-01",
        ],
    );
    project.replace("datasets/firms.toml", "id = \"office\"", "id = \"bureau\"");
    project.at(DAYS[1]).chiso(&["run"]).exits(0);
    let (release, before) = (project.release(), project.published("scorecard"));
    project
        .at(DAYS[2])
        .chiso(&["run", "--offline", "--afresh"])
        .exits(0);
    assert_eq!(
        (project.release(), project.published("scorecard")),
        (release, before)
    );
}

#[test]
fn a_multiple_of_the_dong_as_a_unit_of_its_own_is_remarked_on() {
    let project = office("column");
    project.write(
        "datasets/firms/a.csv",
        format!("area,period,value,published\n{BASE}\n"),
    );
    project.replace(
        "datasets/firms.toml",
        "unit = \"enterprises\"",
        "unit = \"tỷ đồng\"",
    );
    project
        .chiso(&["check"])
        .exits(0)
        .says("is 10^9 `vnd`")
        .says("unit_mult = 9");
}

#[test]
fn two_files_that_disagree_at_one_moment_are_a_conflict_and_not_a_choice() {
    // A copy that a browser or a colleague made, with an older figure in it.
    for copy in ["a (1)", "Copy of a", "z"] {
        let mut project = office("2025-03-01");
        project.write(
            "datasets/firms/a.csv",
            "area,period,value\nP1,2023,1000\nP1,2024,1300\nP2,2024,7\n",
        );
        project.write(
            &format!("datasets/firms/{copy}.csv"),
            "area,period,value\nP1,2023,1000\nP1,2024,1050\nP2,2024,7\n",
        );
        project.at(DAYS[0]).chiso(&["run"]).exits(0);
        assert_eq!(reasons(&project, "P1", "2024"), "source_conflict", "{copy}");
        assert_eq!(
            reasons(&project, "P2", "2024"),
            "base_missing",
            "what both say is no conflict"
        );
        holds_from_landing(&project);
        // What is landed later settles it.
        project.write(
            &format!("datasets/firms/{copy}.csv"),
            "area,period,value\nP2,2024,7\nP1,2024,1300\nP1,2023,1000\n",
        );
        project.at(DAYS[1]).chiso(&["run"]).exits(0);
        assert_eq!(said(&project, ""), pair("1300", "met"), "{copy}");
        holds_from_landing(&project);
    }
}

#[test]
fn of_two_files_at_one_moment_a_figure_comes_before_none_and_a_later_landing_before_both() {
    let mut project = office("column");
    project.write(
        "datasets/firms/a.csv",
        format!("area,period,value,published\n{BASE}\nP1,2024,,2025-03-01\n"),
    );
    project.write(
        "datasets/firms/b.csv",
        "area,period,value,published\nP1,2024,1300,2025-03-01\n",
    );
    project.at(DAYS[0]).chiso(&["run"]).exits(0);
    assert_eq!(said(&project, ""), pair("1300", "met"));
    project.write(
        "datasets/firms/c.csv",
        "area,period,value,published\nP1,2024,1050,2025-03-01\n",
    );
    project.at(DAYS[1]).chiso(&["run"]).exits(0);
    assert_eq!(said(&project, ""), pair("1050", "not_met"));
    // Another day of publication decides, in whatever order they were landed.
    project.write(
        "datasets/firms/d.csv",
        "area,period,value,published\nP1,2024,1400,2025-02-01\n",
    );
    project.at(DAYS[2]).chiso(&["run"]).exits(0);
    assert_eq!(said(&project, ""), pair("1050", "not_met"));
    holds_from_landing(&project);
}

/// An office whose figures may be withheld.
fn withholding() -> Project {
    let project = office("column");
    let csv = "format = \"csv\"";
    project.replace(
        "datasets/firms.toml",
        csv,
        &format!("{csv}\nsuppressed = [\"c\"]"),
    );
    project
}

/// The same, whose rows say on which day their areas are.
fn by_day() -> Project {
    let project = withholding();
    let mapped = "status = { constant = \"final\" }";
    let dated = format!("{mapped}\narea_date = {{ column = \"as_of\" }}");
    project.replace("datasets/firms.toml", mapped, &dated);
    project
}

const HEAD: &str = "area,period,value,published,as_of\n";
const FIGURES: &str = "P1,2023,1000,2024-03-01,2023-12-31\nP1,2024,1300,2025-03-01,2024-01-01\n";
const WITHHELD: &str = "P1,2024,c,2025-03-01,2024-12-31\n";

#[test]
fn a_figure_that_is_withheld_at_the_same_moment_is_not_used() {
    // In another file, whichever comes first by name.
    for [first, second] in [["c", "1300"], ["1300", "c"]] {
        let mut project = withholding();
        let file = |value: &str| {
            format!("area,period,value,published\n{BASE}\nP1,2024,{value},2025-03-01\n")
        };
        project.write("datasets/firms/a.csv", file(first));
        project.write("datasets/firms/b.csv", file(second));
        project.at(DAYS[0]).chiso(&["run"]).exits(0);
        assert_eq!(said(&project, ""), pair("null", "suppressed"));
        holds_from_landing(&project);
        // What is landed later settles it.
        let later = format!("{}P2,2024,7,2025-03-01\n", file("1300"));
        project.write("datasets/firms/c.csv", later);
        project.at(DAYS[1]).chiso(&["run"]).exits(0);
        assert_eq!(said(&project, ""), pair("1300", "met"));
        holds_from_landing(&project);
    }
    // By the areas of another day, in another file.
    let mut project = by_day();
    project.write("datasets/firms/a.csv", format!("{HEAD}{FIGURES}"));
    let other = "P2,2024,5,2025-03-01,2024-12-31\n";
    project.write("datasets/firms/b.csv", format!("{HEAD}{other}{WITHHELD}"));
    project.at(DAYS[0]).chiso(&["run"]).exits(0);
    assert_eq!(said(&project, ""), pair("null", "suppressed"));
    holds_from_landing(&project);
}

#[test]
fn two_days_of_the_same_land_are_one_key() {
    let mut project = by_day();
    project.write("datasets/firms/a.csv", format!("{HEAD}{FIGURES}{WITHHELD}"));
    project.at(DAYS[0]).chiso(&["run"]).exits(4).complains(
        "row 4 has the same key (P1, 2024, office) and says that the figure is withheld",
    );
}

/// A dataset with a check and one source per year, as offices declare wide tables and yearly files.
fn source_a_year(check: &str, more: &str) -> Project {
    let project = strict("column", "60 %", check);
    project.replace("datasets/firms.toml", "firms/*.csv", "firms/y2023.csv");
    project.replace(
        "datasets/firms.toml",
        "status = {",
        &format!("{more}\nstatus = {{"),
    );
    let second = format!(
        "\n[[source]]\nid = \"bureau\"\nfile = \"firms/y2024.csv\"\nformat = \"csv\"\n[source.columns]\narea_code = {{ column = \"area\" }}\n\
         period = {{ column = \"period\" }}\nfirms = {{ column = \"value\" }}\n{more}\nstatus = {{ constant = \"final\" }}\n\
         known_from = {{ column = \"published\" }}\n"
    );
    project.write(
        "datasets/firms.toml",
        format!("{}{second}", project.read("datasets/firms.toml")),
    );
    project
}

#[test]
fn checks_hold_figures_of_one_series_against_each_other_whatever_the_source() {
    let write = |project: &Project, year: &str, rows: &str| {
        project.write(
            &format!("datasets/firms/y{year}.csv"),
            format!("area,period,value,published\n{rows}"),
        );
    };
    let far = "P1,2024,9000,2025-03-01\nP2,2024,11,2025-03-01\n";
    let before = "P1,2023,1000,2024-03-01\nP2,2023,10,2024-03-01\n";
    let large = "{ rule = \"large_change\", at_most = \"50 %\" }";
    let mut project = source_a_year(large, "");
    write(&project, "2023", before);
    write(&project, "2024", far);
    project
        .at(DAYS[0])
        .chiso(&["run"])
        .exits(0)
        .complains("large_change");
    assert_eq!(
        [
            reasons(&project, "P1", "2024"),
            reasons(&project, "P2", "2024")
        ],
        ["quarantined;value_missing", ""]
    );
    holds_from_landing(&project);
    // A better rank is another series.
    let mut ranked = source_a_year(large, "rank = { column = \"rank\" }");
    for (year, rows, rank) in [("2023", before, 1), ("2024", far, 2)] {
        let rows = rows.replace('\n', &format!(",{rank}\n"));
        ranked.write(
            &format!("datasets/firms/y{year}.csv"),
            format!("area,period,value,published,rank\n{rows}"),
        );
    }
    ranked.at(DAYS[0]).chiso(&["run"]).exits(0);
    assert_eq!(reasons(&ranked, "P1", "2024"), "series_mixed");
    // A year to date of another source that falls.
    let mut to_date = source_a_year(
        "{ rule = \"cumulative_falls\" }",
        "span = { constant = \"ytd\" }",
    );
    write(
        &to_date,
        "2023",
        "P1,2024-03,300,2024-04-05\nP2,2024-03,30,2024-04-05\n",
    );
    write(
        &to_date,
        "2024",
        "P1,2024-06,60,2024-07-05\nP2,2024-06,60,2024-07-05\n",
    );
    to_date
        .at(DAYS[0])
        .chiso(&["run"])
        .exits(0)
        .complains("the year to date falls from 300 in 2024-03 to 60 in 2024-06");
    // A whole of one source and parts of another.
    let parts = "{ rule = \"parts_differ\", dimension = \"kind\", whole = \"all\", parts = [\"a\", \
        \"b\"], within = \"1\" }";
    let mut parted = source_a_year(parts, "kind = { column = \"kind\" }");
    parted.replace(
        "datasets/firms.toml",
        "dimensions = []",
        "dimensions = [{ name = \"kind\", one_of = [\"all\", \"a\", \"b\"] }]",
    );
    parted.replace(
        "pipelines/p.toml",
        "sum(firms)\"",
        "sum(firms)\"\nwhere = \"kind = 'all'\"",
    );
    let kinds = |project: &Project, year: &str, rows: &str| {
        project.write(
            &format!("datasets/firms/y{year}.csv"),
            format!("area,period,kind,value,published\n{rows}"),
        );
    };
    kinds(
        &parted,
        "2023",
        "P1,2024,all,100,2025-03-01\nP2,2024,all,100,2025-03-01\n",
    );
    kinds(
        &parted,
        "2024",
        "P1,2024,a,50,2025-03-01\nP1,2024,b,10,2025-03-01\nP2,2024,a,50,2025-03-01\nP2,2024,b,50,2025-03-01\n",
    );
    parted
        .at(DAYS[0])
        .chiso(&["run"])
        .exits(0)
        .complains("the parts add up to 60 and `all` is 100");
}

#[test]
fn checks_follow_a_place_that_gets_another_code() {
    let mut project = strict(
        "column",
        "60 %",
        "{ rule = \"large_change\", at_most = \"50 %\" }",
    );
    project.replace(
        "datasets/areas/areas.csv",
        "P1,,One,province,,2000-01-01,,",
        "P1,,One,province,,2000-01-01,2023-12-31,",
    );
    project.replace(
        "datasets/areas/areas.csv",
        "P2,,Two",
        "P9,,One,province,,2024-01-01,,,invented,\nP2,,Two",
    );
    project.write(
        "datasets/areas/relations.csv",
        "date,kind,from_code,to_code,note,source\n2024-01-01,rename,P1,P9,,invented\n",
    );
    project.write(
        "datasets/targets/targets.csv",
        project
            .read("datasets/targets/targets.csv")
            .replace(",P1,", ",P9,"),
    );
    deliver(&mut project, 0, "y2023", &[BASE, "P2,2023,10,2024-03-01"]);
    let run = deliver(
        &mut project,
        1,
        "y2024",
        &["P9,2024,9000,2025-03-01", "P2,2024,11,2025-03-01"],
    );
    assert!(run.contains("large_change"), "{run}");
    assert_eq!(reasons(&project, "P9", "2024"), "quarantined;value_missing");
    holds_from_landing(&project);
}

#[test]
fn a_quarantined_figure_is_none_of_a_quarter_a_year_to_date_a_share_or_a_place() {
    let mut project = strict("column", "60 %", "");
    let measure = "[[measure]]\nid = \"firms\"\ntitle = { en = \"firms\" }\n";
    project.replace(
        "pipelines/p.toml",
        measure,
        &format!("{measure}periods = [\"quarter\", \"ytd\"]\nover_time = \"sum\"\n"),
    );
    let more = "\n[[kpi]]\nid = \"place\"\ntitle = { en = \"place\" }\nkind = \"rank\"\nmeasure = \
        \"firms\"\nlevel = \"province\"\nbetter = \"high\"\n";
    project.write("pipelines/p.toml", project.read("pipelines/p.toml") + more);
    let rows = [
        "P1,2024-01,10,2024-02-05",
        "P1,2024-02,1O,2024-03-05",
        "P1,2024-03,12,2024-04-05",
        "P2,2024-02,5,2024-03-05",
    ];
    deliver(&mut project, 0, "a", &rows);
    let reason = |kpi: &str, period: &str, span: &str| -> String {
        let rows = project.rows(&[
            "scorecard",
            "--kpi",
            kpi,
            "--area",
            "P1",
            "--period",
            period,
        ]);
        let row = rows
            .iter()
            .find(|r| r["span"].as_str() == Some(span))
            .unwrap_or_else(|| panic!("{kpi} {period} {span}: {rows:?}"));
        row["reason"].as_str().unwrap_or_default().to_owned()
    };
    for (period, span) in [
        ("2024-02", "period"),
        ("2024-02", "ytd"),
        ("2024-03", "ytd"),
        ("2024-Q1", "period"),
    ] {
        assert_eq!(
            [
                reason("growth", period, span),
                reason("place", period, span)
            ],
            ["quarantined", "quarantined"],
            "{period} {span}"
        );
    }
    assert_eq!(
        reason("growth", "2024-03", "period"),
        "base_missing",
        "a month that came is itself"
    );
}
