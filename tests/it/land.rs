//! Land: regions whose provinces change, areas that are divided and merged again, and registers
//! that do not say what became of an area.

use crate::support::{Outcome, Project, cell, outcome};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const DESCRIBED: &str = "title = { en = \"Invented\" }\ndescription = { en = \"Invented.\" }\n\
    licence = \"invented\"\ncitation = \"invented\"\n";

const FIRMS: &str = r#"
[contract]
dimensions = []
value = { name = "n", type = "decimal", unit = "enterprises" }
basis = "counted"

[[source]]
id = "office"
file = "firms/office*.csv"
format = "csv"

[source.columns]
area_code = { column = "area" }
period = { column = "period" }
n = { column = "value" }
status = { constant = "final" }
"#;

const KPIS: &str = r#"
title = { en = "Land" }

[[measure.source]]
dataset = "firms"
value = "sum(n)"

[[kpi]]
id = "growth"
title = { en = "Growth" }
kind = "growth"
measure = "m"
"#;

/// Of a region, by the parent on the boundary's day.
const SHARE: &str = r#"
[[measure]]
id = "region"
title = { en = "Of the region" }
of_area = { of = "m" }

[[kpi]]
id = "share"
title = { en = "Share of the region" }
kind = "share"
part = "m"
whole = "region"
"#;

/// Areas as `code level parent from to`, relations as `date kind from to`, figures as `area period
/// value`; `-` for nothing.
fn country(measure: &str, boundaries: &str, lists: [&[&str]; 3]) -> Project {
    let project = Project::empty();
    let line = |row: &&str| {
        let cells: Vec<&str> = row
            .split(' ')
            .map(|c| if c == "-" { "" } else { c })
            .collect();
        format!("{}\n", cells.join(","))
    };
    let csv = |header: &str, rows: &[&str]| {
        format!("{header}\n{}", rows.iter().map(line).collect::<String>())
    };
    project.write(
        "chiso.toml",
        format!(
            "[project]\ntitle = {{ en = \"Land\" }}\ntimezone = \"UTC\"\nboundaries = \
                [{boundaries}]\nlake = \"lake\"\n"
        ),
    );
    project.write(
        "datasets/areas.toml",
        format!("kind = \"areas\"\n{DESCRIBED}"),
    );
    let [areas, relations, figures] = lists;
    project.write(
        "datasets/areas/areas.csv",
        csv("code,level,parent_code,valid_from,valid_to", areas),
    );
    project.write(
        "datasets/areas/relations.csv",
        csv("date,kind,from_code,to_code", relations),
    );
    project.write(
        "datasets/firms.toml",
        format!("kind = \"observations\"\n{DESCRIBED}{FIRMS}"),
    );
    project.write(
        "datasets/firms/office.csv",
        csv("area,period,value", figures),
    );
    let measure = format!(
        "[[measure]]\nid = \"m\"\ntitle = {{ en = \"Firms\" }}\n{measure}\n[[measure.source]]"
    );
    project.write(
        "pipelines/p.toml",
        format!("{}{SHARE}", KPIS.replace("[[measure.source]]", &measure)),
    );
    project
}

/// `area@boundary value-or-reason` of a KPI in a period.
fn scored(project: &Project, kpi: &str, period: &str) -> Vec<String> {
    let rows = project.published("scorecard");
    let asked = rows
        .iter()
        .filter(|r| cell(r, "kpi") == kpi && cell(r, "period") == period);
    let shown = asked.map(|r| {
        let detail = match cell(r, "reason") {
            "" => cell(r, "value"),
            reason => reason,
        };
        format!("{}@{} {detail}", cell(r, "area_code"), cell(r, "boundary"))
    });
    shown.collect()
}

/// The program printed these texts.
#[track_caller]
fn prints(outcome: &Outcome, texts: &[&str]) {
    let printed = format!("{}{}", outcome.stdout, outcome.stderr);
    for text in texts {
        assert!(printed.contains(text), "no `{text}` in\n{printed}");
    }
}

/// P2 goes from R1 to R2 on 1 January 2022.
const MOVED: [&str; 6] = [
    "R1 region - 2000-01-01 -",
    "R2 region - 2000-01-01 -",
    "P1 province R1 2000-01-01 -",
    "P2 province R1 2000-01-01 2021-12-31",
    "P2 province R2 2022-01-01 -",
    "P3 province R2 2000-01-01 -",
];

