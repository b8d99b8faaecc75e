//! The command line as a person or a scheduler meets it: words, exit codes, streams.

use crate::support::{DAY_TWO, Outcome, Project, assert_same_tree, field, finished, repository};
use chiso::env::Files;
use chiso::model::published::release_tables;
use chiso::store::Lake;
use std::fs;
use std::io::Read;
use std::process::Stdio;

/// The commands that the help lists.
fn commands(help: &str) -> Vec<&str> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = lines.take_while(|line| !line.is_empty());
    // A description may go on in further lines, set further in.
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names
        .filter(|name| !name.is_empty() && *name != "help")
        .collect()
}

#[test]
fn help_is_an_answer_and_no_error() {
    let project = Project::empty();
    for args in [vec!["--help"], vec!["-h"], vec!["help"], vec!["--version"]] {
        assert_eq!(project.chiso(&args).exits(0).stderr, "", "{args:?}");
    }
    let overview = project.chiso(&["--help"]).exits(0);
    assert!(overview.stdout.contains("Exit codes:"));
    let commands = commands(&overview.stdout);
    assert!(commands.len() > 20, "{commands:?}");
    let documents = ["README.md", "docs/FEATURES.md", "docs/OPERATIONS.md"]
        .map(|file| fs::read_to_string(repository().join(file)).unwrap())
        .concat();
    for command in commands {
        let named = documents.contains(&format!("chiso {command}"));
        assert!(named, "no document names `chiso {command}`");
        let help = project
            .chiso(&[command, "--help"])
            .exits(0)
            .says(&format!("Usage: chiso {command}"));
        assert_eq!(help.stderr, "", "{command}");
    }
}

#[test]
fn no_arguments_show_the_help_and_end_with_2() {
    Project::empty()
        .chiso(&[])
        .exits(2)
        .complains("Usage: chiso")
        .complains("scorecard");
}

#[test]
fn a_wrong_argument_ends_with_2_and_names_it() {
    let project = Project::empty();
    project
        .chiso(&["run", "--offlin"])
        .exits(2)
        .complains("--offlin")
        .complains("--offline");
    project
        .chiso(&["scorcard"])
        .exits(2)
        .complains("scorcard")
        .complains("scorecard");
    project
        .chiso(&["scorecard", "--period", "2020-13"])
        .exits(2)
        .complains("2020-13");
    project
        .chiso(&["scorecard", "--boundary", "yesterday"])
        .exits(2)
        .complains("yesterday");
    project
        .chiso(&["scorecard", "--fail-on", "bad"])
        .exits(2)
        .complains("bad");
    project
        .chiso(&["scorecard", "--format", "xml"])
        .exits(2)
        .complains("xml");
    project.chiso(&["explain"]).exits(2).complains("<KPI>");
}

#[test]
fn outside_a_project_the_way_in_is_told() {
    let project = Project::empty();
    for args in [
        &["check"][..],
        &["test"],
        &["run"],
        &["scorecard"],
        &["status"],
        &["explain", "x", "--area", "01", "--period", "2020"],
    ] {
        let outcome = project
            .chiso(args)
            .exits(2)
            .complains("no `chiso.toml` here or in a folder above")
            .complains("chiso init");
        assert_eq!(outcome.stdout, "", "{args:?}");
    }
    assert!(
        project.tree("").is_empty(),
        "a command outside a project wrote something"
    );
}

#[test]
fn a_project_is_found_from_a_folder_inside_it_and_by_name() {
    let project = Project::cashland();
    let status = project
        .command(&["run", "-q"])
        .current_dir(project.path("datasets/workshops"))
        .status()
        .unwrap();
    assert!(status.success());
    let elsewhere = Project::empty();
    let folder = project.root().to_str().unwrap();
    let rows = elsewhere.rows(&[
        "scorecard",
        "--project",
        folder,
        "--kpi",
        "dues_over_plan",
        "--area",
        "C2",
        "--period",
        "2023",
    ]);
    assert_eq!(field(&rows[0], "verdict"), "met");
    assert!(elsewhere.tree("").is_empty());
    elsewhere
        .chiso(&["check", "--project", "nowhere"])
        .complains_or_says("chiso.toml");
}

