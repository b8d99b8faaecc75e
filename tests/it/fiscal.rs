//! Fiscal years: put together from months and from records as years of the calendar are, with a
//! merger within them; their months to date; what is divided by a figure of the calendar year; and
//! the label of the office.

use crate::support::{Project, cell};
use std::fmt::Write as _;

const COMMON: &str =
    "title = { en = \"invented\" }\nlicence = \"invented\"\ncitation = \"invented\"\n";

/// D7 and D8 become D9 within the fiscal year from April 2024.
const AREAS: &str = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note
D1,,Amber,district,TR,2000-01-01,,,invented,
D7,,Fennel,district,TR,2000-01-01,2024-09-30,,invented,
D8,,Garlic,district,TR,2000-01-01,2024-09-30,,invented,
D9,,Hazel,district,TR,2024-10-01,,,invented,
TR,,Three Rivers,country,,2000-01-01,,,invented,
";

const REGISTER: &str = r#"
[records]
key = ["id"]
date = "day"
periods = ["month", "third", "fiscal_year"]
column = [
  { name = "id", type = "text" },
  { name = "day", type = "date" },
  { name = "capital", type = "integer", min = "0", unit = "GEL" },
]

[[source]]
id = "register"
file = "register/*.csv"
format = "csv"
[source.columns]
area_code = { column = "Area" }
id = { column = "No" }
day = { column = "Day" }
capital = { column = "Capital" }
"#;

fn observed(dataset: &str, unit: &str, period: &str) -> String {
    format!(
        "kind = \"observations\"\n{COMMON}[contract]\nvalue = {{ name = \"n\", type = \"decimal\", unit = \"{unit}\" }}\n\
         [[source]]\nid = \"{dataset}\"\nfile = \"{dataset}/a.csv\"\nformat = \"csv\"\n{period}\
         [source.columns]\narea_code = {{ column = \"a\" }}\n\
         period = {{ column = \"p\" }}\nn = {{ column = \"v\" }}\n\
         status = {{ constant = \"final\" }}\n"
    )
}

const PIPELINE: &str = r#"title = { en = "p" }
[[measure]]
id = "firms"
title = { en = "firms" }
periods = ["fiscal_year"]
over_time = "sum"
sum_of = "district"
[[measure.source]]
dataset = "register"
value = "count(id)"

[[measure]]
id = "capital"
title = { en = "capital" }
[[measure.source]]
dataset = "register"
value = "median(capital)"

[[measure]]
id = "revenue"
title = { en = "revenue" }
periods = ["fiscal_year", "fiscal_ytd"]
over_time = "sum"
[[measure.source]]
dataset = "revenue"
value = "sum(n)"

[[measure]]
id = "plan"
title = { en = "plan" }
[[measure.source]]
dataset = "plan"
value = "sum(n)"

[[measure]]
id = "heads"
title = { en = "heads" }
[[measure.source]]
dataset = "heads"
value = "sum(n)"

[[measure]]
id = "per_1000"
title = { en = "per 1000" }
ratio = { of = "firms", per = "heads", per_period = "year_at_start", scale = "1000", unit = "firms_per_1000" }

[[kpi]]
id = "growth"
title = { en = "growth" }
kind = "growth"
measure = "firms"

[[kpi]]
id = "capital"
title = { en = "capital" }
kind = "score"
measure = "capital"

[[kpi]]
id = "done"
title = { en = "done" }
kind = "completion"
part = "revenue"
whole = "plan"
pace = { rule = "linear", whole = "year" }

[[kpi]]
id = "density"
title = { en = "density" }
kind = "score"
measure = "per_1000"
"#;

/// Records of months, as `(area, first month, last month, records a month)`, months counted from
/// January 2023.
fn register() -> String {
    let mut csv = "No,Day,Area,Capital\n".to_owned();
    let mut id = 0;
    for (area, first, last, number) in [
        ("D1", 3, 26, 2),
        ("D7", 3, 14, 1),
        ("D8", 3, 14, 2),
        ("D7", 15, 20, 2),
        ("D8", 15, 20, 3),
        ("D9", 21, 26, 6),
    ] {
        for month in first..=last {
            for n in 1..=number {
                id += 1;
                let (year, month) = (2023 + month / 12, month % 12 + 1);
                let _ = writeln!(csv, "r{id},{year}-{month:02}-10,{area},{}", n * 10);
            }
        }
    }
    csv
}