const PROVINCES: [&str; 6] = [
    "P1 2021 100",
    "P2 2021 50",
    "P3 2021 100",
    "P1 2022 100",
    "P2 2022 50",
    "P3 2022 100",
];

#[test]
fn a_region_that_a_province_left_is_compared_with_no_figure_of_its_former_land() {
    let regions = ["R1 2021 150", "R2 2021 100", "R1 2022 100", "R2 2022 150"];
    let figures = [&PROVINCES[..], &regions].concat();
    let boundaries = r#""2021-12-31", "2022-12-31""#;
    let project = country(
        "",
        boundaries,
        [&MOVED, &["2022-01-01 rename P2 P2"], &figures],
    );
    project.run();
    let broken = |area: &str, boundary: &str| format!("{area}@{boundary} boundary_break");
    let growth = scored(&project, "growth", "2022");
    for boundary in ["2021-12-31", "2022-12-31"] {
        for region in ["R1", "R2"] {
            assert!(growth.contains(&broken(region, boundary)), "{growth:?}");
        }
    }
    assert!(growth.contains(&"P2@2022-12-31 0".to_owned()), "{growth:?}");
    let share = scored(&project, "share", "2021");
    for wanted in [
        "P2@2021-12-31 0.3333333333333333".to_owned(),
        "P3@2021-12-31 1".to_owned(),
        broken("P1", "2022-12-31"),
        broken("P2", "2022-12-31"),
        broken("P3", "2022-12-31"),
    ] {
        assert!(share.contains(&wanted), "{share:?}");
    }
    let between = [
        "areas",
        "--between",
        "2021-12-31",
        "2022-12-31",
        "--area",
        "R1",
    ];
    project.chiso(&between).exits(0).says("exact with");
    // The sum of the provinces of the boundary's day is of one land.
    let sums = country(
        "sum_of = \"province\"",
        boundaries,
        [&MOVED, &["2022-01-01 rename P2 P2"], &figures],
    );
    sums.run();
    let growth = scored(&sums, "growth", "2022");
    for boundary in ["2021-12-31", "2022-12-31"] {
        for region in ["R1", "R2"] {
            assert!(
                growth.contains(&format!("{region}@{boundary} 0")),
                "{growth:?}"
            );
        }
    }
}

/// On 1 January 2022 P2 goes from R1 to R2, and P1 is divided within R1.
const MOVED_AND_DIVIDED: [&str; 8] = [
    "R1 region - 2000-01-01 -",
    "R2 region - 2000-01-01 -",
    "P1 province R1 2000-01-01 2021-12-31",
    "P1a province R1 2022-01-01 -",
    "P1b province R1 2022-01-01 -",
    "P2 province R1 2000-01-01 2021-12-31",
    "P2 province R2 2022-01-01 -",
    "P3 province R2 2000-01-01 -",
];

const MOVES_AND_DIVISION: [&str; 3] = [
    "2022-01-01 rename P2 P2",
    "2022-01-01 split P1 P1a",
    "2022-01-01 split P1 P1b",
];

#[test]
fn a_region_has_the_sum_of_a_province_that_was_divided_within_it() {
    let figures = [
        "P1 2021 100",
        "P2 2021 50",
        "P3 2021 100",
        "P1a 2022 70",
        "P1b 2022 40",
        "P2 2022 60",
        "P3 2022 90",
    ];
    let project = country(
        "sum_of = \"province\"",
        r#""2021-12-31", "2022-12-31""#,
        [&MOVED_AND_DIVIDED, &MOVES_AND_DIVISION, &figures],
    );
    project.run();
    // On the land of 2022: R1 was P1 (100), R2 was P2 and P3 (150). On that of 2021: R1 is all but P3.
    assert_eq!(
        scored(&project, "growth", "2022"),
        [
            "P1@2021-12-31 0.1",
            "P1a@2022-12-31 boundary_break",
            "P1b@2022-12-31 boundary_break",
            "P2@2021-12-31 0.2",
            "P2@2022-12-31 0.2",
            "P3@2021-12-31 -0.1",
            "P3@2022-12-31 -0.1",
            "R1@2021-12-31 0.13333333333333333",
            "R1@2022-12-31 0.1",
            "R2@2021-12-31 -0.1",
            "R2@2022-12-31 0",
        ]
    );
}

