//! What areas add to a growth, from declaration to `explain` and the published rows.

use crate::support::{Project, cell};

const PIPELINE: &str = r#"title = { en = "Contributions (invented)" }

[[measure]]
id = "firms"
title = { en = "Firms (invented)" }
sum_of = "province"

[[measure.source]]
dataset = "survey_new"
value = "sum(enterprises)"

[[kpi]]
id = "growth"
title = { en = "Growth (invented)" }
kind = "growth"
measure = "firms"
"#;

const HEAD: &str = "area_code,period,unit,status,rank,plan_stage,span,value\n";

fn project(figures: &[&str]) -> Project {
    let project = Project::counties(&["datasets/survey_new.toml"]);
    project.write("pipelines/p.toml", PIPELINE);
    state(&project, figures);
    project
}

fn state(project: &Project, figures: &[&str]) {
    let row = |figure: &&str| {
        let parts: Vec<&str> = figure.split(' ').collect();
        let [area, period, value] = parts[..] else {
            panic!("{figure}")
        };
        format!("{area},{period},enterprises,final,,,period,{value}\n")
    };
    let rows: String = figures.iter().map(row).collect();
    project.write("datasets/survey_new/a.csv", format!("{HEAD}{rows}"));
}

/// The rows of `score_items` for the region: item, value, reason.
fn items(project: &Project) -> Vec<String> {
    let rows = project.published("score_items");
    let here = rows.iter().filter(|r| {
        cell(r, "area_code") == "R1"
            && cell(r, "period") == "2020"
            && cell(r, "boundary") == "2023-01-01"
    });
    let text = |r: &crate::support::Row| {
        let [item, value, reason] = ["item", "value", "reason"].map(|name| cell(r, name));
        format!("{item} {value} {reason}").trim_end().to_owned()
    };
    here.map(text).collect()
}

#[test]
fn provinces_explain_the_growth_of_their_region_to_the_last_digit() {
    let all = ["P1 2019 100", "P1 2020 130", "P2 2019 200", "P2 2020 190"];
    let project = project(&all);
    let explain = ["explain", "growth", "--area", "R1", "--period", "2020"];
    project.run();
    assert_eq!(items(&project), [""; 0], "no KPI asks for them");
    let told = project.chiso(&explain).exits(0).stdout;
    for line in [
        "what the areas below (province) add to the value",
        "Ash (P1): +10.00 pp  (100 → 130)",
        "Beech (P2): -3.33 pp  (200 → 190)",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    let found = &project.rows(&explain)[0]["contributions"];
    assert_eq!(found["parts"][0]["value_exact"], "1/10");
    assert_eq!(found["parts"][1]["value_exact"], "-1/30");
    assert_eq!(found["not_explained_exact"], "0");

    project.write(
        "pipelines/p.toml",
        format!("{PIPELINE}contributions = \"areas\"\n"),
    );
    project.run();
    let asked = items(&project);
    assert_eq!(asked, ["P1 0.1", "P2 -0.03333333333333333"]);

    let stated = [&all[..], &["R1 2019 300", "R1 2020 323"]].concat();
    state(&project, &stated);
    project.run();
    assert_eq!(items(&project)[2], "not_explained 0.01");
    let told = project.chiso(&explain).exits(0).stdout;
    assert!(
        told.contains("not explained by the areas below: +1.00 pp"),
        "{told}"
    );

    state(
        &project,
        &[
            "P1 2019 100",
            "P1 2020 130",
            "P2 2020 190",
            "R1 2019 300",
            "R1 2020 320",
        ],
    );
    project.run();
    assert_eq!(items(&project), ["P2  base_missing"]);
    let told = project.chiso(&explain).exits(0).stdout;
    let lacking = "no contributions: no figure for Beech (P2) (base_missing)";
    assert!(told.contains(lacking), "{told}");
}
