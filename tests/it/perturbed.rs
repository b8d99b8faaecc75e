//! Bundled files with something changed: the changed figure, the same figures, or a clear error
//! with place and hint.

use crate::support::{
    DAY_TWO, Outcome, Project, Row, cell, field, fields, finished_two_years as good_one,
};
use std::collections::{BTreeMap, BTreeSet};

const STAT: &str = "datasets/new_enterprises/nso_v05_02.json";
const PLAN: &str = "datasets/budget_plan/plan_2020.csv";

/// Published rows without the columns that name the delivery they came from or the time it came.
fn figures(project: &Project, table: &str) -> Vec<Row> {
    let strip = |mut row: Row| {
        row.retain(|column, _| !["delivery", "known_from"].contains(&column.as_str()));
        row
    };
    project.published(table).into_iter().map(strip).collect()
}

fn fresh(change: impl Fn(&Project)) -> (Project, Outcome) {
    let project = good_one().copied();
    project.remove("lake");
    change(&project);
    let outcome = project.chiso(&["run"]);
    (project, outcome)
}

fn after_a_good_run(change: impl Fn(&Project)) -> (Project, Outcome) {
    let mut project = good_one().copied();
    change(&project);
    let outcome = project.at(DAY_TWO).chiso(&["run"]);
    (project, outcome)
}

/// Verdicts and reasons that a KPI has, on both boundaries.
fn judged(project: &Project, kpi: &str) -> BTreeSet<(String, String)> {
    let rows = project.published("scorecard");
    rows.iter()
        .filter(|r| cell(r, "kpi") == kpi)
        .map(|r| (cell(r, "verdict").to_owned(), cell(r, "reason").to_owned()))
        .collect()
}

/// The rows of a KPI, as the good run had them.
fn assert_untouched(project: &Project, kpi: &str) {
    let its = |p: &Project| -> Vec<Row> {
        figures(p, "scorecard")
            .into_iter()
            .filter(|r| cell(r, "kpi") == kpi)
            .collect()
    };
    let (now, good) = (its(project), its(good_one()));
    assert!(!good.is_empty());
    assert!(now == good, "rows of {kpi} changed");
}

#[test]
fn one_enterprise_more_in_the_base_shows_in_the_figure_and_in_its_cell() {
    let (project, outcome) = after_a_good_run(|p| p.replace(STAT, "27711", "27712"));
    outcome.exits(0).says("published release");
    let row = project.score("new_firms_growth", "01", "2020");
    assert_eq!(
        fields(&row, ["current_value", "base_value", "verdict"]),
        ["26135", "27712", "not_met"]
    );
    let value: f64 = field(&row, "value").parse().unwrap();
    assert!(
        (value - (26135.0 / 27712.0 - 1.0)).abs() < 1e-15
            && (value - (26135.0 / 27711.0 - 1.0)).abs() > 1e-6
    );
    assert_eq!(
        field(
            &project.score("new_firms_growth", "01", "2019"),
            "current_value"
        ),
        "27712"
    );
    let rows = project.traced(&[
        "explain",
        "new_firms_growth",
        "--area",
        "01",
        "--period",
        "2020",
    ]);
    let used: Vec<[String; 3]> = rows
        .iter()
        .filter(|r| field(r, "used") == "true")
        .map(|r| fields(r, ["role", "raw", "row"]))
        .collect();
    assert_eq!(used, [["current", "26135", "23"], ["base", "27712", "22"]]);
    assert_untouched(&project, "revenue_over_plan");
}

#[test]
fn only_the_figures_that_hang_on_a_changed_cell_change() {
    let (project, outcome) = fresh(|p| p.replace(STAT, "27711", "27712"));
    outcome.exits(0);
    let (now, good) = (keyed(&project), keyed(good_one()));
    let differing: BTreeSet<String> = now
        .iter()
        .filter(|(k, r)| good.get(*k) != Some(*r))
        .map(|(k, _)| format!("{} {} {} {}", k[0], k[1], k[2], k[3]))
        .collect();
    let wanted = [
        "2025-06-30 2019",
        "2025-06-30 2020",
        "2025-07-01 2019",
        "2025-07-01 2020",
    ]
    .map(|w| format!("new_firms_growth 01 {w}"));
    assert_eq!((now.len(), differing), (good.len(), wanted.into()));
}

#[test]
fn shuffled_rows_give_the_same_figures() {
    let (project, outcome) = fresh(|p| {
        let text = p.read(PLAN);
        let (header, body) = text.split_once('\n').unwrap();
        let mut lines: Vec<&str> = body.lines().collect();
        lines.reverse();
        lines.rotate_left(17);
        p.write(PLAN, format!("{header}\n{}\n", lines.join("\n")));
        assert_ne!(p.read(PLAN), text);
    });
    outcome.exits(0);
    for table in ["scorecard", "operands", "measures"] {
        assert!(
            figures(&project, table) == figures(good_one(), table),
            "{table} changed"
        );
    }
}