impl Outcome {
    /// `check` lists faults on standard output, the others complain.
    #[track_caller]
    fn complains_or_says(self, text: &str) -> Outcome {
        assert!(
            self.code != Some(0) && (self.stdout.contains(text) || self.stderr.contains(text)),
            "{self:?}"
        );
        self
    }
}

#[test]
fn an_unknown_name_ends_with_2_and_says_what_is_near() {
    let project = finished();
    let near = |args: &[&str], wanted: &str| project.chiso(args).exits(2).complains(wanted);
    near(
        &["scorecard", "--kpi", "new_firm_growth"],
        "no KPI `new_firm_growth`; did you mean `new_firms_growth`?",
    );
    near(&["scorecard", "--area", "Ha Noii"], "did you mean `");
    near(
        &[
            "explain",
            "revenue_over_pln",
            "--area",
            "01",
            "--period",
            "2020",
        ],
        "did you mean `revenue_over_plan`?",
    );
    near(
        &[
            "explain",
            "revenue_over_plan",
            "--area",
            "Hà Nộii",
            "--period",
            "2020",
        ],
        "did you mean `Hà Nội`?",
    );
    near(
        &[
            "explain",
            "revenue_over_plan",
            "--area",
            "01",
            "--period",
            "1999",
        ],
        "there is something for 2006, 2007",
    );
    near(
        &[
            "explain",
            "new_firms_growth",
            "--area",
            "28",
            "--period",
            "2020",
        ],
        "choose that day with `--boundary`",
    );
}

#[test]
fn an_area_may_be_named_in_either_language_without_its_marks() {
    for name in ["01", "Hà Nội", "Ha Noi", "HÀ NỘI", "hà nội"] {
        let rows = finished().rows(&[
            "scorecard",
            "--kpi",
            "new_firms_growth",
            "--area",
            name,
            "--period",
            "2020",
        ]);
        assert_eq!(rows.len(), 1, "{name}");
        finished()
            .chiso(&[
                "explain",
                "new_firms_growth",
                "--area",
                name,
                "--period",
                "2020",
            ])
            .exits(0);
    }
}

#[test]
fn questions_before_the_first_run_say_that_nothing_was_run() {
    let project = Project::cashland();
    for args in [
        &["scorecard"][..],
        &["status"],
        &[
            "explain",
            "workshops_growth",
            "--area",
            "C1",
            "--period",
            "2023",
        ],
    ] {
        let outcome = project.chiso(args).exits(2).complains("run `chiso run`");
        assert_eq!(outcome.stdout, "");
    }
    assert!(!project.path("lake").exists(), "a question made a lake");
}

#[test]
fn init_gives_a_project_that_checks_tests_and_runs() {
    let project = Project::empty();
    project.chiso(&["init"]).exits(0).says("chiso.toml");
    project.chiso(&["check"]).exits(0);
    project.chiso(&["test"]).exits(0).says("1 passed, 0 failed");
    project.run().says("published release");
    let before = project.tree("");
    project
        .chiso(&["init"])
        .exits(2)
        .complains("is there already");
    assert_same_tree(
        &before,
        &project.tree(""),
        "a refused `init` changed the folder",
    );
    project.chiso(&["init", "my-office"]).exits(0);
    project
        .chiso(&["--project", "my-office", "run"])
        .exits(0)
        .says("Parquet: my-office/lake/published/*.parquet");
}

#[test]
fn init_writes_the_example_and_nothing_else() {
    let project = Project::empty();
    project.chiso(&["init", "-q"]).exits(0);
    assert_same_tree(
        &project.tree(""),
        &Project::cashland().tree(""),
        "`init` and examples/cashland",
    );
}

