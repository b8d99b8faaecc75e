//! Days are the office's: instants become days, and days instants, in the project's zone, wherever
//! a verdict depends on it.

use crate::support::{Project, cell, field};

const AREAS: &str = "code,name_vi,name_en,level,parent_code,valid_from,valid_to,aliases,source,note\nA1,,Ashford,province,,2000-01-01,,,invented,\n";
const TARGETS: &str = "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note\n";
const COMMON: &str =
    "title = { en = \"invented\" }\nlicence = \"invented\"\ncitation = \"invented\"\n";
/// Growth of at least a tenth in 2024.
pub const TENTH: &str = "t,firms_growth,A1,2024,2024,ge,0.10,ratio,,0,invented,,,,\n";

/// A dataset of one value per area and period, with the day or instant of publication in each row.
pub fn dataset(id: &str, more: &str) -> String {
    format!(
        "kind = \"observations\"\n{COMMON}[contract]\ndimensions = []\nvalue = {{ name = \"n\", type = \"decimal\", unit = \"n\" }}\n\
         basis = \"counted\"\nquarantine_limit = \"0 %\"\n[[source]]\nid = \"office\"\nfile = \"{id}/*.csv\"\nformat = \"csv\"\n{more}\
         [source.columns]\narea_code = {{ column = \"area\" }}\nperiod = {{ column = \"period\" }}\nn = {{ column = \"value\" }}\n\
         status = {{ constant = \"final\" }}\n"
    )
}

/// The growth of one measure in an office of a zone; `rows` are the files of its dataset.
pub fn growth(zone: &str, rows: &[(&str, &str)], targets: &str) -> Project {
    let project = Project::empty();
    project.write(
        "chiso.toml",
        format!(
            "[project]\ntitle = {{ en = \"invented\" }}\ntimezone = \"{zone}\"\nboundaries = \
            [\"2024-12-31\"]\nlake = \"lake\"\n"
        ),
    );
    project.write("datasets/areas.toml", format!("kind = \"areas\"\n{COMMON}"));
    project.write("datasets/areas/areas.csv", AREAS);
    project.write(
        "datasets/areas/relations.csv",
        "date,kind,from_code,to_code,note,source\n",
    );
    project.write(
        "datasets/targets.toml",
        format!("kind = \"targets\"\n{COMMON}"),
    );
    project.write(
        "datasets/targets/targets.csv",
        format!("{TARGETS}{targets}"),
    );
    project.write(
        "datasets/firms.toml",
        dataset("firms", "") + "known_from = { column = \"known\" }\n",
    );
    for (file, text) in rows {
        project.write(
            &format!("datasets/firms/{file}.csv"),
            format!("area,period,value,known\n{text}"),
        );
    }
    project.write(
        "pipelines/p.toml",
        "title = { en = \"p\" }\n[[measure]]\nid = \"firms\"\ntitle = { en = \"firms\" }\n[[measure.source]]\ndataset = \"firms\"\nvalue = \"sum(n)\"\n\
         [[kpi]]\nid = \"firms_growth\"\ntitle = { en = \"growth\" }\nkind = \"growth\"\nmeasure = \
         \"firms\"\n",
    );
    project
}

/// Verdict and value of the growth in 2024.
fn said(project: &Project, more: &[&str]) -> [String; 2] {
    let args = [
        &[
            "scorecard",
            "--kpi",
            "firms_growth",
            "--area",
            "A1",
            "--period",
            "2024",
        ],
        more,
    ]
    .concat();
    let rows = project.rows(&args);
    assert_eq!(rows.len(), 1, "{rows:#?}");
    ["verdict", "value"].map(|name| field(&rows[0], name))
}

#[test]
fn a_year_is_over_where_the_office_is() {
    let rows = "A1,2023,1000,2024-01-01T06:00:00+07:00\nA1,2024,1050,2025-01-01T06:00:00+07:00\n";
    for (zone, verdict, day) in [
        ("Asia/Ho_Chi_Minh", "not_met", "2025-01-01"),
        ("America/Bogota", "not_due", "2024-12-31"),
    ] {
        let project = growth(
            zone,
            &[("a", &rows.replace("2024-01-01T06", "2024-02-01T06"))],
            TENTH,
        );
        project.run();
        assert_eq!(said(&project, &[])[0], verdict, "{zone}");
        assert!(
            project.release().unwrap().starts_with(day),
            "{zone}: {:?}",
            project.release()
        );
    }
}

