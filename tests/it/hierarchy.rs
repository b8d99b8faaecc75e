//! Members that are parts of other members: a parent has what is stated of it or the sum of its parts,
//! the total is made of one level, and the parts of a parent explain its growth.

use crate::support::{Project, cell};
use std::fmt::Write as _;

const MEMBERS: &str = r#"kind = "members"
title = { en = "Sectors (invented)" }
licence = "invented"
citation = "invented"
total = "T"
member = [
  { code = "A", title = { en = "Farming" } },
  { code = "B", title = { en = "Industry" } },
  { code = "B1", title = { en = "Mining" }, parent = "B" },
  { code = "B2", title = { en = "Making" }, parent = "B" },
]
"#;
const FIGURES: &str = r#"kind = "observations"
title = { en = "Jobs (invented)" }
licence = "invented"
citation = "invented"

[contract]
dimensions = [{ name = "sector", members = "sectors" }]
value = { name = "jobs", type = "integer", unit = "jobs" }

[[source]]
id = "invented"
file = "jobs/*.csv"
format = "csv"
area_at = "end"
published_at = "2024-01-01"

[source.columns]
area_code = { column = "area" }
period = { column = "year" }
sector = { column = "sector" }
jobs = { column = "jobs" }
status = { constant = "final" }
"#;
const PIPELINE: &str = r#"title = { en = "Jobs (invented)" }

[[measure]]
id = "jobs"
title = { en = "Jobs (invented)" }
by = ["sector"]

[[measure.source]]
dataset = "jobs"
value = "sum(jobs)"

[[kpi]]
id = "growth"
title = { en = "Growth (invented)" }
kind = "growth"
measure = "jobs"
contributions = "sector"
"#;

/// Rows of a county, each as `year sector jobs`.
fn project(figures: &[&str]) -> Project {
    let project = Project::counties(&[]);
    project.write("datasets/sectors.toml", MEMBERS);
    project.write("datasets/jobs.toml", FIGURES);
    project.write("pipelines/p.toml", PIPELINE);
    state(&project, figures);
    project
}

fn state(project: &Project, figures: &[&str]) {
    let row = |figure: &&str| format!("A1,{}\n", figure.replace(' ', ","));
    let rows: String = figures.iter().map(row).collect();
    project.write(
        "datasets/jobs/a.csv",
        format!("area,year,sector,jobs\n{rows}"),
    );
}

/// The figures on one boundary, as `breakdown year value`.
fn figures(project: &Project) -> Vec<String> {
    let rows = project.published("measures");
    let here = rows.iter().filter(|r| cell(r, "boundary") == "2023-01-01");
    let shown = here.map(|r| {
        ["breakdown", "period", "value"]
            .map(|c| cell(r, c))
            .join(" ")
    });
    shown.map(|text| text.trim().to_owned()).collect()
}

/// What each part adds to the growth of 2021, as `of part value`.
fn items(project: &Project) -> Vec<String> {
    let rows = project.published("score_items");
    let here = { rows.iter() }
        .filter(|r| cell(r, "boundary") == "2023-01-01" && cell(r, "period") == "2021");
    let shown = here.map(|r| ["breakdown", "item", "value"].map(|c| cell(r, c)).join(" "));
    shown.map(|text| text.trim().to_owned()).collect()
}

#[test]
fn a_parent_is_the_sum_of_its_parts_and_the_total_the_sum_of_one_level() {
    let lowest = [
        "2020 A 10",
        "2020 B1 4",
        "2020 B2 6",
        "2021 A 10",
        "2021 B1 5",
        "2021 B2 6",
    ];
    let project = project(&lowest);
    project.run();
    let wanted = [
        "2020 20",
        "sector=A 2020 10",
        "sector=B 2020 10",
        "sector=B1 2020 4",
        "sector=B2 2020 6",
        "2021 21",
        "sector=A 2021 10",
        "sector=B 2021 11",
        "sector=B1 2021 5",
        "sector=B2 2021 6",
    ];
    assert_eq!(figures(&project), wanted);
    assert_eq!(
        items(&project),
        [
            "sector=A 0",
            "sector=B 0.05",
            "sector=B sector=B1 0.1",
            "sector=B sector=B2 0",
        ],
        "each part of the total, and each part of industry"
    );
    let explain = ["explain", "growth", "--area", "A1", "--period", "2021"];
    let of_parent: Vec<&str> = explain
        .into_iter()
        .chain(["--breakdown", "sector=B"])
        .collect();
    project
        .chiso(&of_parent)
        .exits(0)
        .says("Mining (B1): +10.00 pp  (4 → 5)");
    let verify: Vec<&str> = of_parent.into_iter().chain(["--verify"]).collect();
    project.chiso(&verify).exits(0);
}

