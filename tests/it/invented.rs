//! An invented country works through TOML and CSV alone, from a folder that is no part of the
//! repository.

use crate::support::{Project, cell, field, repository};
use std::collections::BTreeSet;

/// `area period target: value verdict reason flags` of every row of a KPI on a boundary.
fn verdicts(project: &Project, kpi: &str, boundary: &str) -> Vec<String> {
    let line = |r: &serde_json::Value| {
        let words = [
            "area_code",
            "period",
            "target_id",
            "current_value",
            "base_value",
            "value",
            "margin",
            "verdict",
            "reason",
            "flags",
        ];
        words
            .map(|w| field(r, w))
            .map(|w| if w.is_empty() { "-".to_owned() } else { w })
            .join(" ")
    };
    project
        .rows(&["scorecard", "--kpi", kpi, "--boundary", boundary])
        .iter()
        .map(line)
        .collect()
}

#[test]
fn every_verdict_of_the_invented_country_is_what_its_figures_say() {
    let project = Project::cashland();
    project.run();
    assert_eq!(
        verdicts(&project, "workshops_growth", "2023-01-01"),
        [
            "C1 2021 - 1000 - - - not_assessable base_missing -",
            "C1 2022 - 1100 1000 0.1 - no_target - -",
            "C1 2023 c1-workshops 1210 1100 0.1 0.0 met - -",
            "C2 2021 - 640 - - - not_assessable base_missing -",
            "C2 2022 - - 640 - - not_assessable value_missing -",
            "C2 2023 - 655 - - - not_assessable base_missing -",
            "C5 2021 - 1100 - - - not_assessable base_missing boundary_rebased",
            "C5 2022 - 1100 1100 0.0 - no_target - boundary_rebased",
            "C5 2023 c5-workshops 1155 1100 0.05 -0.05 not_met - boundary_rebased",
        ]
    );
    assert_eq!(
        verdicts(&project, "dues_over_plan", "2023-01-01"),
        [
            "C1 2022 - 2100525 2000500 0.05 - no_target - -",
            "C1 2023 - 2310000 2200000 0.05 - no_target - -",
            "C2 2022 - 490000 500000 -0.02 - no_target - -",
            "C2 2023 c2-dues 546000 520000 0.05 0.0 met - -",
            "C5 2022 - - 2001000 - - not_assessable value_missing boundary_rebased",
            "C5 2023 c5-dues 2152500 2100000 0.025 -0.025 not_met - -",
        ]
    );
}

#[test]
fn a_merged_county_cannot_be_taken_apart_and_its_target_stays_on_its_boundary() {
    let project = Project::cashland();
    project.run();
    assert_eq!(
        verdicts(&project, "workshops_growth", "2022-12-31"),
        [
            "C1 2021 - 1000 - - - not_assessable base_missing -",
            "C1 2022 - 1100 1000 0.1 - no_target - -",
            "C1 2023 c1-workshops 1210 1100 0.1 0.0 met - -",
            "C2 2021 - 640 - - - not_assessable base_missing -",
            "C2 2022 - - 640 - - not_assessable value_missing -",
            "C2 2023 - 655 - - - not_assessable base_missing -",
            "C3 2021 - 800 - - - not_assessable base_missing -",
            "C3 2022 - 820 800 0.025 - no_target - -",
            "C3 2023 - - 820 - - not_assessable boundary_break -",
            "C4 2021 - 300 - - - not_assessable base_missing -",
            "C4 2022 - 280 300 -0.06666666666666667 - no_target - -",
            "C4 2023 - - 280 - - not_assessable boundary_break -",
        ]
    );
}

#[test]
fn the_project_is_only_toml_and_csv_and_lives_anywhere() {
    let project = Project::cashland();
    assert!(
        !project.root().starts_with(repository()),
        "the copy must lie outside the repository"
    );
    let kinds: BTreeSet<String> = project
        .tree("")
        .into_keys()
        .filter(|n| !n.ends_with('/'))
        .map(|n| n.rsplit('.').next().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, BTreeSet::from(["csv".to_owned(), "toml".to_owned()]));
    project.chiso(&["check"]).exits(0);
    project
        .chiso(&["test"])
        .exits(0)
        .says("ok     a merged county is compared with the sum of its parts")
        .says("1 passed, 0 failed");
    project
        .run()
        .says("25 observations read = 23 accepted + 0 quarantined + 2 without a figure")
        .says("Alloy Bay (C5) 2023");
    let codes: BTreeSet<String> = project
        .published("areas")
        .iter()
        .map(|r| cell(r, "area_code").to_owned())
        .collect();
    assert_eq!(
        codes,
        ["C1", "C2", "C3", "C4", "C5", "CL"]
            .map(str::to_owned)
            .into()
    );
}

#[test]
fn a_decimal_comma_and_grouping_points_are_read_to_the_last_digit() {
    let project = Project::cashland();
    project.run();
    let rows = project.traced(&[
        "explain",
        "dues_over_plan",
        "--area",
        "C1",
        "--period",
        "2022",
    ]);
    let seen: Vec<String> = rows
        .iter()
        .map(|r| {
            format!(
                "{} {} {} {}",
                field(r, "role"),
                field(r, "raw"),
                field(r, "value"),
                field(r, "row")
            )
        })
        .collect();
    assert_eq!(
        seen,
        ["current 2.100,525 2100525 3", "plan 2.000,5 2000500 2"]
    );
}
