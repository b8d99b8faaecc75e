//! Weeks of ISO 8601 with the program itself: from days and labels to figures, growth, targets,
//! arrivals and what is published. Week 53 is compared with no week that does not exist.

use crate::days::growth;
use crate::support::{Project, cell, fields};

const ROWS: &str = "A1,2019-12-23,100,2020-01-02\nA1,2019-12-30,200,2020-01-08\n\
    A1,2020-12-21,150,2020-12-29\nA1,2020-12-28,130,2021-01-05\nA1,2021-01-04,260,2021-01-12\n";

/// A target of weeks 52 and 53 of 2020, and one of the first week of 2021.
const TARGETS: &str = "a,firms_growth,A1,2020-W52,2020-W53,ge,0.40,ratio,,0,invented,,,,\n\
    b,firms_growth,A1,2021-W01,2021-W01,ge,0.40,ratio,,0,invented,,,,\n";

fn weekly(rows: &str, targets: &str) -> Project {
    let project = growth("Europe/Berlin", &[("a", rows)], targets);
    project.replace(
        "datasets/firms.toml",
        "format = \"csv\"\n",
        "format = \"csv\"\nperiod = { days = \"week\" }\n",
    );
    project.write(
        "pipelines/p.toml",
        project.read("pipelines/p.toml")
            + "[[kpi]]\nid = \"on_the_week_before\"\ntitle = { en = \"growth\" }\nkind = \"growth\"\n\
               measure = \"firms\"\ncompared_with = { periods_before = 1 }\n",
    );
    project
}

#[test]
fn a_week_is_compared_with_its_like_or_with_the_week_before() {
    let project = weekly(ROWS, TARGETS);
    project.run();
    let rows = project.published("scorecard");
    let of = |kpi: &str| -> Vec<String> {
        let own = rows.iter().filter(|r| cell(r, "kpi") == kpi);
        let columns = ["period", "frequency", "base_period", "verdict", "reason"];
        own.map(|r| columns.map(|c| cell(r, c)).join(" ")).collect()
    };
    assert_eq!(
        of("firms_growth"),
        [
            "2019-W52 W 2018-W52 not_assessable base_missing",
            "2020-W01 W 2019-W01 not_assessable base_missing",
            "2020-W52 W 2019-W52 met ",
            "2020-W53 W  not_assessable base_missing",
            "2021-W01 W 2020-W01 not_met ",
        ]
    );
    assert_eq!(
        of("on_the_week_before"),
        [
            "2019-W52 W 2019-W51 not_assessable base_missing",
            "2020-W01 W 2019-W52 no_target ",
            "2020-W52 W 2020-W51 not_assessable base_missing",
            "2020-W53 W 2020-W52 no_target ",
            "2021-W01 W 2020-W53 no_target ",
        ]
    );
    let explain = |period| {
        let args = [
            "explain",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            period,
        ];
        project.chiso(&args).exits(0).stdout
    };
    let said = explain("2020-W53");
    assert!(
        said.contains("base_missing: the year compared with has no such week"),
        "{said}"
    );
    assert!(explain("2021-W01").contains("2020-W01"));
    let operands = project.published("operands");
    assert!(
        operands
            .iter()
            .all(|r| cell(r, "operand_period") != "2019-W53"),
        "no week is written that does not exist"
    );
    project
        .chiso(&[
            "explain",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2020-W53",
            "--verify",
        ])
        .exits(0);
}

#[test]
fn weeks_make_no_other_period_and_no_figure_to_date() {
    let project = weekly(ROWS, "");
    project.replace(
        "pipelines/p.toml",
        "[[measure.source]]",
        "periods = [\"month\", \"year\", \"ytd\", \"rolling12\"]\nover_time = \"sum\"\n[[measure.source]]",
    );
    project.run();
    let periods: Vec<String> = project
        .published("measures")
        .iter()
        .map(|r| format!("{} {}", cell(r, "period"), cell(r, "span")))
        .collect();
    assert_eq!(
        periods,
        ["2019-W52", "2020-W01", "2020-W52", "2020-W53", "2021-W01"].map(|p| format!("{p} period"))
    );
    project.replace(
        "datasets/firms.toml",
        "[source.columns]\n",
        "[source.columns]\nspan = { constant = \"ytd\" }\n",
    );
    project
        .chiso(&["run"])
        .exits(4)
        .complains("`ytd` of a week: a year to date and twelve months end with a month or quarter");
}

#[test]
fn a_day_that_is_not_the_first_of_its_week_is_refused() {
    let project = weekly("A1,2024-12-29,100,2025-01-08\n", "");
    project
        .chiso(&["run"])
        .exits(4)
        .complains("declared to be the first of their `week`, and that of 2024-W52 is 2024-12-23");
    project.replace(
        "datasets/firms.toml",
        "days = \"week\"",
        "days = \"week\", day = \"last\"",
    );
    project.run();
    assert_eq!(
        cell(&project.published("measures")[0], "period"),
        "2024-W52"
    );
}

#[test]
fn the_figures_of_a_week_are_due_after_its_sunday() {
    let mut project = weekly("A1,2020-12-21,150,2020-12-29\n", "");
    project.replace(
        "datasets/firms.toml",
        "[[source]]\n",
        "[[arrival]]\nfrom = \"2020-W52\"\nuntil = \"2021-W01\"\ndue_days = 2\nareas = [\"A1\"]\n[[source]]\n",
    );
    project.at("2020-12-29T22:00:00Z").run();
    project.at("2021-01-05T22:59:59Z");
    let states = |project: &Project| -> Vec<String> {
        let rows = project.rows(&["status", "--arrivals"]);
        rows.iter()
            .map(|r| fields(r, ["period", "state"]).join(" "))
            .collect()
    };
    // Week 53 of 2020 ends on Sunday 3 January 2021: due by the end of Tuesday in Berlin.
    assert_eq!(
        states(&project),
        ["2020-W52 on_time", "2020-W53 due", "2021-W01 due"]
    );
    project.at("2021-01-05T23:00:01Z");
    assert_eq!(
        states(&project),
        ["2020-W52 on_time", "2020-W53 overdue", "2021-W01 due"]
    );
}
