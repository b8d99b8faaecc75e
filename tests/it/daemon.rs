//! `chiso serve` as real processes: one at a time, stopped, killed and started again. Nothing
//! sleeps: tests wait for a line, an answer or an end, with a deadline, and move the clock of the
//! process by a file.

use crate::served::{Served, get, set};
use crate::support::{DAY_TWO, Project, Row, cell, field, table_rows};
use rustix::process::Signal;
use std::fs::{self, File};
use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

/// Cashland, due every quarter of an hour.
fn quarterly() -> Project {
    let project = Project::cashland();
    project.replace(
        "pipelines/yearly.toml",
        "cron = \"0 7 1 5 *\"",
        "cron = \"*/15 * * * *\"",
    );
    project
}

/// `serve --once` at an instant: its exit code and what it said. Dies at a step of writing when
/// asked to.
fn once(project: &Project, now: &str, dying_at: Option<u32>) -> (Option<i32>, String) {
    let mut command = project.command(&["serve", "--once"]);
    command.env("CHISO_TEST_CLOCK", now);
    if let Some(step) = dying_at {
        command.env("CHISO_TEST_ABORT_AT", step.to_string());
    }
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.code(), said)
}

/// Rows of `ops/runs` that concern a schedule: due time (hour and minute), decision, outcome.
fn runs(project: &Project) -> Vec<String> {
    let rows: Vec<Row> = table_rows(&project.path("lake/ops/runs.parquet"));
    let mut shown: Vec<(String, String)> = rows
        .iter()
        .filter(|r| !cell(r, "due_at").is_empty())
        .map(|r| {
            (
                cell(r, "started_at").to_owned(),
                format!(
                    "{} {} {}",
                    &cell(r, "due_at")[11..16],
                    cell(r, "decision"),
                    cell(r, "outcome")
                ),
            )
        })
        .collect();
    shown.sort();
    shown
        .into_iter()
        .map(|(_, text)| text.trim_end().to_owned())
        .collect()
}

const BEFORE: &str = "2026-05-04T07:50:00Z";
const DUE: &str = "2026-05-04T08:00:02Z";

#[test]
fn one_process_serves_a_lake_and_stops_when_told() {
    let project = quarterly();
    set(&project, BEFORE);
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130)] {
        let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
        served.says("listening on");
        project
            .chiso(&["serve", "--listen", "127.0.0.1:0"])
            .exits(5)
            .complains("locked by another `chiso serve` (pid ");
        project.chiso(&["run"]).exits(0);
        served.signal(signal);
        assert_eq!(
            served.ends().code(),
            Some(code),
            "{}",
            served.heard.join("\n")
        );
    }
}

#[test]
fn an_address_that_is_taken_is_told() {
    let project = quarterly();
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = held.local_addr().unwrap().to_string();
    project
        .chiso(&["serve", "--listen", &address])
        .exits(2)
        .complains("name another with `--listen`");
}

