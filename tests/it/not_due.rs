//! What is missing is not due while its period runs, and missing once it has ended: of years, fiscal
//! years, quarters, months, weeks and what is to date within them. What is published today says so as
//! `--as-of` today does.

use crate::days::{dataset, growth};
use crate::support::{Project, field};
use std::fmt::Write as _;

const PIPELINE: &str = r#"title = { en = "p" }
[[measure]]
id = "revenue"
title = { en = "revenue" }
periods = ["quarter", "year", "fiscal_year", "ytd", "fiscal_ytd", "rolling12"]
over_time = "sum"
[[measure.source]]
dataset = "revenue"
value = "sum(n)"

[[measure]]
id = "plan"
title = { en = "plan" }
periods = ["quarter", "year", "fiscal_year", "ytd", "fiscal_ytd", "rolling12"]
over_time = "sum"
[[measure.source]]
dataset = "plan"
value = "sum(n)"

[[measure]]
id = "weekly"
title = { en = "weekly" }
[[measure.source]]
dataset = "weekly"
value = "sum(n)"

[[kpi]]
id = "done"
title = { en = "done" }
kind = "completion"
part = "revenue"
whole = "plan"
pace = { rule = "plan", plan = "plan", whole = "year" }

[[kpi]]
id = "done_at_end"
title = { en = "done at the end" }
kind = "completion"
part = "revenue"
whole = "plan"

[[kpi]]
id = "cases"
title = { en = "cases" }
kind = "score"
measure = "weekly"
value_unit = "count"
"#;

const TARGETS: &str = "fiscal,done,A1,2025-04-01/P1Y,2026-04-01/P1Y,ge,1,ratio,,0,invented,,,,
calendar,done,A1,2025,2026,ge,1,ratio,,0,invented,,,,
end_fiscal,done_at_end,A1,2025-04-01/P1Y,2026-04-01/P1Y,ge,1,ratio,,0,invented,,,,
end_quarter,done_at_end,A1,2025-Q1,2026-Q4,ge,1,ratio,,0,invented,,,,
end_month,done_at_end,A1,2026-09,2026-12,ge,1,ratio,,0,invented,,,,
weeks,cases,A1,2026-W40,2026-W53,le,5,count,,0,invented,,,,
";

/// Revenue until September 2026, a plan until March 2027, and cases of one week.
fn office(targets: &str) -> Project {
    let project = growth("Asia/Tbilisi", &[("a", "")], targets);
    let toml = project.read("chiso.toml");
    let boundary = "boundaries =";
    let fiscal = "fiscal_year = { begins = \"04\", named = \"both\" }\nboundaries =";
    project.write("chiso.toml", toml.replace(boundary, fiscal));
    let published = "published_at = \"2026-11-02\"\n";
    for (id, last) in [("revenue", 20), ("plan", 26)] {
        let mut rows = "area,period,value\n".to_owned();
        for month in 0..=last {
            let (year, number) = (2025 + month / 12, month % 12 + 1);
            let _ = writeln!(rows, "A1,{year}-{number:02},{}", 100 + month);
        }
        project.write(&format!("datasets/{id}/a.csv"), rows);
        project.write(&format!("datasets/{id}.toml"), dataset(id, published));
    }
    project.write("datasets/weekly.toml", dataset("weekly", published));
    let week = "area,period,value\nA1,2026-W40,3\n";
    project.write("datasets/weekly/a.csv", week);
    project.remove("datasets/firms.toml");
    project.write("pipelines/p.toml", PIPELINE);
    project
}

/// `kpi period span target verdict reasons` of all that a target is for.
fn verdicts(project: &Project, more: &[&str]) -> Vec<String> {
    let rows = project.rows(&[&["scorecard"], more].concat());
    let names = ["kpi", "period", "span", "target_id", "verdict", "reasons"];
    let line = |row: &serde_json::Value| names.map(|name| field(row, name)).join(" ");
    let bound = rows.iter().filter(|r| !field(r, "target_id").is_empty());
    bound.map(line).collect()
}

#[test]
fn a_release_says_of_every_span_what_as_of_its_day_says() {
    let mut project = office(TARGETS);
    let mut not_due = Vec::new();
    for (clock, day) in [
        ("2026-11-29T03:00:00Z", "2026-11-29"),
        ("2026-11-30T03:00:00Z", "2026-11-30"),
        ("2026-12-01T03:00:00Z", "2026-12-01"),
        ("2026-12-31T03:00:00Z", "2026-12-31"),
        ("2027-01-04T03:00:00Z", "2027-01-04"),
        ("2027-02-28T03:00:00Z", "2027-02-28"),
        ("2027-03-31T03:00:00Z", "2027-03-31"),
        ("2027-04-01T03:00:00Z", "2027-04-01"),
    ] {
        project.at(clock);
        project.run();
        let published = verdicts(&project, &[]);
        assert_eq!(published, verdicts(&project, &["--as-of", day]), "{day}");
        not_due.push(published.iter().filter(|v| v.contains("not_due")).count());
    }
    assert!(not_due.is_sorted_by(|a, b| a >= b), "{not_due:?}");
    assert!(not_due[0] > not_due[7], "{not_due:?}");
}

#[test]
fn months_to_date_of_a_fiscal_year_are_not_due_until_their_own_end() {
    let mut project = office(TARGETS.lines().next().unwrap());
    for (clock, day, verdict) in [
        ("2026-11-30T03:00:00Z", "2026-11-30", "not_due"),
        ("2026-12-01T03:00:00Z", "2026-12-01", "not_assessable"),
    ] {
        project.at(clock);
        project.run();
        let eight = "done 2026-04-01/P8M ytd fiscal ";
        let found = verdicts(&project, &[]);
        assert_eq!(found, verdicts(&project, &["--as-of", day]));
        let found: Vec<&String> = found.iter().filter(|v| v.starts_with(eight)).collect();
        assert_eq!(found, [&format!("{eight}{verdict} value_missing")]);
    }
}