#[test]
fn a_figure_of_a_day_is_known_from_the_first_instant_of_that_day_in_any_zone() {
    let files = [
        ("a", "A1,2023,1000,2024-02-01\nA1,2024,1050,2025-01-10\n"),
        ("b", "A1,2024,1200,2025-02-01\n"),
    ];
    let zones = [
        "America/Bogota",
        "Asia/Ho_Chi_Minh",
        "Etc/GMT+12",
        "Pacific/Kiritimati",
        "UTC",
        "Asia/Kolkata",
    ];
    for zone in zones {
        let project = growth(zone, &files, TENTH);
        project.run();
        assert_eq!(
            said(&project, &["--as-of", "2025-01-31"]),
            ["not_met", "0.05"],
            "{zone}"
        );
        assert_eq!(
            said(&project, &["--as-of", "2025-02-01"]),
            ["met", "0.2"],
            "{zone}"
        );
        assert_eq!(said(&project, &[]), ["met", "0.2"], "{zone}");
        assert!(
            project.release().unwrap().starts_with("2025-02-01-"),
            "{zone}: {:?}",
            project.release()
        );
    }
    let project = growth("America/Bogota", &files, TENTH);
    project.run();
    let known: Vec<String> = project
        .published("measures")
        .iter()
        .map(|r| cell(r, "known_from").to_owned())
        .collect();
    assert!(
        known.contains(&"2025-02-01T05:00:00+00:00".to_owned()),
        "midnight in Bogotá: {known:?}"
    );
}

#[test]
fn a_target_counts_from_the_first_instant_of_the_day_on_which_it_was_decided() {
    let targets = "old,firms_growth,A1,2024,2024,ge,0.10,ratio,,0,invented,2023-12-01,,,\n\
                   new,firms_growth,A1,2024,2024,ge,0.04,ratio,,0,invented,2025-03-10,,old,\n";
    let rows = [("a", "A1,2023,1000,2024-02-01\nA1,2024,1050,2025-02-01\n")];
    for (zone, offset) in [
        ("Asia/Ho_Chi_Minh", "+07:00"),
        ("America/Bogota", "-05:00"),
        ("Pacific/Kiritimati", "+14:00"),
    ] {
        let project = growth(zone, &rows, targets);
        project.run();
        let at = |moment: &str| said(&project, &["--as-of", moment])[0].clone();
        assert_eq!(
            [at("2025-03-09"), at("2025-03-10")],
            ["not_met", "met"],
            "{zone}"
        );
        assert_eq!(
            at(&format!("2025-03-09T23:59:59{offset}")),
            "not_met",
            "{zone}"
        );
        assert_eq!(at(&format!("2025-03-10T00:00:00{offset}")), "met", "{zone}");
    }
}

#[test]
fn a_constant_day_of_publication_is_a_day_of_the_office() {
    let project = growth("America/Bogota", &[], TENTH);
    project.write(
        "datasets/firms.toml",
        dataset("firms", "published_at = \"2025-01-01\"\n"),
    );
    project.write(
        "datasets/firms/a.csv",
        "area,period,value\nA1,2023,1000\nA1,2024,1050\n",
    );
    project.run();
    assert!(
        project.release().unwrap().starts_with("2025-01-01-"),
        "{:?}",
        project.release()
    );
    assert_eq!(said(&project, &[]), ["not_met", "0.05"]);
    assert_eq!(
        cell(&project.published("measures")[0], "known_from"),
        "2025-01-01T05:00:00+00:00"
    );
}

#[test]
fn another_zone_conforms_and_computes_again() {
    let mut project = growth(
        "America/Bogota",
        &[(
            "a",
            "A1,2023,1000,2024-02-01\nA1,2024,1050,2025-01-01T03:00:00Z\n",
        )],
        TENTH,
    );
    project.run();
    assert_eq!(said(&project, &[])[0], "not_due");
    project.replace("chiso.toml", "America/Bogota", "Asia/Ho_Chi_Minh");
    project.at("2026-11-23T08:00:00Z").run();
    assert_eq!(said(&project, &[])[0], "not_met");
    let known: Vec<String> = project
        .published("measures")
        .iter()
        .map(|r| cell(r, "known_from").to_owned())
        .collect();
    assert!(
        known.contains(&"2024-01-31T17:00:00+00:00".to_owned()),
        "{known:?}"
    );
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn the_last_instant_of_a_year_is_that_of_the_office_everywhere() {
    for (zone, known, verdict) in [
        ("Asia/Ho_Chi_Minh", "2024-12-31T16:59:59Z", "not_due"),
        ("Asia/Ho_Chi_Minh", "2024-12-31T17:00:00Z", "not_met"),
        ("Etc/GMT+12", "2025-01-01T11:59:59Z", "not_due"),
        ("Etc/GMT+12", "2025-01-01T12:00:00Z", "not_met"),
        ("Pacific/Kiritimati", "2024-12-31T09:59:59Z", "not_due"),
        ("Pacific/Kiritimati", "2024-12-31T10:00:00Z", "not_met"),
    ] {
        let project = growth(
            zone,
            &[(
                "a",
                &format!("A1,2023,1000,2024-02-01\nA1,2024,1050,{known}\n"),
            )],
            TENTH,
        );
        project.run();
        assert_eq!(said(&project, &[])[0], verdict, "{zone} {known}");
    }
}