#[test]
fn check_lists_every_fault_of_every_file_with_its_line() {
    let project = Project::cashland();
    assert_eq!(project.chiso(&["check"]).exits(0).stderr, "");
    let line = |file: &str, text: &str| {
        project
            .read(file)
            .lines()
            .position(|l| l.contains(text))
            .unwrap()
            + 1
    };
    project.replace("chiso.toml", "Europe/Berlin", "Europe/Berlinn");
    project.replace(
        "datasets/workshops.toml",
        "type = \"integer\"",
        "type = \"whole\"",
    );
    project.replace(
        "pipelines/yearly.toml",
        "value = \"sum(workshops)\"",
        "value = \"sum(workshop)\"",
    );
    project.replace(
        "datasets/targets/targets.csv",
        "c2-dues,dues_over_plan,C2",
        "c2-dues,dues_over_plan,C9",
    );
    let said = project.chiso(&["check"]).exits(6).stdout;
    for (file, text) in [
        ("chiso.toml", "Berlinn"),
        ("datasets/workshops.toml", "whole"),
    ] {
        let place = format!("{file}:{}", line(file, text));
        assert!(said.contains(&place), "`{place}` is not in\n{said}");
    }
    project.replace("chiso.toml", "Europe/Berlinn", "Europe/Berlin");
    project.replace(
        "datasets/workshops.toml",
        "type = \"whole\"",
        "type = \"integer\"",
    );
    let said = project.chiso(&["check"]).exits(6).stdout;
    let place = format!(
        "pipelines/yearly.toml:{}",
        line("pipelines/yearly.toml", "sum(workshop)")
    );
    assert!(
        said.contains(&place) && said.contains("`workshops`"),
        "{said}"
    );
    project.replace(
        "pipelines/yearly.toml",
        "value = \"sum(workshop)\"",
        "value = \"sum(workshops)\"",
    );
    let said = project.chiso(&["check"]).exits(6).stdout;
    let place = format!(
        "targets.csv:{}",
        line("datasets/targets/targets.csv", "c2-dues")
    );
    assert!(said.contains(&place) && said.contains("`C9`"), "{said}");
    let rows = project
        .chiso(&["check", "--format", "json"])
        .exits(6)
        .rows();
    assert!(rows.iter().all(|r| r["severity"] == "error") && !rows.is_empty());
    project.replace(
        "datasets/targets/targets.csv",
        "c2-dues,dues_over_plan,C9",
        "c2-dues,dues_over_plan,C2",
    );
    project.remove("datasets/workshops/invented.csv");
    project
        .chiso(&["check"])
        .exits(6)
        .says("datasets/workshops.toml")
        .says("no file matches");
}

#[test]
fn faults_in_files_of_one_kind_are_listed_together() {
    let project = Project::cashland();
    project.replace(
        "datasets/workshops.toml",
        "type = \"integer\"",
        "type = \"whole\"",
    );
    project.replace(
        "datasets/harbour_dues.toml",
        "format = \"csv\"",
        "format = \"cvs\"",
    );
    project.replace(
        "pipelines/yearly.toml",
        "kind = \"growth\"",
        "kind = \"groth\"",
    );
    let said = project.chiso(&["check"]).exits(6).stdout;
    for file in [
        "datasets/workshops.toml:",
        "datasets/harbour_dues.toml:",
        "pipelines/yearly.toml:",
    ] {
        assert!(said.contains(file), "{file} is not in\n{said}");
    }
}