#[test]
fn a_country_has_the_sum_of_areas_of_which_one_ended_within_the_period() {
    let areas = [
        "N country - 2000-01-01 -",
        "P1 province N 2000-01-01 2022-06-30",
        "P1a province N 2022-07-01 -",
        "P1b province N 2022-07-01 -",
        "P2 province N 2000-01-01 -",
    ];
    let changes = ["2022-07-01 split P1 P1a", "2022-07-01 split P1 P1b"];
    let plans = ["P1 2021 80", "P2 2021 40", "P1 2022 100", "P2 2022 50"];
    let project = country(
        "sum_of = \"province\"",
        r#""2022-06-30", "2022-12-31""#,
        [&areas, &changes, &plans],
    );
    // Plans are of the provinces of the first day of the year.
    project.replace(
        "datasets/firms.toml",
        "format = \"csv\"",
        "format = \"csv\"\narea_at = \"start\"",
    );
    project.run();
    let growth = scored(&project, "growth", "2022");
    for wanted in [
        "N@2022-06-30 0.25",
        "N@2022-12-31 0.25",
        "P1@2022-06-30 0.25",
        "P2@2022-12-31 0.25",
    ] {
        assert!(growth.contains(&wanted.to_owned()), "{growth:?}");
    }
}

#[test]
fn what_was_divided_and_merged_again_is_one_place_on_both_sides() {
    let areas = [
        "A province - 2000-01-01 2022-01-31",
        "X province - 2022-02-01 2022-05-31",
        "Y province - 2022-02-01 2022-05-31",
        "A province - 2022-06-01 -",
    ];
    let relations = [
        "2022-02-01 split A X",
        "2022-02-01 split A Y",
        "2022-06-01 merge X A",
        "2022-06-01 merge Y A",
    ];
    let mut figures: Vec<String> = (1..=12).map(|m| format!("A 2021-{m:02} 10")).collect();
    figures.push("A 2022-01 10".to_owned());
    for month in 2..=5 {
        figures.extend([
            format!("X 2022-{month:02} 4"),
            format!("Y 2022-{month:02} 7"),
        ]);
    }
    figures.extend((6..=12).map(|m| format!("A 2022-{m:02} 12")));
    let figures: Vec<&str> = figures.iter().map(String::as_str).collect();
    let project = country(
        "periods = [\"year\"]\nover_time = \"sum\"",
        r#""2021-12-31", "2022-03-31", "2023-06-30""#,
        [&areas, &relations, &figures],
    );
    project.run();
    let growth = scored(&project, "growth", "2022");
    // 10 + 44 + 84 = 138, on 120.
    for boundary in ["2021-12-31", "2023-06-30"] {
        assert!(growth.contains(&format!("A@{boundary} 0.15")), "{growth:?}");
    }
    assert!(
        growth
            .iter()
            .any(|g| g.starts_with("X@2022-03-31 boundary_break")),
        "{growth:?}"
    );
}

