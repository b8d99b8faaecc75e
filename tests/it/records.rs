//! Datasets of records: receipts as a treasury delivers them, from the file to the figure, its
//! corrections, what is quarantined, and what was known before.

mod again;
mod coverage;
mod silent;

use crate::support::{Project, cell, field};
use std::fmt::Write as _;

const AREAS: &str = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note
01,Hà Nội,Ha Noi,province,,2000-01-01,,,invented,
02,,Ashford,province,,2000-01-01,2025-06-30,,invented,
03,,Barton,province,,2000-01-01,2025-06-30,,invented,
04,,Ashbarton,province,,2025-07-01,,,invented,
";
const COMMON: &str =
    "title = { en = \"invented\" }\nlicence = \"invented\"\ncitation = \"invented\"\n";
const RECORDS: &str = r#"
[records]
key = ["receipt"]
date = "paid_on"
periods = ["month", "year"]
quarantine_limit = "40 %"
column = [
  { name = "receipt", type = "text" },
  { name = "paid_on", type = "date" },
  { name = "kind", type = "code", one_of = ["tax", "fee"] },
  { name = "amount", type = "decimal", scale = 2, min = "0", unit = "VND" },
]

[[source]]
id = "treasury"
file = "receipts/*.csv"
format = "csv"
[source.columns]
area_code = { column = "Province" }
receipt = { column = "No" }
paid_on = { column = "Day" }
kind = { column = "Kind" }
amount = { column = "Amount" }
"#;
const HEADER: &str = "No,Day,Province,Kind,Amount\n";

/// A treasury of four provinces, two of which were merged; `measures` are (id, value, where), and
/// the growth of the first is a KPI.
fn treasury(measures: &[(&str, &str, &str)]) -> Project {
    let mut project = Project::empty();
    project.at("2025-03-05T03:00:00Z");
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
    project.write("datasets/receipts.toml", dataset);
    let mut pipeline = "title = { en = \"p\" }\n".to_owned();
    for (id, value, filter) in measures {
        let _ = write!(
            pipeline,
            "[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"{id}\" }}\n\
             [[measure.source]]\ndataset = \"receipts\"\nvalue = \"{value}\"\n"
        );
        if !filter.is_empty() {
            let _ = writeln!(pipeline, "where = \"{filter}\"");
        }
    }
    if let Some((first, ..)) = measures.first() {
        let _ = write!(
            pipeline,
            "[[kpi]]\nid = \"growth\"\ntitle = {{ en = \"growth\" }}\nkind = \"growth\"\n\
             measure = \"{first}\"\n"
        );
    }
    project.write("pipelines/p.toml", pipeline);
    project
}

fn deliver(project: &Project, file: &str, rows: &str) {
    project.write(
        &format!("datasets/receipts/{file}.csv"),
        format!("{HEADER}{rows}"),
    );
}

/// `measure area period value flags` of every figure.
fn figures(project: &Project) -> Vec<String> {
    let rows = project.published("measures");
    let show = |row: &crate::support::Row| {
        let parts = ["measure", "area_code", "period", "value", "flags"];
        let parts = parts.map(|name| cell(row, name).to_owned());
        parts.join(" ").trim_end().to_owned()
    };
    rows.iter().map(show).collect()
}

const JANUARY: &str = "r1,2025-01-10,01,tax,100.50
r2,2025-01-31,Hà Nội,fee,9.50
r3,2025-02-03,01,tax,40
";