#[test]
fn a_parent_that_is_stated_is_held_against_its_parts_and_never_added_to_them() {
    let both = ["2020 A 10", "2020 B 11", "2020 B1 4", "2020 B2 6"];
    let project = project(&both);
    project
        .run()
        .complains("`jobs[sector=B]` of Ashford (A1) in 2020 (period) is stated as 11, and its members add up to 10")
        .complains("`jobs` of Ashford (A1) in 2020 (period) is, as the sum of members that have others below them, 21, and its members add up to 20; this sum is used");
    let of = |project: &Project, wanted: &str| figures(project).contains(&wanted.to_owned());
    assert!(of(&project, "sector=B 2020 11") && of(&project, "2020 21"));

    // One part of industry is missing: it has no figure, and neither has the total.
    state(&project, &["2020 A 10", "2020 B1 4"]);
    project.run();
    assert!(
        of(&project, "sector=B 2020") && of(&project, "2020"),
        "{:?}",
        figures(&project)
    );

    // Industry as a whole is enough for the total, and one part alone says nothing against it.
    state(&project, &["2020 A 10", "2020 B 11", "2020 B1 4"]);
    project.run();
    assert!(of(&project, "sector=B 2020 11") && of(&project, "2020 21"));

    // What is stated of all comes first.
    state(&project, &["2020 A 10", "2020 B 11", "2020 T 22"]);
    project.run();
    assert!(of(&project, "2020 22"));
}

#[test]
fn members_that_are_parts_of_nothing_or_of_themselves_are_refused() {
    let refused = |from: &str, to: &str, said: &str| {
        let project = project(&[]);
        project.replace("datasets/sectors.toml", from, to);
        project.chiso(&["check"]).exits(6).says(said);
    };
    refused(
        "{ en = \"Mining\" }, parent = \"B\"",
        "{ en = \"Mining\" }, parent = \"C\"",
        "there is no member `C`",
    );
    refused(
        "{ en = \"Industry\" }",
        "{ en = \"Industry\" }, parent = \"B1\"",
        "`B` is a part of itself",
    );
}

/// The year of a region is worked out from months, and one month of one province and sector is
/// missing.
#[test]
fn what_lacks_in_the_figure_of_a_member_is_named_by_area_and_month() {
    let project = project(&[]);
    project.replace(
        "pipelines/p.toml",
        "by = [\"sector\"]\n",
        "by = [\"sector\"]\nsum_of = \"province\"\nperiods = [\"year\"]\nover_time = \"sum\"\n",
    );
    let mut rows = "area,year,sector,jobs\n".to_owned();
    for (year, month) in (2020..2022).flat_map(|year| (1..13).map(move |month| (year, month))) {
        for area in ["P1", "P2"] {
            if (area, year, month) != ("P2", 2021, 7) {
                _ = writeln!(rows, "{area},{year}-{month:02},A,{month}");
            }
        }
    }
    project.write("datasets/jobs/a.csv", rows);
    project.run();
    let explain = [
        "explain",
        "growth",
        "--area",
        "R1",
        "--period",
        "2021",
        "--breakdown",
        "sector=A",
    ];
    project
        .chiso(&explain)
        .exits(0)
        .says("no sum, because there is no figure of Beech (P2) 2021-07")
        .says("figures of the units of 2021-01-31, not added up: Ash (P1); Beech (P2)")
        .says("P2 of 2021-01-31 … 2021-12-31");
    let lacking = &project.rows(&explain)[0]["operands"][0]["lacking"];
    let wanted = serde_json::json!([{
        "area_code": "P2", "period": "2021-07", "span": "period", "reasons": [], "elsewhere": false
    }]);
    assert_eq!(*lacking, wanted);
}

/// Mining and making are told apart from July 2020 on: their figures of 2020 are not the year of
/// industry.
#[test]
fn parts_that_begin_within_a_year_do_not_make_the_year_of_what_was_there_before() {
    let parts = [
        "2020 A 50",
        "2020 B1 30",
        "2020 B2 10",
        "2021 A 50",
        "2021 B1 60",
        "2021 B2 20",
    ];
    let project = project(&parts);
    let from_july = |members: String, code: &str| {
        let title = format!("code = \"{code}\", ");
        members.replace(&title, &format!("{title}valid_from = \"2020-07-01\", "))
    };
    let members = ["B1", "B2"].into_iter().fold(MEMBERS.to_owned(), from_july);
    project.write("datasets/sectors.toml", members);
    project.run();
    let whole = |project: &Project| -> Vec<String> {
        let of = |text: &String| !text.contains("sector=B1") && !text.contains("sector=B2");
        figures(project).into_iter().filter(of).collect()
    };
    let of_2021 = ["2021 130", "sector=A 2021 50", "sector=B 2021 80"];
    let wanted = ["2020", "sector=A 2020 50", "sector=B 2020"];
    assert_eq!(whole(&project), [wanted, of_2021].concat());
    state(&project, &[&parts[..], &["2020 B 70"]].concat());
    project.run();
    let wanted = ["2020 120", "sector=A 2020 50", "sector=B 2020 70"];
    assert_eq!(whole(&project), [wanted, of_2021].concat());
}