#[test]
fn what_comes_due_runs_once_and_can_be_watched() {
    let project = quarterly();
    set(&project, BEFORE);
    let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
    let address = served.address();
    served.says("`*/15 * * * *` in Europe/Berlin is watched from now on");
    set(&project, DUE);
    served.says("yearly due 2026-05-04T08:00:00Z: begins (due)");
    served.says("yearly due 2026-05-04T08:00:00Z: ran, published, release ");
    let (status, body) = get(&address, "/healthz");
    assert!(status.contains(" 200 "), "{status} {body}");
    let health: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (
            field(&health, "status"),
            field(&health, "ledger"),
            field(&health, "configuration")
        ),
        ("ok".into(), "ok".into(), "ok".into())
    );
    let (status, metrics) = get(&address, "/metrics");
    assert!(status.contains(" 200 "), "{status}");
    for line in [
        "chiso_runs_total{pipeline=\"yearly\",outcome=\"published\"} 1",
        "chiso_last_success_timestamp_seconds{pipeline=\"yearly\"} 1777881602",
        "chiso_due_lateness_seconds_sum{pipeline=\"yearly\"} 2.0",
        "chiso_run_duration_seconds_count{pipeline=\"yearly\"} 1",
        "chiso_occurrences_pending{pipeline=\"yearly\"} 0",
        "chiso_findings{pipeline=\"yearly\",severity=\"error\"} 0",
        "chiso_pipeline_failing{pipeline=\"yearly\"} 0",
        "chiso_configuration_sound 1",
        "chiso_ledger_writable 1",
    ] {
        assert!(
            metrics.lines().any(|l| l == line),
            "`{line}` is not in\n{metrics}"
        );
    }
    assert!(get(&address, "/nowhere").0.contains(" 404 "));
    assert!(get(&address, "/").0.contains(" 302 "), "to the site");
    set(&project, "2026-05-04T08:15:01Z");
    served.says("yearly due 2026-05-04T08:15:00Z: ran, unchanged");
    served.signal(Signal::TERM);
    assert_eq!(served.ends().code(), Some(143));
    assert_eq!(
        runs(&project),
        ["08:00 ran published", "08:15 ran unchanged"]
    );
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn an_edit_is_taken_over_and_a_broken_one_is_told_while_the_plan_before_goes_on() {
    let project = quarterly();
    set(&project, BEFORE);
    let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
    let address = served.address();
    served.says("is watched from now on");
    project.replace(
        "pipelines/yearly.toml",
        "missed = \"last\"",
        "missed = \"lst\"",
    );
    let said = served.says("CANNOT BE USED, the plan before goes on");
    assert!(
        said.contains("ALERT")
            && said.contains("pipelines/yearly.toml:3")
            && said.contains("`lst`"),
        "{said}"
    );
    let (status, body) = get(&address, "/healthz");
    assert!(
        status.contains(" 200 ") && body.contains("`lst`"),
        "{status} {body}"
    );
    assert!(
        get(&address, "/metrics")
            .1
            .contains("chiso_configuration_sound 0")
    );
    set(&project, DUE);
    served.says("yearly due 2026-05-04T08:00:00Z: ran, published");
    project.replace(
        "pipelines/yearly.toml",
        "missed = \"lst\"",
        "missed = \"last\"",
    );
    project.replace("pipelines/yearly.toml", "*/15 * * * *", "*/10 * * * *");
    served.says("`*/10 * * * *` in Europe/Berlin is watched from now on");
    set(&project, "2026-05-04T08:10:01Z");
    served.says("yearly due 2026-05-04T08:10:00Z: ran, ");
    served.signal(Signal::TERM);
    assert_eq!(served.ends().code(), Some(143));
}

#[test]
fn a_run_by_hand_and_a_scheduled_one_wait_for_each_other() {
    let project = quarterly();
    project.run();
    set(&project, BEFORE);
    let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
    served.says("is watched from now on");
    // Stands for a run by hand: it holds the very lock.
    let by_hand = File::options()
        .write(true)
        .open(project.path("lake/.lock"))
        .unwrap();
    by_hand.try_lock().unwrap();
    project
        .chiso(&["run"])
        .exits(5)
        .complains("locked by another run");
    set(&project, DUE);
    served.says("yearly due 2026-05-04T08:00:00Z: waits: the lake at ");
    by_hand.unlock().unwrap();
    set(&project, "2026-05-04T08:00:10Z");
    served.says("yearly due 2026-05-04T08:00:00Z: ran, ");
    served.signal(Signal::TERM);
    assert_eq!(served.ends().code(), Some(143));
    assert_eq!(runs(&project), ["08:00 waited", "08:00 ran unchanged"]);
}