/// Rows of the scorecard by key.
fn keyed(project: &Project) -> BTreeMap<[String; 5], Row> {
    let key = |r: &Row| {
        ["kpi", "area_code", "boundary", "period", "target_id"].map(|c| cell(r, c).to_owned())
    };
    figures(project, "scorecard")
        .into_iter()
        .map(|r| (key(&r), r))
        .collect()
}

/// Perturbs one file, without and with a good run before; the run must end with 3 and complain with
/// every text. What the refused file would have said is then not assessable, everything else is as
/// always; with a good run before, its figures stay.
fn refused(
    file: &str,
    change: impl Fn(&str) -> Vec<u8>,
    complaints: &[&str],
    broken: &[&str],
    sound: &[&str],
) {
    let good = keyed(good_one());
    for good_before in [false, true] {
        let perturb = |p: &Project| {
            let (before, after) = (p.read(file), change(&p.read(file)));
            assert_ne!(before.as_bytes(), after);
            p.write(file, after);
        };
        let (project, outcome) = if good_before {
            after_a_good_run(perturb)
        } else {
            fresh(perturb)
        };
        let mut outcome = outcome.exits(3);
        for complaint in complaints {
            outcome = outcome.complains(complaint);
        }
        for kpi in sound {
            assert_untouched(&project, kpi);
        }
        for kpi in broken {
            let mut lost = 0;
            for (key, row) in keyed(&project).into_iter().filter(|(k, _)| k[0] == *kpi) {
                let same = good.get(&key) == Some(&row);
                let says_so = cell(&row, "verdict") == "not_assessable"
                    && cell(&row, "reason") == "contract_broken"
                    && row["value"].is_none();
                assert!(same || says_so, "{row:?}");
                assert!(
                    same || !good_before || good[&key]["value"].is_none(),
                    "a good figure was lost: {row:?}"
                );
                lost += usize::from(!same);
            }
            assert!(lost > 0, "{kpi} does not show that a delivery was refused");
        }
        if good_before {
            for name in ["measures", "operands", "targets", "areas"] {
                assert!(
                    project.published(name) == good_one().published(name),
                    "{name}: the last good figures should stay"
                );
            }
        }
        project.chiso(&["run"]).exits(3).complains(complaints[0]);
    }
}

const FIRMS: &[&str] = &["new_firms_growth"];
const REVENUE: &[&str] = &["revenue_over_plan"];
const SHARE: &[&str] = &["enterprise_share_change"];

#[test]
fn a_label_that_no_alias_knows_is_named_with_its_place_and_what_is_near() {
    let change = |text: &str| {
        text.replace("\"2\": \"Hà Nội\"", "\"2\": \"Hà Nộ\"")
            .into_bytes()
    };
    refused(
        STAT,
        change,
        &["nso_v05_02.json", "`Hà Nộ`", "did you mean `Hà Nội`"],
        FIRMS,
        &["revenue_over_plan", "enterprise_share_change"],
    );
}

#[test]
fn a_label_in_a_table_is_named_with_its_row() {
    let change = |text: &str| text.replace("\nHà Giang,", "\nHa Giangg,").into_bytes();
    refused(
        PLAN,
        change,
        &[
            "plan_2020.csv:3, column `area_name`",
            "`Ha Giangg`",
            "did you mean `Hà Giang`",
        ],
        REVENUE,
        &["new_firms_growth", "enterprise_share_change"],
    );
}

#[test]
fn a_column_that_was_dropped_is_named() {
    let change = |text: &str| {
        text.replacen("value_million_vnd", "value_billion_vnd", 1)
            .into_bytes()
    };
    refused(
        PLAN,
        change,
        &["plan_2020.csv", "`value_million_vnd`", "value_billion_vnd"],
        REVENUE,
        &["new_firms_growth"],
    );
}

#[test]
fn a_truncated_json_is_unreadable() {
    refused(
        STAT,
        |text| text.as_bytes()[..text.len() / 2].to_vec(),
        &["nso_v05_02.json"],
        FIRMS,
        &["revenue_over_plan"],
    );
}

#[test]
fn a_table_cut_in_the_middle_of_a_row_is_refused() {
    let cut = |text: &str| {
        let at = text.match_indices(",submitted,").nth(30).unwrap().0;
        text.as_bytes()[..at + 5].to_vec()
    };
    refused(
        PLAN,
        cut,
        &["plan_2020.csv:32: the last row is cut off"],
        REVENUE,
        &["new_firms_growth"],
    );
}

