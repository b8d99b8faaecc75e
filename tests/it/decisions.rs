//! Decisions of the office over time: verdicts change on the day a target is decided or replaced,
//! and what was said before stays what was said.

use crate::api::{json, serve};
use crate::support::{DAY_THREE, DAY_TWO, Project, cell, field, outcome};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::sync::mpsc;
use std::time::Duration;

const CONTRACT: &str = "kind = \"observations\"\ntitle = { en = \"Figures (invented)\" }\nlicence = \
    \"invented\"\ncitation = \"invented\"\n[contract]\nvalue = { name = \"amount\", type = \
    \"decimal\", unit = \"enterprises\" }\nquarantine_limit = \"100 %\"\n[[source]]\nid = \
    \"office\"\nfile = \"figures/*.csv\"\nformat = \"csv\"\n[source.columns]\narea_code = { column = \
    \"area\" }\nperiod = { column = \"year\" }\namount = { column = \"value\" }\nknown_from = { \
    column = \"known\" }\nstatus = { constant = \"final\" }\n";

const PIPELINE: &str = "title = { en = \"p\" }\n[[measure]]\nid = \"amount\"\ntitle = { en = \
    \"Amount\" }\n[[measure.source]]\ndataset = \"figures\"\nvalue = \"sum(amount)\"\n[[kpi]]\nid \
    = \"g\"\ntitle = { en = \"Growth\" }\nkind = \"growth\"\nmeasure = \"amount\"\n[[kpi]]\nid = \
    \"list\"\ntitle = { en = \"List\" }\nkind = \"targets_met\"\nkpis = [\"g\"]\n";

const TARGETS: &str = "target_id,kpi,area_code,period_from,period_to,op,target_value,value_unit,plan,tolerance,legal_basis,decided_on,valid_from,supersedes,note\n";

/// The counties of the cases with figures that have their days of publication, and some targets.
fn office(rows: &[&str], targets: &[&str]) -> Project {
    let project = Project::counties(&[]);
    let register = "kind = \"targets\"\ntitle = { en = \"Targets (invented)\" }\nlicence = \
        \"invented\"\ncitation = \"invented\"\n";
    project.write("datasets/targets.toml", register);
    let targets = format!("{TARGETS}{}\n", targets.join("\n"));
    project.write("datasets/targets/targets.csv", targets);
    project.write("datasets/figures.toml", CONTRACT);
    project.write("pipelines/p.toml", PIPELINE);
    let rows = format!("area,year,value,known\n{}\n", rows.join("\n"));
    project.write("datasets/figures/a.csv", rows);
    project
}

/// The growth of 2020 as of a day.
fn growth_as_of(project: &Project, day: &str) -> serde_json::Value {
    let args = [
        "scorecard",
        "--kpi",
        "g",
        "--period",
        "2020",
        "--as-of",
        day,
    ];
    project.rows(&args).remove(0)
}

/// The changes of a KPI on the first boundary: area, day, target, verdicts, values and why.
fn changes(project: &Project, kpi: &str) -> Vec<String> {
    let rows = project.published("revisions");
    let its = rows.iter().filter(|r| {
        (cell(r, "kpi"), cell(r, "boundary")) == (kpi, "2023-01-01") && cell(r, "span") == "period"
    });
    let mut found: Vec<String> = its
        .map(|r| {
            let side = |when: &str| {
                let (value, verdict) = (format!("value_{when}"), format!("verdict_{when}"));
                format!("{} {}", cell(r, &verdict), cell(r, &value))
            };
            format!(
                "{} {} {}: {} > {}, {}",
                cell(r, "area_code"),
                &cell(r, "known_from")[..10],
                cell(r, "target_id"),
                side("before").trim_end(),
                side("after").trim_end(),
                cell(r, "revision_code"),
            )
        })
        .collect();
    found.sort();
    found
}

const REVISED: [&str; 3] = [
    "A1,2019,100,2020-02-01",
    "A1,2020,111,2021-02-01",
    "A1,2020,108,2021-05-01",
];

#[test]
fn a_verdict_changes_on_the_day_its_target_is_decided_and_later_revisions_are_held_against_it() {
    let project = office(
        &REVISED,
        &["t,g,A1,2020,2020,ge,0.10,ratio,,0,invented,2021-03-01,,,"],
    );
    project.run();
    assert_eq!(
        changes(&project, "g"),
        [
            "A1 2021-02-01 : not_assessable > no_target 0.11, new_figure",
            "A1 2021-03-01 t: no_target 0.11 > met 0.11, target_decided",
            "A1 2021-05-01 t: met 0.11 > not_met 0.08, revised",
        ]
    );
    assert_eq!(
        changes(&project, "list"),
        ["A1 2021-05-01 : no_target 1 > no_target 0, revised"],
        "the list began with the decision"
    );
}

