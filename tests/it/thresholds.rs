//! Thresholds are exact: one unit below fails, at the line passes, however long the figures are.

use crate::support::{Project, field, fields};
use std::fmt::Write as _;

const CHISO: &str = r#"[project]
title = { en = "Invented thresholds" }
timezone = "UTC"
boundaries = ["2021-01-01"]
lake = "lake"
"#;

const ABOUT: &str = r#"title = { en = "Invented" }
description = { en = "Invented." }
licence = "invented"
citation = "invented"
"#;

const PIPELINE: &str = r#"title = { en = "Invented" }
schedule = { cron = "0 7 1 5 *", timezone = "UTC", missed = "last", max_lateness = "7d", overlap = "skip", retries = 3 }

[[measure]]
id = "count"
title = { en = "Count" }
[[measure.source]]
dataset = "numbers"
value = "sum(amount)"
where = "what = 'actual'"

[[measure]]
id = "plan"
title = { en = "Plan" }
[[measure.source]]
dataset = "numbers"
value = "sum(amount)"
where = "what = 'plan'"

[[kpi]]
id = "growth"
title = { en = "Growth" }
kind = "growth"
measure = "count"

[[kpi]]
id = "over_plan"
title = { en = "Over plan" }
kind = "attainment"
measure = "count"
plan = "plan"
"#;

/// A country of as many areas as cases: figures are `(what, period, amount)`, the target is for
/// 2020.
struct Case {
    name: &'static str,
    kpi: &'static str,
    op: &'static str,
    target: &'static str,
    figures: &'static [(&'static str, &'static str, &'static str)],
    /// Verdict, reason, all reasons.
    wanted: [&'static str; 3],
}