#[test]
fn receipts_become_figures_and_a_known_key_again_is_a_correction() {
    let mut project = treasury(&[
        ("paid", "sum(amount)", ""),
        ("taxes", "count(receipt)", "kind = 'tax'"),
        ("largest", "max(amount)", ""),
    ]);
    deliver(&project, "2025-02", JANUARY);
    project
        .run()
        .exits(0)
        .says("3 records read = 3 accepted + 0 quarantined");
    assert_eq!(
        figures(&project),
        [
            "largest 01 2025 100.5 to_date",
            "largest 01 2025-01 100.5",
            "largest 01 2025-02 40",
            "paid 01 2025 150 to_date",
            "paid 01 2025-01 110",
            "paid 01 2025-02 40",
            "taxes 01 2025 2 to_date",
            "taxes 01 2025-01 1",
            "taxes 01 2025-02 1",
        ]
    );
    project.run().exits(0).says("nothing new");
    project.at("2025-04-05T03:00:00Z");
    deliver(
        &project,
        "2025-03",
        "r1,2025-01-10,01,tax,110.50\nr4,2025-03-01,01,fee,5\n",
    );
    project.run().exits(0);
    let now = figures(&project);
    assert!(now.contains(&"paid 01 2025-01 120".to_owned()), "{now:?}");
    assert!(
        now.contains(&"paid 01 2025 165 to_date".to_owned()),
        "{now:?}"
    );
    assert!(
        now.contains(&"taxes 01 2025 2 to_date".to_owned()),
        "{now:?}"
    );
    let before = project.rows(&[
        "query",
        "--as-of",
        "2025-03-31",
        "select value from measures where measure = 'paid' and period = '2025-01'",
    ]);
    assert_eq!(field(&before[0], "value"), "110");
    let listed = project.rows(&[
        "query",
        "select receipt, amount, _row from receipts where paid_on < '2025-02-01' order by receipt",
    ]);
    let shown: Vec<String> = listed
        .iter()
        .map(|r| format!("{} {}", field(r, "receipt"), field(r, "_row")))
        .collect();
    assert_eq!(shown, ["r1 2", "r2 3"]);
    // Of a cluster that is away nothing is published, unless the project goes on without it.
    let lake = "lake = \"lake\"\n";
    let engine = format!("{lake}[engine]\nspark = \"sc://127.0.0.1:1\"\n");
    project.replace("chiso.toml", lake, &engine);
    project
        .chiso(&["run", "--afresh"])
        .exits(1)
        .complains("chiso.toml, `engine.spark`: the server `sc://127.0.0.1:1` cannot be reached");
    let fallback = format!("{engine}fallback = \"embedded\"\n");
    project.replace("chiso.toml", &engine, &fallback);
    project.chiso(&["run", "--afresh"]).exits(0).complains(
        "[engine_away]: chiso.toml, column `engine.fallback`: the records of `receipts`",
    );
    assert_eq!(figures(&project), now);
}

#[test]
fn a_month_that_is_delivered_again_replaces_what_was_said_of_it() {
    let mut project = treasury(&[("paid", "sum(amount)", "")]);
    project.replace(
        "datasets/receipts.toml",
        "periods = ",
        "delivers = \"replace\"\nperiods = ",
    );
    deliver(&project, "2025-02", JANUARY);
    project.run().exits(0);
    project.at("2025-04-05T03:00:00Z");
    // February again, without r3; March for the first time; of January nothing.
    deliver(
        &project,
        "2025-03",
        "r5,2025-02-10,01,tax,7\nr4,2025-03-01,01,fee,5\n",
    );
    project.run().exits(0);
    assert_eq!(
        figures(&project),
        [
            "paid 01 2025 122 to_date",
            "paid 01 2025-01 110",
            "paid 01 2025-02 7",
            "paid 01 2025-03 5",
        ]
    );
    let before = project.rows(&[
        "query",
        "--as-of",
        "2025-03-31",
        "select value from measures where measure = 'paid' and period = '2025-02'",
    ]);
    assert_eq!(field(&before[0], "value"), "40");
    let listed = project.rows(&["query", "select receipt from receipts order by receipt"]);
    let shown: Vec<String> = listed.iter().map(|r| field(r, "receipt")).collect();
    assert_eq!(shown, ["r1", "r2", "r4", "r5"]);
}

#[test]
fn a_figure_of_records_is_traced_to_the_lines_of_its_deliveries() {
    let mut project = treasury(&[("paid", "sum(amount)", "kind = 'tax'")]);
    let before = "p1,2024-01-09,01,tax,50\n";
    deliver(&project, "2025-02", &format!("{before}{JANUARY}"));
    project.run().exits(0);
    project.at("2025-04-05T03:00:00Z");
    deliver(
        &project,
        "2025-03",
        "r1,2025-01-10,01,tax,110.50\nr4,2025-01-12,01,tax,5\n",
    );
    project.run().exits(0);
    let args = [
        "explain", "growth", "--area", "01", "--period", "2025-01", "--format", "csv",
    ];
    let told = project.chiso(&args).exits(0).stdout;
    for part in [
        "50,vnd",
        "115.5,vnd",
        "records=1 rows=3-3",
        "records=2 rows=2-3",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let verified = project.chiso(&[
        "explain", "growth", "--area", "01", "--period", "2025-01", "--verify",
    ]);
    verified.exits(0);
}

#[test]
fn a_record_at_fault_leaves_no_figure_that_it_may_be_part_of() {
    let project = treasury(&[
        ("taxes", "sum(amount)", "kind = 'tax'"),
        ("fees", "sum(amount)", "kind = 'fee'"),
    ]);
    deliver(
        &project,
        "2025-02",
        &format!("{JANUARY}r4,2025-01-11,01,tax,-3\n"),
    );
    project.run().exits(0).complains("out_of_range");
    let found = figures(&project);
    for wanted in [
        "fees 01 2025-01 9.5",
        "fees 01 2025-02 0",
        "taxes 01 2025-01",
        "taxes 01 2025-02 40",
    ] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
    let listed = project.rows(&["quarantine", "list", "receipts"]);
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (field(&listed[0], "row"), field(&listed[0], "col")),
        ("5".to_owned(), "Amount".to_owned())
    );
}