#[test]
fn a_register_that_does_not_say_what_a_merged_area_is_made_of_is_named_or_refused() {
    let figures = ["A 2023 11", "B 2023 22", "A 2024 35"];
    let unrecorded = [
        "A province - 2000-01-01 -",
        "B province - 2000-01-01 2023-12-31",
    ];
    let project = country("", r#""2024-12-31""#, [&unrecorded, &[], &figures]);
    let checked = project.chiso(&["check"]).exits(0);
    prints(
        &checked,
        &["warning[unit_without_successor]", "`B` ends on 2023-12-31"],
    );
    let again = [
        "A province - 2000-01-01 2023-12-31",
        "A province - 2024-01-01 -",
        "B province - 2000-01-01 2023-12-31",
    ];
    let merged = ["2024-01-01 merge B A"];
    let project = country("", r#""2024-12-31""#, [&again, &merged, &figures]);
    let run = project.chiso(&["run"]);
    assert_ne!(run.code, Some(0), "{}", run.stdout);
    prints(
        &run,
        &[
            "error[unit_without_relation]",
            "add a relation of `A` of that date",
        ],
    );
    assert!(project.release().is_none());
    // The remedy.
    project.replace(
        "datasets/areas/relations.csv",
        "merge,B,A",
        "merge,B,A\n2024-01-01,merge,A,A",
    );
    project.run();
    assert_eq!(
        scored(&project, "growth", "2024"),
        ["A@2024-12-31 0.06060606060606061"]
    );
}

#[test]
fn a_target_of_the_year_of_a_merger_binds_the_merged_area_on_its_own_boundary() {
    let areas = [
        "A province - 2000-01-01 2025-06-30",
        "B province - 2000-01-01 2025-06-30",
        "C province - 2025-07-01 -",
    ];
    let merged = ["2025-07-01 merge A C", "2025-07-01 merge B C"];
    let mut figures = Vec::new();
    for year in [2024, 2025] {
        for month in 1..=12 {
            let old = (year, month) < (2025, 7);
            let of = if old { &["A", "B"][..] } else { &["C"] };
            figures.extend(of.iter().map(|a| format!("{a} {year}-{month:02} 10")));
        }
    }
    let figures: Vec<&str> = figures.iter().map(String::as_str).collect();
    let project = country(
        "periods = [\"year\"]\nover_time = \"sum\"",
        r#""2024-12-31", "2025-12-31""#,
        [&areas, &merged, &figures],
    );
    project.write(
        "datasets/targets.toml",
        format!("kind = \"targets\"\n{DESCRIBED}"),
    );
    let header = "target_id,kpi,area_code,period_from,op,target_value,value_unit";
    let target = |area: &str| format!("{header}\nt,growth,{area},2025,ge,0.1,ratio\n");
    project.write("datasets/targets/targets.csv", target("A"));
    project.run();
    let rows = project.published("scorecard");
    let bound: Vec<String> = rows
        .iter()
        .filter(|r| cell(r, "target_id") == "t")
        .map(|r| {
            format!(
                "{}@{} {}",
                cell(r, "area_code"),
                cell(r, "boundary"),
                cell(r, "period")
            )
        })
        .collect();
    assert_eq!(bound, ["A@2024-12-31 2025"]);
    // In the year after there is no A.
    project.replace("datasets/targets/targets.csv", "2025", "2026");
    let refused = project.chiso(&["check"]);
    assert_ne!(refused.code, Some(0));
    prints(
        &refused,
        &["error[unknown_area]", "`A` is no area on 2026-12-31"],
    );
}

#[test]
fn a_file_that_somebody_writes_is_no_delivery() {
    let areas = ["A province - 2000-01-01 -", "B province - 2000-01-01 -"];
    let project = country(
        "",
        r#""2024-12-31""#,
        [&areas, &[], &["A 2023 11", "B 2023 22"]],
    );
    // The clock of the machine: files carry its times.
    let run = || {
        outcome(
            &["run"],
            project.command(&["run"]).env_remove("CHISO_TEST_CLOCK"),
        )
    };
    run().exits(0);
    let figures = || -> Vec<String> {
        let rows = project.published("measures");
        let own = rows.iter().filter(|r| cell(r, "measure") == "m");
        own.map(|r| format!("{} {}", cell(r, "area_code"), cell(r, "value")))
            .collect()
    };
    let whole = figures();
    let written = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut text = "area,period,value\nA,2023,12\n".to_owned();
            while !written.load(Ordering::Relaxed) {
                project.write("datasets/firms/office.csv", &text);
                text.push('\n');
                std::thread::park_timeout(Duration::from_millis(20));
            }
        });
        std::thread::park_timeout(Duration::from_millis(100));
        let during = run();
        written.store(true, Ordering::Relaxed);
        assert_eq!(during.code, Some(3), "{}{}", during.stdout, during.stderr);
        prints(
            &during,
            &[
                "error[source_unreadable]",
                "the file changed while it was read",
            ],
        );
    });
    assert_eq!(figures(), whole);
    project.write(
        "datasets/firms/office.csv",
        "area,period,value\nA,2023,12\nB,2023,22\n",
    );
    run().exits(0);
    assert_ne!(figures(), whole);
}
