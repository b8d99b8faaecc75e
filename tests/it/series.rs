//! One series, seen from outside: what the run warns of, what `explain` calls used, and targets
//! that bind nothing.

use crate::support::{Project, field, fields};

const COLUMNS: &str = "area_code,period,unit,status,rank,plan_stage,span,value\n";

/// The cases' project with rows of the old and of the new survey.
fn surveys(old: &[&str], new: &[&str]) -> Project {
    let project = Project::counties(&[
        "pipelines/series.toml",
        "datasets/survey_old.toml",
        "datasets/survey_new.toml",
    ]);
    for (dataset, rows) in [("survey_old", old), ("survey_new", new)] {
        let lines: Vec<String> = rows
            .iter()
            .map(|row| {
                let parts: Vec<&str> = row.split(' ').collect();
                format!(
                    "{},{},enterprises,final,,,period,{}\n",
                    parts[0], parts[1], parts[2]
                )
            })
            .collect();
        if !lines.is_empty() {
            project.write(
                &format!("datasets/{dataset}/a.csv"),
                format!("{COLUMNS}{}", lines.concat()),
            );
        }
    }
    project
}

/// Role, area, value and whether it is used, of each row behind a score.
fn rows_used(project: &Project, kpi: &str, area: &str, period: &str) -> Vec<[String; 4]> {
    let traced = project.traced(&["explain", kpi, "--area", area, "--period", period]);
    traced
        .iter()
        .map(|r| fields(r, ["role", "row_area_code", "value", "used"]))
        .collect()
}

#[test]
fn the_rows_of_the_areas_below_are_used_only_where_their_sum_is() {
    let prov = ["P1 2023 600", "P2 2023 400", "P1 2024 660", "P2 2024 440"];
    let project = surveys(&[&["R1 2023 1100"][..], &prov].concat(), &[]);
    let run = project.chiso(&["run"]);
    run.complains(
        "`regional` of Northern Region (R1) in 2023 (period) is stated as 1100, and the areas \
            below add up to 1000; the stated figure is used",
    );
    let used = |role: &str| -> Vec<String> {
        let all = rows_used(&project, "regional_growth", "R1", "2024");
        all.iter()
            .filter(|r| r[0] == role && r[3] == "true")
            .map(|r| format!("{} {}", r[1], r[2]))
            .collect()
    };
    assert_eq!(used("current"), ["P1 660", "P2 440"]);
    assert_eq!(
        used("base"),
        ["P1 600", "P2 400"],
        "the sums are compared, so the region's own figure is not used"
    );
    let score = project.score("regional_growth", "R1", "2024");
    assert_eq!(
        fields(&score, ["value", "current_value", "base_value"]),
        ["0.1", "1100", "1000"]
    );
    project
        .chiso(&[
            "explain",
            "regional_growth",
            "--area",
            "R1",
            "--period",
            "2024",
            "--verify",
        ])
        .exits(0)
        .says("differs: the published figure is 1,100")
        .says("every step holds");

    let project = surveys(
        &[&["R1 2023 1100", "R1 2024 1320"][..], &prov].concat(),
        &[],
    );
    project.chiso(&["run"]);
    let all = rows_used(&project, "regional_growth", "R1", "2024");
    let used: Vec<&str> = all
        .iter()
        .filter(|r| r[3] == "true")
        .map(|r| r[2].as_str())
        .collect();
    assert_eq!(
        used,
        ["1320", "1100"],
        "the region's own figures are compared, so its provinces are not used"
    );
    project
        .chiso(&[
            "explain",
            "regional_growth",
            "--area",
            "R1",
            "--period",
            "2024",
        ])
        .says("not used: the figure used is of another series")
        .says("differs: the areas below add up to");
}

#[test]
fn a_printed_total_that_its_parts_do_not_make_is_told_once_for_a_measure() {
    let rows = [
        "N1 2023 9999",
        "P1 2023 555",
        "P2 2023 555",
        "P3 2023 556",
        "P4 2023 556",
        "N1 2024 2222",
        "P1 2024 555",
        "P2 2024 555",
        "P3 2024 556",
        "P4 2024 556",
    ];
    let run = surveys(&rows, &[]).chiso(&["run", "--format", "json"]);
    assert_eq!(
        run.stderr.matches("statements_differ").count(),
        1,
        "{}",
        run.stderr
    );
    run.complains(
        "Nation (N1) in 2023 (period) is stated as 9999, and the areas below add up to 2222",
    );
}

