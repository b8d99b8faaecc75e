//! The twelve questions of a reform programme, on the synthetic example: every answer with its
//! verdict and reason, by agency and for the city.

use crate::support::{Project, field, fields, finished, repository};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::sync::OnceLock;

/// The invented city after one run, for tests that only read.
fn programme() -> &'static Project {
    static DONE: OnceLock<Project> = OnceLock::new();
    DONE.get_or_init(|| {
        let project = Project::programme();
        project.run().says("0 quarantined");
        project
    })
}

fn cards() -> &'static [Value] {
    static CARDS: OnceLock<Vec<Value>> = OnceLock::new();
    CARDS.get_or_init(|| programme().rows(&["scorecard"]))
}

/// Verdict, reason and flags under a target in a period.
#[track_caller]
fn answer(target: &str, area: &str, period: &str) -> String {
    let is_it =
        |r: &&Value| fields(r, ["target_id", "area_code", "period"]) == [target, area, period];
    let found: Vec<&Value> = cards().iter().filter(is_it).collect();
    assert_eq!(found.len(), 1, "{target} {area} {period}");
    fields(found[0], ["verdict", "reason", "flags"])
        .iter()
        .filter(|t| !t.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn questions_1_to_3_are_answered_for_years_that_are_over_and_for_the_one_that_runs() {
    assert_eq!(
        ["2024", "2025"].map(|y| answer("q1-firms", "01", y)),
        ["met", "not_met"]
    );
    assert_eq!(
        ["2024", "2025"].map(|y| answer("q2-share", "01", y)),
        ["met", "met"]
    );
    assert_eq!(
        ["2024", "2025"].map(|y| answer("q3-government", "01", y)),
        ["met", "not_met"]
    );
    assert_eq!(answer("q1-firms", "01", "2026-09"), "on_track");
    assert_eq!(
        answer("q3-government", "01", "2026-09"),
        "on_track",
        "one plan"
    );
    assert_eq!(
        answer("q3-council", "01", "2026-09"),
        "off_track knife_edge",
        "and the other, within what months are usually revised"
    );
    assert_eq!(
        answer("q1-firms", "01", "2026"),
        "not_due partial_period",
        "the year is not over"
    );
    let running = cards()
        .iter()
        .find(|r| fields(r, ["target_id", "period"]) == ["q3-government", "2026-09"])
        .unwrap();
    assert!(
        !field(running, "probability_met").is_empty(),
        "seven years make odds"
    );
}

#[test]
fn question_4_counts_the_targets_that_are_met_each_in_its_own_direction() {
    assert_eq!(
        answer("q4-poverty-rate", "01", "2025"),
        "met",
        "lower is better"
    );
    assert_eq!(answer("q4-standard-schools", "01", "2025"), "not_met");
    let row = programme().score("council_targets_met", "01", "2025");
    assert_eq!(
        fields(
            &row,
            ["current_value", "base_value", "operand_unit", "verdict"]
        ),
        ["5", "6", "targets", "not_met"]
    );
    let unclear = programme().score("council_targets_met", "01", "2024");
    assert_eq!(
        fields(
            &unclear,
            ["current_value", "base_value", "value", "verdict", "reason"]
        ),
        ["1", "6", "", "not_assessable", "value_missing"]
    );
    let items: BTreeSet<(String, String)> = programme()
        .published("score_items")
        .iter()
        .filter(|r| {
            r["kpi"].as_deref() == Some("council_targets_met")
                && r["period"].as_deref() == Some("2024")
        })
        .map(|r| {
            (
                r["item"].clone().unwrap_or_default(),
                r["reason"].clone().unwrap_or_default(),
            )
        })
        .collect();
    assert_eq!(items.len(), 6);
    assert!(
        items.contains(&("q4-waste-collected".into(), "value_missing".into())),
        "{items:?}"
    );
}

#[test]
fn question_5_tells_done_from_done_on_time() {
    assert_eq!(answer("q5-completed", "01", "2025"), "met");
    assert_eq!(answer("q5-schedule", "01", "2025"), "not_met");
    assert_eq!(
        answer("q5-schedule", "01", "2026"),
        "not_due to_date",
        "the year is not over"
    );
    let row = programme().score("plans_on_schedule", "01", "2026");
    assert_eq!(
        fields(&row, ["current_value", "base_value"]),
        ["9", "10"],
        "plans due on 31 October are not in the rate of a list of 5 October"
    );
}

/// What the file of tasks says of a year or quarter, counted without the program: due, done, done
/// on time.
fn counted(area: &str, period: &str) -> [usize; 3] {
    let text = fs::read_to_string(
        repository().join("examples/reform-programme/datasets/assigned_tasks/tasks.csv"),
    )
    .unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|l| l.split(',').collect())
        .collect();
    let due: Vec<&Vec<&str>> = rows
        .iter()
        .filter(|r| r[0].starts_with(area) && r[1].starts_with(period) && r[4] <= r[6])
        .collect();
    [
        due.len(),
        due.iter().filter(|r| !r[5].is_empty()).count(),
        due.iter()
            .filter(|r| !r[5].is_empty() && r[5] <= r[4])
            .count(),
    ]
}

#[test]
fn question_6_is_answered_by_agency_and_for_the_city_as_their_sum() {
    for (area, period) in [
        ("01", "2025"),
        ("01-XD", "2025"),
        ("01-TP", "2025"),
        ("01", "2026-Q3"),
    ] {
        let [due, done, on_time] = counted(area, period);
        let row = programme().rows(&[
            "scorecard",
            "--kpi",
            "tasks_on_schedule",
            "--area",
            area,
            "--period",
            period,
        ]);
        assert_eq!(
            fields(&row[0], ["current_value", "base_value"]),
            [on_time.to_string(), due.to_string()],
            "{area} {period}"
        );
        let row = programme().rows(&[
            "scorecard",
            "--kpi",
            "tasks_completed",
            "--area",
            area,
            "--period",
            period,
        ]);
        assert_eq!(
            field(&row[0], "current_value"),
            done.to_string(),
            "{area} {period}"
        );
    }
    assert_eq!(answer("q6-schedule-2", "01", "2025"), "not_met");
    assert!(
        cards()
            .iter()
            .all(|r| field(r, "target_id") != "q6-schedule"),
        "the superseded target binds nothing"
    );
    assert_eq!(
        answer("q6-pm-tp", "01-TP", "2025"),
        "not_assessable no_occasion"
    );
    assert_eq!(answer("q6-tp", "01-TP", "2025"), "met");
    let text = programme()
        .chiso(&[
            "explain",
            "tasks_on_schedule",
            "--area",
            "01",
            "--period",
            "2025",
        ])
        .exits(0);
    text.says("01-XD")
        .says("tasks.csv")
        .says("sum of the units of");
}

#[test]
fn question_7_kept_and_raised_are_two_targets_and_the_rank_says_of_how_many() {
    assert_eq!(
        ["q7-kept", "q7-raised"].map(|t| answer(t, "01", "2025")),
        ["met", "not_met"]
    );
    assert_eq!(
        ["q7-kept", "q7-raised"].map(|t| answer(t, "01", "2024")),
        ["met", "met"]
    );
    let rank = programme().score("reform_score_rank", "01", "2025");
    assert_eq!(
        fields(&rank, ["value", "base_value", "target_op", "verdict"]),
        ["2.0", "4", "le", "met"]
    );
    assert_eq!(
        ["q7-field-1-kept", "q7-field-1-raised"].map(|t| answer(t, "01-NV", "2025")),
        ["met", "not_met"]
    );
}

#[test]
fn question_8_keeps_dossiers_that_are_not_done_in_the_rate_and_withheld_scores_out_of_it() {
    assert_eq!(answer("q8-one-stop", "01", "2025"), "met within_tolerance");
    assert_eq!(answer("q8-interlinked", "01", "2025"), "not_met");
    assert_eq!(answer("q8-satisfaction", "01", "2025"), "met");
    assert_eq!(
        answer("q8-satisfaction-xd", "01-XD", "2025"),
        "not_assessable suppressed"
    );
    let never = programme().rows(&[
        "scorecard",
        "--kpi",
        "interlinked_on_schedule",
        "--area",
        "01-NV",
        "--period",
        "2025-03",
    ]);
    assert_eq!(
        fields(&never[0], ["verdict", "reason"]),
        ["not_assessable", "no_occasion"],
        "this office has no interlinked service"
    );
}

#[test]
fn questions_9_to_11_tell_a_printed_zero_from_a_blank() {
    assert_eq!(
        ["2024", "2025"].map(|y| answer("q9-coverage", "01", y)),
        ["not_met", "met"]
    );
    assert_eq!(
        answer("q9-again-tc", "01-TC", "2025"),
        "not_assessable no_occasion"
    );
    assert_eq!(answer("q9-findings", "01", "2025"), "not_met");
    assert_eq!(answer("q10-reviewed", "01", "2025"), "met");
    assert_eq!(answer("q10-dealt-with", "01", "2025"), "not_met");
    assert_eq!(answer("q10-reviewed", "01", "2026"), "not_due to_date");
    assert_eq!(answer("q11-communication", "01", "2024"), "met");
    assert_eq!(
        answer("q11-communication", "01", "2025"),
        "not_assessable value_missing"
    );
    let text = programme()
        .chiso(&[
            "explain",
            "communication_carried_out",
            "--area",
            "01",
            "--period",
            "2025",
        ])
        .exits(0);
    text.says("no sum, because there is no figure of Sở Y tế (hư cấu) (01-YT)");
}

#[test]
fn question_12_holds_the_gap_against_zero_from_both_sides() {
    let both = |agency: &str| {
        ["above", "below"].map(|side| {
            answer(
                &format!("q12-not-{side}-{}", agency.to_lowercase()),
                &format!("01-{agency}"),
                "2025",
            )
        })
    };
    assert_eq!(both("NV"), ["met", "met"]);
    assert_eq!(both("TC"), ["met", "not_met"], "assessed too low");
    assert_eq!(both("XD"), ["not_met", "met"], "assessed too high");
    assert_eq!(answer("q12-remedies", "01", "2025-Q4"), "not_met");
    assert_eq!(answer("q12-remedies-tc", "01-TC", "2025-Q4"), "met");
    let text = programme()
        .chiso(&[
            "explain",
            "open_remedies",
            "--area",
            "01-TC",
            "--period",
            "2025-Q4",
        ])
        .exits(0);
    text.says("open_remedies 2025-Q4 = 0  [")
        .says("not counted: it does not fit the condition")
        .says("lists.csv");
    assert_eq!(
        answer("q12-remedies", "01", "2026-Q1"),
        "not_assessable value_missing",
        "no list was drawn up"
    );
}

#[test]
fn points_come_from_verified_bands_and_what_had_no_occasion_leaves_the_maximum() {
    let row = programme().score("par_rubric_score", "01", "2025");
    assert_eq!(
        fields(
            &row,
            [
                "current_value",
                "base_value",
                "operand_unit",
                "verdict",
                "flags"
            ]
        ),
        ["13", "24", "points", "not_met", ""]
    );
    let before = programme().score("par_rubric_score", "01", "2024");
    assert_eq!(
        fields(&before, ["value", "verdict", "reason"]),
        ["", "not_assessable", "band_unverified"],
        "another scheme, one criterion unverified"
    );
    let steering = programme().score("par_rubric_steering", "01", "2024");
    assert_eq!(
        fields(&steering, ["current_value", "base_value"]),
        ["4.5", "6"],
        "the other field can be scored"
    );
    let justice = programme().score("par_rubric_steering", "01-TP", "2025");
    assert_eq!(
        field(&justice, "base_value"),
        "9",
        "11 points, less 2 of the Prime Minister's tasks, of which there were none"
    );
    let text = programme()
        .chiso(&[
            "explain",
            "par_rubric_score",
            "--area",
            "01",
            "--period",
            "2024",
        ])
        .exits(0);
    text.says(
        "no points of 4, field 2 (band_unverified: the bands of the rubric are not verified)",
    )
    .says("4.5 of 6, field 1");
    let parts = programme().traced(&[
        "explain",
        "par_rubric_score",
        "--area",
        "01",
        "--period",
        "2025",
    ]);
    assert_eq!(parts.len(), 6);
    assert_eq!(
        fields(&parts[0], ["role", "measure", "value", "unit", "raw"]),
        ["item", "plans_on_schedule", "0", "points", "1.1"]
    );
}

#[test]
fn the_example_has_the_contracts_and_pipelines_of_the_real_project() {
    let (real, example) = (repository(), repository().join("examples/reform-programme"));
    let shared = [
        "datasets/assigned_tasks.toml",
        "datasets/communication.toml",
        "datasets/council_figures.toml",
        "datasets/dossiers.toml",
        "datasets/inspections.toml",
        "datasets/legal_documents.toml",
        "datasets/remedies.toml",
        "datasets/satisfaction.toml",
        "datasets/self_assessments.toml",
        "datasets/work_plans.toml",
        "pipelines/par_fields.toml",
        "pipelines/programme.toml",
    ];
    for file in shared {
        assert_eq!(
            fs::read_to_string(real.join(file)).unwrap(),
            fs::read_to_string(example.join(file)).unwrap(),
            "{file}"
        );
    }
}

#[test]
fn every_invented_figure_says_so_itself() {
    let folder = repository().join("examples/reform-programme/datasets");
    let mut files = 0;
    for entry in fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
    {
        for file in fs::read_dir(entry).unwrap().map(|e| e.unwrap().path()) {
            files += 1;
            let text = fs::read_to_string(&file).unwrap();
            assert!(text.lines().count() > 1, "{}", file.display());
            for line in text.lines().skip(1) {
                assert!(line.contains("SYNTHETIC"), "{}: {line}", file.display());
            }
        }
    }
    assert!(files > 12, "{files} files");
}

#[test]
fn the_real_project_has_no_verdict_on_what_it_has_no_figures_of() {
    let asked: BTreeSet<String> = finished()
        .published("scorecard")
        .iter()
        .filter_map(|r| r["kpi"].clone())
        .collect();
    for kpi in [
        "tasks_on_schedule",
        "council_targets_met",
        "par_rubric_score",
        "self_score_gap",
        "open_remedies",
        "satisfaction_change",
    ] {
        assert!(!asked.contains(kpi), "{kpi}");
    }
    let declared = finished().rows(&["query", "select count(*) as n from score_items"]);
    assert_eq!(field(&declared[0], "n"), "0");
}

#[test]
fn the_example_checks_and_tests_without_a_remark_and_speaks_vietnamese() {
    let project = programme();
    project.chiso(&["check"]).exits(0).says("no faults\n");
    project.chiso(&["test"]).exits(0).says(" 0 failed");
    let text = project
        .chiso(&[
            "explain",
            "council_targets_met",
            "--area",
            "01",
            "--period",
            "2024",
            "--lang",
            "vi",
        ])
        .exits(0);
    text.says("không đánh giá được")
        .says("thành phần")
        .says("Tỷ lệ hộ nghèo: không đạt");
}

#[test]
fn every_question_uses_the_real_figures_that_are_held() {
    let values = |kpi: &str| -> usize {
        let asked = format!(
            "select count(value) as n from scorecard where kpi = '{kpi}' and boundary = date \
                '2025-06-30'"
        );
        field(&finished().rows(&["query", &asked])[0], "n")
            .parse()
            .unwrap()
    };
    for (kpi, least) in [
        ("new_firms_growth", 400),
        ("enterprise_share_change", 20),
        ("enterprise_share", 60),
        ("revenue_over_plan", 70),
        ("council_targets_stated", 3),
        ("reform_place_stated", 8),
        ("satisfaction_change_stated", 1),
        ("satisfaction_place_stated", 3),
    ] {
        assert!(values(kpi) >= least, "{kpi}: {} values", values(kpi));
    }
}
