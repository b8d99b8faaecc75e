//! The bundled figures, compared with what they were carried over from, where that is at hand;
//! elsewhere these tests skip and say so.

use crate::support::{Project, cell, finished, repository};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The folder of collected figures next to the repository.
fn shared() -> Option<PathBuf> {
    let folder = repository().join("../shared/data");
    if !folder.is_dir() {
        crate::support::skipped("../shared is not here");
        return None;
    }
    Some(folder)
}

fn records(path: PathBuf) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// A measure on the 63 provinces by area and period.
fn measured(project: &Project, measure: &str) -> BTreeMap<(String, String), String> {
    let rows = project.published("measures");
    let its = rows
        .iter()
        .filter(|r| cell(r, "measure") == measure && cell(r, "boundary") == "2025-06-30");
    its.map(|r| {
        (
            (
                cell(r, "area_code").to_owned(),
                cell(r, "period").to_owned(),
            ),
            cell(r, "value").to_owned(),
        )
    })
    .collect()
}

#[test]
fn new_firms_of_every_province_and_year_are_those_of_the_panel() {
    let Some(folder) = shared() else { return };
    let panel = records(folder.join("vn_panel.csv"));
    let wanted: BTreeMap<(String, String), String> = panel
        .iter()
        .filter(|r| r["indicator"] == "new_enterprises_registered")
        .map(|r| {
            (
                (r["province_code"].clone(), r["period"].clone()),
                r["value"].clone(),
            )
        })
        .collect();
    assert_eq!(wanted.len(), 63 * 9);
    let mut got = measured(finished(), "new_firms");
    got.retain(|(code, _), _| !code.starts_with("VN"));
    assert_eq!(got, wanted);
}

#[test]
fn the_answer_of_the_statistics_office_can_stand_in_for_the_bundled_file() {
    let Some(folder) = shared() else { return };
    let mut raw = fs::read(folder.join("raw/nso_pxweb/V05.02_response.json")).unwrap();
    // Such answers end in a NUL byte on the wire.
    raw.retain(|b| *b != 0);
    for ending in [&b""[..], b"\0"] {
        let project = Project::bundled();
        project.write(
            "datasets/new_enterprises/nso_v05_02.json",
            [&raw, ending].concat(),
        );
        project.run();
        for measure in ["new_firms", "revenue_actual", "revenue_plan_government"] {
            assert_eq!(
                measured(&project, measure),
                measured(finished(), measure),
                "{measure}"
            );
        }
    }
}

/// Million đồng as printed by the tool that read the books, such as `4371000.0`, in đồng.
fn dong(million: &str) -> String {
    let (whole, part) = million.split_once('.').unwrap_or((million, ""));
    let text = format!("{whole}{part:0<6}");
    assert!(part.len() <= 6, "{million}");
    text.trim_start_matches('0').to_owned()
}

#[test]
fn plans_and_final_accounts_are_those_of_the_ministry_times_a_million() {
    let Some(folder) = shared() else { return };
    let (mut compared, files) = (0, records(folder.join("mof_province_budget_2006_2017.csv")));
    let explained = |kind: &str| -> BTreeMap<(String, String), Vec<String>> {
        let mut by_year: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for row in files.iter().filter(|r| r["kind"] == kind) {
            by_year
                .entry((row["year"].clone(), String::new()))
                .or_default()
                .push(dong(&row["value"]));
        }
        by_year
    };
    for (kind, measure) in [
        ("plan", "revenue_plan_government"),
        ("final", "revenue_actual"),
    ] {
        let got = measured(finished(), measure);
        for ((year, _), mut wanted) in explained(kind) {
            // Areas that merged or gave land in 2008 are compared as sums, so the years before it
            // are compared in total.
            let its = got
                .iter()
                .filter(|((code, period), _)| *period == year && !code.starts_with("VN"));
            let mut its: Vec<String> = its.map(|(_, v)| v.clone()).collect();
            if year.as_str() < "2009" {
                let sum = |list: &[String]| {
                    list.iter()
                        .filter(|v| !v.is_empty())
                        .map(|v| v.parse::<f64>().unwrap())
                        .sum::<f64>()
                };
                assert!(
                    (sum(&its) - sum(&wanted)).abs() < 1.0,
                    "{kind} {year}: {} / {}",
                    sum(&its),
                    sum(&wanted)
                );
            } else {
                its.sort();
                wanted.sort();
                assert_eq!(its, wanted, "{kind} {year}");
            }
            compared += 1;
        }
    }
    assert_eq!(compared, 12 + 9);
}
