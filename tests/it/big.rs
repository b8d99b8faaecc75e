//! A file larger than the memory there is for it, in miniature: the memory for sorting is lowered
//! instead of the file being huge. What must come out is computed by the script that makes the
//! file, `tests/big_csv.py`, which measures 1 GB in earnest (`just big`).

use crate::support::{Project, assert_same_tree, repository};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Memory for sorting: a sixteenth of the file, as 64 MiB are of 1 GB.
const ROOM: &str = "300000";

fn script(args: &[&str]) -> bool {
    let done = Command::new("python3")
        .arg(repository().join("tests/big_csv.py"))
        .args(args)
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    true
}

fn made(args: &[&str]) -> Option<Project> {
    if Command::new("python3").arg("--version").output().is_err() {
        crate::support::skipped("there is no python3 to make the file with");
        return None;
    }
    let project = Project::empty();
    let root = project.root().to_str().unwrap().to_owned();
    script(&[&["make", &root], args].concat());
    Some(project)
}

fn expected(project: &Project) -> Value {
    serde_json::from_str(&project.read("expected.json")).unwrap()
}

/// Everything that is the same whatever memory there was.
fn lasting(project: &Project) -> std::collections::BTreeMap<String, String> {
    let moves =
        |name: &str| name.starts_with("ledger.db") || name == ".lock" || name.starts_with("ops/");
    project
        .tree("lake")
        .into_iter()
        .filter(|(name, _)| !moves(name))
        .collect()
}

fn leftovers(project: &Project) -> Vec<String> {
    project
        .tree("lake")
        .into_keys()
        .filter(|name| name.contains(".tmp-"))
        .collect()
}

fn starved(project: &Project, args: &[&str]) -> std::process::Output {
    project
        .command(args)
        .env("CHISO_TEST_ROOM", ROOM)
        .output()
        .unwrap()
}

#[test]
fn little_memory_gives_the_bytes_that_much_memory_gives_and_the_figures_of_the_script() {
    let Some(starving) = made(&["--megabytes", "4"]) else {
        return;
    };
    let plenty = starving.copied();
    plenty.run();
    let done = starved(&starving, &["run"]);
    assert_eq!(
        done.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert_same_tree(
        &lasting(&plenty),
        &lasting(&starving),
        "with little memory the lake is another",
    );
    let program = env!("CARGO_BIN_EXE_chiso");
    script(&["compare", starving.root().to_str().unwrap(), program]);
    assert_eq!(leftovers(&starving), Vec::<String>::new());
}

#[test]
fn a_run_killed_while_it_sorts_leaves_nothing_behind() {
    let Some(project) = made(&["--megabytes", "2"]) else {
        return;
    };
    let whole = project.copied();
    assert_eq!(starved(&whole, &["run"]).status.code(), Some(0));
    let expected = lasting(&whole);
    let (mut killed, mut step) = (0, 30);
    loop {
        let dying = project.copied();
        let done = dying
            .command(&["run"])
            .env("CHISO_TEST_ROOM", ROOM)
            .env("CHISO_TEST_ABORT_AT", step.to_string())
            .output()
            .unwrap();
        if done.status.code().is_some() {
            assert_eq!(
                done.status.code(),
                Some(0),
                "step {step}: {}",
                String::from_utf8_lossy(&done.stderr)
            );
            break;
        }
        killed += 1;
        assert_eq!(
            starved(&dying, &["run"]).status.code(),
            Some(0),
            "step {step}"
        );
        assert_same_tree(
            &expected,
            &lasting(&dying),
            &format!("killed at step {step}"),
        );
        assert_eq!(
            leftovers(&dying),
            Vec::<String>::new(),
            "killed at step {step}"
        );
        step += 29;
    }
    assert!(killed > 3, "only {killed} runs were killed");
}

#[test]
fn a_file_without_a_good_row_is_refused_and_all_of_it_is_kept_aside() {
    let Some(project) = made(&["--megabytes", "1", "--all-bad"]) else {
        return;
    };
    let done = starved(&project, &["run"]);
    assert_ne!(done.status.code(), Some(0));
    let read = expected(&project)["account"]["quarantined"]
        .as_u64()
        .unwrap();
    let folder = project.path("lake/tables/_quarantine");
    let files = std::fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "parquet"));
    let rows: usize = files
        .map(|file| crate::support::table_rows(Path::new(&file)).len())
        .sum();
    assert_eq!(rows as u64, read);
    assert!(
        !project.path("lake/tables/dossiers").exists(),
        "nothing of a refused delivery is in a table"
    );
    assert_eq!(leftovers(&project), Vec::<String>::new());
}