#[test]
fn a_login_page_is_no_table() {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign \
        in</title></head><body><form>password</form></body></html>\n";
    refused(
        PLAN,
        |_| page.into(),
        &["plan_2020.csv"],
        REVENUE,
        &["new_firms_growth"],
    );
    refused(
        STAT,
        |_| page.into(),
        &["nso_v05_02.json"],
        FIRMS,
        &["revenue_over_plan"],
    );
}

#[test]
fn an_empty_file_is_no_delivery_of_nothing() {
    refused(
        PLAN,
        |_| vec![],
        &["plan_2020.csv"],
        REVENUE,
        &["new_firms_growth"],
    );
}

#[test]
fn a_header_without_rows_is_no_delivery_of_nothing() {
    refused(
        PLAN,
        |text| text.lines().next().unwrap().into(),
        &["plan_2020.csv"],
        REVENUE,
        &["new_firms_growth"],
    );
}

#[test]
fn a_number_with_a_letter_is_named_with_row_column_and_text() {
    let change = |text: &str| {
        text.replace("submitted,278805000,", "submitted,27880500O,")
            .into_bytes()
    };
    refused(
        PLAN,
        change,
        &[
            "plan_2020.csv:2, column `value_million_vnd`: `27880500O` is not a number",
            "hint",
        ],
        REVENUE,
        &["new_firms_growth"],
    );
}

#[test]
fn a_key_that_stands_twice_is_refused_and_not_summed() {
    let twice = |text: &str| format!("{text}{}\n", text.lines().nth(1).unwrap()).into_bytes();
    refused(
        PLAN,
        twice,
        &["plan_2020.csv:65, column `value_million_vnd`"],
        REVENUE,
        &["new_firms_growth"],
    );
    let differing = |text: &str| {
        format!(
            "{text}{}\n",
            text.lines().nth(1).unwrap().replace("278805000", "1")
        )
        .into_bytes()
    };
    refused(
        PLAN,
        differing,
        &["plan_2020.csv"],
        REVENUE,
        &["new_firms_growth"],
    );
}

#[test]
fn a_source_that_feeds_two_kpis_breaks_both() {
    let file = "datasets/hanoi_figures/hanoi_figures.csv";
    let change = |text: &str| text.replace(",rounding,", ",roundings,").into_bytes();
    refused(
        file,
        change,
        &["hanoi_figures.csv", "`rounding`"],
        SHARE,
        FIRMS,
    );
    refused(file, change, &["hanoi_figures.csv"], REVENUE, FIRMS);
}

#[test]
fn a_file_that_is_gone_is_an_error_and_the_last_good_figures_stay() {
    let (project, outcome) = after_a_good_run(|p| p.remove(STAT));
    outcome
        .exits(3)
        .complains("datasets/new_enterprises.toml")
        .complains("no file matches `datasets/new_enterprises/*.json`")
        .complains("hint");
    assert!(figures(&project, "scorecard") == figures(good_one(), "scorecard"));
    project
        .chiso(&["run"])
        .exits(3)
        .complains("no file matches");
}

#[test]
fn a_file_that_was_never_there_leaves_its_kpi_without_figures_and_the_others_whole() {
    let (project, outcome) = fresh(|p| p.remove(STAT));
    outcome.exits(3).complains("no file matches");
    assert_untouched(&project, "revenue_over_plan");
    assert_eq!(
        judged(&project, "new_firms_growth"),
        [("not_assessable".to_owned(), "value_missing".to_owned())].into()
    );
}

#[test]
fn when_no_source_gives_a_figure_there_is_nothing_to_publish() {
    let project = Project::cashland();
    project.write("datasets/workshops/invented.csv", "");
    project.write("datasets/harbour_dues/invented.csv", "<html>");
    project
        .chiso(&["run"])
        .exits(4)
        .complains("nothing to publish")
        .complains("invented.csv");
    assert_eq!(project.release(), None);
    project
        .chiso(&["scorecard"])
        .exits(2)
        .complains("run `chiso run`");
}

#[test]
fn explain_and_scorecard_agree_on_a_broken_contract() {
    let project = Project::cashland();
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.21O",
    );
    project.chiso(&["run"]).exits(3).complains("1.21O");
    assert_eq!(
        project.score("workshops_growth", "C1", "2023")["reason"],
        "contract_broken"
    );
    project
        .chiso(&[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2023",
        ])
        .exits(0)
        .says("contract_broken");
}

#[test]
fn a_file_that_is_mended_ends_the_fault() {
    let project = Project::cashland();
    project.run();
    let good = project.published("scorecard");
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.21O",
    );
    project.chiso(&["run"]).exits(3);
    assert_eq!(
        project.score("workshops_growth", "C1", "2023")["verdict"],
        "met"
    );
    assert_eq!(
        project.score("workshops_growth", "C2", "2022")["reason"],
        "contract_broken"
    );
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.21O",
        "Goldmark;2023;1.210",
    );
    project.run();
    assert!(project.published("scorecard") == good);
}