#[test]
fn too_many_records_at_fault_refuse_the_delivery() {
    let project = treasury(&[("paid", "sum(amount)", "")]);
    deliver(
        &project,
        "a",
        "r1,2025-01-10,01,tax,1\nr2,2025-01-10,99,tax,1\nr3,2025-01-41,01,tax,1\n",
    );
    let outcome = project.chiso(&["run"]);
    outcome
        .complains("2 of 3 records are bad")
        .complains("`99` is no area on 2025-01-10");
}

#[test]
fn areas_that_were_merged_are_added_up_and_a_merger_breaks_what_does_not_add_up() {
    let project = treasury(&[
        ("paid", "sum(amount)", ""),
        ("median", "median(amount)", ""),
    ]);
    deliver(
        &project,
        "a",
        "r1,2025-02-10,02,tax,1\nr2,2025-02-11,03,tax,2\nr3,2025-07-01,04,tax,4\n",
    );
    let mut project = project;
    project.at("2026-01-05T03:00:00Z");
    project.run().exits(0);
    let found = figures(&project);
    for wanted in [
        "paid 04 2025-02 3 boundary_rebased",
        "paid 04 2025-07 4",
        "median 04 2025-07 4",
        "median 04 2025-02  boundary_rebased",
    ] {
        assert!(found.contains(&wanted.to_owned()), "{wanted}: {found:?}");
    }
}

/// An area without records has none.
fn lists_all(project: &Project) {
    project.replace(
        "datasets/receipts.toml",
        "quarantine_limit = \"40 %\"",
        "quarantine_limit = \"0 %\"\nlists_all = true",
    );
}

/// A month without records has none.
fn empty_months(project: &Project) {
    let periods = "periods = ";
    let with = "empty_months = true\nperiods = ";
    project.replace("datasets/receipts.toml", periods, with);
}

/// Puts the provinces into a country.
fn in_a_country(project: &Project) {
    let below: String = AREAS
        .lines()
        .map(|line| line.replace(",province,,", ",province,VN,") + "\n")
        .collect();
    let country = "VN,,Viet Nam,country,,2000-01-01,,,invented,\n";
    project.write("datasets/areas/areas.csv", format!("{below}{country}"));
}

