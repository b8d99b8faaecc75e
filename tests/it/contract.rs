//! Modes and checks of a contract through the program: a delivery that is refused leaves the last
//! good one, a doubtful value is reported and used.

use crate::support::{DAY_TWO, Project, cell, field};

const CONTRACT: &str = "datasets/workshops.toml";
const FILE: &str = "datasets/workshops/invented.csv";

fn with(keys: &str) -> Project {
    let project = Project::cashland();
    project.replace(
        CONTRACT,
        "quarantine_limit = \"0 %\"",
        &format!("quarantine_limit = \"0 %\"\n{keys}"),
    );
    project
}

/// Rule and severity of what `ops/findings` says of the dataset.
fn told(project: &Project) -> Vec<(String, String)> {
    let rows = project.rows(&[
        "query",
        "select rule, severity from ops_findings order by rule",
    ]);
    rows.iter()
        .map(|r| (field(r, "rule"), field(r, "severity")))
        .filter(|(rule, _)| rule != "no_figure")
        .collect()
}

#[test]
fn a_frozen_contract_refuses_a_delivery_with_a_new_column_and_the_last_good_one_stays() {
    let mut project = with("modes = { column = \"freeze\" }");
    project.replace(
        CONTRACT,
        "published_at = \"2024-03-01\" # invented, as everything here\n",
        "",
    );
    project.run();
    let before = project.published("measures");
    let text = project.read(FILE);
    let wider: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(i, l)| format!("{l};{}", if i == 0 { "branch" } else { "x" }))
        .collect();
    project.write(FILE, wider.join("\n") + "\n");
    project.at(DAY_TWO);
    let outcome = project.chiso(&["run"]).exits(3);
    outcome
        .complains("error[new_column]")
        .complains("the file has columns that the source does not know: `branch`")
        .complains("`unused_columns`");
    assert_eq!(project.published("measures"), before);
    project.replace(
        CONTRACT,
        "area_at",
        "unused_columns = [\"branch\"]\narea_at",
    );
    project.run();
    assert_eq!(told(&project), []);
}

#[test]
fn a_large_revision_is_told_and_used_until_it_is_confirmed() {
    let mut project = with("checks = [{ rule = \"large_revision\", at_most = \"10 %\" }]");
    // A delivery is known from the day it came.
    project.replace(
        CONTRACT,
        "published_at = \"2024-03-01\" # invented, as everything here\n",
        "",
    );
    project.run();
    assert_eq!(told(&project), []);
    project.replace(FILE, "Goldmark;2023;1.210", "Goldmark;2023;1.500");
    project.at(DAY_TWO);
    let outcome = project.chiso(&["run"]).exits(0);
    outcome
        .complains("warning[large_revision]")
        .complains("Goldmark (C1) in 2023: 1210 became 1500");
    let row = project.published("measures").into_iter().find(|r| {
        cell(r, "area_code") == "C1" && cell(r, "period") == "2023" && cell(r, "value") == "1500"
    });
    assert!(row.is_some(), "it is used");
    project.replace(
        CONTRACT,
        "at_most = \"10 %\"",
        "at_most = \"10 %\", confirmed = [{ area_code = \"C1\", period = \"2023\" }]",
    );
    project.chiso(&["run"]).exits(0);
    assert_eq!(told(&project), []);
}

#[test]
fn a_large_revision_may_be_a_difference_in_the_unit_of_the_figures() {
    for (at_most, reported) in [("200", true), ("300", false)] {
        let mut project = with(&format!(
            "checks = [{{ rule = \"large_revision\", at_most = \"{at_most}\" }}]"
        ));
        project.replace(
            CONTRACT,
            "published_at = \"2024-03-01\" # invented, as everything here\n",
            "",
        );
        project.run();
        project.replace(FILE, "Goldmark;2023;1.210", "Goldmark;2023;1.500");
        project.at(DAY_TWO);
        let outcome = project.chiso(&["run"]).exits(0);
        assert_eq!(
            outcome
                .stderr
                .contains("Goldmark (C1) in 2023: 1210 became 1500"),
            reported,
            "{at_most}: {}",
            outcome.stderr
        );
    }
}

#[test]
fn a_check_that_cannot_be_is_told_with_what_it_takes() {
    let project = with(
        "checks = [{ rule = \"cumulative_falls\", at_most = \"5 %\" }, { rule = \"large_change\" \
            }, { rule = \"large_revision\", at_most = \"5 %\", action = \"quarantine\" \
            }]\nnot_null = [\"area_code\"]\nmodes = { value = \"open\" }",
    );
    let outcome = project.chiso(&["check"]).exits(6);
    for text in [
        "the check `cumulative_falls` has no `at_most`",
        "the check `large_change` needs `at_most`",
        "a large revision is not quarantined",
        "`area_code` is never empty, or no column",
        "`open` is not a mode",
    ] {
        assert!(
            outcome.stdout.contains(text) || outcome.stderr.contains(text),
            "{text}\n{}\n{}",
            outcome.stdout,
            outcome.stderr
        );
    }
}