/// An office whose fiscal year begins in April.
fn office() -> Project {
    let mut project = Project::empty();
    project.at("2025-12-10T03:00:00Z");
    project.write(
        "chiso.toml",
        "[project]\ntitle = { en = \"invented\" }\ntimezone = \"UTC\"\n\
         boundaries = [\"2025-01-01\"]\nfiscal_year = { begins = \"04\", named = \"both\" }\n",
    );
    project.write("datasets/areas.toml", format!("kind = \"areas\"\n{COMMON}"));
    project.write("datasets/areas/areas.csv", AREAS);
    project.write(
        "datasets/areas/relations.csv",
        "date,kind,from_code,to_code,note,source\n\
         2024-10-01,merge,D7,D9,,invented\n2024-10-01,merge,D8,D9,,invented\n",
    );
    project.write(
        "datasets/register.toml",
        format!("kind = \"records\"\n{COMMON}{REGISTER}"),
    );
    project.write("datasets/register/2025.csv", register());
    let months = "";
    let fiscal = "period = { fiscal_year = { begins = \"04\", named = \"both\" } }\n";
    for (dataset, unit, period) in [
        ("revenue", "GEL", months),
        ("plan", "GEL", fiscal),
        ("heads", "persons", months),
    ] {
        let toml = observed(dataset, unit, period);
        project.write(&format!("datasets/{dataset}.toml"), toml);
    }
    let mut revenue = "a,p,v\n".to_owned();
    for month in 3..=34 {
        let (year, number) = (2023 + month / 12, month % 12 + 1);
        let _ = writeln!(revenue, "D1,{year}-{number:02},{}", 100 + month);
    }
    project.write("datasets/revenue/a.csv", revenue);
    project.write(
        "datasets/plan/a.csv",
        "a,p,v\nD1,2024/25,1278\nD1,2025/26,1600\n",
    );
    project.write(
        "datasets/heads/a.csv",
        "a,p,v\nD1,2023,8000\nD1,2024,12000\n",
    );
    project.write(
        "datasets/targets.toml",
        format!("kind = \"targets\"\n{COMMON}"),
    );
    project.write(
        "datasets/targets/targets.csv",
        "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,\
         legal_basis,decided_on,valid_from,supersedes,source,note\n\
         t1,done,D1,2024-04-01/P1Y,2025-04-01/P1Y,ge,1,ratio,,,invented,,,,invented,\n",
    );
    project.write("pipelines/p.toml", PIPELINE);
    project
}

/// The figures of a measure, `area period/span value flags`, of fiscal years and what is within.
fn figures(project: &Project, measure: &str) -> Vec<String> {
    let rows = project.published("measures");
    let own = rows.iter().filter(|r| cell(r, "measure") == measure);
    let fiscal = own.filter(|r| cell(r, "period").contains("/P"));
    let line = |r: &crate::support::Row| {
        let parts = ["area_code", "period", "span", "value", "flags"];
        parts
            .map(|name| cell(r, name))
            .join(" ")
            .trim_end()
            .to_owned()
    };
    fiscal.map(line).collect()
}

#[test]
fn a_register_and_months_give_fiscal_years_with_a_merger_within_them() {
    let project = office();
    project.run().exits(0);
    assert_eq!(
        figures(&project, "firms"),
        [
            "D1 2023-04-01/P1Y period 24",
            "D1 2024-04-01/P1Y period 24",
            "D9 2023-04-01/P1Y period 36 boundary_rebased",
            "D9 2024-04-01/P1Y period 66 boundary_rebased",
            "TR 2023-04-01/P1Y period 60",
            "TR 2024-04-01/P1Y period 90 boundary_rebased",
        ]
    );
    // A median of the fiscal year is that of its records; of a merged area there is none.
    assert_eq!(
        figures(&project, "capital")[..2],
        ["D1 2023-04-01/P1Y period 15", "D1 2024-04-01/P1Y period 15"]
    );
    // By the people of the calendar year in which the fiscal year begins.
    assert_eq!(
        figures(&project, "per_1000")[..2],
        ["D1 2023-04-01/P1Y period 3", "D1 2024-04-01/P1Y period 2"]
    );
    let growth = project.score("growth", "D9", "2024-04-01/P1Y");
    assert!(
        growth["value"]
            .as_f64()
            .is_some_and(|v| (v - 30.0 / 36.0).abs() < 1e-9),
        "{growth}"
    );
}