#[test]
fn a_quarter_and_its_months_that_differ_are_told() {
    let run = surveys(
        &[
            "P1 2024-Q1 111",
            "P1 2024-01 40",
            "P1 2024-02 40",
            "P1 2024-03 40",
        ],
        &[],
    )
    .chiso(&["run"]);
    run.complains(
        "Ash (P1) in 2024-Q1 (period) is stated as 111, and 2024-01 (period) + 2024-02 \
        (period) + 2024-03 (period) give 120",
    );
}

#[test]
fn a_comparison_names_the_survey_that_it_is_of() {
    let project = surveys(
        &["P1 2021 900", "P1 2022 1000", "P1 2023 1100"],
        &["P1 2023 1300", "P1 2024 1430"],
    );
    project.run();
    let score = project.score("survey_growth", "P1", "2023");
    assert_eq!(
        fields(&score, ["value", "current_value", "base_value"]),
        ["0.1", "1100", "1000"]
    );
    let told = project
        .chiso(&[
            "explain",
            "survey_growth",
            "--area",
            "P1",
            "--period",
            "2023",
        ])
        .exits(0);
    told.says(
        "`survey_old` is the first that has all figures compared; declared in this order: \
        survey_new, survey_old",
    );
    let others: Vec<String> = project
        .rows(&[
            "query",
            "select role, dataset, reason from alternatives where kpi = \
            'survey_growth' and period = '2023'",
        ])
        .iter()
        .map(|r| fields(r, ["role", "dataset", "reason"]).join(" "))
        .collect();
    assert!(
        others.contains(&"current survey_new series_mixed".to_owned()),
        "{others:?}"
    );
    assert!(
        !others.iter().any(|o| o.contains("survey_old")),
        "what is used is no alternative: {others:?}"
    );
}

#[test]
fn a_splice_names_datasets_of_its_measure() {
    let project = surveys(&["P1 2022 1000"], &["P1 2023 1300"]);
    project.replace(
        "pipelines/series.toml",
        "datasets = [\"survey_new\", \"survey_old\"]",
        "datasets = [\"survey_new\", \"survey_odl\"]",
    );
    project
        .chiso(&["check"])
        .exits(6)
        .says("`survey_odl` is not a source of the measure")
        .says("did you mean `survey_old`?");
}

#[test]
fn a_target_of_a_place_that_no_boundary_has_binds_nothing_and_is_told() {
    let project = surveys(&["P1 2022 1000"], &[]);
    let register = "kind = \"targets\"\ntitle = { en = \"Targets (invented)\" }\nlicence = \
        \"invented\"\ncitation = \"invented\"\n";
    project.write("datasets/targets.toml", register);
    let head = "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note\n";
    let target = |id: &str, area: &str, year: &str| {
        format!("{id},ranked_growth,{area},{year},{year},ge,0.10,ratio,,0,invented,,,,\n")
    };
    let lines = [
        target("renamed", "E1", "2021"),
        target("recoded", "E2", "2024"),
        target("merged", "C3", "2021"),
    ]
    .concat();
    project.write("datasets/targets/targets.csv", format!("{head}{lines}"));
    project.replace(
        "chiso.toml",
        "[\"2023-01-01\", \"2022-12-31\"]",
        "[\"2023-01-01\"]",
    );
    let found = project
        .chiso(&["targets", "check", "--format", "json"])
        .exits(0)
        .rows();
    let told: Vec<String> = found
        .iter()
        .filter(|r| field(r, "rule") == "binds_nothing")
        .map(|r| field(r, "message"))
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with(
            "target `merged` is for Copperfield (C3) as it was on 2021-12-31; on \
            the published boundaries (2023-01-01)"
        ),
        "{told:?}"
    );
}
