//! The target register as people work with it: listed, compared with what was published, checked
//! before it decides verdicts.

use crate::support::{DAY_THREE, DAY_TWO, Project, assert_same_tree, field, fields, finished};

const REGISTER: &str = "datasets/targets/targets.csv";
const HEADER: &str = "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note\n";

/// The invented country with a register of its own.
fn with(lines: &[&str]) -> Project {
    let project = Project::cashland();
    project.write(REGISTER, format!("{HEADER}{}\n", lines.join("\n")));
    project
}

const OLD: &str =
    "old,workshops_growth,C1,2021,2023,ge,0.10,ratio,,0,decision 1/2020,2020-12-01,2021-01-01,,";
const NEW: &str = "new,workshops_growth,C1,2023,2023,ge,0.12,ratio,,0.01,decision \
    7/2022,2022-12-05,2023-01-01,old,";

#[test]
fn what_nobody_has_decided_yet_judges_nothing() {
    let mut project = Project::cashland();
    let register = project.read("datasets/targets/targets.csv");
    let row = register
        .lines()
        .find(|l| l.starts_with("c1-workshops"))
        .unwrap();
    let columns: Vec<&str> = register.lines().next().unwrap().split(',').collect();
    let at = columns.iter().position(|c| *c == "decided_on").unwrap();
    let mut cells: Vec<&str> = row.split(',').collect();
    cells[at] = "2026-12-01";
    project.replace("datasets/targets/targets.csv", row, &cells.join(","));
    project
        .chiso(&["run"])
        .exits(2)
        .complains("decided on 2026-12-01, which is in the future");
    project.chiso(&["check"]).exits(6).says("decided_in_future");
    project.at(DAY_TWO).run();
}