#[test]
fn a_running_fiscal_year_is_judged_by_its_months_to_date() {
    let project = office();
    project.run().exits(0);
    let revenue = figures(&project, "revenue");
    // April 2023 is 103; so 12 months from it are 1302, and the first two of the next year 231.
    assert!(
        revenue.contains(&"D1 2023-04-01/P1Y period 1302".into()),
        "{revenue:?}"
    );
    assert!(
        revenue.contains(&"D1 2024-04-01/P2M ytd 231".into()),
        "{revenue:?}"
    );
    assert!(
        !revenue
            .iter()
            .any(|r| r.contains("2025-04-01/P1Y period 1")),
        "{revenue:?}"
    );
    let now = project.published("scorecard");
    let of = |period: &str| {
        let found = now
            .iter()
            .find(|r| (cell(r, "kpi"), cell(r, "period")) == ("done", period));
        let found = found.unwrap_or_else(|| panic!("no {period}"));
        ["verdict", "span", "pace", "value"].map(|name| cell(found, name).to_owned())
    };
    // 127 to 134 of 1600, when 8 of 12 months have passed.
    assert_eq!(
        of("2025-04-01/P8M"),
        ["off_track", "ytd", "0.6666666666666666", "0.6525"]
    );
    assert_eq!(of("2024-04-01/P1Y")[0], "met");
    assert_eq!(of("2025-04-01/P1Y")[0], "not_due");
}

#[test]
fn people_name_a_fiscal_year_as_their_office_does() {
    let project = office();
    project.run().exits(0);
    let args = [
        "scorecard",
        "--kpi",
        "growth",
        "--area",
        "D1",
        "--period",
        "2024/25",
    ];
    project
        .chiso(&args)
        .exits(0)
        .says("2024/25 (2024-04-01/P1Y)");
    let args = ["explain", "done", "--area", "D1", "--period", "2024/25"];
    project
        .chiso(&args)
        .exits(0)
        .says("2024/25 (2024-04-01/P1Y)");
    project
        .chiso(&["targets", "list"])
        .exits(0)
        .says("2024/25 (2024-04-01/P1Y) – 2025/26 (2025-04-01/P1Y)");
    let first = ["explain", "growth", "--area", "D1", "--period", "2023/24"];
    project.chiso(&first).exits(0).says("[no figure: base]");
    let args = ["explain", "done", "--area", "D1", "--period", "2024/26"];
    project
        .chiso(&args)
        .exits(2)
        .complains("write `2024/25` for the twelve months `2024-04-01/P1Y`");
    // What the project does not declare is asked for, and the declaration that is named works.
    project.replace(
        "chiso.toml",
        "fiscal_year = { begins = \"04\", named = \"both\" }\n",
        "",
    );
    project
        .chiso(&["check"])
        .exits(6)
        .says("write `fiscal_year = { begins = \"04\", named = \"both\" }` under `[project]`");
}

/// The register begins in April 2023. That is the first month of a fiscal year, and within the first
/// third of the calendar year: where a month may be empty, its figure is of one month of four. It ends
/// with March 2025, within a third too.
#[test]
fn a_register_that_begins_within_a_period_is_remarked_on() {
    let project = office();
    let said = "[months_missing]: tables/register: no record of `register` is of 2023-01, 2023-02, \
        2023-03, 2025-04: there is no figure of 2023-T1, 2025-T1";
    project.run().complains(said);
    project.replace(
        "datasets/register.toml",
        "periods = ",
        "empty_months = true\nperiods = ",
    );
    let said = "[begins_within]: tables/register: the first record of `register` is of 2023-04: \
        figures of 2023-T1 are of the months from then on";
    project.run().complains(said);
    let project = office();
    project.replace("datasets/register.toml", "\"third\", ", "");
    let outcome = project.run();
    assert!(
        !outcome.stderr.contains("begins_within") && !outcome.stderr.contains("months_missing"),
        "{}",
        outcome.stderr
    );
}