#[test]
fn a_target_that_is_replaced_judges_until_the_day_the_other_one_is_decided() {
    let project = office(
        &REVISED,
        &[
            "t,g,A1,2020,2020,ge,0.10,ratio,,0,invented,,,,",
            "s,g,A1,2020,2020,ge,0.05,ratio,,0,invented,2021-03-01,,t,",
        ],
    );
    project.run();
    assert_eq!(
        changes(&project, "g"),
        [
            "A1 2021-02-01 t: not_assessable > met 0.11, new_figure",
            "A1 2021-03-01 s: no_target 0.11 > met 0.11, target_decided",
            "A1 2021-03-01 t: met 0.11 > no_target 0.11, target_decided",
            "A1 2021-05-01 s: met 0.11 > met 0.08, revised",
        ]
    );
    let flipped = project.rows(&[
        "revisions",
        "--kpi",
        "g",
        "--flipped",
        "--since",
        "2021-05-01",
    ]);
    assert!(flipped.is_empty(), "{flipped:?}");
}

#[test]
fn a_figure_without_a_target_that_is_withdrawn_and_comes_again_changes_twice() {
    let project = office(
        &[
            "C1,2019,100,2020-02-01",
            "C1,2020,111,2021-02-01",
            "C1,2020,,2021-03-01",
            "C1,2020,109,2021-04-01",
        ],
        &[],
    );
    project.run();
    assert_eq!(
        changes(&project, "g"),
        [
            "C1 2021-03-01 : no_target 0.11 > not_assessable, withdrawn",
            "C1 2021-04-01 : not_assessable > no_target 0.09, new_figure",
        ]
    );
}

/// Of A1 2020, decided between the first run and the second.
const CORRECTION: &str = "[[correction]]\nid = \"c1\"\nmatch = { area_code = \"A1\", period = \"2020\" \
        }\naction = \"override\"\nexpect = \"108\"\nvalue = \"118\"\nreason = { en = \"exchanged \
        digits\" }\ndecided_on = \"2026-12-01\"\n";

#[test]
fn a_correction_counts_from_the_day_it_was_decided() {
    let mut project = office(
        &REVISED,
        &["t,g,A1,2020,2020,ge,0.10,ratio,,0,invented,2021-01-01,,,"],
    );
    project.run();
    project.write("datasets/figures/corrections.toml", CORRECTION);
    project.at(DAY_TWO).run();
    assert_eq!(
        changes(&project, "g"),
        [
            "A1 2021-02-01 t: not_assessable > met 0.11, new_figure",
            "A1 2021-05-01 t: met 0.11 > not_met 0.08, revised",
            "A1 2026-12-01 t: not_met 0.08 > met 0.18, correction",
        ]
    );
    let as_of = |day: &str| field(&growth_as_of(&project, day), "verdict");
    assert_eq!(as_of("2026-11-30"), "not_met", "as published then");
    assert_eq!(as_of("2026-12-01"), "met");
    let now = project.score("g", "A1", "2020");
    assert_eq!(&field(&now, "known_from")[..10], "2026-12-01");
    project.chiso(&["release", "rebuild", "--all"]).exits(0);
}

/// A1 2020 came in 2026, and was published, before the office entered a correction that it had decided in
/// 2021: nobody had used the figure then, but many read it since.
#[test]
fn a_claim_that_was_published_before_a_correction_was_entered_was_so_and_was_revised() {
    let mut project = office(
        &["A1,2019,100,2020-02-01", "A1,2020,108,2026-11-01"],
        &["t,g,A1,2020,2020,ge,0.10,ratio,,0,invented,2021-01-01,,,"],
    );
    project.run();
    let earlier = CORRECTION.replace("2026-12-01", "2021-05-01");
    project.write("datasets/figures/corrections.toml", earlier);
    project.at(DAY_TWO).run();
    let (_served, address) = serve(&project);
    let claimed = |claim: &str| {
        json(
            &address,
            &format!("/check?kpi=g&area=A1&period=2020&{claim}"),
            200,
        )
    };
    assert_eq!(claimed("value=0.18")["result"], "true");
    let before = claimed("value=0.08");
    assert_eq!(before["result"], "revised_since", "{before}");
    assert_eq!(before["revised"]["value_before"], 0.08);
    assert_eq!(before["revised"]["value_after"], 0.18);
    assert!(before["revised"]["release"].is_string(), "{before}");
    assert!(
        field(&before, "text_en").starts_with("It was so and was revised on "),
        "{before}"
    );
    assert_eq!(claimed("verdict=not_met")["result"], "revised_since");
    assert_eq!(claimed("value=0.07")["result"], "false");
    // What a past release says is asked of that release alone.
    let release = field(&before["revised"], "release");
    assert_eq!(
        claimed(&format!("value=0.18&release={release}"))["result"],
        "false"
    );
}