/// Two provinces became one within the year, and neither the median of the medians nor that of what
/// is whole is the country's: of 1, 2, 5 and 10 it is 3.5.
#[test]
fn the_median_of_a_country_is_that_of_all_records_of_its_provinces() {
    let mut project = treasury(&[
        ("usual", "median(amount)", ""),
        ("kinds", "count_distinct(kind)", ""),
    ]);
    in_a_country(&project);
    lists_all(&project);
    empty_months(&project);
    for id in ["usual", "kinds"] {
        let declared = format!("id = \"{id}\"\n");
        let with = format!("{declared}records_of = \"province\"\n");
        project.replace("pipelines/p.toml", &declared, &with);
    }
    let before = "o1,2024-05-01,01,tax,2\no2,2024-05-02,02,tax,4\n";
    let now = "r1,2025-02-10,01,tax,1\nr2,2025-02-11,02,fee,2\nr3,2025-02-12,03,tax,5\n\
        r4,2025-08-01,04,tax,10\n";
    deliver(&project, "a", &format!("{before}{now}"));
    project.at("2026-01-05T03:00:00Z");
    project.run().exits(0);
    let found = figures(&project);
    let of_country: Vec<&str> = { found.iter().map(String::as_str) }
        .filter(|f| f.contains(" VN 202") && !f.contains('-'))
        .collect();
    let wanted = [
        "kinds VN 2024 1",
        "kinds VN 2025 2",
        "usual VN 2024 3",
        "usual VN 2025 3.5",
    ];
    assert_eq!(of_country, wanted);
    let explain = ["explain", "growth", "--area", "VN", "--period", "2025"];
    let said = project.chiso(&explain).exits(0).stdout;
    for area in ["Hà Nội (01)", "Ashford (02)", "Ashbarton (04)"] {
        assert!(said.contains(area), "{area}\n{said}");
    }
    let verify: Vec<&str> = explain.into_iter().chain(["--verify"]).collect();
    project.chiso(&verify).exits(0);
    // A record that is booked on the country is one more of the country: of 2, 4 and 77 it is 4.
    deliver(&project, "b", "v1,2024-06-01,VN,tax,77\n");
    project.run().exits(0);
    let found = figures(&project);
    assert!(found.contains(&"usual VN 2024 4".to_owned()), "{found:?}");
    project.replace("pipelines/p.toml", "median(amount)", "sum(amount)");
    project
        .chiso(&["check"])
        .exits(6)
        .says("write `sum_of` instead");
}

/// A fee that is booked on the country is one of its records, beside those of the provinces, and no tax. Once
/// it is stated again, as a tax of a province, the country has no record of its own.
#[test]
fn a_record_booked_on_the_country_is_one_of_all_its_records() {
    let mut project = treasury(&[
        ("taxes", "count_distinct(receipt)", "kind = 'tax'"),
        ("usual", "median(amount)", ""),
    ]);
    in_a_country(&project);
    lists_all(&project);
    for id in ["taxes", "usual"] {
        let declared = format!("id = \"{id}\"\n");
        let with = format!("{declared}records_of = \"province\"\n");
        project.replace("pipelines/p.toml", &declared, &with);
    }
    let of_country = |project: &Project| -> Vec<String> {
        let found = figures(project).into_iter();
        found.filter(|f| f.contains(" VN 2025-02")).collect()
    };
    let below = "a,2025-02-10,01,tax,1\nb,2025-02-11,02,tax,3\n";
    deliver(&project, "a", &format!("{below}v,2025-02-12,VN,fee,50\n"));
    project.at("2026-01-05T03:00:00Z");
    project.run().exits(0);
    // The median of 1, 3 and 50.
    let stated = ["taxes VN 2025-02 2", "usual VN 2025-02 3"];
    assert_eq!(of_country(&project), stated);
    deliver(&project, "b", "v,2025-02-12,01,tax,50\n");
    project.at("2026-02-05T03:00:00Z");
    project.run().exits(0);
    let restated = ["taxes VN 2025-02 3", "usual VN 2025-02 3"];
    assert_eq!(of_country(&project), restated);
    let as_of = |day: &str| {
        let asked = "select value from measures where area_code = 'VN' and period = '2025-02' \
            and measure = 'taxes'";
        let rows = project.rows(&["query", "--as-of", day, asked]);
        field(&rows[0], "value")
    };
    assert_eq!([as_of("2026-01-31"), as_of("2026-02-28")], ["2", "3"]);
}

/// The areas 02 and 03 end with June, within the year 2025 and the fiscal year from April 2025.
#[test]
fn a_year_that_no_fiscal_year_makes_is_broken_where_an_area_ended_within_it() {
    let mut project = treasury(&[("paid", "sum(amount)", "")]);
    lists_all(&project);
    empty_months(&project);
    project.replace(
        "chiso.toml",
        "boundaries = [\"2025-07-01\"]",
        "boundaries = [\"2025-01-01\"]",
    );
    project.replace(
        "chiso.toml",
        "lake = \"lake\"\n",
        "lake = \"lake\"\nfiscal_year = { begins = \"04\", named = \"both\" }\n",
    );
    project.replace(
        "datasets/receipts.toml",
        "[\"month\", \"year\"]",
        "[\"year\", \"fiscal_year\"]",
    );
    let pipeline = project.read("pipelines/p.toml");
    let score = "[[kpi]]\nid = \"amount\"\ntitle = { en = \"amount\" }\nkind = \"score\"\n\
        value_unit = \"VND\"\nmeasure = \"paid\"\n";
    project.write("pipelines/p.toml", format!("{pipeline}{score}"));
    deliver(
        &project,
        "a",
        "p,2024-05-10,02,tax,1\nq,2025-02-10,02,tax,2\nr,2025-05-10,02,tax,4\n",
    );
    project.at("2026-06-05T03:00:00Z");
    project.run().exits(0);
    let rows = project.published("scorecard");
    let asked =
        |row: &&crate::support::Row| cell(row, "kpi") == "amount" && cell(row, "area_code") == "02";
    let parts = ["period", "value", "reasons"];
    let shown = rows.iter().filter(asked);
    let shown = shown.map(|row| parts.map(|name| cell(row, name)).join(" "));
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            "2024 1 ",
            "2024-04-01/P1Y 3 ",
            "2025  boundary_break",
            "2025-04-01/P1Y  boundary_break",
        ]
    );
}