fn growth(
    op: &'static str,
    target: &'static str,
    name: &'static str,
    base: &'static str,
    current: &'static str,
    wanted: [&'static str; 3],
) -> Case {
    // The slices live as long as the program, like the texts in them.
    let figures = Vec::leak(vec![("actual", "2019", base), ("actual", "2020", current)]);
    figures_case("growth", op, target, name, figures, wanted)
}

fn plan(
    op: &'static str,
    target: &'static str,
    name: &'static str,
    planned: &'static str,
    actual: &'static str,
    wanted: [&'static str; 3],
) -> Case {
    let figures = Vec::leak(vec![("plan", "2020", planned), ("actual", "2020", actual)]);
    figures_case("over_plan", op, target, name, figures, wanted)
}

fn figures_case(
    kpi: &'static str,
    op: &'static str,
    target: &'static str,
    name: &'static str,
    figures: &'static [(&'static str, &'static str, &'static str)],
    wanted: [&'static str; 3],
) -> Case {
    // A figure without text is not in the file at all.
    let kept: Vec<_> = figures
        .iter()
        .copied()
        .filter(|(_, _, amount)| !amount.is_empty())
        .collect();
    Case {
        name,
        kpi,
        op,
        target,
        figures: Vec::leak(kept),
        wanted,
    }
}

const MET: [&str; 3] = ["met", "", ""];
const NOT_MET: [&str; 3] = ["not_met", "", ""];

fn cases() -> Vec<Case> {
    let no = |reason: &'static str| ["not_assessable", reason, reason];
    vec![
        growth(
            "ge",
            "0.20",
            "exactly a fifth more",
            "27711",
            "33253.2",
            MET,
        ),
        growth(
            "ge",
            "0.20",
            "a millionth less than a fifth more",
            "27711",
            "33253.199999",
            NOT_MET,
        ),
        growth(
            "ge",
            "0.20",
            "exactly a fifth more in whole enterprises",
            "20000",
            "24000",
            MET,
        ),
        growth(
            "ge",
            "0.20",
            "one enterprise less",
            "20000",
            "23999",
            NOT_MET,
        ),
        growth("ge", "0.20", "one enterprise more", "20000", "24001", MET),
        growth(
            "ge",
            "0.1",
            "a tenth, which no binary fraction says",
            "3",
            "3.3",
            MET,
        ),
        growth("gt", "0", "no change is no rise", "26135", "26135", NOT_MET),
        growth("gt", "0", "a rise of one", "26135", "26136", MET),
        growth(
            "gt",
            "0",
            "the smallest rise of a large figure",
            "999999999999999999",
            "999999999999999999.000001",
            MET,
        ),
        growth(
            "le",
            "-0.05",
            "a fall of exactly a twentieth",
            "100",
            "95",
            MET,
        ),
        growth(
            "le",
            "-0.05",
            "a fall a little short of it",
            "100",
            "95.000001",
            NOT_MET,
        ),
        growth(
            "lt",
            "-0.05",
            "a fall of exactly a twentieth is not more than that",
            "100",
            "95",
            NOT_MET,
        ),
        plan(
            "ge",
            "0.04",
            "at the line of four percent, to the dong",
            "278805000000000",
            "289957200000000",
            MET,
        ),
        plan(
            "ge",
            "0.04",
            "one dong below the line",
            "278805000000000",
            "289957199999999",
            NOT_MET,
        ),
        plan(
            "ge",
            "0.04",
            "one dong above the line",
            "278805000000000",
            "289957200000001",
            MET,
        ),
        plan(
            "ge",
            "0.04",
            "at the line with 20 digits",
            "25000000000000000000",
            "26000000000000000000",
            MET,
        ),
        plan(
            "ge",
            "0.04",
            "a millionth below it with 20 digits",
            "25000000000000000000",
            "25999999999999999999.999999",
            NOT_MET,
        ),
        plan(
            "ge",
            "0",
            "a negative figure against a plan is legal",
            "100",
            "-5",
            NOT_MET,
        ),
        growth(
            "ge",
            "0.20",
            "the base is not in the file",
            "",
            "1200",
            no("base_missing"),
        ),
        growth(
            "ge",
            "0.20",
            "the base is zero",
            "0",
            "1200",
            no("base_zero"),
        ),
        growth(
            "ge",
            "0.20",
            "the base is negative",
            "-10",
            "1200",
            no("base_negative"),
        ),
        growth(
            "ge",
            "0.20",
            "the figure is not in the file",
            "1000",
            "",
            no("value_missing"),
        ),
        growth(
            "ge",
            "0.20",
            "a figure of zero is a figure",
            "1000",
            "0",
            NOT_MET,
        ),
        growth(
            "ge",
            "0.20",
            "neither is in the file",
            "",
            "",
            [
                "not_assessable",
                "value_missing",
                "value_missing;base_missing",
            ],
        ),
        plan(
            "ge",
            "0.04",
            "the plan is zero",
            "0",
            "100",
            no("plan_zero"),
        ),
        plan(
            "ge",
            "0.04",
            "the plan is negative",
            "-1",
            "100",
            no("plan_negative"),
        ),
        plan(
            "ge",
            "0.04",
            "the plan is not in the file",
            "",
            "100",
            no("plan_missing"),
        ),
    ]
}

fn project(cases: &[Case]) -> Project {
    let mut areas = String::from(
        "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note\n",
    );
    let mut targets = String::from(
        "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note\n",
    );
    let mut numbers = String::from("area,year,what,amount\nA99,2020,actual,1\n");
    for (i, case) in cases.iter().enumerate() {
        _ = writeln!(
            areas,
            "A{i:02},,Area {i},county,,2000-01-01,,,invented,invented"
        );
        _ = writeln!(
            targets,
            "t{i:02},{},A{i:02},2020,2020,{},{},ratio,,0,invented,,,,{}",
            case.kpi,
            case.op,
            case.target,
            case.name.replace(',', ";")
        );
        for (what, year, amount) in case.figures {
            _ = writeln!(numbers, "A{i:02},{year},{what},{amount}");
        }
    }
    areas.push_str("A99,,Elsewhere,county,,2000-01-01,,,invented,invented\n");
    let project = Project::empty();
    project.write("chiso.toml", CHISO);
    project.write("pipelines/yearly.toml", PIPELINE);
    project.write("datasets/areas.toml", format!("kind = \"areas\"\n{ABOUT}"));
    project.write("datasets/areas/areas.csv", areas);
    project.write(
        "datasets/targets.toml",
        format!("kind = \"targets\"\n{ABOUT}"),
    );
    project.write("datasets/targets/targets.csv", targets);
    let contract = r#"
[contract]
dimensions = [ { name = "what", one_of = ["actual", "plan"] } ]
value = { name = "amount", type = "decimal", unit = "cash" }
basis = "one"
quarantine_limit = "0 %"

[[source]]
id = "book"
title = { en = "Book" }
publisher = "invented"
file = "numbers/*.csv"
format = "csv"
published_at = "2024-01-01"
area_at = "end"

[source.columns]
area_code = { column = "area" }
period = { column = "year" }
what = { column = "what" }
amount = { column = "amount" }
status = { constant = "final" }
"#;
    project.write(
        "datasets/numbers.toml",
        format!("kind = \"observations\"\n{ABOUT}{contract}"),
    );
    project.write("datasets/numbers/numbers.csv", numbers);
    project
}

#[test]
fn every_threshold_is_compared_exactly_and_every_hole_has_its_reason() {
    let cases = cases();
    let project = project(&cases);
    project.run();
    let rows = project.rows(&["scorecard", "--period", "2020"]);
    let mut wrong = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        let row = rows
            .iter()
            .find(|r| field(r, "target_id") == format!("t{i:02}"));
        let got = row.map(|r| fields(r, ["verdict", "reason", "reasons"]));
        if got.as_ref().is_none_or(|g| *g != case.wanted) {
            wrong.push(format!(
                "{} ({} {} {}): {got:?}, not {:?}",
                case.name, case.kpi, case.op, case.target, case.wanted
            ));
        }
        // Missing never reads as 0 %: no value and no margin without a verdict.
        if let Some(row) = row {
            assert_eq!(
                field(row, "value").is_empty(),
                case.wanted[0] == "not_assessable",
                "{}",
                case.name
            );
            assert_eq!(
                field(row, "margin").is_empty(),
                case.wanted[0] == "not_assessable",
                "{}",
                case.name
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn figures_keep_every_digit_into_the_published_tables() {
    let cases = cases();
    let project = project(&cases);
    project.run();
    let i = cases
        .iter()
        .position(|c| c.name.starts_with("a millionth below it with 20 digits"))
        .unwrap();
    let row = project.score("over_plan", &format!("A{i:02}"), "2020");
    assert_eq!(
        fields(&row, ["current_value", "base_value"]),
        ["25999999999999999999.999999", "25000000000000000000"]
    );
}

#[test]
fn an_inline_test_that_is_wrong_fails_and_says_how() {
    let project = Project::cashland();
    project.replace(
        "pipelines/yearly.toml",
        "\"110\", \"final\"",
        "\"109\", \"final\"",
    );
    let said = project
        .chiso(&["test"])
        .exits(6)
        .says("FAILED a merged county")
        .says("0 passed, 1 failed")
        .says("expected verdict `met`, got `not_met`");
    assert!(
        said.stdout.contains("pipelines/yearly.toml:"),
        "{}",
        said.stdout
    );
}

/// A part that the source leaves blank, or spells so that it cannot be read, is not zero: there is
/// no sum then.
#[test]
fn a_sum_that_lacks_a_part_is_no_sum() {
    // What could not be read has come and was not accepted; what the source says is missing has
    // not.
    for (hole, reason) in [("n/a", "value_missing"), ("oops", "quarantined")] {
        let project = Project::cashland();
        project.replace(
            "datasets/workshops.toml",
            "dimensions = []",
            "dimensions = [ { name = \"kind\", one_of = [\"big\", \"small\"] } ]",
        );
        project.replace(
            "datasets/workshops.toml",
            "quarantine_limit = \"0 %\"",
            "quarantine_limit = \"30 %\"",
        );
        project.replace(
            "datasets/workshops.toml",
            "period = { column = \"Year\" }",
            "period = { column = \"Year\" }\nkind = { column = \"Kind\" }",
        );
        let rows = format!(
            "County;Year;Kind;Opened\nGoldmark;2022;big;100\nGoldmark;2022;small;50\nGoldmark;2023;big;110\nGoldmark;2023;small;{hole}\n"
        );
        project.write("datasets/workshops/invented.csv", rows);
        project.chiso(&["run"]).exits(0);
        let score = project.score("workshops_growth", "C1", "2023");
        assert_eq!(
            fields(&score, ["verdict", "reason", "value", "base_value"]),
            ["not_assessable", reason, "", "150"],
            "{hole}"
        );
    }
}