#[test]
fn a_process_started_again_neither_repeats_nor_forgets() {
    let project = quarterly();
    assert_eq!(once(&project, BEFORE, None).0, Some(0));
    let (code, said) = once(&project, "2026-05-04T08:40:00Z", None);
    assert_eq!(code, Some(0), "{said}");
    let place = |text: &str| {
        said.find(text)
            .unwrap_or_else(|| panic!("`{text}` is not in\n{said}"))
    };
    assert!(
        place(
            "nobody was there for 3 due times: 2026-05-04T08:00:00Z, 2026-05-04T08:15:00Z, \
                2026-05-04T08:30:00Z"
        ) < place("begins"),
        "{said}"
    );
    assert!(
        place("yearly due 2026-05-04T08:30:00Z: begins (missed, made up for)")
            < place("ran, published")
    );
    let first = [
        "08:00 superseded",
        "08:15 superseded",
        "08:30 ran published",
    ];
    assert_eq!(runs(&project), first);
    let (code, said) = once(&project, "2026-05-04T08:41:00Z", None);
    assert!(code == Some(0) && !said.contains("begins"), "{said}");
    assert_eq!(runs(&project), first);
    assert!(
        once(&project, "2026-05-04T08:45:01Z", None)
            .1
            .contains("yearly due 2026-05-04T08:45:00Z: ran, unchanged")
    );
    // Without its ledger the lake is as good as before; only the past of the schedule is gone.
    project.remove("lake/ledger.db");
    let (code, said) = once(&project, "2026-05-04T09:20:00Z", None);
    assert!(
        code == Some(0) && said.contains("is watched from now on") && !said.contains("begins"),
        "{said}"
    );
    assert!(
        once(&project, "2026-05-04T09:30:01Z", None)
            .1
            .contains("yearly due 2026-05-04T09:30:00Z: ran, ")
    );
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_process_that_dies_at_any_step_of_a_scheduled_run_is_taken_over() {
    let start = quarterly();
    assert_eq!(once(&start, BEFORE, None).0, Some(0));
    let (mut deaths, mut aborted, mut step) = (0, 0, 1);
    loop {
        let project = start.copied();
        let (code, _) = once(&project, DUE, Some(step));
        if code.is_some() {
            assert_eq!(code, Some(0), "step {step}");
            break;
        }
        deaths += 1;
        let left = project.chiso(&["status"]).exits(0).stdout;
        assert!(!left.contains("running"), "step {step}: {left}");
        let (code, said) = once(&project, "2026-05-04T08:00:20Z", None);
        assert_eq!(code, Some(0), "step {step}: {said}");
        let told = runs(&project);
        let ended: Vec<&String> = told
            .iter()
            .filter(|r| r.contains("published") || r.contains("unchanged"))
            .collect();
        assert!(
            told.iter().all(|r| r.starts_with("08:00")) && !ended.is_empty(),
            "step {step}: {told:?}"
        );
        aborted += u32::from(told.iter().any(|r| r.contains("aborted")));
        let (code, said) = once(&project, "2026-05-04T08:00:30Z", None);
        assert!(
            code == Some(0) && !said.contains("begins"),
            "step {step}: {said}"
        );
        assert_eq!(
            runs(&project),
            told,
            "step {step}: a further start changed the account"
        );
        project.chiso(&["verify"]).exits(0);
        // Every step would take minutes; steps that have no divisor in common with the pattern of
        // writes meet all kinds of them.
        step += 13;
    }
    assert!(
        deaths >= 10 && aborted >= 5,
        "{deaths} deaths, {aborted} in a run"
    );
}

#[test]
fn a_killed_process_leaves_one_outcome_and_a_whole_release() {
    let project = quarterly();
    assert_eq!(once(&project, BEFORE, None).0, Some(0));
    set(&project, DUE);
    let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
    served.says("yearly due 2026-05-04T08:00:00Z: fetch");
    served.signal(Signal::KILL);
    assert_eq!(served.ends().signal(), Some(9));
    project.chiso(&["status"]).exits(0);
    let (code, said) = once(&project, "2026-05-04T08:00:20Z", None);
    assert_eq!(code, Some(0), "{said}");
    let told = runs(&project);
    assert_eq!(
        told.iter().filter(|r| r.contains("published")).count(),
        1,
        "{told:?}"
    );
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_process_told_to_stop_in_a_run_leaves_it_to_the_next() {
    let project = quarterly();
    assert_eq!(once(&project, BEFORE, None).0, Some(0));
    set(&project, DUE);
    let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
    served.says("yearly due 2026-05-04T08:00:00Z: fetch");
    served.signal(Signal::TERM);
    assert_eq!(
        served.ends().code(),
        Some(143),
        "{}",
        served.heard.join("\n")
    );
    let stopped = served
        .heard
        .iter()
        .any(|l| l.contains("stopped with the process; the next one takes it up"));
    let told = runs(&project);
    assert_eq!(
        told,
        [if stopped {
            "08:00 ran aborted"
        } else {
            "08:00 ran published"
        }]
    );
    assert!(
        !project
            .chiso(&["status"])
            .exits(0)
            .stdout
            .contains("running")
    );
    let (code, said) = once(&project, "2026-05-04T08:00:20Z", None);
    assert!(
        code == Some(0) && said.contains("begins") == stopped,
        "{said}"
    );
    assert_eq!(
        runs(&project)
            .iter()
            .filter(|r| r.contains("published"))
            .count(),
        1
    );
    project.chiso(&["verify"]).exits(0);
}

#[test]
fn a_ledger_that_cannot_be_used_is_told_and_healed_by_removing_it() {
    let project = quarterly();
    set(&project, BEFORE);
    let mut served = Served::start(&project, &["--listen", "127.0.0.1:0"]);
    let address = served.address();
    served.says("is watched from now on");
    project.write(
        "ledger.new",
        "not a database, but long enough to be taken for the header of \
        one: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    );
    fs::rename(project.path("ledger.new"), project.path("lake/ledger.db")).unwrap();
    served.says("nothing can be decided: ledger ");
    let (status, body) = get(&address, "/healthz");
    assert!(
        status.contains(" 503 ")
            && body.contains("\"status\":\"ledger\"")
            && body.contains("remove it"),
        "{status} {body}"
    );
    assert!(
        get(&address, "/metrics")
            .1
            .contains("chiso_ledger_writable 0")
    );
    project.remove("lake/ledger.db");
    served.says("the ledger can be written again");
    assert!(get(&address, "/healthz").0.contains(" 200 "));
    set(&project, DUE);
    served.says("yearly due 2026-05-04T08:00:00Z: ran, published");
    served.signal(Signal::TERM);
    assert_eq!(served.ends().code(), Some(143));
}

#[test]
fn a_failure_is_tried_again_then_told_once_and_so_is_the_recovery() {
    let project = quarterly();
    project.replace(
        "pipelines/yearly.toml",
        "retries = 3",
        "retries = 1, retry_delay = \"10s\"",
    );
    assert_eq!(once(&project, BEFORE, None).0, Some(0));
    let areas = project.read("datasets/areas/areas.csv");
    project.write("datasets/areas/areas.csv", "nonsense\n");
    let (code, said) = once(&project, DUE, None);
    assert!(
        code == Some(0) && said.contains("tries again at 2026-05-04T08:00:1"),
        "{said}"
    );
    let (code, said) = once(&project, "2026-05-04T08:00:30Z", None);
    assert!(
        code == Some(4)
            && said.contains("ALERT yearly due 2026-05-04T08:00:00Z: FAILED after 1 retries"),
        "{said}"
    );
    project
        .chiso(&["status"])
        .says("failed, failed: after 1 retries");
    let (_, said) = once(&project, "2026-05-04T08:15:01Z", None);
    assert!(said.contains("tries again"), "{said}");
    let (code, said) = once(&project, "2026-05-04T08:15:30Z", None);
    assert!(
        code == Some(4)
            && said.contains("ERROR yearly due 2026-05-04T08:15:00Z: FAILED")
            && !said.contains("ALERT"),
        "{said}"
    );
    project.write("datasets/areas/areas.csv", areas);
    let (code, said) = once(&project, "2026-05-04T08:30:01Z", None);
    assert!(
        code == Some(0) && said.contains("ALERT yearly due 2026-05-04T08:30:00Z: RECOVERED"),
        "{said}"
    );
}

#[test]
fn due_times_can_be_listed_over_a_change_of_the_clock() {
    let project = quarterly();
    let due = project.rows(&[
        "schedule",
        "--pipeline",
        "yearly",
        "--count",
        "3",
        "--from",
        "2026-03-29T00:40:00Z",
    ]);
    let shown: Vec<[String; 2]> = due
        .iter()
        .map(|r| [field(r, "due_at"), field(r, "local")])
        .collect();
    let expected = [
        ["2026-03-29T00:45:00Z", "2026-03-29 01:45:00 +01:00"],
        ["2026-03-29T01:00:00Z", "2026-03-29 03:00:00 +02:00"],
        ["2026-03-29T01:15:00Z", "2026-03-29 03:15:00 +02:00"],
    ];
    assert_eq!(shown, expected.map(|pair| pair.map(str::to_owned)));
    project
        .chiso(&["schedule", "--pipeline", "yaerly"])
        .exits(2)
        .complains("did you mean `yearly`?");
    project
        .chiso(&["schedule", "--count", "1", "--lang", "vi"])
        .exits(0)
        .says("Đến hạn (UTC)");
    project.run();
    project
        .chiso(&["status"])
        .says("next due 2026-11-22 09:15 CET; not watched yet: start `chiso serve`");
}

#[test]
fn a_pipeline_looks_only_at_the_sources_that_it_needs() {
    let mut project = Project::cashland();
    let ports = "title = { en = \"Ports (invented)\" }\n[[kpi]]\nid = \"dues_growth\"\ntitle = { en = \"Dues, growth (invented)\" }\n\
        kind = \"growth\"\nmeasure = \"dues_collected\"\n";
    project.write("pipelines/ports.toml", ports);
    project.run();
    let landed =
        |project: &Project, dataset: &str| project.tree(&format!("lake/landing/{dataset}")).len();
    let before = (
        landed(&project, "workshops"),
        landed(&project, "harbour_dues"),
    );
    project.replace(
        "datasets/workshops/invented.csv",
        "Goldmark;2023;1.210",
        "Goldmark;2023;1.209",
    );
    project
        .at(DAY_TWO)
        .chiso(&["run", "--pipeline", "ports"])
        .exits(0)
        .says("nothing new");
    assert_eq!(
        (
            landed(&project, "workshops"),
            landed(&project, "harbour_dues")
        ),
        before
    );
    project
        .chiso(&["run", "--pipeline", "yearly"])
        .exits(0)
        .says("published release");
    assert!(landed(&project, "workshops") > before.0);
    project
        .chiso(&["run", "--pipeline", "prots"])
        .exits(2)
        .complains("no pipeline `prots`; did you mean `ports`?");
    // A fault of a source that was not looked at stays on record.
    project.remove("datasets/workshops/invented.csv");
    project.chiso(&["run", "--pipeline", "yearly"]).exits(3);
    project.chiso(&["run", "--pipeline", "ports"]).exits(0);
    project
        .chiso(&["status"])
        .says("no file matches `datasets/workshops/");
    let manual: Vec<String> = table_rows(&project.path("lake/ops/runs.parquet"))
        .iter()
        .map(|r| cell(r, "pipeline").to_owned())
        .collect();
    assert!(
        manual.contains(&"ports".to_owned()) && manual.contains(&String::new()),
        "{manual:?}"
    );
}

#[test]
fn a_served_project_takes_what_people_drop() {
    let project = Project::cashland();
    let file = "datasets/workshops.toml";
    project.replace(
        file,
        "file = \"workshops/*.csv\"",
        "drop = { path = \"inbox/*.csv\", every = \"10s\", settle = \"0s\" }",
    );
    project.run();
    set(&project, "2026-11-22T08:00:00Z");
    let mut served = Served::start(&project, &[]);
    served.says("looking at 1 drop folders");
    fs::copy(
        project.path("datasets/workshops/invented.csv"),
        project.path("inbox/invented.csv"),
    )
    .unwrap();
    // The first look sees it, the second finds it as it was: then a run is due.
    let mut second = 0;
    while !served
        .heard
        .iter()
        .any(|line| line.contains("drop-folders") && line.contains("begins"))
    {
        second += 1;
        set(
            &project,
            &format!("2026-11-22T08:{:02}:{:02}Z", second / 60, second % 60),
        );
        assert!(
            second < 3_000,
            "nothing was taken: {}",
            served.heard.join("\n")
        );
        if let Ok(line) = served.lines.recv_timeout(Duration::from_millis(200)) {
            served.heard.push(line);
        }
    }
    served.says("ran, published");
    served.signal(Signal::TERM);
    assert_eq!(
        served.ends().code(),
        Some(143),
        "{}",
        served.heard.join("\n")
    );
    assert!(!project.path("inbox/invented.csv").exists());
    let runs = table_rows(&project.path("lake/ops/runs.parquet"));
    assert_eq!(
        runs.iter()
            .filter(|r| cell(r, "pipeline") == "drop-folders")
            .count(),
        1,
        "one run for one file"
    );
    assert_eq!(
        runs.iter().filter(|r| cell(r, "decision") == "ran").count(),
        1
    );
}
