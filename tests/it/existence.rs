//! What begins within a year, a member of a dimension and an area: its year is of the months in which
//! it exists and says so, and the total and what each adds to its growth are worked out.

use crate::support::{Project, Row, cell};
use std::fmt::Write as _;

const COMMON: &str =
    "title = { en = \"invented\" }\nlicence = \"invented\"\ncitation = \"invented\"\n";
const AREAS: &str = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note
D1,,Amber,district,TR,2000-01-01,,,invented,
D2,,Birch,district,TR,2023-07-01,,,invented,
TR,,Rivers,country,,2000-01-01,,,invented,
";
const SECTORS: &str = r#"[[member]]
code = "A"
title = { en = "Farming" }
[[member]]
code = "X"
title = { en = "Digital" }
valid_from = "2023-07-01"
"#;
const REVENUE: &str = r#"[contract]
value = { name = "n", type = "decimal", unit = "GEL" }
dimensions = [{ name = "sector", members = "sectors" }]
[[source]]
id = "office"
file = "revenue/a.csv"
format = "csv"
[source.columns]
area_code = { column = "a" }
period = { column = "p" }
sector = { column = "s" }
n = { column = "v" }
status = { constant = "final" }
"#;
const PIPELINE: &str = r#"title = { en = "p" }
[[measure]]
id = "revenue"
title = { en = "revenue" }
by = ["sector"]
periods = ["year"]
over_time = "sum"
sum_of = "district"
[[measure.source]]
dataset = "revenue"
value = "sum(n)"

[[kpi]]
id = "growth"
title = { en = "growth" }
kind = "growth"
measure = "revenue"
contributions = "sector"
"#;

/// Two districts and two sectors, of which one each begins in July 2023; 10 in each month of each.
fn office() -> Project {
    let mut project = Project::empty();
    project.at("2025-03-10T03:00:00Z");
    project.write(
        "chiso.toml",
        "[project]\ntitle = { en = \"invented\" }\ntimezone = \"UTC\"\n\
         boundaries = [\"2025-01-01\"]\n",
    );
    project.write("datasets/areas.toml", format!("kind = \"areas\"\n{COMMON}"));
    project.write("datasets/areas/areas.csv", AREAS);
    let relations = "date,kind,from_code,to_code,note,source\n";
    project.write("datasets/areas/relations.csv", relations);
    project.write(
        "datasets/sectors.toml",
        format!("kind = \"members\"\n{COMMON}{SECTORS}"),
    );
    project.write(
        "datasets/revenue.toml",
        format!("kind = \"observations\"\n{COMMON}{REVENUE}"),
    );
    let mut csv = "a,p,s,v\n".to_owned();
    for n in 0..24 {
        let month = format!("{}-{:02}", 2023 + n / 12, n % 12 + 1);
        for (area, sector, first) in [
            ("D1", "A", 0),
            ("D1", "X", 6),
            ("D2", "A", 6),
            ("D2", "X", 6),
        ] {
            if n >= first {
                let _ = writeln!(csv, "{area},{month},{sector},10");
            }
        }
    }
    project.write("datasets/revenue/a.csv", csv);
    project.write("pipelines/p.toml", PIPELINE);
    project
}

fn line(row: &Row, parts: &[&str]) -> String {
    let texts: Vec<&str> = parts.iter().map(|name| cell(row, name)).collect();
    texts.join(" ").trim_end().to_owned()
}