#[test]
fn every_target_is_listed_with_what_it_asks_who_set_it_and_where_it_stands() {
    let project = with(&[OLD, NEW]);
    let rows = project.rows(&["targets"]);
    let seen: Vec<[String; 6]> = rows
        .iter()
        .map(|r| {
            fields(
                r,
                [
                    "target_id",
                    "op",
                    "target_value",
                    "binding",
                    "chain",
                    "declared_at",
                ],
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            [
                "old",
                "ge",
                "0.1",
                "superseded_in_part",
                "old;new",
                "datasets/targets/targets.csv:2"
            ],
            [
                "new",
                "ge",
                "0.12",
                "binds",
                "old;new",
                "datasets/targets/targets.csv:3"
            ],
        ]
    );
    assert_eq!(
        fields(
            &rows[1],
            [
                "tolerance",
                "legal_basis",
                "decided_on",
                "valid_from",
                "supersedes"
            ]
        ),
        ["0.01", "decision 7/2022", "2022-12-05", "2023-01-01", "old"]
    );
    project
        .chiso(&["targets"])
        .exits(0)
        .says("Goldmark (C1)")
        .says("≥ +12.00 %")
        .says("superseded in part: old → new")
        .says("decided 2022-12-05");
    project
        .chiso(&["targets", "list", "--lang", "vi"])
        .exits(0)
        .says("bị thay thế một phần")
        .says("ban hành 2022-12-05");
    let csv = project
        .chiso(&["targets", "--format", "csv"])
        .exits(0)
        .stdout;
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(
        !project.path("lake").exists(),
        "to list targets needs no lake and makes none"
    );
}

#[test]
fn targets_are_chosen_by_kpi_area_period_and_day() {
    let project = with(&[
        OLD,
        NEW,
        "dues,dues_over_plan,C2,2023,,ge,0.05,ratio,,0,invented,,,,",
    ]);
    let ids = |args: &[&str]| -> Vec<String> {
        let rows = project.rows(&[&["targets"], args].concat());
        rows.iter()
            .map(|r| format!("{} {}", field(r, "target_id"), field(r, "binding")))
            .collect()
    };
    assert_eq!(ids(&["--kpi", "dues_over_plan"]), ["dues binds"]);
    assert_eq!(
        ids(&["--area", "goldmark"]),
        ["old superseded_in_part", "new binds"]
    );
    assert_eq!(
        ids(&["--area", "C1", "--period", "2022"]),
        ["old superseded_in_part"]
    );
    assert_eq!(
        ids(&["--area", "C1", "--as-of", "2022-12-04"]),
        ["old binds", "new undecided"],
        "the day before the decision"
    );
    assert_eq!(
        ids(&["--area", "C1", "--as-of", "2022-12-05"]),
        ["old superseded_in_part", "new binds"]
    );
    assert_eq!(ids(&["--period", "2030"]), Vec::<String>::new());
    project
        .chiso(&["targets", "--kpi", "workshop_growth"])
        .exits(2)
        .complains("did you mean `workshops_growth`?");
    project
        .chiso(&["targets", "--area", "Goldmarkk"])
        .exits(2)
        .complains("did you mean `Goldmark`?");
}

/// `rule line: message` of what `targets check` finds.
fn found(project: &Project, code: i32) -> Vec<String> {
    let rows = project
        .chiso(&["targets", "check", "--format", "json"])
        .exits(code)
        .rows();
    rows.iter()
        .map(|r| {
            format!(
                "{} {} {}: {}",
                field(r, "severity"),
                field(r, "rule"),
                field(r, "line"),
                field(r, "message")
            )
        })
        .collect()
}

#[test]
fn what_the_register_leaves_open_is_told_with_line_and_remedy() {
    let project = with(&[
        "a,workshops_growth,C1,2021,2021,ge,0.10,ratio,,0,,,,,",
        "b,workshops_growth,C1,2023,2023,ge,0.10,ratio,,0,x,2022-01-01,,,",
        "c,workshops_growth,C1,2023,2023,lt,0.10,ratio,,0,x,,,,",
        "d,workshops_growth,C2,2023,2023,ge,0.10,ratio,,0,x,,,a,",
        "e,dues_over_plan,C2,2023,2023,ge,0.10,ratio,government,0,x,,,,",
        "f,dues_over_plan,C2,2023,2023,ge,0.20,ratio,council,0,x,,,,",
        "g,workshops_growth,C5,2023,2023,ge,0.20,ratio,,0,x,2022-01-01,,,",
        "h,workshops_growth,C5,2023,2023,ge,0.30,ratio,,0,x,,,,",
        "i,workshops_growth,C5,2023,2023,ge,0.30,ratio,,0,x,2021-01-01,,g,",
    ]);
    assert_eq!(
        found(&project, 0),
        [
            "warning no_legal_basis 2: target `a` names no document that sets it",
            "warning period_gap 2: `workshops_growth` of area C1 has targets for 2021 to 2023, and \
                none for 2022",
            "warning targets_contradict 4: targets `b` (line 3) and `c` for `workshops_growth` in \
                2023 cannot both be met",
            "warning supersedes_nothing 5: target `d` supersedes `a`, which is for another KPI or \
                area: it replaces nothing",
            "info two_plans 7: targets `e` (line 6) and `f` compare area C2 in 2023 with two plans, \
                `government` and `council`",
            "warning targets_overlap 10: targets `h` (line 9) and `i` both bind `workshops_growth` \
                of area C5 in 2023",
            "warning supersedes_later 10: target `i`, decided on 2021-01-01, supersedes `g`, \
                decided on 2022-01-01",
        ]
    );
    project
        .chiso(&["targets", "check", "--lang", "vi"])
        .exits(0)
        .says("9 chỉ tiêu: không có lỗi, có lưu ý (7)");
    project
        .chiso(&["check"])
        .exits(0)
        .says("period_gap")
        .says("no faults, but remarks (6)");
}

#[test]
fn a_fault_of_the_register_ends_the_check_with_6_and_the_list_with_2() {
    let project = with(&[
        OLD,
        "new,workshops_growth,C1,2023,2023,ge,12,score,,0,x,,,old,",
        "far,workshop_growth,C1,2023,,ge,0.1,ratio,,0,x,,,,",
    ]);
    assert_eq!(
        found(&project, 6),
        [
            "error unit_mismatch 3: target `new` is in `score`, and KPI `workshops_growth` in \
                `ratio`",
            "error unknown_kpi 4: target `far` is for KPI `workshop_growth`, which no pipeline \
                declares",
        ]
    );
    project
        .chiso(&["targets"])
        .exits(2)
        .complains("targets.csv:3, column `value_unit`");
    let project = with(&[
        "a,workshops_growth,C1,2023,,ge,0.1,ratio,,0,x,,,b,",
        "b,workshops_growth,C1,2023,,ge,0.1,ratio,,0,x,,,a,",
    ]);
    assert!(
        found(&project, 6)
            .iter()
            .all(|f| !f.starts_with("error") || f.contains("supersedes itself through others"))
    );
}

#[test]
fn the_register_is_held_against_a_release_and_its_verdicts() {
    let mut project = with(&[
        OLD,
        "gone,dues_over_plan,C1,2023,,ge,0.05,ratio,,0,x,,,,",
        "dues,dues_over_plan,C2,2023,,ge,0.05,ratio,,0,x,,,,",
    ]);
    project.run();
    let first = project.release().unwrap();
    project
        .chiso(&["targets", "diff"])
        .exits(0)
        .says("the register is that of release");
    let before = project.tree("lake");
    project.write(
        REGISTER,
        format!("{HEADER}{OLD}\n{NEW}\ndues,dues_over_plan,C2,2023,,gt,0.05,ratio,,0,x,,,,\n"),
    );
    let told = |project: &Project, args: &[&str]| -> Vec<String> {
        let rows = project.rows(&[&["targets", "diff"], args].concat());
        rows.iter()
            .map(|r| {
                fields(
                    r,
                    [
                        "change",
                        "target_id",
                        "column",
                        "before",
                        "after",
                        "verdicts",
                    ],
                )
                .join("|")
            })
            .collect()
    };
    let expected = [
        "changed|dues|op|ge|gt|dues_over_plan C2 2023: met",
        "removed|gone||dues_over_plan C1 2023 ge 0.05 ratio||dues_over_plan C1 2023: met",
        "added|new|||workshops_growth C1 2023 ge 0.12 ratio|workshops_growth C1 2023: met",
        "superseded|old|supersedes|old|new|workshops_growth C1 2023: met",
    ];
    assert_eq!(told(&project, &[]), expected);
    project
        .chiso(&["targets", "diff", "--lang", "vi"])
        .exits(0)
        .says("bị thay thế")
        .says("dues_over_plan C2 2023: đạt");
    assert_same_tree(
        &before,
        &project.tree("lake"),
        "a comparison wrote into the lake",
    );
    project.at(DAY_TWO).run();
    assert_eq!(told(&project, &[]), Vec::<String>::new());
    assert_eq!(
        told(&project, &[&first]),
        expected,
        "against the earlier release as it was"
    );
}

#[test]
fn two_plans_with_opposite_answers_are_told_from_the_release() {
    let rows = finished()
        .chiso(&["targets", "check", "--format", "json"])
        .exits(0)
        .rows();
    let rules: Vec<String> = rows.iter().map(|r| field(r, "rule")).collect();
    assert_eq!(rules, ["plans_disagree", "two_plans"], "{rows:#?}");
    let message = field(&rows[0], "message");
    assert!(
        message.contains("revenue_of_plan_government 01 2021")
            && message.contains("revenue_of_plan_council 01 2021"),
        "{message}"
    );
}

#[test]
fn a_target_says_where_it_has_no_effect() {
    let project = with(&[
        OLD,
        "new,workshops_growth,C1,2022,2023,ge,0.12,ratio,,0,x,2022-05-01,2022-07-01,old,",
        "late,workshops_growth,C2,2021,2022,ge,0.12,ratio,,0,x,2023-02-01,2023-03-01,,",
        "half,workshops_growth,C2,2022,2023,ge,0.12,ratio,,0,x,2023-01-01,2023-01-01,,",
        "planned,workshops_growth,C2,2024,,ge,0.12,ratio,council,0,x,2023-01-01,,,",
        "gone,workshops_growth,C5,2024,,ge,0.12,ratio,,0,x,2023-01-01,,,",
    ]);
    project.replace(
        "chiso.toml",
        r#"boundaries = ["2023-01-01", "2022-12-31"]"#,
        r#"boundaries = ["2022-12-31"]"#,
    );
    project.replace("chiso.toml", "area = \"C5\"", "area = \"C1\"");
    let told: Vec<String> = found(&project, 0)
        .into_iter()
        .filter(|f| !f.contains("period_gap") && !f.contains("targets_overlap"))
        .collect();
    assert_eq!(
        told,
        [
            "warning effect_within_period 3: target `new` takes effect on 2022-07-01, within 2022, \
                which `old` still judges",
            "warning binds_nothing 4: target `late` took effect on 2023-03-01, when the last of \
                its periods, 2022, was over: it binds nothing",
            "warning effect_after_period 5: target `half` took effect on 2023-01-01, after 2022 \
                had ended: nothing binds it",
            "warning plan_without_effect 6: target `planned` names the plan `council`, and KPI \
                `workshops_growth` is compared with no plan",
            "warning binds_nothing 7: target `gone` is for Alloy Bay (C5) as it was on 2024-12-31; \
                on the published boundaries (2022-12-31) it is another place, so the target binds \
                nothing",
        ]
    );
    let rows = project.rows(&["targets"]);
    let standing: Vec<[String; 2]> = rows
        .iter()
        .map(|r| fields(r, ["target_id", "binding"]))
        .collect();
    assert_eq!(
        standing[..4],
        [
            ["old", "superseded_in_part"],
            ["new", "binds_from_effect"],
            ["late", "binds_nothing"],
            ["half", "binds_from_effect"]
        ]
    );
    project.run();
    let judged = |period: &str| {
        fields(
            &project.score("workshops_growth", "C1", period),
            ["target_id"],
        )
    };
    assert_eq!(
        [judged("2021"), judged("2022"), judged("2023")],
        [["old"], ["old"], ["new"]]
    );
}

#[test]
fn periods_that_are_compared_with_nothing_are_named() {
    let project = with(&[
        "since,workshops_since_2022,C1,2021,2023,ge,0.12,ratio,,0,x,2020-01-01,,,",
        "months,workshops_since_2022,C2,2023-01,2023-02,ge,0.12,ratio,,0,x,2020-01-01,,,",
    ]);
    project.write(
        "pipelines/more.toml",
        "title = { en = \"More\" }\n[[kpi]]\nid = \"workshops_since_2022\"\ntitle = { en = \
            \"Since 2022\" }\nkind = \"growth\"\nmeasure = \"workshops_opened\"\n\
            compared_with = { period = \"2022\" }\n",
    );
    let never: Vec<String> = { found(&project, 0).into_iter() }
        .filter(|f| f.contains("never_a_value"))
        .collect();
    assert_eq!(
        never,
        [
            "warning never_a_value 2: target `since` asks for 2021 to 2022, which KPI \
                `workshops_since_2022` compares with nothing: it can never have a value there",
            "warning never_a_value 3: target `months` asks for 2023-01 to 2023-02, which KPI \
                `workshops_since_2022` compares with nothing: it can never have a value there",
        ]
    );
}

#[test]
fn percents_written_as_ratios_are_remarked_on() {
    let project = with(&[
        "a,workshops_growth,C1,2021,2021,ge,20,ratio,,0,x,,,,",
        "b,dues_over_plan,C1,2023,2023,ge,0.1,ratio,,5,x,,,,",
        "c,workshops_growth,C2,2023,2023,ge,1.5,ratio,,0,x,,,,",
    ]);
    assert_eq!(
        found(&project, 0),
        [
            "warning implausible_target 2: `target_value` of target `a` is 20, which is 2000 %",
            "warning implausible_target 3: `tolerance` of target `b` is 5, which is 500 %",
        ]
    );
    project
        .chiso(&["targets", "check"])
        .exits(0)
        .says("did you mean 0.2? a ratio of 0.2 is 20 %")
        .says("did you mean 0.05?");
}

#[test]
fn targets_follow_a_renamed_place_and_not_its_code() {
    let project = with(&[
        "old,workshops_growth,C1,2021,2023,ge,0.10,ratio,,0,x,2020-12-01,,,",
        "both,workshops_growth,X1,2023,2023,ge,0.10,ratio,,0,x,2022-12-01,,,",
        "next,workshops_growth,X1,2024,2024,ge,0.10,ratio,,0,x,2023-12-01,,old,",
        "other,workshops_growth,C1,2023,2023,ge,0.10,ratio,,0,x,2022-12-01,,,",
    ]);
    // Goldmark gets the code X1, and a place that is new its former code.
    let areas = project.read("datasets/areas/areas.csv");
    let gold = areas.lines().find(|line| line.starts_with("C1,")).unwrap();
    let mut cells: Vec<&str> = gold.split(',').collect();
    let from = cells[5].to_owned();
    cells[6] = "2022-12-31";
    let ended = cells.join(",");
    let begun = gold
        .replacen("C1,", "X1,", 1)
        .replacen(&from, "2023-01-01", 1);
    let taken = "C1,,Nowhere,county,,2023-01-01,,,invented,";
    project.write(
        "datasets/areas/areas.csv",
        areas.replace(gold, &format!("{ended}\n{begun}\n{taken}")),
    );
    let relations = project.read("datasets/areas/relations.csv");
    project.write(
        "datasets/areas/relations.csv",
        format!(
            "{}\n2023-01-01,rename,C1,X1,a new code,invented\n",
            relations.trim_end()
        ),
    );
    let findings: Vec<String> = found(&project, 0)
        .into_iter()
        .filter(|f| f.contains("targets_overlap") || f.contains("supersedes"))
        .collect();
    assert_eq!(
        findings,
        [
            "warning targets_overlap 3: targets `old` (line 2) and `both` both bind \
                `workshops_growth` of area X1 in 2023",
            "warning supersedes_nothing 4: target `next` supersedes `old`, which binds other \
                periods: it replaces nothing",
        ]
    );
}

#[test]
fn targets_of_a_level_a_corridor_and_a_path_say_whom_and_what_they_bind() {
    let project = Project::cashland();
    let areas = project.read("datasets/areas/areas.csv");
    project.write(
        "datasets/areas/areas.csv",
        areas + "X1,,Old District,district,CL,2000-01-01,2010-12-31,,invented,\n",
    );
    let header = "target_id,kpi,area_code,area_level,period_from,period_to,op,target_value,\
        target_high,value_unit,path,path_points,legal_basis\n";
    project.write(
        REGISTER,
        format!(
            "{header}\
            all,workshops_growth,,county,2023,2030,ge,0.30,,ratio,linear,2020=0,x\n\
            own,workshops_growth,C1,,2023,2023,ge,0.05,,ratio,,,x\n\
            within,workshops_growth,,county,2023,,between,-0.5,0.9,ratio,,,x\n\
            gone,workshops_growth,,district,2023,,ge,0.1,,ratio,,,x\n\
            gaps,workshops_growth,C2,,2028,2030,le,0.9,,ratio,stated,2028=0.95,x\n"
        ),
    );
    let rows = project.rows(&["targets"]);
    let gaps = rows.iter().find(|r| field(r, "target_id") == "gaps");
    assert_eq!(
        field(gaps.unwrap(), "path_values"),
        "2028=0.95;2029=;2030=0.9"
    );
    let columns = [
        "target_id",
        "area_level",
        "areas_with_own",
        "target_high",
        "path",
    ];
    let seen: Vec<[String; 5]> = rows.iter().map(|r| fields(r, columns)).collect();
    assert_eq!(
        seen[..2],
        [
            ["all", "county", "C1:own", "", "linear"].map(str::to_owned),
            ["own", "", "", "", ""].map(str::to_owned),
        ]
    );
    let bound = field(&rows[0], "areas_bound");
    assert!(
        bound.split(';').any(|c| c == "C2") && !bound.contains("C1"),
        "{bound}"
    );
    assert!(
        field(&rows[0], "path_values").starts_with("2023=0.09;2024=0.12;"),
        "{}",
        field(&rows[0], "path_values")
    );
    project
        .chiso(&["targets"])
        .exits(0)
        .says("every area of level county")
        .says("own target instead: C1 own")
        .says("-50.00 % to +90.00 %");
    let faults = found(&project, 0);
    let nowhere: Vec<&String> = faults
        .iter()
        .filter(|f| f.contains("binds_nothing"))
        .collect();
    assert!(
        nowhere.len() == 1 && nowhere[0].contains("there is none on the published boundaries"),
        "{faults:#?}"
    );
    project.run();
    let by = |area: &str| -> Vec<String> {
        let rows = project.rows(&[
            "scorecard",
            "--kpi",
            "workshops_growth",
            "--area",
            area,
            "--period",
            "2023",
        ]);
        let columns = ["target_id", "target_op", "target_value", "target_high"];
        let mut seen: Vec<String> = rows.iter().map(|r| fields(r, columns).join(" ")).collect();
        seen.sort();
        seen
    };
    assert_eq!(by("C2"), ["all ge 0.09 ", "within between -0.5 0.9"]);
    assert_eq!(by("C1"), ["own ge 0.05 ", "within between -0.5 0.9"]);
    project
        .chiso(&["explain", "workshops_growth", "--area", "C2", "--period", "2023"])
        .exits(0)
        .says("≥ +9.00 %, on the path in a straight line (2020=0) to +30.00 % in 2030, for every area of level county")
        .says("-50.00 % to +90.00 %");
}

#[test]
fn a_level_without_areas_is_named() {
    let project = Project::cashland();
    let areas = project.read("datasets/areas/areas.csv");
    project.write(
        "datasets/areas/areas.csv",
        areas + "X1,,Old District,district,CL,2000-01-01,2010-12-31,,invented,\n",
    );
    let measure = |id: &str, level: &str| {
        format!(
            "[[measure]]\nid = \"{id}\"\ntitle = {{ en = \"Sum\" }}\nsum_of = \"{level}\"\n\
            [[measure.source]]\ndataset = \"workshops\"\nvalue = \"sum(workshops)\"\n"
        )
    };
    project.write(
        "pipelines/more.toml",
        format!(
            "title = {{ en = \"More\" }}\n{}{}[[measure]]\nid = \"of_leaf\"\ntitle = {{ en = \
                \"Above\" }}\nof_area = {{ of = \"of_past\", code = \"C1\" }}\n",
            measure("of_none", "countys"),
            measure("of_past", "district")
        ),
    );
    project
        .chiso(&["check"])
        .exits(0)
        .says("measure `of_none` is the sum of areas of level `countys`, and the register of areas has none")
        .says("measure `of_past` is the sum of areas of level `district`, and there is none on the published boundaries")
        .says("measure `of_leaf` takes the figures of an area above, and no area is below it");
}

/// Verdict and reason of the workshops of Ashford in some years, by the release in force or as of a
/// day.
fn along_the_path(project: &Project, more: &[&str]) -> Vec<[String; 3]> {
    let args = ["scorecard", "--kpi", "workshops_growth", "--area", "C1"];
    let rows = project.rows(&[&args[..], more].concat());
    let bound = rows.iter().filter(|r| field(r, "target_id") == "path");
    let of = |r| fields(r, ["period", "verdict", "reason"]);
    let mut all: Vec<_> = bound.map(of).collect();
    all.dedup();
    all
}

#[test]
fn a_target_that_begins_before_the_figures_is_reported_by_the_run() {
    let target =
        |from: &str| format!("path,workshops_growth,C1,{from},2023,ge,0.10,ratio,,0,i,,,,");
    let project = with(&[&target("2010")]);
    project.run().complains("warning[outside_figures]").complains(
        "target `path` begins in 2010, and KPI `workshops_growth` has no value in any area before",
    );
    let project = with(&[&target("2023")]);
    let outcome = project.run();
    assert!(!outcome.stderr.contains("outside_figures"), "{outcome:?}");
}

#[test]
fn what_lies_ahead_on_a_path_is_not_due_until_its_year_has_ended() {
    let mut project = with(&["path,workshops_growth,C1,2023,2028,ge,0.10,ratio,,0,invented,,,,"]);
    project.chiso(&["run"]).exits(0);
    let first = project.release().unwrap();
    let row = |year: &str, verdict: &str, reason: &str| [year, verdict, reason].map(str::to_owned);
    let lacks = "value_missing";
    let seen = along_the_path(&project, &[]);
    assert_eq!(
        seen[1..],
        [
            row("2024", "not_assessable", lacks),
            row("2025", "not_assessable", lacks),
            row("2026", "not_due", lacks),
            row("2027", "not_due", lacks),
            row("2028", "not_due", lacks),
        ]
    );
    assert!(
        ["met", "not_met"].contains(&seen[0][1].as_str()),
        "{seen:?}"
    );
    // As of an earlier day more lies ahead.
    let then = along_the_path(&project, &["--as-of", "2025-06-30"]);
    assert!(then.contains(&row("2025", "not_due", lacks)), "{then:?}");
    // Days pass, and nothing is made again until a year of the target ends.
    project.at(DAY_TWO);
    project.chiso(&["run"]).exits(0);
    assert_eq!(project.release().as_ref(), Some(&first));
    project.at(DAY_THREE);
    project.chiso(&["run"]).exits(0);
    assert_ne!(project.release().as_ref(), Some(&first));
    let seen = along_the_path(&project, &[]);
    assert_eq!(seen[3], row("2026", "not_assessable", lacks));
    assert_eq!(seen[4], row("2027", "not_due", lacks));
    project
        .chiso(&["release", "notes"])
        .exits(0)
        .says("the period has ended since");
    project
        .chiso(&["release", "rebuild", &first, "--output", "again"])
        .exits(0);
}