#[test]
fn a_run_with_faulty_configuration_ends_with_2_and_leaves_the_lake_alone() {
    let mut project = Project::cashland();
    project.run();
    let before = project.tree("lake");
    project.replace(
        "pipelines/yearly.toml",
        "kind = \"growth\"",
        "kind = \"groth\"",
    );
    project
        .at(DAY_TWO)
        .chiso(&["run"])
        .exits(2)
        .complains("pipelines/yearly.toml:")
        .complains("nothing ran");
    project.replace(
        "pipelines/yearly.toml",
        "kind = \"groth\"",
        "kind = \"growth\"",
    );
    project.replace(
        "datasets/areas/areas.csv",
        "C2,,Silverbrook,county,CL,2000-01-01",
        "C2,,Silverbrook,county,CL,2000-13-01",
    );
    project
        .chiso(&["run"])
        .exits(2)
        .complains("areas.csv")
        .complains("2000-13-01")
        .complains("nothing ran");
    assert_same_tree(
        &before,
        &project.tree("lake"),
        "a run that did not run changed the lake",
    );
}

#[test]
fn a_second_run_at_the_same_time_ends_with_5_and_readers_are_not_held_up() {
    let project = Project::cashland();
    project.run();
    let lake = Lake::open(&project.path("lake"), Files::real()).unwrap();
    let held = lake.lock().unwrap();
    let pid = format!("(pid {})", std::process::id());
    project
        .chiso(&["run"])
        .exits(5)
        .complains("is locked by another run")
        .complains(&pid);
    project
        .chiso(&["scorecard", "--area", "C1"])
        .exits(0)
        .says("Goldmark");
    project.chiso(&["status"]).exits(0);
    drop(held);
    project.run().says("nothing new");
}