#[test]
fn a_year_of_what_begins_within_it_is_of_the_months_in_which_it_exists() {
    let project = office();
    project.run();
    let rows = project.published("measures");
    let parts = ["breakdown", "area_code", "value", "flags"];
    let of_year = |year: &str| -> Vec<String> {
        let own = rows.iter().filter(|r| cell(r, "period") == year);
        own.map(|r| {
            line(r, &parts)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
    };
    assert_eq!(
        of_year("2023"),
        [
            "D1 180",
            "sector=A D1 120",
            "sector=X D1 60 exists_in_part",
            "D2 120 exists_in_part",
            "sector=A D2 60 exists_in_part",
            "sector=X D2 60 exists_in_part",
            "TR 300",
            "sector=A TR 180",
            "sector=X TR 120 exists_in_part",
        ]
    );
    let scores = project.published("scorecard");
    let growth = |breakdown: &str, area: &str| {
        let found = scores.iter().find(|r| {
            (
                cell(r, "breakdown"),
                cell(r, "area_code"),
                cell(r, "period"),
            ) == (breakdown, area, "2024")
        });
        line(found.unwrap(), &["value", "reason", "flags"])
    };
    assert_eq!(growth("", "TR"), "0.6");
    assert_eq!(growth("sector=X", "D1"), "1  exists_in_part");
    assert_eq!(growth("", "D2"), "1  exists_in_part");
    let items = project.published("score_items");
    let of_total = items
        .iter()
        .filter(|r| (cell(r, "area_code"), cell(r, "period")) == ("D1", "2024"));
    let of_total: Vec<String> = of_total
        .map(|r| line(r, &["item", "value", "reason"]))
        .collect();
    assert_eq!(of_total, ["sector=A 0", "sector=X 0.3333333333333333"]);
}

#[test]
fn an_area_that_ended_without_a_successor_leaves_no_sum_where_another_began() {
    let project = office();
    let ended = "D3,,Cedar,district,TR,2000-01-01,2023-06-30,,invented,\n";
    project.write("datasets/areas/areas.csv", format!("{AREAS}{ended}"));
    let mut csv = project.read("datasets/revenue/a.csv");
    for month in 1..=6 {
        let _ = writeln!(csv, "D3,2023-{month:02},A,10");
    }
    project.write("datasets/revenue/a.csv", csv);
    project.run();
    let rows = project.published("measures");
    let total = |year: &str| {
        let found = rows.iter().find(|r| {
            (
                cell(r, "area_code"),
                cell(r, "breakdown"),
                cell(r, "period"),
            ) == ("TR", "", year)
        });
        cell(found.unwrap(), "value").to_owned()
    };
    assert_eq!(total("2023"), "", "D2 may be what became of D3");
    assert_eq!(total("2024"), "480");
}

#[test]
fn a_year_of_areas_is_flagged_where_what_it_is_of_exists_in_a_part_of_it() {
    let project = office();
    let county = |code: &str, from: &str| {
        format!(
            "T{code},,County {code},country,,{from},,,invented,\n\
             D{code},,District {code},district,T{code},{from},,,invented,\n"
        )
    };
    let areas = format!("{AREAS}{}", county("5", "2023-07-01"));
    project.write("datasets/areas/areas.csv", areas);
    let csv = "a,p,s,v\nD1,2023,A,120\nD1,2023,X,60\nD2,2023,A,60\nD2,2023,X,60\n\
         D1,2024,A,120\nD1,2024,X,120\nD2,2024,A,120\nD2,2024,X,120\n\
         D5,2023,A,10\nD5,2023,X,10\nD5,2024,A,20\nD5,2024,X,20\n";
    project.write("datasets/revenue/a.csv", csv);
    project.run();
    let rows = project.published("measures");
    let parts = ["breakdown", "area_code", "value", "flags"];
    let sums = { rows.iter() }
        .filter(|r| cell(r, "period") == "2023" && cell(r, "area_code").starts_with('T'));
    let sums: Vec<String> = sums
        .map(|r| line(r, &parts).trim_start().to_owned())
        .collect();
    assert_eq!(
        sums,
        [
            "T5 20 exists_in_part",
            "sector=A T5 10 exists_in_part",
            "sector=X T5 10 exists_in_part",
            "TR 300",
            "sector=A TR 180",
            "sector=X TR 120 exists_in_part",
        ]
    );
    let scores = project.published("scorecard");
    let compared = scores.iter().find(|r| {
        (
            cell(r, "breakdown"),
            cell(r, "area_code"),
            cell(r, "period"),
        ) == ("sector=X", "TR", "2024")
    });
    let compared = line(compared.unwrap(), &["value", "reason", "flags"]);
    assert_eq!(
        compared, "1  exists_in_part",
        "half a year with a whole one"
    );
}

/// D1 and D2 became D3 in July 2024, and state years to date by quarters; D4 goes on.
fn merged_in_july() -> Project {
    let project = office();
    let areas = "code,name_en,level,parent_code,valid_from,valid_to
D1,Amber,district,TR,2000-01-01,2024-06-30
D2,Birch,district,TR,2000-01-01,2024-06-30
D3,Cedar,district,TR,2024-07-01,
D4,Dogwood,district,TR,2000-01-01,
TR,Rivers,country,,2000-01-01,
";
    project.write("datasets/areas/areas.csv", areas);
    project.replace("datasets/sectors.toml", SECTORS, &SECTORS[..49]);
    project.write(
        "datasets/areas/relations.csv",
        "date,kind,from_code,to_code\n2024-07-01,merge,D1,D3\n2024-07-01,merge,D2,D3\n",
    );
    let dataset = REVENUE.replace(
        "[source.columns]",
        "[source.columns]\nspan = { constant = \"ytd\" }",
    );
    project.write(
        "datasets/revenue.toml",
        format!("kind = \"observations\"\n{COMMON}{dataset}"),
    );
    // 10 a quarter in each of the two, 20 in what they became, 30 in the other one.
    let mut csv = "a,p,s,v\n".to_owned();
    for (area, quarters) in [
        ("D1", [10, 20, 0, 0]),
        ("D2", [10, 20, 0, 0]),
        ("D3", [0, 0, 20, 40]),
        ("D4", [30, 60, 90, 120]),
    ] {
        for (n, value) in quarters.iter().enumerate().filter(|(_, value)| **value > 0) {
            let _ = writeln!(csv, "{area},2024-Q{},A,{value}", n + 1);
        }
    }
    project.write("datasets/revenue/a.csv", csv);
    let periods = PIPELINE.replace("[\"year\"]", "[\"quarter\", \"year\"]");
    project.write(
        "pipelines/p.toml",
        periods
            .replace("by = [\"sector\"]\n", "")
            .replace("contributions = \"sector\"\n", ""),
    );
    project
}

#[test]
fn a_year_to_date_of_an_area_made_within_the_year_says_since_when_it_counts() {
    let project = merged_in_july();
    let shown = |periods: &[&str]| -> Vec<String> {
        let rows = project.published("measures");
        let own = rows.iter().filter(|r| cell(r, "area_code") != "D4");
        let own = own.filter(|r| !cell(r, "value").is_empty());
        let own =
            own.filter(|r| cell(r, "span") == "period" && periods.contains(&cell(r, "period")));
        own.map(|r| line(r, &["area_code", "period", "value"]))
            .collect()
    };
    // It falls from 40 to 20: it cannot count since January.
    project.run().complains(
        "warning[to_date_since]: tables/revenue: `revenue` of Cedar (D3) is 20 to date in 2024-Q3, and \
         the areas that were before had 40 up to 2024-06-30",
    );
    let periods = ["2024", "2024-Q3"];
    assert_eq!(shown(&periods), [] as [&str; 0]);
    project.replace(
        "datasets/revenue.toml",
        "[contract]",
        "[contract]\nto_date_since = \"area\"",
    );
    let out = project.run();
    assert!(!out.stderr.contains("to_date_since"), "{}", out.stderr);
    assert_eq!(
        shown(&periods),
        [
            "D3 2024 80",
            "D3 2024-Q3 20",
            "TR 2024 200",
            "TR 2024-Q3 50"
        ]
    );
    let explain = [
        "explain", "growth", "--area", "D3", "--period", "2024", "--verify",
    ];
    project.chiso(&explain).says("every step holds");
    // The same figures with those of the two before.
    project.replace("datasets/revenue.toml", "to_date_since = \"area\"\n", "");
    let csv = project.read("datasets/revenue/a.csv");
    let csv = csv.replace("D3,2024-Q3,A,20", "D3,2024-Q3,A,60");
    project.write(
        "datasets/revenue/a.csv",
        csv.replace("D3,2024-Q4,A,40", "D3,2024-Q4,A,80"),
    );
    project.run();
    assert_eq!(
        shown(&periods),
        [
            "D3 2024 80",
            "D3 2024-Q3 20",
            "TR 2024 200",
            "TR 2024-Q3 50"
        ]
    );
}