#[test]
fn the_country_has_the_records_of_provinces_that_were_made_within_the_year() {
    let mut project = treasury(&[("paid", "sum(amount)", "")]);
    in_a_country(&project);
    lists_all(&project);
    project.replace(
        "pipelines/p.toml",
        "id = \"paid\"\n",
        "id = \"paid\"\nsum_of = \"province\"\nperiods = [\"year\"]\nover_time = \"sum\"\n",
    );
    // What the first half of the year brought is of the parts; of the second half nothing came, which
    // is zero. The year is not that of the other province alone.
    let month = |rows: &mut String, of: &str, month: u32, amount: u32| {
        let _ = writeln!(rows, "{of}{month},2025-{month:02}-10,{of},tax,{amount}");
    };
    let mut rows = String::new();
    (1..=12).for_each(|n| month(&mut rows, "01", n, 1));
    (1..=6).for_each(|n| month(&mut rows, "02", n, 10));
    (1..=6).for_each(|n| month(&mut rows, "03", n, 100));
    deliver(&project, "a", &rows);
    project.at("2026-01-05T03:00:00Z");
    project.run().exits(0);
    let of_country = |project: &Project| -> Vec<String> {
        let found = figures(project);
        let year = found.iter().filter(|f| f.starts_with("paid VN 2025 "));
        year.cloned().collect()
    };
    assert_eq!(
        of_country(&project),
        ["paid VN 2025 672 boundary_rebased;not_listed"]
    );
    let mut rows = String::new();
    (7..=12).for_each(|n| month(&mut rows, "04", n, 1000));
    deliver(&project, "b", &rows);
    project.at("2026-02-05T03:00:00Z");
    let outcome = project.run().exits(0);
    assert_eq!(of_country(&project), ["paid VN 2025 6672 boundary_rebased"]);
    assert!(
        !outcome.stderr.contains("statements_differ"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn what_is_declared_of_records_is_checked_all_at_once() {
    let project = treasury(&[("paid", "sum(receipt)", "")]);
    project.replace(
        "datasets/receipts.toml",
        "key = [\"receipt\"]",
        "key = [\"receit\"]",
    );
    project.replace(
        "datasets/receipts.toml",
        "date = \"paid_on\"",
        "date = \"kind\"",
    );
    project.replace("datasets/receipts.toml", "scale = 2, ", "");
    project.replace(
        "datasets/receipts.toml",
        "format = \"csv\"",
        "format = \"xlsx\"",
    );
    let outcome = project.chiso(&["check"]);
    for text in [
        "there is no column `receit`",
        "`kind` is not a column of days",
        "`scale` is missing",
        "records are not read from `xlsx`",
        "`sum` needs a column of numbers, `receipt` is not one",
    ] {
        assert!(outcome.stdout.contains(text), "{text}\n{}", outcome.stdout);
    }
}

#[test]
fn a_month_that_lost_all_its_records_is_replaced_where_the_file_says_its_period() {
    let mut project = treasury(&[("paid", "sum(amount)", "")]);
    project.replace(
        "datasets/receipts.toml",
        "periods = ",
        "delivers = \"replace\"\nperiods = ",
    );
    project.replace(
        "datasets/receipts.toml",
        "[source.columns]\n",
        "[source.columns]\nperiod = { from = \"file\", pattern = \"paid-{}.csv\" }\n",
    );
    deliver(&project, "paid-2025-Q1", JANUARY);
    project.at("2025-04-05T03:00:00Z");
    project.run().exits(0);
    assert!(figures(&project).contains(&"paid 01 2025-02 40".to_owned()));
    project.at("2025-05-05T03:00:00Z");
    deliver(&project, "paid-2025", "r1,2025-01-10,01,tax,100.50\n");
    project.run().exits(0);
    let found = figures(&project);
    assert!(
        found.contains(&"paid 01 2025-01 100.5".to_owned()),
        "{found:?}"
    );
    assert!(!found.iter().any(|f| f.contains("2025-02")), "{found:?}");
    let listed = project.rows(&["query", "select receipt from receipts"]);
    assert_eq!(listed.len(), 1);
    // A record of another period is in the wrong file, and a file without any has to be confirmed.
    project.at("2025-06-05T03:00:00Z");
    deliver(
        &project,
        "paid-2025-02",
        "r9,2025-03-10,01,tax,1\nr8,2025-02-10,01,tax,1\nr7,2025-02-10,01,tax,1\n",
    );
    deliver(&project, "paid-2025-01", "");
    let outcome = project
        .chiso(&["run"])
        .complains("the day is outside 2025-02")
        .complains("if there are none of 2025-01, say so");
    let hint = outcome.stderr.split("confirmed = [\"").nth(1).unwrap();
    let id = hint.split('"').next().unwrap();
    project.replace(
        "datasets/receipts.toml",
        "column = [",
        &format!("volume = {{ rows = 1, confirmed = [\"{id}\"] }}\ncolumn = ["),
    );
    project.run().exits(0);
    let found = figures(&project);
    assert!(!found.iter().any(|f| f.contains("2025-01")), "{found:?}");
}

/// Of week 5, from 27 January to 2 February, a file cannot have all records of two months.
#[test]
fn a_week_is_no_period_of_which_a_file_has_all_records() {
    let mut project = treasury(&[("paid", "sum(amount)", "")]);
    project.replace(
        "datasets/receipts.toml",
        "periods = ",
        "delivers = \"replace\"\nperiods = ",
    );
    let of_file = "period = { from = \"file\", pattern = \"paid-{}.csv\" }";
    project.replace(
        "datasets/receipts.toml",
        "[source.columns]\n",
        &format!("[source.columns]\n{of_file}\n"),
    );
    deliver(&project, "paid-2025-Q1", JANUARY);
    project.at("2025-04-05T03:00:00Z");
    project.run().exits(0);
    let before = figures(&project);
    deliver(&project, "paid-2025-W05", "r9,2025-01-28,01,tax,1\n");
    project.at("2025-05-05T03:00:00Z");
    project
        .chiso(&["run"])
        .complains("error[bad_period]")
        .complains("`2025-W05` in the file name is no period of whole months");
    assert_eq!(figures(&project), before);
    let constant = "period = { constant = \"2025-W05\" }";
    project.replace("datasets/receipts.toml", of_file, constant);
    project
        .chiso(&["check"])
        .exits(6)
        .says("`2025-W05` is no period of whole months, by which records are replaced");
}

#[test]
fn what_is_kept_of_deliveries_gives_what_all_of_them_give() {
    let mut project = treasury(&[
        ("paid", "sum(amount)", "kind = 'tax'"),
        ("kinds", "count_distinct(kind)", ""),
    ]);
    let mut seed: u32 = 5;
    let mut below = |n: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % n
    };
    let days = [
        "2025-04-01T03:00:00Z",
        "2025-04-02T03:00:00Z",
        "2025-04-03T03:00:00Z",
        "2025-04-04T03:00:00Z",
        "2025-04-05T03:00:00Z",
    ];
    for (day, clock) in (1..).zip(days) {
        let mut rows = String::new();
        for key in (0..40).filter(|key| (key + day) % 3 > 0) {
            let (month, area, amount) = (below(3) + 1, below(3) + 1, below(1000));
            let kind = ["tax", "fee"][usize::try_from(below(2)).unwrap()];
            let _ = writeln!(rows, "r{key},2025-0{month}-10,0{area},{kind},{amount}");
        }
        deliver(&project, &format!("d{day}"), &rows);
        project.at(clock);
        if day == 4 {
            project.replace("pipelines/p.toml", "kind = 'tax'", "kind = 'fee'");
        }
        project.run().exits(0);
        let kept = figures(&project);
        project.chiso(&["run", "--afresh"]).exits(0);
        assert_eq!(figures(&project), kept, "day {day}");
    }
}