#[test]
fn an_area_has_the_rows_that_the_whole_scorecard_has_of_it() {
    let all = finished().rows(&["scorecard"]);
    let named = [
        ("01", "area_code", "01"),
        ("lao cai", "area_name_vi", "Lào Cai"),
    ];
    for (asked, column, text) in named {
        let mut of_area = all.clone();
        of_area.retain(|row| field(row, column) == text);
        assert!(!of_area.is_empty(), "{text}");
        let rows = finished().rows(&["scorecard", "--area", asked]);
        assert_eq!(rows, of_area, "{asked}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    for args in [
        &["scorecard", "--format", "json"][..],
        &["scorecard", "--format", "csv"],
        &["scorecard"],
    ] {
        let mut child = finished()
            .command(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut first = [0; 16];
        out.read_exact(&mut first).unwrap();
        drop(out);
        let ended = child.wait_with_output().unwrap();
        let complaint = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(
            (ended.status.code(), complaint.as_str()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}

#[test]
fn csv_and_json_have_the_published_columns_in_order() {
    let columns: Vec<String> = release_tables()
        .into_iter()
        .find(|t| t.name == "scorecard")
        .unwrap()
        .columns
        .into_iter()
        .map(|c| c.name)
        .collect();
    let args = [
        "scorecard",
        "--kpi",
        "new_firms_growth",
        "--area",
        "01",
        "--format",
        "csv",
    ];
    let text = finished().chiso(&args).exits(0).stdout;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(
        reader.headers().unwrap().iter().collect::<Vec<_>>(),
        columns
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let json = finished().rows(&args[..5]);
    assert_eq!(rows.len(), json.len());
    for (row, json) in rows.iter().zip(&json) {
        assert_eq!(
            json.as_object().unwrap().keys().collect::<Vec<_>>(),
            columns.iter().collect::<Vec<_>>()
        );
        assert_eq!(
            row.iter().map(str::to_owned).collect::<Vec<_>>(),
            columns.iter().map(|c| field(json, c)).collect::<Vec<_>>()
        );
    }
    let none = finished()
        .chiso(&["scorecard", "--period", "1990", "--format", "csv"])
        .exits(0)
        .stdout;
    assert_eq!(none.trim_end(), columns.join(","));
    assert_eq!(
        finished().rows(&["scorecard", "--period", "1990"]),
        Vec::<serde_json::Value>::new()
    );
}

#[test]
fn vietnamese_is_spoken_on_request_and_by_locale() {
    let args = [
        "scorecard",
        "--kpi",
        "new_firms_growth",
        "--area",
        "01",
        "--period",
        "2020",
    ];
    let told = finished()
        .chiso(&[&args[..], &["--lang", "vi"]].concat())
        .exits(0)
        .says("Hà Nội")
        .says("26.135")
        .says("-5,69 %")
        .stdout;
    let by_locale = finished()
        .command(&args)
        .env("LANG", "vi_VN.UTF-8")
        .output()
        .unwrap()
        .stdout;
    assert_eq!(told.as_bytes(), by_locale);
    finished()
        .chiso(&args)
        .exits(0)
        .says("26,135")
        .says("-5.69 %");
    let rows = |lang: &str| finished().rows(&[&args[..], &["--lang", lang]].concat());
    assert_eq!(rows("vi"), rows("en"), "what programs read has no language");
    let why = [
        "explain",
        "new_firms_growth",
        "--area",
        "01",
        "--period",
        "2020",
        "--lang",
        "vi",
    ];
    finished()
        .chiso(&why)
        .exits(0)
        .says("kết luận")
        .says("26.135 / 27.711 − 1");
    finished()
        .chiso(&["status", "--lang", "vi"])
        .exits(0)
        .says("bản phát hành hiện hành");
}

#[test]
fn a_target_that_is_not_met_is_an_error_only_on_request() {
    let args = ["scorecard", "--kpi", "new_firms_growth", "--period", "2020"];
    finished().chiso(&args).exits(0);
    finished()
        .chiso(&[&args[..], &["--fail-on", "not_met"]].concat())
        .exits(3)
        .says("not met");
    finished()
        .chiso(&[&args[..], &["--fail-on", "met"]].concat())
        .exits(0);
    finished()
        .chiso(&[
            "scorecard",
            "--area",
            "79",
            "--period",
            "2020",
            "--fail-on",
            "not_met",
        ])
        .exits(0);
}

#[test]
fn quiet_means_results_and_errors_only() {
    let project = Project::cashland();
    let outcome = project.chiso(&["run", "-q"]).exits(0);
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
    let row = project
        .chiso(&["run", "-q", "--format", "json"])
        .exits(0)
        .rows()
        .remove(0);
    assert_eq!(row["unchanged"], true);
    project.replace("datasets/workshops/invented.csv", "1.210", "1.21O");
    let outcome = project.chiso(&["run", "-q"]).exits(3).complains("1.21O");
    assert_eq!(outcome.stdout, "");
}

#[test]
fn progress_and_remarks_stay_off_standard_output() {
    let project = Project::cashland();
    let outcome = project
        .chiso(&["run", "--format", "json"])
        .exits(0)
        .complains("fetch")
        .complains("compute");
    assert_eq!(outcome.rows().len(), 1);
}

#[test]
fn status_tells_what_is_wrong_and_where() {
    let project = Project::cashland();
    project.replace("datasets/workshops/invented.csv", "1.210", "1.21O");
    project.chiso(&["run"]).exits(3);
    project
        .chiso(&["status"])
        .exits(0)
        .says("refused")
        .says("invented.csv:4")
        .says("(published in part)");
    let rows = project.rows(&["status"]);
    let accounts: Vec<String> = rows
        .iter()
        .map(|r| {
            [
                "dataset",
                "outcome",
                "read",
                "accepted",
                "quarantined",
                "ignored",
            ]
            .map(|c| field(r, c))
            .join(" ")
        })
        .collect();
    assert_eq!(
        accounts,
        [
            "harbour_dues accepted 14 13 0 1",
            "workshops refused 11 0 1 10"
        ]
    );
}

#[test]
fn status_tells_which_source_is_gone() {
    let project = Project::cashland();
    project.run();
    project.remove("datasets/workshops/invented.csv");
    project.chiso(&["run"]).exits(3);
    project
        .chiso(&["status"])
        .exits(0)
        .says("no file matches `datasets/workshops/*.csv`");
}