#[test]
fn nothing_is_published_while_somebody_writes_the_register() {
    let project = office(
        &REVISED,
        &["t,g,A1,2020,2020,ge,0.10,ratio,,0,invented,2021-01-01,,,"],
    );
    let register = project.path("datasets/targets/targets.csv");
    let (done, ended) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut file = OpenOptions::new().append(true).open(&register).unwrap();
            for year in 2021..9999 {
                writeln!(
                    file,
                    "t{year},g,A1,{year},{year},ge,0.10,ratio,,0,invented,,,,"
                )
                .unwrap();
                if ended.recv_timeout(Duration::from_millis(1)).is_ok() {
                    break;
                }
            }
        });
        // By the machine's own clock a file that changed just now is looked at for a second.
        let outcome = outcome(
            &["run"],
            project.command(&["run"]).env_remove("CHISO_TEST_CLOCK"),
        );
        _ = done.send(());
        outcome
            .exits(2)
            .complains("error[register_unreadable]: datasets/targets/targets.csv")
            .complains("run again when it is complete");
    });
    assert_eq!(project.release(), None);
    project.run();
}

#[test]
fn a_correction_that_the_source_has_mended_corrects_what_was_known_until_then() {
    let mut project = office(&REVISED, &[]);
    project.run();
    let file = "datasets/figures/corrections.toml";
    project.write(file, CORRECTION);
    project.at(DAY_TWO).run();
    let mended = REVISED.join("\n").replace("A1,2020,108", "A1,2020,118");
    project.write(
        "datasets/figures/a.csv",
        format!("area,year,value,known\n{mended}\n"),
    );
    project
        .at(DAY_THREE)
        .chiso(&["run"])
        .exits(3)
        .complains("error[correction_stale]")
        .complains("write `status = \"mended\"`");
    project.write(file, format!("{CORRECTION}status = \"mended\"\n"));
    project.run();
    let as_of = |day: &str| {
        let row = growth_as_of(&project, day);
        let value: f64 = field(&row, "value").parse().unwrap();
        (format!("{value:.2}"), field(&row, "flags"))
    };
    let said = |value: &str, flags: &str| (value.to_owned(), flags.to_owned());
    assert_eq!(as_of("2026-11-30"), said("0.08", ""));
    assert_eq!(as_of("2026-12-01"), said("0.18", "corrected"));
    assert_eq!(as_of("2027-01-05"), said("0.18", ""));
}

#[test]
fn a_withdrawal_names_the_delivery_that_no_longer_has_the_figure() {
    let rows = ["C1,2019,100,2020-02-01", "C1,2020,111,2021-02-01"];
    let mut project = office(&rows, &["t,g,C1,2020,2020,ge,0.10,ratio,,0,invented,,,,"]);
    project.run();
    project.write(
        "datasets/figures/a.csv",
        format!("area,year,value,known\n{}\n", rows[0]),
    );
    project.at(DAY_TWO).run();
    let deliveries = |table: &str| {
        let rows = project.published(table);
        let its = rows.iter().filter(|r| {
            cell(r, "boundary") == "2023-01-01" && cell(r, "revision_code") == "withdrawn"
        });
        its.map(|r| cell(r, "delivery").to_owned())
            .collect::<Vec<_>>()
    };
    let figures = deliveries("measures_history");
    assert_eq!(figures.len(), 1);
    assert_eq!(deliveries("revisions"), figures);
    let folder = project.path("lake/landing/figures").join(&figures[0]);
    let landed = std::fs::read_to_string(folder.join("a.csv")).unwrap();
    assert!(
        !landed.contains("2020,111"),
        "the second delivery: {landed}"
    );
    project
        .chiso(&["explain", "g", "--area", "C1", "--period", "2020"])
        .exits(0)
        .says(&format!(
            "not used: taken back, delivery {} no longer has it",
            figures[0]
        ));
}
